// Proves that emulate_abi answers as a kernel of each ABI would, on both sides
// of each boundary.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/kernels/run_emulated.h"

namespace emulation {
namespace {

constexpr int kNewestAbi = 11;
constexpr int kFuture = 99;

std::string WordsWith(const std::string& deed, size_t word, uint64_t value,
                      uint64_t handled_fs) {
  std::string text = deed;
  for (size_t i = 0; i <= word; ++i) {
    text += ":" + std::to_string(i == word ? value : i == 0 ? handled_fs : 0);
  }
  return text;
}

class EmulateAbiTest : public testing::Test {
 protected:
  void SetUp() override {
    if (RealAbi() == 0)
      GTEST_SKIP() << "no Landlock on this kernel to build on";
  }
};

TEST_F(EmulateAbiTest, ClaimZeroIsAKernelWithoutLandlock) {
  EXPECT_EQ(Results(Claim(0), {"version", "errata", "create:1",
                               "add_raw:-1:1:0:0", "restrict_fd:-1:0"}),
            "ENOSYS ENOSYS ENOSYS ENOSYS ENOSYS");
}

TEST_F(EmulateAbiTest, VersionIsWhatIsClaimed) {
  for (int abi = 1; abi <= kNewestAbi; ++abi) {
    EXPECT_EQ(Results(Claim(abi), {"version"}), std::to_string(abi));
  }
  EXPECT_EQ(Results(Claim(kFuture), {"version"}), "99");
  EXPECT_EQ(Results({}, {"version"}), std::to_string(RealAbi()));
}

struct RightCase {
  const char* name;
  size_t word;  // of struct landlock_ruleset_attr
  int bit;
  int abi;
};

constexpr RightCase kRights[] = {
    {"execute", 0, 0, 1},
    {"write_file", 0, 1, 1},
    {"read_file", 0, 2, 1},
    {"read_dir", 0, 3, 1},
    {"remove_dir", 0, 4, 1},
    {"remove_file", 0, 5, 1},
    {"make_char", 0, 6, 1},
    {"make_dir", 0, 7, 1},
    {"make_reg", 0, 8, 1},
    {"make_sock", 0, 9, 1},
    {"make_fifo", 0, 10, 1},
    {"make_block", 0, 11, 1},
    {"make_sym", 0, 12, 1},
    {"refer", 0, 13, 2},
    {"truncate", 0, 14, 3},
    {"ioctl_dev", 0, 15, 5},
    {"resolve_unix", 0, 16, 9},
    {"bind_tcp", 1, 0, 4},
    {"connect_tcp", 1, 1, 4},
    {"bind_udp", 1, 2, 10},
    {"connect_send_udp", 1, 3, 10},
    {"signal", 2, 1, 6},
    {"abstract_unix_socket", 2, 0, 6},
};

TEST_F(EmulateAbiTest, EachRightIsAcceptedFromItsAbiOn) {
  const char* const kMember[] = {"fs", "net", "scoped"};
  for (const RightCase& right : kRights) {
    std::string deed =
        WordsWith("create", right.word, uint64_t{1} << right.bit, 0);
    Outcome outcome = Probe(Claim(right.abi), {deed});
    EXPECT_EQ(outcome.out, "3\n") << right.name;
    std::string member =
        std::string("\"") + kMember[right.word] + "\":[\"" + right.name + "\"]";
    EXPECT_NE(outcome.record.find(member), std::string::npos) << outcome.record;
    EXPECT_EQ(Results(Claim(kFuture), {deed}), "3") << right.name;
  }
}

TEST_F(EmulateAbiTest, EachRightIsRefusedOneAbiEarlier) {
  for (const RightCase& right : kRights) {
    if (right.abi == 1) continue;
    std::string deed =
        WordsWith("create", right.word, uint64_t{1} << right.bit, 0);
    // A word that the ABI's structure does not reach is E2BIG and not EINVAL.
    bool unknown_word =
        right.abi == (right.word == 1 ? 4 : 6) && right.word > 0;
    EXPECT_EQ(Results(Claim(right.abi - 1), {deed}),
              unknown_word ? "E2BIG" : "EINVAL")
        << right.name;
  }
}

TEST_F(EmulateAbiTest, BitsThatNoAbiHasAreRefused) {
  EXPECT_EQ(Results(Claim(kFuture),
                    {"create:0x20000", "create:0:0x10", "create:0:0:4"}),
            "EINVAL EINVAL EINVAL");
}

TEST_F(EmulateAbiTest, LongerAttributesNeedAZeroTail) {
  EXPECT_EQ(Results(Claim(1), {"create:1:0", "create:1:1"}), "3 E2BIG");
  EXPECT_EQ(Results(Claim(9), {"create:4:0:0:0", "create:4:0:0:4"}), "3 E2BIG");
  EXPECT_EQ(Results(Claim(10), {"create:4:0:0:4", "create:4:0:0:4:0:0:1"}),
            "3 E2BIG");
}

TEST_F(EmulateAbiTest, CreateChecksInTheKernelsOrder) {
  EXPECT_EQ(Results(Claim(11), {"create_raw:0:8:1", "create_raw:0:0:3",
                                "create_raw:0:0:4"}),
            "EINVAL EINVAL EINVAL");
  EXPECT_EQ(Results(Claim(11), {"create_raw:0:0:0", "create_raw:8:7:0",
                                "create_raw:8:4097:0", "create_raw:8:8:0"}),
            "EFAULT EINVAL E2BIG EFAULT");
  EXPECT_EQ(Results(Claim(11), {"create:0", "create:0:0:0:1",
                                "create:0x20000:0:0:0:0:0:1"}),
            "ENOMSG EINVAL E2BIG");
}

TEST_F(EmulateAbiTest, QuietMasksMustBeHandled) {
  EXPECT_EQ(Results(Claim(10), {"create:4:0:0:8", "create:4:1:0:0:2",
                                "create:4:0:1:0:0:2", "create:4:3:1:4:3:1"}),
            "EINVAL EINVAL EINVAL 3");
}

TEST_F(EmulateAbiTest, QuietRulesNeedTheirAbiAndAMask) {
  Words deeds = {"create:4:1:0", "path:1:4:/", "port:1:1:80", "path:2:4:/",
                 "path:0:4:/"};
  EXPECT_EQ(Results(Claim(9), deeds), "3 EINVAL EINVAL EINVAL 0");
  EXPECT_EQ(Results(Claim(10), deeds), "3 EINVAL EINVAL EINVAL 0");
  Words masked = {"create:4:1:0:4:0:0", "path:1:4:/", "path:1:0:/",
                  "port:1:1:80"};
  EXPECT_EQ(Results(Claim(10), masked), "3 0 0 EINVAL");
}

TEST_F(EmulateAbiTest, RulesAreCheckedAgainstWhatIsHandled) {
  EXPECT_EQ(
      Results(Claim(11), {"create:0x10004:5", "path:0:0:/", "path:0:1:/",
                          "path:0:0x10004:/", "path:0:0x10000:/", "port:0:0:1",
                          "port:0:2:1", "port:0:5:65535", "port:0:4:0",
                          "port:0:4:65536", "port:0:1:65536"}),
      "3 ENOMSG EINVAL 0 0 ENOMSG EINVAL 0 0 EINVAL EINVAL");
}

TEST_F(EmulateAbiTest, RuleTypesNeedTheirAbi) {
  EXPECT_EQ(Results(Claim(3), {"create:4", "port:0:1:80", "add_raw:3:3:0:0"}),
            "3 EINVAL EINVAL");
  EXPECT_EQ(Results(Claim(4), {"create:4:1", "port:0:1:80", "add_raw:3:3:0:0"}),
            "3 0 EINVAL");
}

TEST_F(EmulateAbiTest, AddRuleChecksInTheKernelsOrder) {
  EXPECT_EQ(Results(Claim(11),
                    {"create:0x10004", "add_raw:-1:9:0:2", "add_raw:-1:9:0:0",
                     "add_raw:1:9:0:1", "add_raw:3:9:0:0", "add_raw:3:1:0:0",
                     "path_fd:0:0:-1", "path_fd:0:1:-1"}),
            "3 EINVAL EBADF EBADFD EINVAL EFAULT ENOMSG EINVAL");
}

TEST_F(EmulateAbiTest, RuleTargetsAreCheckedEvenIfTheKernelLacksTheRight) {
  for (const char* access : {"0x4", "0x10000", "0x10004"}) {
    std::string rule = std::string("path_fd:0:") + access;
    EXPECT_EQ(Results(Claim(11), {"create:0x10004", rule + ":-1", rule + ":3"}),
              "3 EBADF EBADFD")
        << access;
  }
  EXPECT_EQ(Results(Claim(11), {"create:0x1000c", "path:0:0x10008:/etc/passwd",
                                "path:0:0x10000:/etc/passwd"}),
            "3 EINVAL 0");
}

TEST_F(EmulateAbiTest, LackedRightsAreRefused) {
  Words options = {"--claim", "11",
                   "--lack",  "signal,abstract_unix_socket",
                   "--lack",  "truncate"};
  EXPECT_EQ(Results(options, {"version", "create:4:0:2", "create:4:0:1",
                              "create:0x4000", "create:0x1bfff:0xf"}),
            "11 EINVAL EINVAL EINVAL 3");
  EXPECT_EQ(Results({"--claim", "4", "--lack", "bind_tcp"},
                    {"create:0:1", "create:0:2"}),
            "EINVAL 3");
}

TEST_F(EmulateAbiTest, FailedCallsEndWithTheirErrno) {
  Words deeds = {"version", "create:4", "path:0:4:/", "restrict_fd:-1:0"};
  EXPECT_EQ(
      Results({"--claim", "0", "--fail", "create_ruleset=EOPNOTSUPP"}, deeds),
      "EOPNOTSUPP EOPNOTSUPP ENOSYS ENOSYS");
  EXPECT_EQ(Results({"--claim", "7", "--fail", "create_ruleset_version=EPERM"},
                    deeds),
            "EPERM 3 0 EBADF");
  EXPECT_EQ(
      Results({"--claim", "7", "--fail", "create_ruleset_attr=ENOMEM"}, deeds),
      "7 ENOMEM EBADF EBADF");
  EXPECT_EQ(Results({"--fail", "add_rule=ENOMEM", "--fail",
                     "restrict_self=E2BIG", "--claim=6"},
                    deeds),
            "6 3 ENOMEM E2BIG");
}

}  // namespace
}  // namespace emulation
