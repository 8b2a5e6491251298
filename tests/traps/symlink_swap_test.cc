// A program must not steer its next start: where the policy lets it replace
// names, a symbolic link that it planted is refused and never followed.
#include <filesystem>

#include "tests/lib/kernel.h"
#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

namespace fs = std::filesystem;

// A policy over ${R}, the test's directory, and what is swapped in it.
struct Swap {
  const char* what;
  const char* rules;
  const char* operand;  // which of the rules is to be refused
  const char* swapped;  // beneath the test's directory
  const char* above;    // the directory that the message names
  bool by_program;      // the policy lets the program plant the link
};

constexpr Swap kSwaps[] = {
    {"read", "write ${R}/data; read ${R}/data/cache", "${R}/data/cache",
     "data/cache", "/data", true},
    {"exec", "write ${R}/data; exec ${R}/data/cache", "${R}/data/cache",
     "data/cache", "/data", true},
    {"write", "write ${R}/data; write ${R}/data/cache", "${R}/data/cache",
     "data/cache", "/data", true},
    {"allow", "write ${R}/data; allow read_dir,read_file ${R}/data/cache",
     "${R}/data/cache", "data/cache", "/data", true},
    {"an optional path", "write ${R}/data; read? ${R}/data/cache",
     "${R}/data/cache", "data/cache", "/data", true},
    {"the other order", "read ${R}/data/cache; write ${R}/data",
     "${R}/data/cache", "data/cache", "/data", true},
    {"a component in between", "write ${R}/data; read ${R}/data/cache/a/b",
     "${R}/data/cache/a/b", "data/cache", "/data", true},
    {"a deep last component", "write ${R}/data; read ${R}/data/cache/a/b",
     "${R}/data/cache/a/b", "data/cache/a/b", "/data", true},
    {"two dots", "write ${R}/data; read ${R}/data/other/../cache",
     "${R}/data/other/../cache", "data/cache", "/data", true},
    {"two dots through the link",
     "write ${R}/data; read ${R}/data/cache/../other",
     "${R}/data/cache/../other", "data/cache", "/data", true},
    {"two dots before it", "write ${R}/public/../data; read ${R}/data/cache",
     "${R}/data/cache", "data/cache", "/data", true},
    {"one dot", "write ${R}/data/.; read ${R}/data/./cache",
     "${R}/data/./cache", "data/cache", "/data", true},
    {"doubled slashes", "write ${R}//data//; read ${R}//data//cache",
     "${R}//data//cache", "data/cache", "/data", true},
    {"a trailing slash", "write ${R}/data/; read ${R}/data/cache/",
     "${R}/data/cache/", "data/cache", "/data", true},
    {"the uppermost of two",
     "write ${R}/data ${R}; read ${R}/data/cache; read ${R}/public",
     "${R}/data/cache", "data/cache", "", true},
    {"the root", "write /; read ${R}/data/cache", "${R}/data/cache",
     "data/cache", nullptr, true},
    {"refer alone", "allow refer ${R}/data; read ${R}/data/cache",
     "${R}/data/cache", "data/cache", "/data", false},
    {"make_sym alone", "allow make_sym ${R}/data; read ${R}/data/cache",
     "${R}/data/cache", "data/cache", "/data", false},
    {"remove_dir alone", "allow remove_dir ${R}/data; read ${R}/data/cache",
     "${R}/data/cache", "data/cache", "/data", false},
};

class SymlinkSwapTest : public TrapTest {
 protected:
  void SetUp() override {
    TrapTest::SetUp();
    if (IsSkipped()) return;
    Prepare();
  }

  void Prepare() {
    fs::remove_all(root() + "/data");
    WriteFile(root() + "/data/cache/a/b/file", "cached\n");
    WriteFile(root() + "/data/other/file", "other\n");
    WriteFile(root() + "/data/cache/file", "cached\n");
    WriteFile(root() + "/secret/a/b/file", "secret\n");
  }

  Result Run(const std::string& rules, const Words& argv) {
    return Command(argv).Env("R", root()).Preload().Rules(rules).Run();
  }

  Result Open(const std::string& rules, const std::string& path) {
    return Run(rules, {Program("open_for_reading"), path});
  }

  std::string Expand(std::string text) {
    for (size_t at; (at = text.find("${R}")) != std::string::npos;) {
      text.replace(at, 4, root());
    }
    return text;
  }

  std::string Refusal(const std::string& rules, const std::string& operand,
                      const std::string& above) {
    const size_t at = (" " + rules + ";").find(" " + operand + ";");
    return "LANDSHIM_RULES:1:" + std::to_string(at + 1) + ": '" +
           Expand(operand) + "' is or goes through a symbolic link beneath '" +
           above +
           "', where this policy lets the program replace names; write the "
           "path that it leads to";
  }

