// A policy with all mistakes that the shim would find in it, when reading it
// and when opening its paths.
#ifndef LANDSHIM_TOOLS_CHECKER_CHECKED_POLICY_H_
#define LANDSHIM_TOOLS_CHECKER_CHECKED_POLICY_H_

#include <string>
#include <vector>

#include "policy/domain.h"
#include "policy/environment.h"
#include "policy/filesystem.h"
#include "policy/statements.h"

namespace landshim {

// Where a policy comes from, as the user named it. At least one is given.
struct PolicyNames {
  std::string file;                // empty: none
  std::vector<std::string> rules;  // statements
  std::string working_directory;   // for relative paths in rules
};

// How messages call the text of all rules; each is a line of it.
inline constexpr char kRulesName[] = "--rule";

struct CheckedPolicy {
  PolicyStatements policy;  // without the statements that have a mistake
  // At the newest ABI that the policy enforces. Empty where reading failed.
  Layer layer;
  // Lines as the shim shows them, without "landshim: " before them. Reading
  // ends at the first mistake; of the paths all are here.
  std::vector<std::string> errors;
  bool read = false;  // to its end
};

// Reads one file as the shim would: a regular one of at most 1 MiB.
FileText ReadPolicyFile(const std::string& path);

void CheckPolicy(const PolicyNames& names, Environment environment,
                 const FileReader& reader, Filesystem* filesystem,
                 CheckedPolicy* out);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_CHECKED_POLICY_H_
