// MessagePack keeps every byte of a path.
#include "tools/explainer/denial.h"

#include <cstdint>
#include <nlohmann/json.hpp>

namespace landshim {
namespace {

using Json = nlohmann::json;

// A byte string for each text: they need not be UTF-8.
Json Bytes(const std::string& text) {
  return Json::binary({text.begin(), text.end()});
}

std::string Text(const Json& bytes) {
  const auto& binary = bytes.get_binary();
  return {binary.begin(), binary.end()};
}

Json ToJson(const Denial& denial) {
  return {Bytes(denial.call), Bytes(denial.operation), Bytes(denial.program),
          denial.process,     Bytes(denial.reason),    Bytes(denial.error),
          Bytes(denial.cure), Bytes(denial.hint),      denial.count,
          denial.unnamed};
}

Denial FromJson(const Json& json) {
  return {.call = Text(json.at(0)),
          .operation = Text(json.at(1)),
          .program = Text(json.at(2)),
          .process = json.at(3),
          .reason = Text(json.at(4)),
          .error = Text(json.at(5)),
          .cure = Text(json.at(6)),
          .unnamed = json.at(9),
          .hint = Text(json.at(7)),
          .count = json.at(8)};
}

Json AllBytes(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(Bytes(text));
  return list;
}

std::vector<std::string> AllTexts(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& bytes : list) texts.push_back(Text(bytes));
  return texts;
}

}  // namespace

std::string Pack(const Explanation& explanation) {
  Json denials = Json::array();
  for (const Denial& denial : explanation.denials) {
    denials.push_back(ToJson(denial));
  }
  const std::vector<uint8_t> packed =
      Json::to_msgpack(Json{{"denials", denials},
                            {"operations", explanation.operations},
                            {"gaps", AllBytes(explanation.gaps)},
                            {"files", AllBytes(explanation.policy_files)},
                            {"unenforced", Bytes(explanation.unenforced)}});
  return {packed.begin(), packed.end()};
}

bool Unpack(std::string_view text, Explanation* explanation) {
  try {
    const Json json = Json::from_msgpack(text.begin(), text.end());
    for (const Json& denial : json.at("denials")) {
      explanation->denials.push_back(FromJson(denial));
    }
    explanation->gaps = AllTexts(json.at("gaps"));
    explanation->policy_files = AllTexts(json.at("files"));
    explanation->operations = json.at("operations");
    explanation->unenforced = Text(json.at("unenforced"));
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

}  // namespace landshim