  // Puts a link to the secret directory in the place of `swapped`.
  void Plant(const Swap& swap, const std::string& swapped) {
    const Words argv = {Program("swap_for_link"), swapped, root() + "/secret"};
    const Result result =
        swap.by_program ? Run(swap.rules, argv) : Command(argv).Run();
    EXPECT_TRUE(Ended(result, 0, "")) << swap.what;
  }
};

TEST_P(SymlinkSwapTest, ALinkPlantedByTheProgramIsRefusedAtItsNextStart) {
  for (const Swap& swap : kSwaps) {
    SCOPED_TRACE(swap.what);
    Prepare();
    const std::string swapped = root() + "/" + swap.swapped;
    Plant(swap, swapped);

    // What following the link would give away.
    EXPECT_TRUE(
        Ended(Command({Program("open_for_reading"), swapped + "/file"}).Run(),
              0, kMainRan));

    const std::string above = swap.above == nullptr ? "/" : root() + swap.above;
    EXPECT_TRUE(Refused(Open(swap.rules, swapped + "/file"),
                        Refusal(swap.rules, swap.operand, above)));
  }
}

TEST_P(SymlinkSwapTest, WithoutALinkTheSamePoliciesAreEnforced) {
  for (const Swap& swap : kSwaps) {
    const bool grants_all = swap.above == nullptr || *swap.above == '\0';
    EXPECT_TRUE(Ended(Open(swap.rules, secret_file()), grants_all ? 0 : EACCES,
                      kMainRan))
        << swap.what;
  }
}

// Rights that are left unhandled let it replace names everywhere.
TEST_P(SymlinkSwapTest, UnrestrictedNamesCountAsReplaceable) {
  const std::string rules =
      "unrestrict make_sym remove_file remove_dir; read ${R}/data/cache";
  const std::string cache = root() + "/data/cache";
  EXPECT_TRUE(Ended(Open(rules, cache + "/file"), 0, kMainRan));
  EXPECT_TRUE(Ended(Open(rules, secret_file()), EACCES, kMainRan));
  const Words plant = {Program("swap_for_link"), cache, root() + "/secret"};
  EXPECT_TRUE(Ended(Command(plant).Run(), 0, ""));

  EXPECT_TRUE(Refused(Open(rules, cache + "/file"),
                      Refusal(rules, "${R}/data/cache", "/")));
  // A rule that says nothing steers nothing. Below ABI 4 nothing at all would
  // be left to enforce.
  if (testing::KernelAbi() < 4) return;
  EXPECT_TRUE(
      Ended(Open("unrestrict fs; read ${R}/data/cache", cache + "/file"), 0,
            kMainRan));
}

TEST_P(SymlinkSwapTest, ANestedPathWithoutALinkIsGranted) {
  for (const char* rules :
       {"allow make_sym,refer ${R}/data; read ${R}/data/cache",
        "allow make_sym,refer ${R}/data; read ${R}/data/cache/a",
        "allow make_sym,refer ${R}/data; read ${R}/data/cache/a/b/file",
        "allow make_sym,refer ${R}/data; read ${R}/data/other/../cache/",
        "allow make_sym,refer /; read ${R}/data/cache"}) {
    const std::string granted = root() + "/data/cache/a/b/file";
    EXPECT_TRUE(Ended(Open(rules, granted), 0, kMainRan)) << rules;
    EXPECT_TRUE(
        Ended(Open(rules, root() + "/data/other/file"), EACCES, kMainRan))
        << rules;
  }
}

// The path leaves the writable directory again, but leads through it.
TEST_P(SymlinkSwapTest, APathThatOnlyPassesThroughAWritableDirectoryIsRefused) {
  const std::string rules =
      "write ${R}/data; read ${R}/data/cache/../../public";
  EXPECT_TRUE(Ended(Open(rules, public_file()), 0, kMainRan));
  EXPECT_TRUE(Ended(Open(rules, secret_file()), EACCES, kMainRan));
  // cache/../../public is now secret/public.
  WriteFile(root() + "/secret/public/file", "secret\n");
  const std::string cache = root() + "/data/cache";
  EXPECT_TRUE(Ended(
      Run(rules, {Program("swap_for_link"), cache, root() + "/secret/a/b"}), 0,
      ""));

  const Result result = Open(rules, root() + "/secret/public/file");

  EXPECT_EQ(result.status, 125) << "the program opened what it was denied";
  EXPECT_EQ(result.out, "");
}

TEST_P(SymlinkSwapTest, AWriteInAnIncludedFileCountsToo) {
  WriteFile(root() + "/app/grants.policy", "landshim 1\nwrite ${R}/data\n");
  const std::string policy = root() + "/app/app.policy";
  WriteFile(policy,
            "landshim 1\nabi 1..11\nread ${R}/data/cache\n"
            "include grants.policy\n");
  const auto open = [&](const std::string& path) {
    return Command({Program("open_for_reading"), path})
        .Env("R", root())
        .Preload()
        .Policy(policy)
        .Run();
  };
  EXPECT_TRUE(Ended(open(root() + "/data/cache/file"), 0, kMainRan));
  EXPECT_TRUE(Ended(open(secret_file()), EACCES, kMainRan));
  fs::rename(root() + "/data/cache", root() + "/data/away");
  fs::create_symlink(root() + "/secret", root() + "/data/cache");

  EXPECT_TRUE(Refused(
      open(secret_file()),
      policy + ":3:6: '" + root() +
          "/data/cache' is or goes through a symbolic link beneath '" + root() +
          "/data', where this policy lets the program replace names; write "
          "the path that it leads to"));
}

