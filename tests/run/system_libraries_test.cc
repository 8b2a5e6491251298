// A program finds the libraries that the system's own lists name: the linker's
// cache, what all programs preload, and the directories of musl.
#include <errno.h>

#include <filesystem>
#include <string>

#include "tests/run/libraries.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

class SystemLibraries : public Libraries {
 protected:
  void SetUp() override {
    Libraries::SetUp();
    if (!MayMount()) GTEST_SKIP() << "this user may not mount";
    program_ = Add("print_value", "program");
  }

  // The lists in @/etc, made from @/ld.so.conf, in the place of the system's.
  void MakeCache(const std::string& directories) const {
    scene_.Write("ld.so.conf", directories);
    fs::create_directories(scene_.Sub("etc"));
    const Result result =
        Command({"/sbin/ldconfig", "-X", "-f", scene_.Sub("ld.so.conf"), "-C",
                 scene_.Sub("etc/ld.so.cache")})
            .Run();
    ASSERT_EQ(result.status, 0) << result;
  }

  Dress Staged(const std::string& local_library = "") const {
    const std::string etc = scene_.Sub("etc");
    return [etc, local_library](Command* command) {
      command->Before([etc, local_library] {
        MountOver(etc.c_str(), "/etc");
        if (!local_library.empty()) {
          MountOver(local_library.c_str(), "/usr/local/lib");
        }
      });
    };
  }

  std::string program_;
};

INSTANTIATE_TEST_SUITE_P(Libc, SystemLibraries, ::testing::Values("glibc"),
                         [](const auto& libc) { return libc.param; });

TEST_P(SystemLibraries, InDirectoriesOfLdSoConf) {
  Add("libvalue1.so", "opt/lib/libvalue.so");
  MakeCache(scene_.Sub("opt/lib"));
  ExpectOutput({program_}, "1\n", Staged());
}

// The cache decides which of two is taken.
TEST_P(SystemLibraries, ThatReplaceOthers) {
  Add("libvalue1.so", "opt/lib/libvalue.so");
  Add("libvalue2.so", "local/libvalue.so");
  MakeCache(scene_.Sub("opt/lib"));
  ExpectOutput({program_}, "1\n", Staged(scene_.Sub("local")));
}

TEST_P(SystemLibraries, ThatAreLinksToElsewhere) {
  Add("libvalue1.so", "opt/vendor/libvalue.so");
  fs::create_directories(scene_.Sub("local"));
  fs::create_symlink(scene_.Sub("opt/vendor/libvalue.so"),
                     scene_.Sub("local/libvalue.so"));
  fs::create_directories(scene_.Sub("etc"));
  const Dress staged = Staged(scene_.Sub("local"));
  ExpectOutput({program_}, "1\n", [&](Command* command) {
    staged(command);
    command->Env("LD_LIBRARY_PATH", "/usr/local/lib");
  });
}

TEST_P(SystemLibraries, ForSeveralProcessors) {
#if defined(__x86_64__)
  Add("libvalue1.so", "opt/lib/libvalue.so");
  Add("libvalue2.so", "opt/lib/glibc-hwcaps/x86-64-v2/libvalue.so");
  // Which no processor takes that lacks AVX-512.
  Add("libvalue2.so", "opt/lib/glibc-hwcaps/x86-64-v4/libvalue.so");
  ExpectOutput({program_}, "2\n",
               With("LD_LIBRARY_PATH", scene_.Sub("opt/lib")));
  MakeCache(scene_.Sub("opt/lib"));
  ExpectOutput({program_}, "2\n", Staged());
#endif
}

TEST_P(SystemLibraries, ThatAllProgramsPreload) {
  const std::string everywhere = Add("libsay_a.so", "opt/everywhere.so");
  const std::string mine = Add("libsay_b.so", "opt/mine.so");
  Add("libvalue1.so", "opt/lib/libvalue.so");
  MakeCache(scene_.Sub("opt/lib"));
  scene_.Write("etc/ld.so.preload", everywhere + "\n");
  const Dress staged = Staged();
  ExpectOutput({program_}, "constructor of a\n1\n", staged);
  const Result both = [&] {
    Command command({program_});
    staged(&command);
    return command.Env("LD_PRELOAD", mine).Run();
  }();
  ExpectOutput({program_}, both.out, [&](Command* command) {
    staged(command);
    command->Env("LD_PRELOAD", mine);
  });
}

// Where every program preloads a shim, `run` brings its own, and the policy of
// the command line is enforced beside the one of the system.
TEST_P(SystemLibraries, ThatAreTheShimForAllPrograms) {
  const std::string reader = Program("read_file");
  fs::create_directories(scene_.Sub("opt/lib"));
  MakeCache(scene_.Sub("opt/lib"));
  scene_.Copy(ShimPath(), "opt/liblandshim.so");
  scene_.Write("etc/ld.so.preload", scene_.Sub("opt/liblandshim.so") + "\n");
  const Dress staged = Staged();
  const auto read = [&](const std::string& file, const std::string& rules) {
    Command command = rules.empty() ? Command({reader, file})
                                    : RunUnder(rules, {reader, file});
    staged(&command);
    return command.Run();
  };
  EXPECT_TRUE(Ended(read(scene_.secret(), ""), 0, kSecretText));
  EXPECT_TRUE(Ended(read(scene_.secret(), scene_.rules()), EACCES, ""));
  EXPECT_TRUE(Ended(read(scene_.granted(), scene_.rules()), 0, kGrantedText));
  // With a policy for this program, both count.
  scene_.Write("etc/landshim/read_file.policy",
               "landshim 1\nabi 1..11\nread " + scene_.Sub("secret") + "\n");
  EXPECT_TRUE(Ended(read(scene_.secret(), ""), 0, kSecretText));
  EXPECT_TRUE(Ended(read(scene_.secret(), scene_.rules()), EACCES, ""));
  EXPECT_TRUE(Ended(read(scene_.granted(), scene_.rules()), EACCES, ""));
}

// musl's list lies beside the directory of its linker, which is the system's.
TEST(MuslLibraries, InDirectoriesOfItsPathFile) {
  REQUIRE_ABI(1);
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  Scene scene;
  scene.Copy(Program("musl/libvalue1.so"), "far/libvalue.so");
  const std::string program =
      scene.Copy(Program("musl/print_value"), "program");
  const std::string etc = scene.Sub("etc");
  for (const std::string& list :
       {scene.Sub("far"), "/no/such\n" + scene.Sub("far") + "\n",
        "/no/such:" + scene.Sub("far")}) {
    scene.Write("etc/ld-musl-x86_64.path", list);
    const auto mount = [&] { MountOver(etc.c_str(), "/etc"); };
    EXPECT_TRUE(Ended(Command({program}).Before(mount).Run(), 0, "1\n"));
    EXPECT_TRUE(
        Ended(RunUnder("abi 1..11", {program}).Before(mount).Run(), 0, "1\n"));
  }
}

}  // namespace
}  // namespace landshim::testing
