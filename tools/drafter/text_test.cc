// The text of a draft: its words, its order, its comments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tools/drafter/draft_world.h"

namespace landshim {
namespace {

using ::testing::Contains;
using testing::DraftWorld;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Texts, SayWhoNeededWhat) {
  DraftWorld world;
  world.files().File("/usr/bin/sh").File("/srv/work/b").File("/srv/work/a");
  world.Did("exec /usr/bin/sh").Did("read /srv/work/b").Did("read /dev/null");
  world.By("/usr/bin/sh").Did("read /srv/work/a").Did("read /srv/work/b");
  world.Did("connect tcp 443");
  EXPECT_EQ(world.Text(),
            "# Drafted by landshim from recordings of:\n"
            "#   app\n"
            "landshim 1\n"
            "abi 7..11\n"
            "\n"
            "include <base>\n"
            "\n"
            "# app: exec\n"
            "exec /usr/bin/sh\n"
            "\n"
            "# app, sh: read\n"
            "read /srv/work/b\n"
            "\n"
            "# sh: read\n"
            "read /srv/work/a\n"
            "\n"
            "# sh: connect tcp\n"
            "connect tcp 443\n");
}

TEST(Texts, AreTheSameWhateverTheOrder) {
  DraftWorld world;
  for (const char* name : {"a", "b", "c"}) {
    world.files().File(std::string("/srv/work/") + name);
    world.Did(std::string("read /srv/work/") + name);
    world.Made(std::string("create /tmp/") + name).Did("connect tcp 443");
    world.Run();
  }
  const std::string text = world.Text();
  std::reverse(world.runs().begin(), world.runs().end());
  for (RecordedRun& run : world.runs()) {
    std::reverse(run.facts.begin(), run.facts.end());
  }
  EXPECT_EQ(world.Text(), text);
}

TEST(Texts, SpellHome) {
  DraftWorld world;
  world.files().File("/home/ann/.apprc").File("/home/ann/My File");
  world.Did("read /home/ann/.apprc").Did("read \"/home/ann/My File\"");
  EXPECT_THAT(world.Statements(),
              ElementsAre("read \"${HOME}/My File\"", "read ~/.apprc"));
}

TEST(Texts, SpellNoHomeThatDiffersBetweenRuns) {
  DraftWorld world;
  world.files().File("/home/ann/.apprc").Directory("/home/bob");
  world.Did("read /home/ann/.apprc").Run();
  world.start().environment["HOME"] = "/home/bob";
  world.Did("read /home/ann/.apprc");
  EXPECT_THAT(world.Statements(), ElementsAre("read /home/ann/.apprc"));
}

TEST(Texts, SpellTheTemporaryDirectory) {
  DraftWorld world;
  world.Made("create /tmp/sortAbCdEf");
  EXPECT_THAT(world.Statements(), ElementsAre("write ${TMPDIR:-/tmp}"));
}

TEST(Texts, SpellTheVariablesThatWereSet) {
  DraftWorld world;
  world.start().environment = {{"HOME", "/home/ann"},
                               {"TMPDIR", "/srv/tmp"},
                               {"XDG_RUNTIME_DIR", "/run/user/1000"}};
  world.files().Directory("/srv/tmp").Directory("/run/user/1000");
  world.Made("create /srv/tmp/x").Made("create /run/user/1000/y");
  EXPECT_THAT(world.Statements(),
              ElementsAre("write ${TMPDIR:-/tmp}",
                          "allow write_file,remove_file,make_reg,truncate "
                          "${XDG_RUNTIME_DIR:-/run/user/1000}"));
}

TEST(Texts, SpellXdgDirectoriesByHomeWhereTheyAreAsUsual) {
  DraftWorld world;
  world.start().environment["XDG_CONFIG_HOME"] = "/home/ann/.config";
  world.files().File("/home/ann/.config/app/rc");
  world.Did("read /home/ann/.config/app/rc");
  EXPECT_THAT(world.Statements(), ElementsAre("read ~/.config/app/rc"));
}

TEST(Texts, QuoteWhatIsStrange) {
  DraftWorld world;
  Fact fact;
  fact.operation = "read";
  fact.path = "/srv/work/a:b\n\xff;c";
  fact.kind = FileKind::kRegular;
  fact.actor.program = "/usr/bin/new\nline";
  world.files().File(fact.path);
  world.runs()[0].facts.push_back(fact);
  const std::string text = world.Text();
  EXPECT_THAT(text, HasSubstr("\n# new\\x0aline: read\n"
                              "read \"/srv/work/a:b\\n\\xff;c\"\n"));
}

TEST(Texts, IncludeLibrariesForLibraries) {
  DraftWorld world;
  world.files().File("/usr/lib/libz.so.1");
  world.Did("read /usr/lib/libz.so.1");
  EXPECT_THAT(world.Text(), HasSubstr("\ninclude <libs>\n"));
  EXPECT_THAT(world.Statements(), ElementsAre());
}

TEST(Texts, IncludeNothingForNothing) {
  DraftWorld world;
  EXPECT_EQ(world.Text(),
            "# Drafted by landshim from recordings of:\n"
            "#   app\n"
            "landshim 1\n"
            "abi 7..11\n");
}

TEST(Texts, GrantPorts) {
  DraftWorld world;
  world.Did("connect tcp 443").Did("connect tcp 80").Did("bind tcp 8080");
  world.Did("bind tcp 8081").Did("bind tcp 8082").Did("bind tcp 0");
  EXPECT_THAT(world.Statements(),
              ElementsAre("connect tcp 80 443", "bind tcp 0 8080..8082"));
}

TEST(Texts, GrantAnUnboundSocketItsOwnPort) {
  DraftWorld world;
  world.Did("send udp 123");
  EXPECT_THAT(world.Statements(), ElementsAre("connect udp 123", "bind udp 0"));
}

TEST(Texts, GrantFreePortsThatDifferBetweenRuns) {
  DraftWorld world;
  world.Did("connect tcp 40001").Run().Did("connect tcp 40002");
  EXPECT_THAT(world.Statements(), ElementsAre("connect tcp 32768..60999"));
  EXPECT_THAT(world.report().findings,
              Contains("'connect tcp': each run uses other ports (40001, "
                       "40002), so all are granted from which the kernel gives "
                       "free ones: 32768..60999"));
}

TEST(Texts, GrantTheDirectoryOfMessageQueues) {
  DraftWorld world;
  world.files().Directory("/dev/mqueue");
  world.Made("mq_open /q");
  EXPECT_THAT(world.Statements(),
              ElementsAre("allow write_file,read_file /dev/mqueue"));
}

TEST(Texts, GrantEitherRightToMakeWhiteouts) {
  DraftWorld world;
  world.Made("mkwhiteout /srv/work/w");
  EXPECT_THAT(world.Statements(),
              ElementsAre("allow make_char,make_reg /srv/work"));
}

TEST(Surprises, AreNamed) {
  DraftWorld world;
  world.files().File("/home/ann/.ssh/id").File("/home/ann/.netrc");
  world.files().Directory("/home/ann/x").Directory("/srv/work/bin");
  world.Did("read /home/ann/.ssh/id").Did("read /home/ann/.netrc");
  world.Made("create /home/ann/x/y").Made("create /tmp/z");
  world.Made("create /srv/work/bin/a");
  world.Did("exec /srv/work/bin/a", FileKind::kRegular);
  world.Did("connect tcp 443").Did("signal");
  world.request().allow_broad = {"~/.netrc", "~/.ssh/id", "unscope signal"};
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(
      world.report().surprises,
      ElementsAre("'read ~/.netrc': this is among passwords and keys",
                  "'read ~/.ssh/id': this is among the user's keys",
                  "'write ~/x': the program changes files in HOME",
                  "'write ${TMPDIR:-/tmp}': many programs keep their files "
                  "there",
                  "'connect tcp 443': the program uses the network",
                  "'unscope signal': the program reaches processes that are "
                  "not its own"));
}

TEST(Texts, LiftScopes) {
  DraftWorld world;
  world.Did("signal").Did("connect abstract x");
  EXPECT_EQ(world.Error(),
            "app needs 'unscope abstract_unix_socket' (every abstract socket "
            "of the machine, such as X11's); give '--allow-broad \"unscope "
            "abstract_unix_socket\"' to grant exactly that (and 1 more)");
  world.request().allow_broad = {"unscope abstract_unix_socket",
                                 "unscope signal"};
  EXPECT_THAT(world.Statements(),
              ElementsAre("unscope abstract_unix_socket signal"));
}

TEST(Texts, LeaveOutWhatTheAbiDoesNotKnow) {
  DraftWorld world;
  world.request().abi = "4..6";
  world.files().Make("/run/db/socket", FileKind::kSocket);
  world.Did("connect unix /run/db/socket").Did("send udp 53");
  world.Did("connect tcp 443");
  EXPECT_THAT(world.Text(), HasSubstr("\nabi 4..6\n"));
  EXPECT_THAT(world.Statements(), ElementsAre("connect tcp 443"));
}

TEST(Texts, SettleOnTheOldestKernel) {
  DraftWorld world;
  world.start().abi = 0;
  EXPECT_THAT(world.Text(), HasSubstr("\nabi 1..11\n"));
  world.start().abi = 99;
  EXPECT_THAT(world.Text(), HasSubstr("\nabi 11..11\n"));
}

TEST(Prices, AreOfStatementsThatAreWiderThanWhatWasSeen) {
  DraftWorld world;
  world.context().count = [](const std::string& directory) {
    return TreeSize{.files = directory.size(), .directories = 1};
  };
  world.files().File("/srv/work/a").Directory("/srv/work/out");
  world.Did("read /srv/work/a").Did("list /srv/work");
  world.Made("create /srv/work/out/x");
  world.files().File("/srv/work/out/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(
      world.report().price,
      ElementsAre("'write /srv/work/out' grants 13 files in 1 "
                  "directory, where 1 was used: the program makes what "
                  "is there; links, fifos and sockets may be made there too"));
}

TEST(Prices, AreNotSaidWhereAllThatIsThereWasUsed) {
  DraftWorld world;
  world.context().count = [](const std::string& /*directory*/) {
    return TreeSize{.files = 1, .directories = 1};
  };
  world.Made("create /srv/work/x").Made("create /srv/work/y");
  world.files().File("/srv/work/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().price, ElementsAre());
}

TEST(Prices, CountFilesThatAreThereNow) {
  DraftWorld world;
  world.context().count = [](const std::string& /*directory*/) {
    return TreeSize{.files = 3, .directories = 3};
  };
  world.files().File("/srv/work/a/old").Directory("/srv/work/b");
  world.Made("mkdir /srv/work/c").Did("append /srv/work/a/old");
  world.Did("list /srv/work/b");
  for (const char* name : {"x", "y", "z"}) {
    world.Made(std::string("create /srv/work/tmp-") + name);
    world.Did(std::string("unlink /srv/work/tmp-") + name, FileKind::kRegular);
  }
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().price,
              ElementsAre("'write /srv/work' grants 3 files in 3 directories, "
                          "where 1 was used: the program makes what is there; "
                          "links, fifos and sockets may be made there too"));
}

TEST(Prices, CountNothingThatIsGone) {
  DraftWorld world;
  world.context().count = [](const std::string& /*directory*/) {
    return TreeSize{.files = 1, .directories = 1};
  };
  world.Made("create /srv/work/x").Made("create /srv/work/y");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().price,
              ElementsAre(HasSubstr("grants 1 file in 1 directory, where none "
                                    "was used: ")));
}

