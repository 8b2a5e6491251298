// What explain adds to a policy by itself, and what it leaves to its user.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/explain/fixture.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A file in the root directory that is not there.
std::string FileInRoot() {
  return "/landshim-explain-" + std::to_string(getpid());
}

class Amend : public Explain {
 protected:
  Amend() : work_(directory_.Sub("work")) { mkdir(work_.c_str(), 0755); }

  // A run under the policy alone.
  Result Running(const std::string& script) const {
    return Command({TestFile("tools/landshim"), "run", "--policy", policy_,
                    "--rule", "exec /usr/bin", "--", "/bin/sh", "-c", script})
        .Cwd(directory_.path())
        .Run();
  }

  std::string work_;
};

TEST_F(Amend, LeavesOutTheRootThatOnlyFollowsFromAnotherDenial) {
  REQUIRE_ABI(6);
  const Result result = Amending("d=$(mktemp -d -p work); echo x >$d" +
                                 FileInRoot() + "; exit 3");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err,
              HasSubstr("\n    add: allow write_file,make_reg,truncate / "
                        "(every file of the machine)\n"));
  EXPECT_THAT(
      result.err,
      HasSubstr("\namend, and explain again: what is denied later may only "
                "follow from what was denied first\n"
                "landshim: " +
                policy_ +
                ": not added: 'allow write_file,make_reg,truncate /': the "
                "program could "
                "change " +
                policy_ +
                ", its own policy, and no option adds that; have the program "
                "use another directory\n"
                "landshim: " +
                policy_ + ": added 1 statement\n"));
  EXPECT_THAT(ContentOf(policy_),
              HasSubstr("\nallow make_dir " + work_ + '\n'));
  EXPECT_THAT(ContentOf(policy_), Not(HasSubstr(" /\n")));
}

TEST_F(Amend, LeavesOutTheDirectoryOfThePolicy) {
  REQUIRE_ABI(6);
  const std::string before = ContentOf(policy_);
  const Result result = Amending("echo x >new");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(
      result.err,
      HasSubstr("landshim: " + policy_ +
                ": not added: 'allow write_file,make_reg,truncate " +
                directory_.path() + "': the program could change " + policy_ +
                ", its own policy, and no option adds that; have the program "
                "use another directory\n"));
  EXPECT_EQ(ContentOf(policy_), before);
}

TEST_F(Amend, LeavesOutTheDirectoryOfAnInclude) {
  REQUIRE_ABI(6);
  const std::string include =
      directory_.Write("work/inc", "include <base> <libs>\n");
  directory_.Write("app.policy",
                   "landshim 1\nabi 1..6\ninclude \"work/inc\"\n");
  EXPECT_THAT(Amending("echo x >work/new").err,
              HasSubstr("the program could change " + include));
}

TEST_F(Amend, LeavesOutTheDirectoryOfALinkToThePolicy) {
  REQUIRE_ABI(6);
  const std::string link = work_ + "/link.policy";
  ASSERT_EQ(symlink(policy_.c_str(), link.c_str()), 0);
  const Result result =
      Explaining({"--policy", "work/link.policy", "--amend", policy_, "--yes",
                  "--", "/bin/sh", "-c", "echo x >work/new"})
          .Run();
  EXPECT_THAT(result.err, HasSubstr("the program could change " + link +
                                    ", its own policy, and no option "));
}

TEST_F(Amend, LeavesOutTheUsersSecretsAndHome) {
  REQUIRE_ABI(6);
  mkdir(directory_.Sub("work/.ssh").c_str(), 0755);
  directory_.Write("work/.ssh/id", "key\n");
  const std::string before = ContentOf(policy_);
  const Result result =
      Explaining({"--policy", policy_, "--amend", policy_, "--yes", "--",
                  "/bin/sh", "-c", "read x <work/.ssh/id; echo x >work/new"})
          .Env("HOME", work_)
          .Run();
  EXPECT_THAT(result.err, HasSubstr("not added: 'read " + work_ +
                                    "/.ssh/id': the user's keys; "));
  EXPECT_EQ(ContentOf(policy_), before);
  const Result home =
      Explaining({"--policy", policy_, "--amend", policy_, "--yes", "--",
                  "/bin/sh", "-c", "echo x >work/new"})
          .Env("HOME", work_)
          .Run();
  EXPECT_THAT(
      home.err,
      HasSubstr("not added: 'allow write_file,make_reg,truncate " + work_ +
                "': everything of this user, keys and passwords too"));
  EXPECT_EQ(ContentOf(policy_), before);
}

