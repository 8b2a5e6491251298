// Facts are not wrapped: a line is one fact, for people and for grep.
#include "tools/doctor/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/json_text.h"

namespace landshim::doctor {
namespace {

using nlohmann::ordered_json;

constexpr char kSigns[] = {' ', '-', '!'};  // by State
constexpr const char* kStates[] = {"fine", "limited", "wrong"};

std::string LabelOf(const Fact& fact) {
  std::string label = fact.key;
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

ordered_json ToJson(const Value& value) {
  if (const auto* objects = std::get_if<std::vector<Object>>(&value)) {
    ordered_json list = ordered_json::array();
    for (const Object& object : *objects) {
      ordered_json entry = ordered_json::object();
      for (const auto& [key, text] : object) entry[key] = text;
      list.push_back(entry);
    }
    return list;
  }
  if (const auto* texts = std::get_if<Texts>(&value)) return *texts;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<int64_t>(&value)) return *number;
  return std::get<bool>(value);
}

}  // namespace

std::string ToText(const Report& report) {
  std::string text;
  for (const std::string& sentence : report.verdict) text += sentence + "\n";
  size_t width = 0;
  for (const Fact& fact : report.facts) {
    width = std::max(width, fact.key.size());
  }
  text += "\n";
  for (const Fact& fact : report.facts) {
    std::string label = LabelOf(fact);
    label.resize(width + 2, ' ');
    text += kSigns[static_cast<int>(fact.state)];
    text += " " + label;
    for (const char c : fact.text) {
      text += c;
      if (c == '\n') text += std::string(width + 4, ' ');
    }
    if (!fact.cure.empty()) text += "; " + fact.cure;
    text += "\n";
  }
  return text;
}

std::string ToJson(const Report& report) {
  ordered_json facts = ordered_json::object();
  for (const Fact& fact : report.facts) {
    ordered_json entry = {{"state", kStates[static_cast<int>(fact.state)]},
                          {"text", fact.text}};
    if (!fact.cure.empty()) entry["cure"] = fact.cure;
    for (const auto& [key, value] : fact.values) entry[key] = ToJson(value);
    facts[fact.key] = entry;
  }
  const ordered_json json = {
      {"works", report.works}, {"verdict", report.verdict}, {"facts", facts}};
  return JsonText(json);
}

std::string Join(const Texts& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace landshim::doctor
