// Proves that emulate_abi answers landlock_restrict_self as a kernel of each
// ABI would, and that what the running kernel can enforce is enforced.
#include <gtest/gtest.h>

#include <string>

#include "tests/kernels/run_emulated.h"

namespace emulation {
namespace {

constexpr int kFuture = 99;

class RestrictSelfTest : public testing::Test {
 protected:
  void SetUp() override {
    if (RealAbi() == 0)
      GTEST_SKIP() << "no Landlock on this kernel to build on";
  }
};

struct FlagCase {
  int bit;
  int abi;
  const char* name;
};

constexpr FlagCase kFlags[] = {
    {0, 7, "log_same_exec_off"},  {1, 7, "log_new_exec_on"},
    {2, 7, "log_subdomains_off"}, {3, 8, "tsync"},
    {4, 11, "no_new_privs"},
};

TEST_F(RestrictSelfTest, EachRestrictFlagIsAcceptedFromItsAbiOn) {
  for (const FlagCase& flag : kFlags) {
    std::string deed = "restrict:" + std::to_string(1 << flag.bit);
    EXPECT_EQ(Results(Claim(flag.abi - 1), {"create:4", "set_nnp", deed}),
              "3 0 EINVAL");
    Outcome outcome = Probe(Claim(flag.abi), {"create:4", "set_nnp", deed});
    EXPECT_EQ(outcome.out, "3\n0\n0\n");
    std::string line =
        std::string("{\"call\":\"restrict_self\",\"flags\":[\"") + flag.name +
        "\"],\"result\":0}\n";
    EXPECT_NE(outcome.record.find(line), std::string::npos) << outcome.record;
  }
  EXPECT_EQ(Results(Claim(kFuture), {"create:4", "set_nnp", "restrict:32"}),
            "3 0 EINVAL");
}

TEST_F(RestrictSelfTest, RestrictChecksTheRulesetLast) {
  for (int abi : {1, 7, 11}) {
    EXPECT_EQ(
        Results(Claim(abi), {"set_nnp", "restrict_fd:-1:32", "restrict_fd:-1:0",
                             "restrict_fd:1:0", "restrict_fd:77:0"}),
        "0 EINVAL EBADF EBADFD EBADF");
  }
}

TEST_F(RestrictSelfTest, MutingSubdomainsNeedsNoRuleset) {
  Words deeds = {"set_nnp", "restrict_fd:-1:4", "restrict_fd:-1:12",
                 "restrict_fd:-1:6"};
  EXPECT_EQ(Results(Claim(6), deeds), "0 EINVAL EINVAL EINVAL");
  EXPECT_EQ(Results(Claim(7), deeds), "0 0 EINVAL EBADF");
  EXPECT_EQ(Results(Claim(8), deeds), "0 0 EBADF EBADF");
  EXPECT_EQ(Results(Claim(9), deeds), "0 0 0 EBADF");
}

TEST_F(RestrictSelfTest, PrivilegesAreCheckedBeforeFlagsUntilAbi10) {
  Words deeds = {"drop_caps", "nnp", "create:4", "restrict_fd:-1:32",
                 "restrict:0"};
  std::string ten = Results(Claim(10), deeds);
  if (ten.substr(0, 3) == "0 1") GTEST_SKIP() << "no_new_privs is set already";
  EXPECT_EQ(ten, "0 0 3 EPERM EPERM");
  EXPECT_EQ(Results(Claim(11), deeds), "0 0 3 EINVAL EPERM");
}

TEST_F(RestrictSelfTest, NoNewPrivsIsSetOnlyBySuccess) {
  Words deeds = {"drop_caps",        "nnp", "create:4",    "restrict_fd:77:16",
                 "restrict_fd:1:16", "nnp", "restrict:16", "nnp",
                 "read:/etc/passwd"};
  std::string results = Results(Claim(11), deeds);
  if (results.substr(0, 3) == "0 1")
    GTEST_SKIP() << "no_new_privs is set already";
  EXPECT_EQ(results, "0 0 3 EBADF EBADFD 0 0 1 EACCES");
  EXPECT_EQ(Results(Claim(11), {"create:4", "nnp", "restrict:16", "nnp"}),
            "3 0 0 1");
}

TEST_F(RestrictSelfTest, WhatTheKernelCanEnforceItDoes) {
  Words deeds = {"read:/etc/passwd",
                 "create:0x1ffff:0xf:3:4:0:0",
                 "path:1:0x1000c:/usr",
                 "port:0:0xc:53",
                 "restrict:0x1f",
                 "read:/etc/passwd",
                 "read:/usr"};
  EXPECT_EQ(Results(Claim(11), deeds), "0 3 0 0 0 EACCES 0");
  EXPECT_EQ(Results(Claim(1), {"create:0x1fff", "path:0:0xc:/usr", "restrict:0",
                               "read:/etc/passwd", "read:/usr"}),
            "3 0 0 EACCES 0");
}

TEST_F(RestrictSelfTest, RulesetsOfNewRightsOnlyAreAcceptedWhole) {
  EXPECT_EQ(Results(Claim(11),
                    {"create:0x10000:0xc", "path:0:0x10000:/usr", "port:0:4:0",
                     "restrict:0x18", "nnp", "read:/etc/passwd"}),
            "3 0 0 0 1 0");
}

TEST_F(RestrictSelfTest, RulesetsAreKnownByAnyDescriptor) {
  EXPECT_EQ(
      Results(Claim(9), {"create:0x10004", "dup", "path:0:1:/",
                         "path:0:0x10000:/", "fork", "thread",
                         "path:0:0x10000:/", "restrict:8", "read:/etc/passwd"}),
      "3 100 EINVAL 0 0 0 EACCES");
}

}  // namespace
}  // namespace emulation
