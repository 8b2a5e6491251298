// How many layers a program gets, and that the second one is as tight as the
// policy is.
#include <errno.h>
#include <sys/stat.h>

#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

constexpr char kTooMany[] =
    "options: the process is already inside 16 Landlock layers, and the kernel "
    "allows no more; sandbox it in fewer places";

class Layers : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  // What count_layers says: how many of the kernel's 16 are left.
  static std::string Left(const std::string& program) {
    const Result result = RunUnder("abi 1..11", {program}).Run();
    EXPECT_EQ(result.status, 0) << result;
    return result.out;
  }

  static std::string Trap(const std::string& name) {
    return TestFile("tests/traps/" + name);
  }

  Scene scene_;
};

TEST_F(Layers, AreTwoForADynamicProgramAndOneForAStatic) {
  EXPECT_EQ(Command({Trap("glibc/count_layers")}).Run().out, "16\n");
  EXPECT_EQ(Left(Trap("glibc/count_layers")), "14\n");
  EXPECT_EQ(Left(Trap("musl/count_layers")), "14\n");
  EXPECT_EQ(Left(Program("count_layers_static")), "15\n");
}

// However often the user has preloaded it besides.
TEST_F(Layers, AreTwoWhereTheShimWasPreloadedAlready) {
  const std::string copy = scene_.Copy(ShimPath(), "liblandshim-copy.so", 0644);
  for (const std::string& list :
       {ShimPath(), ShimPath() + ":" + copy, copy + " " + ShimPath()}) {
    const Result result = RunUnder("abi 1..11", {Trap("glibc/count_layers")})
                              .Env("LD_PRELOAD", list)
                              .Env("LANDSHIM_RULES", "read /")
                              .Run();
    EXPECT_TRUE(Ended(result, 0, "14\n"));
  }
}

TEST_F(Layers, AreTwoForAProgramThatExecutesItself) {
  const std::string script =
      "[ $1 = 0 ] && exec \"$2\"; exec /bin/sh -c \"$0\" \"$0\" $(($1 - 1)) "
      "\"$2\"";
  const Result result = RunUnder("abi 1..11; include <libs>; exec /bin/sh " +
                                     Trap("glibc/count_layers"),
                                 {"/bin/sh", "-c", script, script, "20",
                                  Trap("glibc/count_layers")})
                            .Run();
  EXPECT_TRUE(Ended(result, 0, "14\n"));
}

// What the first layer grants for the start is gone in main.
TEST_F(Layers, LeaveNothingOfTheStart) {
  const auto deed = [](const std::string& rules, const std::string& testcase,
                       const std::string& argument) {
    return RunUnder(rules, {TestFile("tests/testcases/" + testcase), argument})
        .Run()
        .status;
  };
  for (const char* file : {"/etc/ld.so.cache", "/lib64/ld-linux-x86-64.so.2",
                           "/lib/x86_64-linux-gnu/libc.so.6"}) {
    EXPECT_EQ(
        Command({TestFile("tests/testcases/open_read"), file}).Run().status, 0);
    EXPECT_EQ(deed("abi 1..11", "open_read", file), EACCES) << file;
    EXPECT_EQ(deed(std::string("abi 1..11; read ") + file, "open_read", file),
              0);
  }
  for (const char* directory : {"/lib", "/usr/lib", "/usr/local/lib"}) {
    EXPECT_EQ(deed("abi 1..11", "list_dir", directory), EACCES) << directory;
  }
  // Its own file cannot be executed again, nor read.
  const std::string self = TestFile("tests/testcases/execute_file");
  EXPECT_EQ(Command({self, self}).Run().status, EINVAL);
  EXPECT_EQ(deed("abi 1..11", "execute_file", self), EACCES);
  const std::string reader = TestFile("tests/testcases/open_read");
  EXPECT_EQ(deed("abi 1..11", "open_read", reader), EACCES);
}

// The program inside of as many commands, each with a policy that grants what
// the others take. `between`: a program of two layers in between.
Command Nested(int count, const Words& between, const Words& program) {
  Words words;
  for (int i = 0; i < count; ++i) {
    if (i > 0) words.insert(words.end(), between.begin(), between.end());
    const Words one = {LandshimPath(), "run", "--rule", "abi 1..11; exec /",
                       "--"};
    words.insert(words.end(), one.begin(), one.end());
  }
  words.insert(words.end(), program.begin(), program.end());
  return Command(words);
}

TEST_F(Layers, LastForEightCommandsInOneAnother) {
  const Words env = {"/usr/bin/env"};
  const Words counter = {Trap("glibc/count_layers")};
  for (int count = 1; count <= 8; ++count) {
    EXPECT_TRUE(Ended(Nested(count, env, counter).Run(), 0,
                      std::to_string(16 - 2 * count) + "\n"));
  }
  EXPECT_TRUE(Refused(Nested(9, env, counter).Run(), 125, kTooMany));
  EXPECT_TRUE(Refused(
      Nested(8, env, {"env", LandshimPath(), "run", "--rule", "abi 1", "true"})
          .Run(),
      125, kTooMany));
}

// landshim itself is static and gets one.
TEST_F(Layers, LastForFourteenCommandsRightInOneAnother) {
  const Words counter = {Trap("glibc/count_layers")};
  const auto expect = [&](int count, int status, const std::string& out,
                          const Words& last) {
    Words lines(count - 1, OneLayer(LandshimPath(), "it is static"));
    lines.insert(lines.end(), last.begin(), last.end());
    EXPECT_TRUE(Ended(WithoutCount(Nested(count, {}, counter).Run()), status,
                      out, lines));
  };
  expect(2, 0, "13\n", {});
  expect(15, 0, "0\n", {});
  // The program's own second layer, and the first of the last command.
  expect(16, 125, "", {kTooMany});
  Words lines(16, OneLayer(LandshimPath(), "it is static"));
  lines.emplace_back(kTooMany);
  EXPECT_TRUE(
      Ended(WithoutCount(Nested(17, {}, counter).Run()), 125, "", lines));
}

// A thread of a library's constructor under layers of others.
TEST_F(Layers, AroundAProgramThatStartsThreadsEarly) {
  const std::string library = Trap("glibc/libstart_thread.so");
  const auto run = [&](const std::string& file) {
    return RunUnder(scene_.rules(), {Trap("glibc/open_for_reading"), file})
        .Env("LD_PRELOAD", library)
        .Before([] { StackLayers(2); })
        .Run();
  };
  EXPECT_TRUE(Ended(run(scene_.granted()), 0, "main ran\n"));
  EXPECT_TRUE(Ended(run(scene_.secret()), EACCES, "main ran\n"));
}

}  // namespace
}  // namespace landshim::testing
