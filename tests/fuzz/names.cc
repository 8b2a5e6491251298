// Hostile names, wherever they are shown or written: on terminals, in JSON, in
// policies.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "policy/lex_text.h"
#include "policy/quote.h"
#include "policy/utf8.h"
#include "tests/fuzz/input.h"
#include "tools/checker/report.h"
#include "tools/doctor/report.h"
#include "tools/message.h"
#include "tools/recording/lines.h"

namespace landshim::testing {
namespace {

void CheckDoctor(const std::string& name) {
  doctor::Report report;
  report.verdict = {Escape(name)};
  report.Add({.key = "fact",
              .text = Escape(name),
              .values = {{"name", name}, {"names", doctor::Texts{name}}}});
  const std::string json = doctor::ToJson(report);
  Require(IsUtf8(json) && nlohmann::json::accept(json), "doctor's JSON:", json);
}

void CheckChecker(const std::string& name) {
  Report report;
  report.name = name;
  report.errors = {name};
  const std::string json = Json(report);
  Require(IsUtf8(json) && nlohmann::json::accept(json), "check's JSON:", json);
}

void CheckRecorded(const std::string& name) {
  const Fact fact = {
      .operation = "read", .path = "/" + name, .actor = {.program = name}};
  std::string line = ToLine(fact);
  Require(line.find('\n') == line.size() - 1, "one fact is one line:", line);
  line.pop_back();
  Require(IsUtf8(line) && nlohmann::json::accept(line), "a fact's JSON:", line);
  Line again;
  std::string why;
  // A path that is not plain is refused, and nothing else.
  if (!ParseLine(line, &again, &why)) return;
  Require(std::get<Fact>(again) == fact, "any byte of a path survives:", line);
}

}  // namespace

int TestOneInput(const uint8_t* data, size_t size) {
  const std::string name(reinterpret_cast<const char*>(data), size);
  const std::string escaped = Escape(name);
  Require(!HasControlByte(escaped), "an escaped text:", escaped);
  CheckDoctor(name);
  CheckChecker(name);
  CheckRecorded(name);
  Nearest(name, {"install", "uninstall", "explain"});
  if (name.find('\0') == std::string::npos && size > 0 && size < 4000) {
    const std::string word = Quote(name);
    Require(word.find('\n') == std::string::npos,
            "a word is in one line:", word);
    const std::vector<std::string> words = Lex(word + " b");
    Require(words.size() == 3, "a quoted name is one word:", word);
    // Lex() shows a word that was quoted in quotes.
    Require(words[0] == "1:1 " + name || words[0] == "1:1 \"" + name + '"',
            "a quoted name comes back:", word);
  }
  return 0;
}

}  // namespace landshim::testing
