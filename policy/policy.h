// A whole policy as a value, for the tools: what all statements say together.
#ifndef LANDSHIM_POLICY_POLICY_H_
#define LANDSHIM_POLICY_POLICY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/environment.h"
#include "policy/source.h"
#include "policy/statement.h"
#include "policy/statements.h"

namespace landshim {

// A rule on a path: a kernel rule, or several statements that make one.
struct PathRule {
  std::string path;  // absolute, expanded
  AccessMasks access;
  bool optional = false;  // skipped where the path is missing
  bool exact = false;     // rights named by `allow`: all must fit the object
  bool quiet = false;     // mutes denials beneath instead of granting

  bool operator==(const PathRule&) const = default;
};

// A rule on all ports from first to last.
struct PortRule {
  AccessMasks access;  // one right
  uint16_t first = 0;
  uint16_t last = 0;

  bool operator==(const PortRule&) const = default;
};

// In canonical form: rules are sorted, those that can be one are one, and so
// two policies are equal exactly if they say the same.
struct Policy {
  AbiRange abi;
  std::vector<PathRule> paths;
  std::vector<PortRule> ports;
  AccessMasks unrestricted;  // by `unrestrict` and `unscope`
  uint32_t log_flags = 0;    // landlock_restrict_self's, set by `log`

  bool operator==(const Policy&) const = default;
};

// Finds the text of an included file by its path; nothing where there is none.
using FileOpener =
    std::function<std::optional<std::string>(const std::string&)>;

// Reads a policy, with everything that it includes. False: *error is the line
// that is to be shown, without "landshim: " before it. Whether paths exist, and
// what the kernel thinks, is not looked at.
bool ReadPolicy(const Source& source, Environment environment,
                const FileOpener& open, Policy* policy, std::string* error);

// What the statements of a policy say together.
Policy MakePolicy(const PolicyStatements& statements);

// Brings a policy that was put together by hand into canonical form.
void Canonicalize(Policy* policy);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_POLICY_H_
