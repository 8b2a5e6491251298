// Starting under a policy takes one mapping for each policy file, given back
// before main, and none where there is no file: no heap, nothing left behind.
#include <sstream>

#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

class OwnPagesTest : public TrapTest {
 protected:
  // The calls that change the address space while the shim runs: from its
  // first call, which asks whether it is preloaded system-wide under glibc and
  // where its policy is under musl, to the first one of the program.
  std::string Calls(const Words& variables) {
    const std::string log = root() + "/strace.log";
    Words argv = {"strace", "-qq", "-o", log};
    for (const std::string& variable : variables) {
      argv.insert(argv.end(), {"-E", variable});
    }
    argv.insert(argv.end(), {Program("open_for_reading"), "/dev/null"});
    const Result result = Command(argv).Run();
    EXPECT_EQ(result.out, kMainRan) << result;
    return Between(ReadFile(log));
  }

  static std::string Between(const std::string& log) {
    std::istringstream lines(log);
    std::string calls;
    std::string line;
    bool inside = false;
    int restricted = 0;
    while (std::getline(lines, line)) {
      const std::string call = line.substr(0, line.find('('));
      if (line.find("ld.so.preload\", O_RDONLY") != std::string::npos ||
          line.find("app.policy") != std::string::npos ||
          line.find("landlock_") == 0) {
        inside = true;
      }
      if (line.find("main ran") != std::string::npos) break;
      if (!inside) continue;
      if (call == "landlock_restrict_self") ++restricted;
      // What main's puts() takes comes after munmap.
      if (restricted > 0 && call != "munmap" && call != "close") {
        if (call != "landlock_restrict_self") break;
      }
      if (call == "mmap" || call == "munmap" || call == "brk" ||
          call == "mremap" || call == "mprotect") {
        calls += call + " ";
      }
    }
    EXPECT_EQ(restricted, 1) << log;
    return calls;
  }

  std::string Preload() const { return "LD_PRELOAD=" + ShimPath(); }
};

TEST_P(OwnPagesTest, NoneForRules) {
  EXPECT_EQ(Calls({Preload(), "LANDSHIM_RULES=" + public_only()}), "");
}

TEST_P(OwnPagesTest, NoneForASmallPolicyFile) {
  const std::string policy = root() + "/app.policy";
  WriteFile(policy, "landshim 1\nabi 1..11\ninclude <base>\n");

  EXPECT_EQ(Calls({Preload(), "LANDSHIM_POLICY=" + policy}), "");
}

TEST_P(OwnPagesTest, OneForAPolicyFileThatIsNotSmall) {
  const std::string policy = root() + "/app.policy";
  WriteFile(policy, "landshim 1\nabi 1..11\ninclude <base>\n#" +
                        std::string(2000, 'x'));

  EXPECT_EQ(Calls({Preload(), "LANDSHIM_POLICY=" + policy}), "mmap munmap ");
}

TEST_P(OwnPagesTest, OneForEachIncludedFile) {
  const std::string policy = root() + "/app.policy";
  WriteFile(policy, "landshim 1\nabi 1..11\ninclude a b b\n");
  const std::string large = "landshim 1\n#" + std::string(2000, 'x');
  WriteFile(root() + "/a", large);
  WriteFile(root() + "/b", large);

  EXPECT_EQ(Calls({Preload(), "LANDSHIM_POLICY=" + policy}),
            "mmap mmap munmap munmap ");
}

INSTANTIATE_TEST_SUITE_P(Libc, OwnPagesTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
