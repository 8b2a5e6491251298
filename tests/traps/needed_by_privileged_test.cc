// A set-id program that needs the shim (patchelf --add-needed) is sandboxed
// whoever starts it: its caller can neither choose the policy nor leave it out.
#include <unistd.h>

#include <filesystem>

#include "tests/traps/stage.h"

namespace landshim::traps {
namespace {

class NeededByPrivilegedTest : public StageTest {
 protected:
  void SetUp() override {
    StageTest::SetUp();
    if (IsSkipped()) return;
    const std::string patched = root() + "/patched";
    std::filesystem::copy_file(Program("open_with_privilege"), patched);
    std::filesystem::permissions(patched, std::filesystem::perms(0755));
    ASSERT_EQ(
        Command({"patchelf", "--add-needed", shim(), patched}).Run().status, 0);
    stage().Add(Program("open_with_privilege"), "unpatched", 04755);
    stage().Add(patched, "privileged", 04755);
    stage().Add(patched, "plain");
  }

  static std::string On(const std::string& name) {
    return std::string(kStage) + "/" + name;
  }

  Result Open(const std::string& program, const std::string& path) {
    stage().Write("config/landshim/privileged.policy",
                  "landshim 1\nabi 1..11\nread /\n");
    return Command({program, path})
        .Rules("read /")
        .Env("LANDSHIM_TYPO", "1")
        .Env("XDG_CONFIG_HOME", On("config"))
        .Before(stage().Enter(kNobody))
        .Run();
  }
};

TEST_P(NeededByPrivilegedTest, ThePolicyIsTheSystemsOne) {
  stage().AddPolicy("privileged", granted());
  EXPECT_TRUE(Ended(Open(On("unpatched"), secret()), 0, "secure 1\n"));

  EXPECT_TRUE(Ended(Open(On("privileged"), granted()), 0, "secure 1\n"));
  EXPECT_TRUE(Ended(Open(On("privileged"), secret()), EACCES, "secure 1\n"));
}

TEST_P(NeededByPrivilegedTest, ALinkDoesNotChooseAnother) {
  stage().AddPolicy("privileged", granted());
  stage().AddPolicy("innocent", "/");
  std::filesystem::create_symlink("privileged", root() + "/stage/innocent");

  EXPECT_TRUE(Ended(Open(On("innocent"), secret()), EACCES, "secure 1\n"));
}

TEST_P(NeededByPrivilegedTest, WithoutAPolicyItDoesNotStart) {
  EXPECT_TRUE(Refused(Open(On("privileged"), secret()),
                      "privileged: no policy found; looked for "
                      "/etc/landshim/privileged.policy; write one of these, or "
                      "set LANDSHIM_POLICY or LANDSHIM_RULES"));
}

TEST_P(NeededByPrivilegedTest, WithoutPrivilegesTheVariablesCount) {
  const Result result = Command({On("plain"), secret()})
                            .Rules("read " + granted())
                            .Before(stage().Enter(kNobody))
                            .Run();

  EXPECT_TRUE(Ended(result, EACCES, "secure 0\n"));
}

INSTANTIATE_TEST_SUITE_P(Libc, NeededByPrivilegedTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