TEST_P(SymlinkSwapTest, ALinkIsFoundAmongThreeHundredWritableDirectories) {
  constexpr int kDirectories = 300;
  std::string writes = "write";
  for (int i = 0; i < kDirectories; ++i) {
    const std::string name = "/many/" + std::to_string(i);
    WriteFile(root() + name + "/cache/file", "cached\n");
    writes.append(" ${R}").append(name);
  }
  for (const int i : {0, 63, 64, 65, kDirectories - 1}) {
    SCOPED_TRACE(i);
    const std::string name = "/many/" + std::to_string(i);
    const std::string operand = "${R}" + name + "/cache";
    std::string rules = writes;
    rules.append("; read ").append(operand);
    EXPECT_TRUE(Ended(Open(rules, root() + name + "/cache/file"), 0, kMainRan));
    EXPECT_TRUE(Ended(Open(rules, secret_file()), EACCES, kMainRan));
    EXPECT_TRUE(
        Ended(Run(rules, {Program("swap_for_link"), root() + name + "/cache",
                          root() + "/secret"}),
              0, ""));

    EXPECT_TRUE(Refused(Open(rules, secret_file()),
                        Refusal(rules, operand, root() + name)));
  }
}

TEST_P(SymlinkSwapTest, ALinkThatTheProgramCannotReplaceIsFollowed) {
  fs::create_symlink(root() + "/public", root() + "/link");
  // Beside the writable directory, and with a name that begins like its own.
  fs::create_symlink(root() + "/public", root() + "/data-link");
  for (const char* operand : {"${R}/link", "${R}/data-link"}) {
    const std::string rules = std::string("write ${R}/data; read ") + operand;
    EXPECT_TRUE(Ended(Open(rules, public_file()), 0, kMainRan)) << operand;
    EXPECT_TRUE(Ended(Open(rules, secret_file()), EACCES, kMainRan)) << operand;
  }
}

TEST_P(SymlinkSwapTest, AWritableDirectoryMayBeNamedByALink) {
  fs::create_symlink(root() + "/data", root() + "/link");
  const std::string rules = "write ${R}/link; read ${R}/link/cache";
  EXPECT_TRUE(Ended(Open(rules, root() + "/data/cache/file"), 0, kMainRan));
  EXPECT_TRUE(Ended(Run(rules, {Program("swap_for_link"),
                                root() + "/data/cache", root() + "/secret"}),
                    0, ""));

  EXPECT_TRUE(Refused(Open(rules, secret_file()),
                      Refusal(rules, "${R}/link/cache", root() + "/link")));
}

TEST_P(SymlinkSwapTest, ALinkToNowhereIsRefusedToo) {
  const std::string rules = "write ${R}/data; read? ${R}/data/link";
  fs::create_symlink(root() + "/nowhere", root() + "/data/link");

  EXPECT_TRUE(Refused(Open(rules, public_file()),
                      Refusal(rules, "${R}/data/link", root() + "/data")));
}

TEST_P(SymlinkSwapTest, WhereNoNameCanBeReplacedLinksAreFollowed) {
  fs::create_symlink(root() + "/public", root() + "/data/link");
  for (const char* verb : {"read", "exec", "device", "allow write_file"}) {
    const std::string rules =
        std::string(verb) + " ${R}/data; read ${R}/data/link";
    EXPECT_TRUE(Ended(Open(rules, public_file()), 0, kMainRan)) << verb;
  }
}

TEST_P(SymlinkSwapTest, RelativePathsAreNoWayAround) {
  const std::string rules = "write .; read cache";
  const auto open = [&](const std::string& path) {
    return Command({Program("open_for_reading"), path})
        .Cwd(root() + "/data")
        .Preload()
        .Rules(rules)
        .Run();
  };
  EXPECT_TRUE(Ended(open("cache/file"), 0, kMainRan));
  EXPECT_TRUE(Ended(open(secret_file()), EACCES, kMainRan));
  fs::rename(root() + "/data/cache", root() + "/data/away");
  fs::create_symlink(root() + "/secret", root() + "/data/cache");

  EXPECT_TRUE(Refused(
      open(secret_file()),
      "LANDSHIM_RULES:1:15: '" + root() +
          "/data/cache' is or goes through a symbolic link beneath '" + root() +
          "/data', where this policy lets the program replace names; write "
          "the path that it leads to"));
}

INSTANTIATE_TEST_SUITE_P(Libc, SymlinkSwapTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
