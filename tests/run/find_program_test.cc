// Programs are found where execvp(3) finds them, and what cannot be executed
// ends with 126 or 127 and says why.
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

class FindProgram : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  // A program in this directory of the scene that says so.
  std::string Add(const std::string& name) const {
    return scene_.Copy(TestFile("tests/testcases/print_process"), name);
  }

  // '@' in PATH is the scene, in which it starts.
  std::string Expand(const std::string& text) const {
    std::string expanded;
    for (const char c : text) {
      expanded += c == '@' ? scene_.path() : std::string(1, c);
    }
    return expanded;
  }

  Result Bound(const std::string& path, const Words& program) const {
    return RunUnder("abi 1..11", program)
        .Env("PATH", Expand(path))
        .Cwd(scene_.path())
        .Run();
  }

  // env(1) as an independent judge: the same program, or the same status.
  void ExpectAsEnv(const std::string& path, const std::string& name) const {
    SCOPED_TRACE(path);
    SCOPED_TRACE(name);
    const Result control = Command({"/usr/bin/env", name, "argument"})
                               .Env("PATH", Expand(path))
                               .Cwd(scene_.path())
                               .Run();
    const Result bound = Bound(path, {name, "argument"});
    // Where a file is no directory, there is no program: 127 for landshim.
    const bool no_directory =
        control.err.find("Not a directory") != std::string::npos;
    EXPECT_EQ(bound.status, no_directory ? 127 : control.status)
        << bound << control;
    EXPECT_EQ(bound.out, control.out);
  }

  Scene scene_;
};

TEST_F(FindProgram, InTheElementsOfPath) {
  for (const char* name :
       {"a/prog", "b/prog", "b/only-b", "prog", "c/prog.x"}) {
    Add(name);
  }
  scene_.Write("denied/prog", "");
  scene_.Write("denied/nowhere-else", "");
  fs::create_directories(scene_.Sub("directory/prog"));
  fs::create_directories(scene_.Sub("directory/nowhere-else"));
  for (const char* path : {"@/a",
                           "@/b",
                           "@/b:@/a",
                           "@/a:@/b",
                           "@/missing:@/b",
                           "",
                           ":",
                           ":@/a",
                           "@/a:",
                           "@/b::@/a",
                           "@/missing::@/a",
                           "a:b",
                           ".",
                           "@/a/",
                           "@//a",
                           "@/denied:@/a",
                           "@/directory:@/a",
                           "@/denied",
                           "@/directory",
                           "@/granted/file:@/a",
                           "@/granted/file",
                           "@/granted/file:@/denied",
                           "@/denied:@/granted/file",
                           "/no/such/directory"}) {
    for (const char* name : {"prog", "only-b", "nowhere-else", "missing"}) {
      ExpectAsEnv(path, name);
    }
  }
  for (const char* name :
       {"prog.x", "./prog", "a/prog", "b/../a/prog", "a/missing"}) {
    ExpectAsEnv("@/c", name);
  }
}

TEST_F(FindProgram, WhereNoPathIsSet) {
  const Result result = RunUnder("abi 1..11", {"true"}).Unset("PATH").Run();
  EXPECT_TRUE(Ended(result, 0, ""));
}

TEST_F(FindProgram, InALongPath) {
  Add("b/prog");
  std::string path;
  for (int i = 0; i < 3000; ++i) path += "/no/such/directory:";
  ExpectAsEnv(path + "@/b", "prog");
  ExpectAsEnv(std::string(5000, 'x') + ":@/b", "prog");
}

TEST_F(FindProgram, OfAnyNameAndOnAnyPath) {
  for (const char* name :
       {"with blank", "with:colon", "with\nnewline", "dollar$HOME", "quote\"'",
        "latin\xe4\xff", "-x", "a;b", "*", "\\", "=", "A=1"}) {
    SCOPED_TRACE(name);
    const std::string directory = std::string("odd ") + name;
    const std::string program = Add(directory + "/" + name);
    for (const std::string& spelled :
         {program, "./" + directory + "/" + name}) {
      EXPECT_TRUE(
          Same(Bound("/bin", {spelled, "argument"}),
               Command({spelled, "argument"}).Cwd(scene_.path()).Run()));
    }
    EXPECT_EQ(RunUnder("abi 1..11", {program})
                  .Cwd(scene_.Sub(directory))
                  .Env("PATH", "")
                  .Run()
                  .status,
              0);
  }
}

