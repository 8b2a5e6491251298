// A whole policy, read with everything that it includes, as a list of
// statements that owns what it holds: for the tools, which keep and compare
// them. The shim reads the same with shim/policy_walk and keeps nothing.
#ifndef LANDSHIM_POLICY_STATEMENTS_H_
#define LANDSHIM_POLICY_STATEMENTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/broad_places.h"
#include "policy/environment.h"
#include "policy/filesystem.h"
#include "policy/problem.h"
#include "policy/ruleset.h"
#include "policy/source.h"
#include "policy/statement.h"

namespace landshim {

// How many texts one policy may be made of: the shim has room for no more
// (kMostTexts of shim/policy_files.h).
inline constexpr int kMostPolicyTexts = 64;

// One operand of a statement, as landshim::Statement, but with a text of its
// own. `read /a /b` makes two.
struct PolicyStatement {
  StatementKind kind = StatementKind::kAbi;  // never kInclude
  Place place;  // of the operand; its source belongs to the PolicyStatements
  const Verb* verb = nullptr;
  AccessMasks access;
  std::string text;  // kPath: the absolute, expanded path
  AbiRange abi;
  uint16_t first_port = 0;
  uint16_t last_port = 0;
  const LogFlag* log = nullptr;
  bool log_on = false;
  bool optional = false;
  bool exact = false;
  bool quiet = false;
  // What gave the path, as Reader::giver(); empty: it is written out.
  std::string giver;
  std::string giver_value;
  bool by_home = false;

  // True for a rule that grants: a path or ports, but not `quiet`.
  bool Grants() const {
    return !quiet &&
           (kind == StatementKind::kPath || kind == StatementKind::kPort);
  }
};

// The operand as it could be written in a policy, quoted where needed and
// without a newline: "read /etc/nginx", "connect tcp 443", "abi 4..11".
std::string ToText(const PolicyStatement& statement);

// "app.policy:12:7", or "<base>:3:1" for a fragment.
std::string ToText(const Place& place);

// What an include, or the policy itself, turned out to be.
struct FileText {
  enum class Result : uint8_t { kFound, kMissing, kRefused };

  Result result = Result::kMissing;
  std::string text;  // kFound
  ObjectId id;       // kFound: two names of one file are one text; else zero
  // kRefused: about the file as a whole, such as kPolicyIsDirectory, and its
  // argument if it has one.
  ProblemKind problem = ProblemKind::kPolicyFailed;
  std::string detail;
};

// Finds the text of a file by its path.
using FileReader = std::function<FileText(const std::string& path)>;

// A whole policy. Movable, not copyable: places point into it.
struct PolicyStatements {
  std::vector<PolicyStatement> list;  // in the order in which they were read
  Summary summary;                    // finished
  Place place;  // what messages about the policy as a whole name
  // For paths that something gave; the command line is borrowed.
  BroadAllowance broad;
  std::string home;  // the value of HOME

  // All texts, those that were asked for first; places point to these.
  struct Text {
    std::string name;
    std::string text;
    std::string directory;
    std::string working_directory;
    ObjectId id;
    Source source;
  };
  std::vector<std::unique_ptr<Text>> texts;
};

// Reads a policy that is made of `sources` (a policy file, a text of rules, or
// a file and rules after it: at least one; they are copied) and of all that
// they include. `environment` is what ${NAME} and ~ take their values from.
// False: *error is the line that the shim would show in its place, without
// "landshim: " before it. Whether rule paths exist, and what the kernel thinks,
// is not looked at: see policy/domain.h. `broad` as for Reader.
bool ReadStatements(const std::vector<Source>& sources, Environment environment,
                    const FileReader& reader, PolicyStatements* policy,
                    std::string* error, BroadAllowance broad = {});

// The line that describes a problem, however long.
std::string ToText(const Problem& problem);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_STATEMENTS_H_
