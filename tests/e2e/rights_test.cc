// Every filesystem right is denied where the policy lacks it, allowed where the
// policy has it, and free without a sandbox; every verb grants what it says.
#include <gtest/gtest.h>

#include <cerrno>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/playground.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

// All rights but one, as `allow` takes them.
std::string RightsBut(const std::string& missing) {
  std::string rights;
  for (const Deed& deed : kDeeds) {
    if (deed.right == missing) continue;
    rights += (rights.empty() ? "" : ",") + std::string(deed.right);
  }
  return rights;
}

class Rights : public ::testing::TestWithParam<Deed> {
 protected:
  void SetUp() override {
    REQUIRE_ABI(GetParam().abi);
    const int bare = Do(GetParam().command);
    if (bare == EPERM) GTEST_SKIP() << "this user may not do it anyhow";
    ASSERT_EQ(bare, 0);
  }
};

TEST_P(Rights, DeniedWhereOnlyItIsMissing) {
  const Deed& deed = GetParam();
  EXPECT_EQ(
      DoUnder("abi 1..11; allow " + RightsBut(deed.right) + " /", deed.command),
      deed.refusal);
}

TEST_P(Rights, DeniedWhereNothingIsGranted) {
  const Deed& deed = GetParam();
  EXPECT_EQ(DoUnder("abi 1..11", deed.command), EACCES);
}

TEST_P(Rights, AllowedWhereItIsGranted) {
  const Deed& deed = GetParam();
  EXPECT_EQ(DoUnder(std::string("abi 1..11; ") + deed.grant, deed.command), 0);
}

TEST_P(Rights, DeniedWhereItIsGrantedElsewhere) {
  const Deed& deed = GetParam();
  const std::string rights = RightsBut("");
  EXPECT_NE(DoUnder("abi 1..11; allow " + rights + " @/full", deed.command), 0);
}

std::string RightName(const ::testing::TestParamInfo<Deed>& info) {
  return info.param.right;
}

INSTANTIATE_TEST_SUITE_P(Each, Rights, ::testing::ValuesIn(kDeeds), RightName);

TEST(RightsLeftUnhandled, AreAllowedEverywhere) {
  REQUIRE_ABI(1);
  for (const Deed& deed : kDeeds) {
    // Landlock denies refer where it is unhandled.
    if (deed.abi > KernelAbi() || deed.refusal == EXDEV) continue;
    if (NeedsPrivilege(deed)) continue;
    EXPECT_EQ(DoUnder("abi 1..11; unrestrict " + std::string(deed.right) +
                          "; allow " + RightsBut(deed.right) + " /",
                      deed.command),
              0)
        << deed;
  }
}

TEST(RightsAboveTheUpperBoundOfAbi, AreAllowedEverywhere) {
  REQUIRE_ABI(3);
  for (const Deed& deed : kDeeds) {
    // Not of ABI 1, nor refer, which is denied where it is unhandled.
    if (deed.abi < 3 || deed.abi > KernelAbi()) continue;
    const int below = deed.abi - 1;
    std::string rights;
    for (const Deed& other : kDeeds) {
      if (other.abi > below) continue;
      rights += (rights.empty() ? "" : ",") + std::string(other.right);
    }
    EXPECT_EQ(
        DoUnder("abi " + std::to_string(below) + "; allow " + rights + " /",
                deed.command),
        0)
        << deed;
  }
}

struct VerbCase {
  const char* verb;
  std::set<std::string> rights;
};

std::ostream& operator<<(std::ostream& stream, const VerbCase& verb) {
  return stream << verb.verb;
}

class Verbs : public ::testing::TestWithParam<VerbCase> {
 protected:
  void SetUp() override { REQUIRE_ABI(2); }
};

TEST_P(Verbs, GrantTheirRightsAndNoOthers) {
  const std::string verb = GetParam().verb;
  for (const Deed& deed : kDeeds) {
    if (NeedsPrivilege(deed)) continue;
    const bool granted = GetParam().rights.contains(deed.right);
    const bool deniable = deed.abi <= KernelAbi();
    EXPECT_EQ(DoUnder("abi 1..11; " + verb + " @ /dev/random", deed.command),
              granted || !deniable ? 0 : EACCES)
        << verb << " and " << deed.right;
  }
}

TEST_P(Verbs, TakeAFileAndAMissingOneWithAQuestionMark) {
  const std::string verb = GetParam().verb;
  EXPECT_EQ(DoUnder(verb + "? @/missing @/file", "open_read @/file"), 0);
  EXPECT_EQ(DoUnder(verb + "? @/missing @/file", "open_read @/full/file"),
            EACCES);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Verbs,
    ::testing::Values(
        VerbCase{"read", {"read_file", "read_dir"}},
        VerbCase{"exec", {"read_file", "read_dir", "execute"}},
        VerbCase{"write",
                 {"read_file", "read_dir", "write_file", "truncate", "make_reg",
                  "make_dir", "make_sym", "make_fifo", "make_sock",
                  "remove_file", "remove_dir", "refer"}},
        VerbCase{"device",
                 {"read_file", "read_dir", "write_file", "ioctl_dev"}}),
    [](const auto& verb) { return std::string(verb.param.verb); });