// The shim's own path must not matter either: LD_PRELOAD could not hold it.
TEST_F(FindProgram, WithLandshimOnAnyPath) {
  const std::string reader = Program("read_file");
  for (const char* name : {"with blank", "with:colon", "new\nline", "\xff"}) {
    const std::string landshim =
        scene_.Copy(LandshimPath(), std::string(name) + "/landshim");
    const auto run = [&](const std::string& file) {
      return Command({landshim, "run", "--rule", scene_.rules(), "--", reader,
                      file})
          .Run();
    };
    EXPECT_TRUE(Ended(run(scene_.granted()), 0, kGrantedText));
    EXPECT_TRUE(Ended(run(scene_.secret()), EACCES, ""));
  }
}

TEST_F(FindProgram, SaysWhyThereIsNone) {
  scene_.Write("denied/prog", "");
  fs::create_directories(scene_.Sub("directory/prog"));
  const auto expect = [&](const std::string& path, const std::string& name,
                          int status, const std::string& line) {
    EXPECT_TRUE(Refused(Bound(path, {Expand(name)}), status, Expand(line)));
  };
  expect("@/denied", "missing", 127,
         "missing: no such program in PATH; correct the name, or write the "
         "program's path");
  expect("@/denied", "prog", 126,
         "@/denied/prog: permission denied; make it executable for this user, "
         "and its directories searchable");
  expect("@/directory", "prog", 126,
         "@/directory/prog: this is a directory; name a program in it");
  expect("/bin", "@/directory/prog", 126,
         "@/directory/prog: this is a directory; name a program in it");
  expect("/bin", "./denied/prog", 126,
         "./denied/prog: permission denied; make it executable for this user, "
         "and its directories searchable");
  expect("/bin", "@/missing/prog", 127,
         "@/missing/prog: no such file; correct the program's path");
  expect("/bin", "@/denied/prog/prog", 127,
         "@/denied/prog/prog: no such file; correct the program's path");
  expect("/bin", "./new\nline", 127,
         "./new\\x0aline: no such file; correct the program's path");
}

TEST_F(FindProgram, SaysWhatIsNoProgram) {
  ASSERT_EQ(mkfifo(scene_.Sub("fifo").c_str(), 0755), 0);
  EXPECT_TRUE(Refused(Bound("/bin", {scene_.Sub("fifo")}), 126,
                      scene_.Sub("fifo") +
                          ": permission denied; make it executable for this "
                          "user, and its directories searchable"));
  EXPECT_TRUE(Refused(Bound("/bin", {"/dev/null"}), 126,
                      "/dev/null: permission denied; make it executable for "
                      "this user, and its directories searchable"));
  fs::create_symlink("loop", scene_.Sub("loop"));
  EXPECT_TRUE(Refused(Bound("/bin", {scene_.Sub("loop")}), 126,
                      scene_.Sub("loop") +
                          ": it cannot be executed: symbolic link loop "
                          "(ELOOP); start it without landshim to see whether "
                          "it works then"));
  const std::string busy = Add("busy");
  const int writer = open(busy.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(writer, 0);
  EXPECT_TRUE(Refused(Bound("/bin", {busy}), 126,
                      busy +
                          ": it cannot be executed: errno 26; start it without "
                          "landshim to see whether it works then"));
  close(writer);
}

// An ELF file whose linker is missing is not there either, says the kernel.
TEST_F(FindProgram, SaysWhichLinkerIsMissing) {
  const std::string program = Add("program");
  ASSERT_EQ(
      Command({"patchelf", "--set-interpreter", "/no/such/ld.so", program})
          .Run()
          .status,
      0);
  EXPECT_TRUE(Refused(
      Bound("/bin", {program}), 126,
      program +
          ": its interpreter '/no/such/ld.so' cannot be executed: no such file "
          "or directory (ENOENT); install it, or name another one in the first "
          "line"));
}

TEST_F(FindProgram, WhereDirectoriesCannotBeSearched) {
  if (geteuid() != 0) GTEST_SKIP() << "becoming another user needs root";
  Add("hidden/prog");
  ASSERT_EQ(chmod(scene_.Sub("hidden").c_str(), 0700), 0);
  const auto run = [&](const std::string& name) {
    return RunUnder("abi 1..11", {name})
        .Env("PATH", scene_.Sub("hidden"))
        .Before(BecomeNobody)
        .Run();
  };
  for (const std::string& name :
       {std::string("prog"), scene_.Sub("hidden/prog")}) {
    EXPECT_TRUE(Refused(run(name), 126,
                        scene_.Sub("hidden/prog") +
                            ": permission denied; make it executable for this "
                            "user, and its directories searchable"));
  }
}

}  // namespace
}  // namespace landshim::testing
