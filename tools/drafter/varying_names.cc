// One function for each kind of name, and the table of them.
#include "tools/drafter/varying_names.h"

#include <algorithm>
#include <cctype>

#include "policy/text.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsAlnum(char c) { return IsDigit(c) || IsLower(c) || IsUpper(c); }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }

// Calls `check` with each longest run of letters and digits.
template <typename Check>
bool AnyRun(std::string_view name, Check check) {
  size_t at = 0;
  while (at < name.size()) {
    if (!IsAlnum(name[at])) {
      ++at;
      continue;
    }
    const size_t start = at;
    while (at < name.size() && IsAlnum(name[at])) ++at;
    if (check(name.substr(start, at - start))) return true;
  }
  return false;
}

// 8-4-4-4-12 hexadecimal digits, anywhere in the name.
bool HasUuid(std::string_view name) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  for (size_t at = 0; at + kShape.size() <= name.size(); ++at) {
    const auto fits = [&name, at, kShape](size_t i) {
      const char c = static_cast<char>(std::tolower(name[at + i]));
      return kShape[i] == 'x' ? IsHex(c) : c == kShape[i];
    };
    size_t i = 0;
    while (i < kShape.size() && fits(i)) ++i;
    if (i == kShape.size()) return true;
  }
  return false;
}

// A checksum or a random number: words of the alphabet a to f are shorter.
bool HasHexRun(std::string_view name) {
  constexpr size_t kSurely = 32;
  constexpr size_t kWithBoth = 16;
  return AnyRun(name, [](std::string_view run) {
    if (!std::all_of(run.begin(), run.end(), IsHex)) return false;
    const bool both = std::any_of(run.begin(), run.end(), IsDigit) &&
                      std::any_of(run.begin(), run.end(), IsLower);
    return run.size() >= kSurely || (run.size() >= kWithBoth && both);
  });
}

// "2026-11-27", with any separator.
bool HasDate(std::string_view name) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  for (size_t at = 0; at + kShape.size() <= name.size(); ++at) {
    const auto fits = [&name, at, kShape](size_t i) {
      return IsDigit(name[at + i]) == (kShape[i] == 'd');
    };
    size_t i = 0;
    while (i < kShape.size() && fits(i)) ++i;
    if (i == kShape.size()) return true;
  }
  return false;
}

// A date without separators, a number of a process, a counter.
bool HasDigitRun(std::string_view name) {
  constexpr size_t kLeast = 6;
  size_t digits = 0;
  for (const char c : name) {
    digits = IsDigit(c) ? digits + 1 : 0;
    if (digits == kLeast) return true;
  }
  return false;
}

// mkstemp(3) and mktemp(1): 6, 8 or 10 letters and digits at the end, behind
// anything but a letter of a word that goes on. Words are in lower case, in
// capitals, or begin with a capital; digits stand behind them.
bool EndsAtRandom(std::string_view name) {
  const size_t separator = name.find_last_of(".-_");
  if (separator == std::string_view::npos) return false;
  const std::string_view tail = name.substr(separator + 1);
  if (tail.size() != 6 && tail.size() != 8 && tail.size() != 10) return false;
  if (!std::all_of(tail.begin(), tail.end(), IsAlnum)) return false;
  int changes = 0;
  for (size_t i = 1; i < tail.size(); ++i) {
    const bool rises = IsUpper(tail[i]) && !IsUpper(tail[i - 1]);
    const bool letter_after_digit = !IsDigit(tail[i]) && IsDigit(tail[i - 1]);
    if (rises || letter_after_digit) ++changes;
  }
  return changes >= 2;
}

// Python's tempfile: "tmp" and eight of lower-case letters, digits and '_'.
bool IsPythonTemporary(std::string_view name) {
  constexpr std::string_view kPrefix = "tmp";
  constexpr size_t kSize = 11;
  if (name.size() != kSize || !name.starts_with(kPrefix)) return false;
  const std::string_view tail = name.substr(kPrefix.size());
  const auto fits = [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; };
  return std::all_of(tail.begin(), tail.end(), fits) &&
         !std::all_of(tail.begin(), tail.end(), IsLower);
}

struct NameKind {
  bool (*matches)(std::string_view name);
  std::string_view what;
};

constexpr NameKind kVarying[] = {
    {HasUuid, "has a UUID in its name"},
    {HasDate, "has a date in its name"},
    {HasHexRun, "has a long hexadecimal number in its name"},
    {HasDigitRun, "has a long number in its name"},
    {EndsAtRandom, "has a random end"},
    {IsPythonTemporary, "has a random name"},
};

// Where the kernel numbers what lives now.
constexpr std::string_view kNumbered[] = {"/proc", "/proc/self/fdinfo",
                                          "/proc/self/task", "/dev/pts"};

}  // namespace

std::string_view WhyNameVaries(std::string_view name) {
  for (const NameKind& kind : kVarying) {
    if (kind.matches(name)) return kind.what;
  }
  return {};
}

bool IsNumberOfTheMoment(const std::string& path) {
  const std::string_view name = BaseName(path);
  return std::find(std::begin(kNumbered), std::end(kNumbered),
                   ParentOf(path)) != std::end(kNumbered) &&
         !name.empty() && std::all_of(name.begin(), name.end(), IsDigit);
}

}  // namespace landshim
