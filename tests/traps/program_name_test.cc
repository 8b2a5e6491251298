// The policy is found by the program's name, however the program was executed.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>

#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

constexpr char kName[] = "open_for_reading";

class ProgramNameTest : public TrapTest {
 protected:
  void SetUp() override {
    TrapTest::SetUp();
    if (IsSkipped()) return;
    WritePolicy(kName, "/public");
  }

  std::string PolicyPath(const std::string& name) const {
    return root() + "/config/landshim/" + name + ".policy";
  }

  // Grants this directory of the test's, and nothing else.
  void WritePolicy(const std::string& name, const std::string& directory) {
    WriteFile(PolicyPath(name),
              "landshim 1\nabi 1..11\nread \"" + root() + directory + "\"\n");
  }

  // A command that preloads the shim and names no policy.
  Command Shimmed(const Words& argv) {
    return Bare(argv).Env("LD_PRELOAD", ShimPath());
  }
  Command Bare(const Words& argv) {
    return Command(argv).Env("XDG_CONFIG_HOME", root() + "/config");
  }

  // Executes this descriptor instead, or a name in the directory that it is.
  static std::function<void()> ExecDescriptor(const std::string& opened,
                                              const std::string& name,
                                              const Words& argv,
                                              const Words& environment) {
    return [=] {
      const int fd = open(opened.c_str(), O_RDONLY);
      syscall(SYS_execveat, fd, name.c_str(), Pointers(argv).data(),
              Pointers(environment).data(), name.empty() ? AT_EMPTY_PATH : 0);
      _exit(99);
    };
  }

  Words Environment() const {
    return {"XDG_CONFIG_HOME=" + root() + "/config",
            "LD_PRELOAD=" + ShimPath()};
  }

  // `command` makes the command that opens a file, given its path.
  template <typename MakeCommand>
  void ExpectPolicyFound(MakeCommand command) {
    EXPECT_TRUE(Ended(command(public_file()).Run(), 0, kMainRan));
    EXPECT_TRUE(Ended(command(secret_file()).Run(), EACCES, kMainRan));
    // It was that policy: without it the program does not start.
    std::filesystem::remove(PolicyPath(kName));
    EXPECT_EQ(command(public_file()).Run().status, 125);
  }
};

TEST_P(ProgramNameTest, OfAProgramExecutedByItsPath) {
  const std::string program = Program(kName);
  EXPECT_TRUE(Ended(Bare({program, secret_file()}).Run(), 0, kMainRan));

  ExpectPolicyFound([&](const std::string& path) {
    return Shimmed({program, path});
  });
}

TEST_P(ProgramNameTest, OfAnExecutedDescriptor) {
  const std::string program = Program(kName);
  EXPECT_TRUE(
      Ended(Bare({})
                .Before(ExecDescriptor(program, "", {kName, secret_file()}, {}))
                .Run(),
            0, kMainRan));

  ExpectPolicyFound([&](const std::string& path) {
    return Bare({}).Before(
        ExecDescriptor(program, "", {"argument zero", path}, Environment()));
  });
}

TEST_P(ProgramNameTest, OfANameInAnExecutedDirectory) {
  const std::string program = Program(kName);
  const std::string directory = program.substr(0, program.rfind('/'));

  ExpectPolicyFound([&](const std::string& path) {
    return Bare({}).Before(ExecDescriptor(
        directory, kName, {"argument zero", path}, Environment()));
  });
}

TEST_P(ProgramNameTest, OfADescriptorIsTheFilesNameInMessages) {
  std::filesystem::remove(PolicyPath(kName));
  const Result result =
      Bare({})
          .Before(ExecDescriptor(Program(kName), "", {"zero"}, Environment()))
          .Run();

  EXPECT_TRUE(Refused(
      result, std::string(kName) + ": no policy found; looked for " +
                  PolicyPath(kName) + " /etc/landshim/" + kName +
                  ".policy; write one of these, or set LANDSHIM_POLICY or "
                  "LANDSHIM_RULES"));
}

TEST_P(ProgramNameTest, OfAnArgumentOfTheLoader) {
  const std::string program = Program(kName);
  EXPECT_TRUE(
      Ended(Bare({Loader(), program, secret_file()}).Run(), 0, kMainRan));

  ExpectPolicyFound([&](const std::string& path) {
    return Shimmed({Loader(), program, path});
  });
}

TEST_P(ProgramNameTest, OfAnArgumentBehindTheLoadersOptions) {
  const std::string program = Program(kName);
  if (IsMusl()) {
    // There the loader puts the other name over the program's.
    const Words argv = {Loader(), "--argv0", "zero", program, public_file()};
    EXPECT_EQ(Shimmed(argv).Run().status, 125);
    WritePolicy("zero", "/public");
    EXPECT_TRUE(Ended(Shimmed(argv).Run(), 0, kMainRan));
    return;
  }
  ExpectPolicyFound([&](const std::string& path) {
    return Shimmed({Loader(), "--argv0", "zero", program, path});
  });
}

TEST_P(ProgramNameTest, WhereTheLoaderPreloads) {
  const std::string program = Program(kName);

  ExpectPolicyFound([&](const std::string& path) {
    return Bare({Loader(), "--preload", ShimPath(), program, path});
  });
}

TEST_P(ProgramNameTest, OfALinkIsTheLinksOwnFirst) {
  const std::string link = root() + "/link";
  std::filesystem::create_symlink(Program(kName), link);
  ExpectPolicyFound([&](const std::string& path) {
    return Shimmed({link, path});
  });
  WritePolicy(kName, "/secret");
  WritePolicy("link", "/public");

  EXPECT_TRUE(Ended(Shimmed({link, secret_file()}).Run(), EACCES, kMainRan));
  EXPECT_TRUE(Ended(Shimmed({link, public_file()}).Run(), 0, kMainRan));
}

TEST_P(ProgramNameTest, OfAScriptIsTheScriptsOwn) {
  const std::string script = root() + "/public/tool";
  WriteFile(script, "#!" + Program(kName) + " " + secret_file() + "\n");
  ASSERT_EQ(chmod(script.c_str(), 0755), 0);
  EXPECT_TRUE(Ended(Bare({script}).Run(), 0, kMainRan));
  WritePolicy(kName, "");
  EXPECT_TRUE(Ended(Shimmed({script}).Run(), 0, kMainRan));
  WritePolicy("tool", "/public");

  EXPECT_TRUE(Ended(Shimmed({script}).Run(), EACCES, kMainRan));
}

INSTANTIATE_TEST_SUITE_P(Libc, ProgramNameTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
