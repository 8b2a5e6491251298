// A rule that cannot be made as the policy says keeps the program from running.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/e2e/refusal.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

class FailClosedPaths : public ::testing::Test {
 public:
  void SetUp() override {
    REQUIRE_ABI(2);
    mkdir(directory_.Sub("tree").c_str(), 0755);
    mkdir(directory_.Sub("tree/beneath").c_str(), 0755);
    directory_.Write("file", "");
  }

  // Both have '@' for the directory.
  void ExpectRefused(const std::string& rules, const std::string& what) const {
    ExpectRefusal(Marker().Rules(Expand(rules)),
                  "LANDSHIM_RULES:" + Expand(what));
  }

  std::string Expand(std::string text) const {
    for (size_t at; (at = text.find('@')) != std::string::npos;) {
      text.replace(at, 1, directory_.path());
    }
    return text;
  }

  TempDir directory_;
};

TEST_F(FailClosedPaths, RefuseAMissingOne) {
  ExpectRefused("read @/missing",
                "1:6: '@/missing' does not exist; correct the path, or write "
                "'read?' to skip a missing one");
  ExpectRefused("read /usr; allow\tread_file @/file/beneath",
                "1:28: '@/file/beneath' does not exist; correct the path, or "
                "write 'allow?' to skip a missing one");
  ExpectRefused("abi 1..11; connect unix @/missing",
                "1:25: '@/missing' does not exist; correct the path, or write "
                "'connect?' to skip a missing one");
  ExpectRefused("quiet @/missing",
                "1:7: '@/missing' does not exist; correct the path, or write "
                "'quiet?' to skip a missing one");
}

TEST_F(FailClosedPaths, RefuseOneThatTheUserCannotReach) {
  const std::string shim = directory_.Sub("liblandshim.so");
  const std::string marker = directory_.Sub("print_marker");
  std::filesystem::copy_file(ShimPath(), shim);
  std::filesystem::copy_file(TestFile("tests/testcases/print_marker"), marker);
  chmod(directory_.Sub("tree").c_str(), 0);
  ExpectRefusal(Command({marker})
                    .Env("LD_PRELOAD", shim)
                    .Rules(Expand("read? @/tree/beneath"))
                    .Cwd("/")
                    .Before(BecomeNobody),
                Expand("LANDSHIM_RULES:1:7: '@/tree/beneath' cannot be "
                       "reached: permission denied; make its directories "
                       "searchable, or remove the path"));
  chmod(directory_.Sub("tree").c_str(), 0755);
}

TEST_F(FailClosedPaths, RefuseOneThatCannotBeOpened) {
  ASSERT_EQ(symlink("loop", directory_.Sub("loop").c_str()), 0);
  ExpectRefused("read @/loop",
                "1:6: '@/loop' cannot be opened: symbolic link loop (ELOOP); "
                "correct the path, or remove it");
}

TEST_F(FailClosedPaths, RefuseALinkThatTheProgramCouldReplace) {
  ASSERT_EQ(symlink("/", directory_.Sub("tree/link").c_str()), 0);
  const std::string cure =
      ", where this policy lets the program replace names; write the path that "
      "it leads to";
  ExpectRefused(
      "write @/tree; read @/tree/link",
      "1:" + std::to_string(Expand("write @/tree; read ").size() + 1) +
          ": '@/tree/link' is or goes through a symbolic link "
          "beneath '@/tree'" +
          cure);
  ExpectRefused("read @/tree/link/usr; write @/tree",
                "1:6: '@/tree/link/usr' is or goes through a symbolic link "
                "beneath '@/tree'" +
                    cure);
}

TEST_F(FailClosedPaths, RefuseADirectoryRightOnAFile) {
  ExpectRefused("allow read_file,make_reg @/file",
                "1:26: right 'make_reg' is for directories, and '@/file' is "
                "none; name its directory, or remove the right");
}

TEST_F(FailClosedPaths, RefuseToGoOnWithoutDescriptors) {
  const auto limit = [] {
    const rlimit four = {4, 4};
    setrlimit(RLIMIT_NOFILE, &four);
  };
  ExpectRefusal(Marker().Rules("read /usr").Before(limit),
                "LANDSHIM_RULES:1:6: no descriptor left; raise RLIMIT_NOFILE "
                "(ulimit -n)");
  const std::string policy =
      directory_.Write("app.policy", "landshim 1\nabi 1..11\nread /usr\n");
  ExpectRefusal(Marker().Policy(policy).Before(limit),
                policy +
                    ":3:6: no descriptor left; raise RLIMIT_NOFILE "
                    "(ulimit -n)");
}

TEST_F(FailClosedPaths, PassAMissingOneWithAQuestionMark) {
  ExpectRun(
      Marker().Rules(Expand("read? @/missing; write? @/file/beneath; "
                            "allow? make_reg @/missing; quiet? @/gone")));
}

}  // namespace
}  // namespace landshim::testing