TEST_F(Amend, NamesARuleWhoseFileWasReplacedAndEnds) {
  REQUIRE_ABI(6);
  const std::string file = directory_.Write("work/conf", "old\n");
  directory_.Write("app.policy",
                   "landshim 1\nabi 1..6\ninclude <base> <libs>\n"
                   "allow write_file,make_reg,remove_file " +
                       work_ + "\nread " + file + '\n');
  const std::string script =
      "echo new >work/made; mv work/made work/conf; cat work/conf";
  const Result control =
      Command({"/bin/sh", "-c", script}).Cwd(directory_.path()).Run();
  EXPECT_EQ(control.out, "new\n");
  const Result first = Amending(script);
  EXPECT_EQ(first.status, 1);
  EXPECT_THAT(first.err, HasSubstr("'read " + file + "' (" + policy_ +
                                   ":5:6) was about what has been replaced "
                                   "since: rules are on files, not on names; "
                                   "grant the directory\n"));
  EXPECT_THAT(first.err, Not(HasSubstr("add: read " + file + '\n')));
  EXPECT_THAT(first.err, HasSubstr("added 1 statement\n"));
  EXPECT_THAT(ContentOf(policy_), HasSubstr(" " + work_ + '\n'));
  const Result second = Amending(script);
  EXPECT_EQ(second.status, 0) << second;
  EXPECT_EQ(second.out, "new\n");
  EXPECT_THAT(second.err, HasSubstr("Landlock denied nothing of"));
}

// What is asked at the terminal, where `answers` are typed.
std::string Asked(const Words& command, const std::string& directory,
                  const std::string& answers) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  EXPECT_EQ(grantpt(terminal), 0);
  EXPECT_EQ(unlockpt(terminal), 0);
  const int end = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  EXPECT_EQ(write(terminal, answers.data(), answers.size()),
            static_cast<ssize_t>(answers.size()));
  Words all = {"/usr/bin/setsid", "--ctty", "--wait"};
  all.insert(all.end(), command.begin(), command.end());
  Command(all).Cwd(directory).Before([end] { dup2(end, STDIN_FILENO); }).Run();
  fcntl(terminal, F_SETFL, O_NONBLOCK);
  std::string text(65536, '\0');
  const ssize_t size = read(terminal, text.data(), text.size());
  text.resize(size < 0 ? 0 : static_cast<size_t>(size));
  close(end);
  close(terminal);
  return text;
}

TEST_F(Amend, AsksAboutWhatIsDangerousEvenAfterAll) {
  REQUIRE_ABI(6);
  mkdir(directory_.Sub("work/.ssh").c_str(), 0755);
  const std::string key = directory_.Write("work/.ssh/id", "key\n");
  const Words command = {
      TestFile("tools/landshim"),
      "explain",
      "--policy",
      policy_,
      "--amend",
      policy_,
      "--",
      "/bin/sh",
      "-c",
      "read x <secret; read x <work/.ssh/id; echo x >" + FileInRoot()};
  const std::string question = "add 'read " + key + "' (the user's keys) to " +
                               policy_ + "? [y/N/a(ll)/q(uit)] ";
  const std::string asked = Asked(command, directory_.path(), "a\n\n");
  EXPECT_THAT(asked, HasSubstr(question));
  // What no option adds is no question either.
  EXPECT_THAT(asked, Not(HasSubstr("make_reg /'")));
  EXPECT_THAT(ContentOf(policy_), HasSubstr("\nread " + secret_ + '\n'));
  EXPECT_THAT(ContentOf(policy_), Not(HasSubstr(key)));
  EXPECT_THAT(Asked(command, directory_.path(), "y\n"), HasSubstr(question));
  EXPECT_THAT(ContentOf(policy_), HasSubstr("\nread " + key + '\n'));
  EXPECT_THAT(ContentOf(policy_), Not(HasSubstr(" /\n")));
}

TEST_F(Amend, AddsTheDangerousPlaceThatWasNamed) {
  REQUIRE_ABI(6);
  mkdir(directory_.Sub("work/.ssh").c_str(), 0755);
  const std::string key = directory_.Write("work/.ssh/id", "key\n");
  const std::string other = directory_.Write("work/.ssh/other", "key\n");
  const Words program = {"/bin/sh", "-c",
                         "read x <work/.ssh/id; read x <work/.ssh/other"};
  const Result result = Report(
      program, {"--amend", policy_, "--yes", "--allow-broad", "work/.ssh/id"});
  EXPECT_THAT(ContentOf(policy_), HasSubstr("\nread " + key + '\n'));
  EXPECT_THAT(ContentOf(policy_), Not(HasSubstr(other)));
  EXPECT_THAT(result.err, HasSubstr("not added: 'read " + other +
                                    "': the user's keys; give '--allow-broad " +
                                    other + "' if the program must have it\n"));
}

TEST_F(Amend, TellsJsonWhatIsBroad) {
  REQUIRE_ABI(6);
  const Result result =
      Report({"/bin/sh", "-c", "echo x >" + FileInRoot()}, {"--json"});
  const auto document = nlohmann::json::parse(result.out);
  EXPECT_EQ(document["denials"][0]["broad"], "every file of the machine");
}

TEST_F(Amend, EndsWithAPolicyThatAllowsTemporaryDirectories) {
  REQUIRE_ABI(6);
  const std::string script =
      "d=$(mktemp -d -p work) && echo x >$d/f && rm -r $d";
  int rounds = 1;
  while (Amending(script).status != 0 && rounds < 9) {
    const Result run = Running("exit 7");
    ASSERT_EQ(run.status, 7) << run << ContentOf(policy_);
    ++rounds;
  }
  EXPECT_LT(rounds, 9) << ContentOf(policy_);
  EXPECT_EQ(Running(script).status, 0);
  EXPECT_THAT(ContentOf(policy_),
              Not(HasSubstr("\nallow make_reg " + work_ + '/')));
}

