// What doctor has found out, as text and as JSON.
#ifndef LANDSHIM_TOOLS_DOCTOR_REPORT_H_
#define LANDSHIM_TOOLS_DOCTOR_REPORT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace landshim::doctor {

enum class State : uint8_t {
  kFine,
  kLimited,  // it works, but less than it could
  kWrong,    // this is why it does not work
};

// What is wrong, and how to cure it.
struct Trouble {
  std::string what;
  std::string cure;

  bool empty() const { return what.empty(); }
  // "WHAT; CURE"
  std::string Line() const { return cure.empty() ? what : what + "; " + cure; }
};

// What JSON says about a fact besides its text.
using Texts = std::vector<std::string>;
using Object = std::vector<std::pair<std::string, std::string>>;
using Value =
    std::variant<bool, int64_t, std::string, Texts, std::vector<Object>>;

// One thing that is so.
struct Fact {
  std::string key;  // stable: JSON's name for it; a word or words_with_lines
  State state = State::kFine;
  std::string text;  // escaped; further lines continue it
  std::string cure;  // escaped; empty: none is needed, or there is none
  std::vector<std::pair<std::string, Value>> values;
};

struct Report {
  bool works = false;                // what was asked about
  int status = 1;                    // doctor's own, where it does not
  std::vector<std::string> verdict;  // sentences
  std::vector<Fact> facts;

  void Add(Fact fact) { facts.push_back(std::move(fact)); }
};

// The verdict, then a line for each fact: what is wrong has a '!' before it,
// what is limited a '-'.
std::string ToText(const Report& report);

// One object: works, verdict, and facts by their keys. Bytes that are no UTF-8
// are replaced.
std::string ToJson(const Report& report);

// "a, b and c"
std::string Join(const Texts& words);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_REPORT_H_