TEST(Prices, SayWhereCountingStopped) {
  DraftWorld world;
  world.context().count = [](const std::string& /*directory*/) {
    return TreeSize{.files = 1, .directories = 20000, .more = true};
  };
  world.Made("create /srv/work/x").Made("create /srv/work/y");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(
      world.report().price,
      ElementsAre(HasSubstr("grants over 1 file in 20000 directories")));
}

TEST(Merging, KeepsTheTextAndAddsWhatIsMissing) {
  DraftWorld world;
  world.files().File("/srv/work/a").File("/srv/work/b");
  world.request().merge = "/srv/app.policy";
  world.context().merge_text =
      "landshim 1   # mine\nabi 4..11\nread   /srv/work/a\n";
  world.Did("read /srv/work/a").Did("read /srv/work/b");
  EXPECT_EQ(world.Text(), world.context().merge_text +
                              "\n# Added by landshim draft.\n"
                              "\n# app: read\nread /srv/work/b\n");
}

TEST(Merging, ChangesNothingWhereNothingIsMissing) {
  DraftWorld world;
  world.files().File("/srv/work/a");
  world.request().merge = "/srv/app.policy";
  world.context().merge_text = "landshim 1\nabi 4..11\nread /srv/work";
  world.Did("read /srv/work/a");
  EXPECT_EQ(world.Text(), world.context().merge_text);
}

