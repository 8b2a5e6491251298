// For tests: reads a policy text as the shim does, into values that own what
// they hold.
#ifndef LANDSHIM_POLICY_READ_TEXT_H_
#define LANDSHIM_POLICY_READ_TEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "policy/environment.h"
#include "policy/problem.h"
#include "policy/ruleset.h"
#include "policy/source.h"
#include "policy/statement.h"

namespace landshim::testing {

// NAME=value strings that own themselves.
class Variables {
 public:
  explicit Variables(std::vector<std::string> entries);

  Environment environment() const { return {pointers_.data()}; }

 private:
  std::vector<std::string> entries_;
  std::vector<const char*> pointers_;
};

// A text in memory of exactly its size and the NUL behind it, so that a
// sanitizer sees every step too far.
class ExactText {
 public:
  explicit ExactText(std::string_view text);

  std::string_view view() const { return {bytes_.data(), bytes_.size() - 1}; }

 private:
  std::vector<char> bytes_;
};

struct Input {
  std::string text;
  SourceKind kind = SourceKind::kRules;
  std::vector<std::string> environment = {};
  std::string directory = {};
  std::string working_directory = {};
  std::string name = "app.policy";
};

struct Reading {
  // Each as Say() puts it, up to the first problem.
  std::vector<std::string> statements;
  // The line that describes the first problem; empty without one.
  std::string problem;
  std::optional<ProblemKind> kind;
  Summary summary;
};

// Reads and summarizes the text; does not follow includes. The summary's places
// and texts are not to be used.
Reading Read(const Input& input);

// "LINE:COLUMN VERB[?] WHAT", what being for example "4..11", "/etc: read_file
// read_dir", "80..81: bind_tcp" or "signal".
std::string Say(const Statement& statement);

// The names of the rights, blanks between them, in the order of the table.
std::string RightNames(AccessMasks access);

// The whole line about a problem.
std::string Describe(const Problem& problem);

}  // namespace landshim::testing

#endif  // LANDSHIM_POLICY_READ_TEXT_H_
