// Lines are written in one call, so that none is torn by another process's.
#include "tools/message.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "policy/lexer.h"
#include "policy/suggest.h"

namespace landshim {
namespace {

// What no part of a message is longer than: three words, each byte escaped.
constexpr size_t kLongestProblem = 12 * kLongestWord + 1024;

struct ErrorWords {
  int number;
  const char* words;
};

constexpr ErrorWords kErrors[] = {
#define LANDSHIM_E(number, text) {number, text},
    LANDSHIM_ERRORS(LANDSHIM_E)
#undef LANDSHIM_E
};

// As it is compared: in lower case, without dashes in front.
std::string Plain(std::string_view word) {
  word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
  std::string plain(word);
  for (char& c : plain) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain;
}

// The only candidate that begins with `word`, if there is one.
std::string OnlyLonger(const std::string& word,
                       const std::vector<std::string>& candidates) {
  std::string found;
  for (const std::string& candidate : candidates) {
    if (word.empty() || Plain(candidate).rfind(word, 0) != 0) continue;
    if (!found.empty()) return {};
    found = candidate;
  }
  return found;
}

}  // namespace

void Note(std::string_view text) {
  // Where nobody reads descriptor 2 the exit status must still be ours.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  const std::string line = "landshim: " + std::string(text) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    rest.remove_prefix(static_cast<size_t>(written));
  }
}

int Complain(std::string_view text) {
  Note(text);
  return kLandshimFailed;
}

std::string Escape(std::string_view text) {
  std::string buffer(4 * text.size() + 1, '\0');
  Text escaped(buffer.data(), buffer.size());
  escaped.AppendEscaped(text);
  return std::string(escaped.view());
}

std::string DescribeProblem(const Problem& problem) {
  std::string buffer(kLongestProblem, '\0');
  Text text(buffer.data(), buffer.size());
  Describe(problem, &text);
  return std::string(text.view());
}

std::string DescribeError(int error) {
  for (const ErrorWords& known : kErrors) {
    if (known.number == error) return known.words;
  }
  std::string words = strerror(error);
  if (!words.empty()) {
    words[0] = static_cast<char>(std::tolower(words[0]));
  }
  const char* const name = strerrorname_np(error);
  return name == nullptr ? words : words + " (" + name + ")";
}

std::string Nearest(std::string_view word,
                    const std::vector<std::string>& candidates) {
  const std::string plain = Plain(word);
  // As in a policy: a third of the letters may be wrong, more is guessing.
  int limit = plain.size() < 6 ? 1 : static_cast<int>(plain.size()) / 3;
  std::string nearest;
  for (const std::string& candidate : candidates) {
    const int distance = EditDistance(plain, Plain(candidate));
    if (distance > limit) continue;
    limit = distance - 1;
    nearest = candidate;
  }
  return nearest.empty() ? OnlyLonger(plain, candidates) : nearest;
}

std::string ShellWord(const std::string& word) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+,-./"
      ":=@_";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) {
    return word;
  }
  const bool hidden = Escape(word) != word;
  std::string quoted;
  for (const char c : word) {
    if (c == '\'') {
      quoted += hidden ? "\\'" : "'\\''";
    } else if (hidden && c == '\\') {
      quoted += "\\\\";
    } else {
      quoted += c;
    }
  }
  return (hidden ? "$'" : "'") + Escape(quoted) + '\'';
}

}  // namespace landshim
