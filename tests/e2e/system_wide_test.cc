// Preloaded into every program by /etc/ld.so.preload, the shim listens to
// /etc/landshim alone.
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "tests/e2e/refusal.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr char kUnversioned[] =
    ":1:1: the policy does not begin with its language version; write "
    "'landshim 1' as its first statement";

class SystemWide : public ::testing::Test {
 public:
  void SetUp() override {
    REQUIRE_ABI(1);
    if (!MayMount()) GTEST_SKIP() << "this user may not mount over /etc";
    std::filesystem::create_directories(directory_.Sub("landshim"));
    directory_.Write("ld.so.preload", "# all programs\n" + ShimPath() + "\n");
    directory_.Write("file", "");
  }

  // With the directory in place of /etc, and no LD_PRELOAD.
  Command InIt(Command command) const {
    const std::string etc = directory_.path();
    return command.Unset("LD_PRELOAD").Before([etc] {
      MountOver(etc.c_str(), "/etc");
    });
  }

  TempDir directory_;
};

TEST_F(SystemWide, LeavesProgramsWithoutAPolicyAlone) {
  ExpectRun(InIt(Marker()));
  ExpectRun(InIt(Marker().Env("LANDSHIM_RULES", "no such statement")));
  ExpectRun(InIt(Marker().Env("LL_FS_RO", "/usr")));
  const std::string program = TestFile("tests/testcases/print_environment");
  const Result result =
      InIt(Command({program}).Environ({"LANDSHIM_POLICY=/gone", "A=1"})).Run();
  EXPECT_EQ(result.out.substr(0, result.out.find("environ")),
            "main LANDSHIM_POLICY=/gone\nmain A=1\n");
}

TEST_F(SystemWide, EnforcesThePolicyOfTheProgramsName) {
  const auto open_read = [this] {
    return InIt(Command({TestFile("tests/testcases/open_read"), "/etc/file"}))
        .Run()
        .status;
  };
  EXPECT_EQ(open_read(), 0);
  directory_.Write("landshim/open_read.policy", "landshim 1\nabi 1..11\n");
  EXPECT_EQ(open_read(), EACCES);
  directory_.Write("landshim/open_read.policy",
                   "landshim 1\nabi 1..11\nread /etc\n");
  EXPECT_EQ(open_read(), 0);
}

TEST_F(SystemWide, FailsClosedWhereThePolicyIsWrong) {
  directory_.Write("landshim/print_marker.policy", "read /usr\n");
  const std::string wrong =
      std::string("/etc/landshim/print_marker.policy") + kUnversioned;
  ExpectRefusal(InIt(Marker()), wrong);
  ExpectRefusal(InIt(Marker().Rules("abi 1")), wrong);
}

TEST_F(SystemWide, ExpandsNoVariables) {
  directory_.Write("landshim/print_marker.policy",
                   "landshim 1\nabi 1..11\nread ${PLACE}\n");
  ExpectRefusal(InIt(Marker().Env("PLACE", "/")),
                "/etc/landshim/print_marker.policy:3:6: variable 'PLACE' is "
                "not set; set it, or give a default: ${PLACE:-default}");
}

TEST_F(SystemWide, IsNotMeantByALineAboutAnotherObject) {
  directory_.Write("ld.so.preload", "# " + ShimPath() + "\nlibm.so.6\n");
  const std::string etc = directory_.path();
  const Command preloaded =
      Marker().Before([etc] { MountOver(etc.c_str(), "/etc"); });
  ExpectRefusal(preloaded,
                "print_marker: no policy found; looked for "
                "/nonexistent/.config/landshim/print_marker.policy "
                "/etc/landshim/print_marker.policy; write one of these, or set "
                "LANDSHIM_POLICY or LANDSHIM_RULES");
  ExpectRun(InIt(Marker()));
}

}  // namespace
}  // namespace landshim::testing
