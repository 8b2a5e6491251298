// For tests of deciding: files in memory, and policies by their texts.
#ifndef LANDSHIM_POLICY_DECIDE_WORLD_H_
#define LANDSHIM_POLICY_DECIDE_WORLD_H_

#include <memory>
#include <string>
#include <vector>

#include "policy/decide.h"
#include "policy/fake_filesystem.h"
#include "policy/statements.h"

namespace landshim::testing {

// Holds /d/f, /d/g, /d/e (empty), /d/l -> f, /a/f, /dev/tty, /dev/null,
// /d/socket, /d/pipe and /dev/mqueue/q.
class DecideWorld {
 public:
  explicit DecideWorld(int kernel_abi = kNewestAbi);

  FakeFilesystem& files() { return files_; }
  Domain& domain() { return domain_; }

  // Adds a layer. Fails the test if the policy is wrong.
  DecideWorld& Under(const std::string& rules);

  // The line that is shown instead of a layer; empty if there is none.
  std::string Refuses(const std::string& rules,
                      SourceKind kind = SourceKind::kRules);

  Decision Decide(const std::string& operation);

  // "allowed", "unrestricted", or the error with what stands behind it:
  // "EACCES: read_file /d/f", "EXDEV: gains read_file", "fails: ENOENT".
  std::string May(const std::string& operation);

  // What would allow it, one a line.
  std::vector<std::string> Cures(const std::string& operation);

  // The statements that grant what it needs.
  std::vector<std::string> GrantedBy(const std::string& operation);

 private:
  bool Add(const std::string& rules, SourceKind kind, std::string* error);

  FakeFilesystem files_;
  Domain domain_;
  std::vector<std::unique_ptr<PolicyStatements>> policies_;
};

}  // namespace landshim::testing

#endif  // LANDSHIM_POLICY_DECIDE_WORLD_H_