TEST(Merging, AddsNothingWhereThePolicyIsNarrower) {
  DraftWorld world;
  world.files().File("/srv/work/log/app-20261127");
  world.request().merge = "/srv/app.policy";
  world.context().merge_text =
      "landshim 1\nabi 4..11\nread /srv/work/log/app-20261127\n";
  world.Did("read /srv/work/log/app-20261127");
  EXPECT_EQ(world.Text(), world.context().merge_text);
}

TEST(Merging, SaysWhatIsWrongWithThePolicy) {
  DraftWorld world;
  world.request().merge = "/srv/app.policy";
  world.context().merge_text = "landshim 1\nabi 4..11\nraed /srv\n";
  EXPECT_THAT(world.Error(), HasSubstr("/srv/app.policy:3:1: "));
}

TEST(Merging, LevelsMovesWithWhatIsThere) {
  DraftWorld world;
  world.files().File("/srv/work/a/f").Directory("/srv/work/b");
  world.request().merge = "/srv/app.policy";
  world.context().merge_text =
      "landshim 1\nabi 4..11\nwrite /srv/work/b\nexec /srv/work/b\n";
  world.Did("rename /srv/work/a/f /srv/work/b/f");
  EXPECT_EQ(world.Error(), "");
}

}  // namespace
}  // namespace landshim
