// Checks that every message which the documents show is one that landshim says.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "policy/problem_table.h"
#include "shim/launch/launch_problems.h"
#include "tools/drafter/draft_texts.h"

namespace landshim {
namespace {

// PLACE, and what stands for each {}: anything but nothing.
constexpr char kAnything = '\1';

// What the tables say, and the lines that are put together in code
// (shim/enforce.cc, SayEnforced; tools/recorder, tools/learn).
const std::vector<std::string>& Patterns() {
  static const auto& patterns = *new std::vector<std::string>{
#define LANDSHIM_P(name, what, cure) std::string(what) + "; " + (cure),
      LANDSHIM_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
#define LANDSHIM_P(name, status, what, cure) std::string(what) + "; " + (cure),
          LANDSHIM_LAUNCH_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
#define LANDSHIM_D(name, text) text,
              LANDSHIM_DRAFT_TEXTS(LANDSHIM_D)
#undef LANDSHIM_D
                  "enforced at Landlock ABI {}, rules: {}; this kernel cannot "
                  "deny: {}",
      "/proc is missing or shows another PID namespace; mount it (unshare "
      "has --mount-proc)",
      "this system lets no process look into one that it did not start "
      "({}; Yama's ptrace_scope?); use 'landshim learn', which starts the "
      "program",
      "it cannot be written: {}; name another file",
      "this is a symbolic link; name the file that it leads to",
      "its directory belongs to another user ({}), who can replace what is "
      "written there; name a file in a directory that only you and root can "
      "write",
      "this belongs to another user ({}); name another file",
      "this file has a second name (a hard link); name another file",
      "no file can be made in its directory: {}; name a directory that exists "
      "and that you may write to",
      "the recorder was ended, and the program with it; what was recorded "
      "is good: see why (memory?), and learn again",
  };
  return patterns;
}

std::string Compile(const std::string& pattern) {
  std::string compiled = std::string(1, kAnything) + ": ";
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.compare(i, 2, "{}") == 0) {
      compiled += kAnything;
      ++i;
    } else {
      compiled += pattern[i];
    }
  }
  return compiled;
}

bool Matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] != kAnything) {
    return !text.empty() && text[0] == pattern[0] &&
           Matches(pattern.substr(1), text.substr(1));
  }
  for (size_t size = 1; size <= text.size(); ++size) {
    if (Matches(pattern.substr(1), text.substr(size))) return true;
  }
  return false;
}

// A mistyped command has no place (tools/main.cc; tests/command has its text).
constexpr char kUnknownCommand[] = "unknown command '\1'; did you mean '\1'?";

bool IsSaid(std::string_view message) {
  if (Matches(kUnknownCommand, message)) return true;
  for (const std::string& pattern : Patterns()) {
    if (Matches(Compile(pattern), message)) return true;
  }
  return false;
}

// The messages in a document: lines of their own that begin as landshim's do.
std::vector<std::string> MessagesIn(const std::string& file) {
  constexpr std::string_view kBegin = "landshim: ";
  std::vector<std::string> messages;
  std::ifstream in(file);
  EXPECT_TRUE(in.good()) << file;
  for (std::string line; std::getline(in, line);) {
    const size_t start = line.find_first_not_of(' ');
    if (start == std::string::npos) continue;
    if (line.compare(start, kBegin.size(), kBegin) != 0) continue;
    messages.push_back(line.substr(start + kBegin.size()));
  }
  return messages;
}

TEST(MessagesTest, TheMatcherTellsAMessageFromAnotherOne) {
  EXPECT_TRUE(IsSaid("a:1:2: unknown right 'x'; did you mean 'y'?"));
  EXPECT_FALSE(IsSaid("a:1:2: unknown right 'x'; did you mean y?"));
  EXPECT_FALSE(IsSaid("unknown right 'x'; did you mean 'y'?"));
}

TEST(MessagesTest, DocumentsShowOnlyMessagesThatLandshimSays) {
  std::vector<std::string> files = {"README.md"};
  for (const auto& entry : std::filesystem::directory_iterator("docs")) {
    files.push_back(entry.path().string());
  }
  EXPECT_GT(files.size(), 5u);
  for (const std::string& file : files) {
    for (const std::string& message : MessagesIn(file)) {
      EXPECT_TRUE(IsSaid(message)) << file << ": " << message;
    }
  }
}

TEST(MessagesTest, TheExitStatusesAreExplainedByExamples) {
  EXPECT_GE(MessagesIn("docs/exit-status.md").size(), 15u);
}

}  // namespace
}  // namespace landshim
