// What is not plain is left to env.
#include "shim/launch/env_line.h"

#include "policy/text.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr std::string_view kBlanks = " \t"sv;

// True if env starts `word` as a program.
bool IsProgram(std::string_view word) {
  return !word.empty() && word[0] != '-' &&
         word.find('=') == std::string_view::npos;
}

}  // namespace

bool ReadEnvLine(std::string_view argument, EnvLine* out) {
  out->count = 0;
  std::string_view rest = argument;
  if (Begins(argument, "-S")) {
    rest.remove_prefix(2);
  } else if (Begins(argument, "--split-string=")) {
    rest.remove_prefix("--split-string="sv.size());
  } else {
    out->words[out->count++] = argument;
    return IsProgram(argument);
  }
  // env expands and unquotes these, and '#' begins a comment.
  if (rest.find_first_of("\"'\\$#"sv) != std::string_view::npos) return false;
  while (true) {
    const size_t start = rest.find_first_not_of(kBlanks);
    if (start == std::string_view::npos) break;
    if (out->count == kMostEnvWords) return false;
    rest.remove_prefix(start);
    const size_t end = rest.find_first_of(kBlanks);
    out->words[out->count++] = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
  }
  return out->count > 0 && IsProgram(out->words[0]);
}

}  // namespace landshim