struct RulesCase {
  const char* rules;
  const char* command;
  int status;
};

class Rules : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(3); }
};

TEST_F(Rules, MeanWhatTheySay) {
  const RulesCase cases[] = {
      // The same path twice is the union; order does not matter.
      {"allow read_file @; allow write_file @", "open_read @/file", 0},
      {"allow read_file @; allow write_file @", "open_write @/file", 0},
      {"allow write_file @; allow read_file @", "open_read @/file", 0},
      // A rule on a directory reaches all beneath, a rule on a file the file.
      {"read @", "open_read @/full/file", 0},
      {"read @/full", "open_read @/file", EACCES},
      {"read @/full/file", "open_read @/full/file", 0},
      {"read @/full/file", "list_dir @/full", EACCES},
      {"read /", "open_read @/full/file", 0},
      // Odd spellings of a path lead to the same place.
      {"read @//full/../full/./file", "open_read @/full/file", 0},
      {"read \"@/full/file\"", "open_read @/full/file", 0},
      // Truncating while opening takes both rights, and write grants them.
      {"allow write_file @", "truncate_file @/file", EACCES},
      // Links take refer too.
      {"write @", "link_across @/file @/away/file", 0},
      {"allow make_reg,remove_file @", "link_across @/file @/away/file", EXDEV},
      // Both ends of a rename count.
      {"write @/away; allow remove_file,refer @/full",
       "rename_across @/full/file @/away/file", EXDEV},
      {"write @/away @/full", "rename_across @/full/file @/away/file", 0},
      {"write @/away", "rename_across @/full/file @/away/file", EACCES},
      // Denials are silent or not, but denials.
      {"read @/full; quiet @", "open_read @/file", EACCES},
      {"read @/full; log same_exec off; log new_exec on; log subdomains off",
       "open_read @/file", EACCES},
      // Classes.
      {"unrestrict fs", "open_write @/file", 0},
      {"unrestrict fs", "rename_across @/file @/away/file", 0},
      {"unrestrict net scope", "open_read @/file", EACCES},
      {"unrestrict read_file", "open_read @/file", 0},
      {"unrestrict read_file", "open_write @/file", EACCES},
      // Fragments.
      {"include <base>", "open_read /dev/null", 0},
      {"include <base>", "open_write /dev/null", 0},
      {"include <base>", "open_read /etc/passwd", EACCES},
      {"include <libs>", "list_dir /usr/lib", 0},
      {"include <libs>", "open_read @/file", EACCES},
      // What Landlock cannot deny stays.
      {"abi 1..11", "change_directory @/full", 0},
  };
  for (const RulesCase& c : cases) {
    EXPECT_EQ(Do(c.command), 0) << c.command;
    EXPECT_EQ(DoUnder(c.rules, c.command), c.status)
        << c.command << " under " << c.rules;
  }
}

TEST_F(Rules, AreRelativeToTheWorkingDirectory) {
  const Playground playground;
  const std::string directory = playground.Expand("@/full");
  const auto run = [&](const std::string& rules, const std::string& path) {
    return playground.Make("open_read " + path)
        .Cwd(directory)
        .Preload()
        .Rules(rules)
        .Run()
        .status;
  };
  EXPECT_EQ(run("read file", "@/full/file"), 0);
  EXPECT_EQ(run("read file", "@/file"), EACCES);
  EXPECT_EQ(run("read ../file", "@/file"), 0);
  EXPECT_EQ(run("read .", "@/full/file"), 0);
  EXPECT_EQ(run("read .", "@/file"), EACCES);
}

TEST_F(Rules, ExpandVariables) {
  const Playground playground;
  const auto run = [&](const std::string& rules) {
    return playground.Make("open_read @/file")
        .Env("HOME", playground.Expand("@"))
        .Env("NAME", "file")
        .Preload()
        .Rules(rules)
        .Run()
        .status;
  };
  EXPECT_EQ(run("read ~"), 0);
  EXPECT_EQ(run("read ~/file"), 0);
  EXPECT_EQ(run("read ~/full"), EACCES);
  EXPECT_EQ(run("read ${HOME}/${NAME}"), 0);
  EXPECT_EQ(run("read ${NOT_SET:-${HOME}}/file"), 0);
  EXPECT_EQ(run("read? ${NOT_SET}/file; read ~/full"), EACCES);
}

TEST_F(Rules, BindTheChildrenToo) {
  // execute_file becomes open_read, for which it needs loader and libraries.
  const Playground playground;
  const std::string open_read = TestFile("tests/testcases/open_read");
  const auto run = [&](const std::string& path) {
    return Command({TestFile("tests/testcases/execute_file"), open_read, path})
        .Preload()
        .Rules("include <libs>; exec " + open_read +
               playground.Expand("; read @/full"))
        .Run()
        .status;
  };
  EXPECT_EQ(run(playground.Expand("@/full/file")), 0);
  EXPECT_EQ(run(playground.Expand("@/file")), EACCES);
}

}  // namespace
}  // namespace landshim::testing