TEST_F(Amend, PutsACureOnTheDirectoryOfWhatIsGone) {
  REQUIRE_ABI(6);
  const std::string script =
      "exec 3>work/t; rm work/t; : >/proc/self/fd/3 || exit 4";
  const std::string rights = "allow write_file,make_reg,remove_file " + work_;
  const Words program = {"/bin/sh", "-c", script};
  const Result result = Report(program, {"--rule", "exec /usr/bin", "--rule",
                                         rights, "--amend", policy_, "--yes"});
  EXPECT_THAT(result.err,
              HasSubstr("\n    add: allow truncate " + work_ + '\n'));
  const Result again =
      Report(program, {"--rule", "exec /usr/bin", "--rule", rights});
  EXPECT_EQ(again.status, 0) << again;
}

TEST_F(Amend, CallsTheProgramsThreadsByTheirDirectory) {
  REQUIRE_ABI(6);
  const Words program = {"/usr/bin/cat", "/proc/thread-self/status"};
  EXPECT_THAT(Report(program).err,
              HasSubstr("\n    add: read /proc/self/task\n"));
  EXPECT_EQ(Report(program, {"--rule", "read /proc/self/task"}).status, 0);
}

TEST_F(Amend, KnowsNoCureWhereNoNameLeads) {
  REQUIRE_ABI(6);
  if (ContentOf("/proc/self/mounts").find(" mqueue ") != std::string::npos) {
    GTEST_SKIP() << "message queues have names here";
  }
#ifdef __x86_64__
  const std::string number = "240";
#else
  const std::string number = "180";
#endif
  const Result result = Report({"/usr/bin/perl", "-e",
                                "my $name = 'lsq'; syscall(" + number +
                                    ", $name, 66, 0600, 0) < 0 and die $!"},
                               {"--amend", policy_, "--yes"});
  EXPECT_THAT(result.err, HasSubstr("mq_open /lsq: EACCES: "));
  EXPECT_THAT(
      result.err,
      HasSubstr("\n    no path leads there: only a statement on the same "
                "thing by another path, if it has one, would allow "
                "it\n/usr/bin/perl ended with status "));
  EXPECT_THAT(result.err, HasSubstr("; no statement allows it\n"));
}

TEST_F(Amend, NeverWritesAPolicyThatWouldNotStart) {
  REQUIRE_ABI(6);
  const std::string other =
      directory_.Write("other.policy", "landshim 1\nabi 1\nread? /no\n");
  const std::string before = ContentOf(other);
  const Words program = {"/bin/sh", "-c", ": >secret"};
  const Words options = {"--rule", "allow write_file " + secret_, "--amend",
                         other, "--yes"};
  Result result = Report(program, options);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err,
              HasSubstr("landshim: " + other + ": not added: 'allow truncate " +
                        secret_ + "': with it no program would start (" +
                        other + ":7:16: right 'truncate' needs ABI 3, "));
  EXPECT_EQ(ContentOf(other), before);
  directory_.Write("other.policy", "landshim 1\nabi 1..6\nread /no/such\n");
  const Result refused = Report({"/bin/sh", "-c", "echo ran"}, options);
  EXPECT_EQ(refused.status, 125);
  EXPECT_EQ(refused.out, "");
  EXPECT_THAT(refused.err, HasSubstr("landshim: " + other +
                                     ":3:6: '/no/such' does not exist"));
}

// What is found after the program ran is no status 125.
TEST_F(Amend, DoesNotBeginWherePolicyCannotBeAmended) {
  const std::string link = directory_.Sub("link.policy");
  ASSERT_EQ(symlink(policy_.c_str(), link.c_str()), 0);
  const auto said = [this](const Words& options) {
    const Result result = Report({"/bin/sh", "-c", "echo ran"}, options);
    EXPECT_EQ(result.status, 125);
    EXPECT_EQ(result.out, "");
    return result.err;
  };
  EXPECT_EQ(said({"--amend", directory_.Sub("no.policy"), "--yes"}),
            "landshim: " + directory_.Sub("no.policy") +
                ": no such file; correct the name of the policy\n");
  EXPECT_EQ(said({"--amend", directory_.path(), "--yes"}),
            "landshim: " + directory_.path() +
                ": this is a directory; name a file in it\n");
  EXPECT_EQ(said({"--amend", link, "--yes"}),
            "landshim: " + link +
                ": this is a symbolic link; name the file that it leads to\n");
  EXPECT_EQ(said({"--amend", policy_}),
            "landshim: --amend: there is no terminal to ask at; give '--yes' "
            "to add every statement that is not broad\n");
  const std::string bad =
      directory_.Write("bad.policy", "landshim 1\nraed /\n");
  EXPECT_THAT(said({"--amend", bad, "--yes"}),
              HasSubstr(bad + ":2:1: unknown statement 'raed'"));
}

}  // namespace
}  // namespace landshim::testing
