// A policy that root names, and what is said where others have a say in it.
#ifndef TESTS_ATTACKS_ROOT_POLICY_H_
#define TESTS_ATTACKS_ROOT_POLICY_H_

#include <sys/types.h>

#include <string>

#include "tests/attacks/attack.h"

namespace landshim::attacks {

inline constexpr int kFailed = 125;

// For fixtures of tests: skips them where this user cannot give files away.
class RootPolicy : public ::testing::Test {
 protected:
  void SetUp() override;

  // read_file of what the policy grants, in the directory `cwd_`.
  Command ByRun() const;
  Command ByPreload() const;

  // The line by which it is refused.
  std::string Others(const std::string& weak, uid_t owner,
                     const std::string& mode) const;

  void ExpectUsed(const std::string& why) const;
  void ExpectOthers(const std::string& weak, uid_t owner,
                    const std::string& mode) const;

  landshim::testing::Scene scene_;
  std::string policy_;  // scene_.Sub("p/app.policy")
  std::string text_;    // of it
  std::string cwd_ = "/";
};

// Gives a user all rights to a file by an access control list (acl(5)), whose
// mask is the mode's bits of the group. False: there are no lists here.
bool AddToList(const std::string& path, uid_t user);

}  // namespace landshim::attacks

#endif  // TESTS_ATTACKS_ROOT_POLICY_H_
