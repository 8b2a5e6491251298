// However often the shim is preloaded, the program runs under its policy, in
// one layer, and sees no trace of it.
#include <filesystem>

#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

namespace fs = std::filesystem;

class PreloadedTwiceTest : public TrapTest {
 protected:
  // A copy on an inode of its own.
  std::string Copy(const std::string& directory) {
    std::string path = root() + "/" + directory + "/liblandshim.so";
    fs::create_directories(root() + "/" + directory);
    fs::copy_file(ShimPath(), path, fs::copy_options::skip_existing);
    return path;
  }

  Result Run(const std::string& program, const Words& preloads,
             const Words& arguments = {}) {
    Words argv = {Program(program)};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    Words environment = {"A=1"};
    for (const std::string& preload : preloads) {
      environment.push_back("LD_PRELOAD=" + preload);
    }
    environment.push_back("LANDSHIM_RULES=" + public_only());
    return Command(argv).Environ(environment).Run();
  }

  // `preloads`: the values of that many LD_PRELOAD variables.
  void ExpectOneShim(const Words& preloads) {
    SCOPED_TRACE(::testing::PrintToString(preloads));
    EXPECT_TRUE(
        Ended(Run("open_for_reading", preloads, {public_file()}), 0, kMainRan));
    EXPECT_TRUE(Ended(Run("open_for_reading", preloads, {secret_file()}),
                      EACCES, kMainRan));
    EXPECT_TRUE(Ended(Run("count_layers", preloads), 0,
                      std::to_string(kMostLayers - 1) + "\n"));
    // One entry for each preload, and the policy.
    const bool odd = (preloads.size() + 1) % 2 != 0;
    EXPECT_TRUE(Ended(Run("print_environment", preloads), 0,
                      std::string("A=1\n") + (odd ? "LANDSHIM=1\n" : "")));
    EXPECT_EQ(Run("walk_behind_environment", preloads).status, 0);
  }
};

TEST_P(PreloadedTwiceTest, WithoutTheShimNothingIsRestricted) {
  EXPECT_TRUE(Ended(Run("open_for_reading", {}, {secret_file()}), 0, kMainRan));
  EXPECT_TRUE(
      Ended(Run("count_layers", {}), 0, std::to_string(kMostLayers) + "\n"));
}

TEST_P(PreloadedTwiceTest, OnceIsTheControl) { ExpectOneShim({ShimPath()}); }

TEST_P(PreloadedTwiceTest, TheSamePathTwiceInOneVariable) {
  ExpectOneShim({ShimPath() + ":" + ShimPath()});
  ExpectOneShim({ShimPath() + " " + ShimPath()});
  ExpectOneShim({ShimPath() + " : " + ShimPath() + ":"});
}

TEST_P(PreloadedTwiceTest, TheVariableTwice) {
  ExpectOneShim({ShimPath(), ShimPath()});
}

TEST_P(PreloadedTwiceTest, TheVariableTwiceAndEmptyOnce) {
  // glibc uses the last, musl the first.
  const Words preloads =
      IsMusl() ? Words{ShimPath(), ""} : Words{"", ShimPath()};
  EXPECT_TRUE(Ended(Run("open_for_reading", preloads, {secret_file()}), EACCES,
                    kMainRan));
  EXPECT_TRUE(
      Ended(Run("print_environment", preloads), 0, "A=1\nLD_PRELOAD=\n"));
}

TEST_P(PreloadedTwiceTest, ALinkToTheSameFile) {
  fs::create_symlink(ShimPath(), root() + "/liblandshim-link.so");
  ExpectOneShim({ShimPath() + ":" + root() + "/liblandshim-link.so"});
}

TEST_P(PreloadedTwiceTest, TwoCopies) {
  ExpectOneShim({ShimPath() + ":" + Copy("copy")});
  ExpectOneShim({Copy("copy") + ":" + ShimPath()});
}

TEST_P(PreloadedTwiceTest, TwoCopiesInTwoVariables) {
  ExpectOneShim({ShimPath(), Copy("copy")});
}

TEST_P(PreloadedTwiceTest, ThreeCopies) {
  ExpectOneShim({ShimPath() + ":" + Copy("copy") + ":" + Copy("third")});
}

TEST_P(PreloadedTwiceTest, CopiesThatKeepTheEnvironmentEnforceOnce) {
  const Result result =
      Command({Program("count_layers")})
          .Environ({"LD_PRELOAD=" + ShimPath() + ":" + Copy("copy"),
                    "LANDSHIM_RULES=" + public_only(), "LANDSHIM_KEEP=1"})
          .Run();

  EXPECT_TRUE(Ended(result, 0, std::to_string(kMostLayers - 1) + "\n"));
}

INSTANTIATE_TEST_SUITE_P(Libc, PreloadedTwiceTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
