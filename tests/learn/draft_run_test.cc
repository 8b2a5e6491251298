// One command from a program to a policy that it has been run under:
// landshim learn --draft F --runs N --verify.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/learn/learning.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LearnAndDraft : public ::testing::Test {
 protected:
  LearnAndDraft()
      : policy_(plans_.Sub("app.policy")),
        recording_(plans_.Sub("app.rec")),
        home_(plans_.Sub("home")) {
    mkdir(home_.c_str(), 0700);
  }

  // In the workshop; the policy and the recording lie elsewhere.
  Result Learn(const Words& options, const Words& program) const {
    Words words = {"learn", "-o", recording_, "--draft", policy_};
    words.insert(words.end(), options.begin(), options.end());
    words.emplace_back("--");
    words.insert(words.end(), program.begin(), program.end());
    return Landshim(words).Cwd(shop_.path()).Env("HOME", home_).Run();
  }

  // A shell program that finds in $n the number of its run, and may do
  // something else each time.
  Words Counting(const std::string& code) const {
    return {"/bin/sh", "-c",
            "mkdir -p count; n=0; [ -e count/n ] && read n <count/n; "
            "n=$((n + 1)); echo $n >count/n; " +
                code};
  }

  bool HasPolicy() const { return access(policy_.c_str(), F_OK) == 0; }

  Workshop shop_;
  TempDir plans_;
  std::string policy_;
  std::string recording_;
  std::string home_;
};

TEST_F(LearnAndDraft, EndsWithAPolicyThatWasTried) {
  REQUIRE_ABI(1);
  const Words program = {"/bin/sh", "-c", "echo done; read x <in; echo y >out"};
  ASSERT_EQ(
      Command({"/bin/sh", "-c", "echo x >in"}).Cwd(shop_.path()).Run().status,
      0);
  const Result result = Learn({"--runs", "2", "--verify"}, program);
  EXPECT_EQ(result.status, 0) << result;
  // Two runs that are recorded and one that is enforced.
  EXPECT_EQ(result.out, "done\ndone\ndone\n");
  EXPECT_THAT(result.err, HasSubstr(policy_ + " allows:\n"));
  EXPECT_THAT(result.err, HasSubstr("\n  write " + shop_.path() + "\n"));
  EXPECT_THAT(result.err,
              HasSubstr("\nverified: /bin/sh ran under it and ended with "
                        "status 0 as before; nothing was denied\n"));
  EXPECT_THAT(result.err,
              HasSubstr("\nrun it: landshim run --policy " + policy_ +
                        " -- /bin/sh -c 'echo done; read x <in; echo y "
                        ">out'\n"));
  EXPECT_EQ(Landshim({"run", "--policy", policy_, "--", program[0], program[1],
                      program[2]})
                .Cwd(shop_.path())
                .Run()
                .status,
            0);
  EXPECT_NE(Landshim({"run", "--policy", policy_, "--", "/bin/sh", "-c",
                      "echo x >/tmp/elsewhere"})
                .Run()
                .status,
            0);
}

TEST_F(LearnAndDraft, ProvesNothingByAProgramThatFailsEachTime) {
  REQUIRE_ABI(1);
  const Words program = {"/bin/sh", "-c", "exit 3"};
  const Result result = Learn({"--verify"}, program);
  EXPECT_EQ(result.status, 3) << result;
  EXPECT_THAT(result.err,
              HasSubstr("not verified: the program failed with status 3, "
                        "before and under it; learn what it does when it "
                        "succeeds\nrun it: "));
  EXPECT_THAT(result.err, Not(HasSubstr("\nverified")));
  // A typo in its arguments, and nobody asked for a proof.
  const Result typo = Learn({}, {"/usr/bin/ls", "--no-such-option"});
  EXPECT_EQ(typo.status, 2) << typo;
  EXPECT_THAT(typo.err,
              HasSubstr("\nnot verified: the program failed with status 2 "
                        "while it was learned; learn what it does when it "
                        "succeeds\nrun it: "));
}

// Root may look into any process; others not into one that is undumpable.
TEST_F(LearnAndDraft, ProvesNothingWhereSomethingWasNotSeen) {
  REQUIRE_ABI(1);
  if (getuid() != 0) GTEST_SKIP() << "only root can become nobody";
  constexpr uid_t kNobody = 65534;
  for (const std::string& path : {plans_.path(), home_}) {
    ASSERT_EQ(chown(path.c_str(), kNobody, kNobody), 0);
  }
  const Words program = shop_.Python(
      "ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\n"
      "open('/etc/hostname').close()\n");
  Words words = {"learn", "-o",       recording_, "--draft",
                 policy_, "--verify", "--"};
  words.insert(words.end(), program.begin(), program.end());
  const Result result = Landshim(words)
                            .Cwd(shop_.path())
                            .Env("HOME", home_)
                            .Before(BecomeNobody)
                            .Run();
  EXPECT_EQ(result.status, 125) << result;
  EXPECT_THAT(result.err,
              HasSubstr("\nnot verified: not all that it did could be seen"));
  EXPECT_THAT(result.err, Not(HasSubstr("\nverified")));
}

TEST_F(LearnAndDraft, FailsWhereTheProgramDoesMoreWhenItIsTried) {
  REQUIRE_ABI(1);
  const Result result =
      Learn({"--runs", "2", "--verify"},
            Counting("[ $n -le 2 ] || cat /etc/passwd >/dev/null || exit 0"));
  EXPECT_EQ(result.status, 125) << result;
  EXPECT_THAT(result.err, HasSubstr("    add: "));
  EXPECT_THAT(result.err,
              HasSubstr("landshim: " + policy_ +
                        ": when the program ran under it, this was denied; "
                        "learn again with more --runs, or add the statements "
                        "(landshim explain --amend)\n"));
  EXPECT_THAT(result.err, Not(HasSubstr("verified")));
}

TEST_F(LearnAndDraft, FailsWhereTheProgramEndsInAnotherWay) {
  REQUIRE_ABI(1);
  const Result result = Learn({"--verify"}, Counting("[ $n -le 1 ] || exit 4"));
  EXPECT_EQ(result.status, 125) << result;
  EXPECT_THAT(result.err,
              HasSubstr("landshim: " + policy_ +
                        ": under it the program ended with status 4, and with "
                        "0 before, though nothing was denied; see whether it "
                        "ends alike without landshim\n"));
}

TEST_F(LearnAndDraft, RefusesABroadPolicyAndKeepsTheRecording) {
  REQUIRE_ABI(1);
  const Words program = {"/bin/sh", "-c", "echo x >~/.apprc"};
  const Result result = Learn({}, program);
  EXPECT_EQ(result.status, 125) << result;
  EXPECT_THAT(result.err, HasSubstr("give '--allow-broad "));
  EXPECT_THAT(result.err,
              HasSubstr("landshim: learn: the recording is kept: 'landshim "
                        "draft " +
                        recording_ + "' drafts from it again\n"));
  EXPECT_FALSE(HasPolicy());
  const Result broad = Learn({"--allow-broad=~", "--verify"}, program);
  EXPECT_EQ(broad.status, 0) << broad;
  EXPECT_THAT(broad.err, HasSubstr("verified: "));
}

TEST_F(LearnAndDraft, WaitsForWhatTheProgramLeavesBehind) {
  REQUIRE_ABI(1);
  const Result result = Learn(
      {"--verify"}, {"/bin/sh", "-c", "(sleep 0.6; echo late >late) & exit 0"});
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_THAT(result.err,
              HasSubstr("landshim: learn: the program ended, and waits for "
                        "what it started to end too\n"));
  EXPECT_THAT(result.err, HasSubstr("\n  write " + shop_.path() + "\n"));
}

TEST_F(LearnAndDraft, DoesNotBeginWhereThePolicyCannotBeWritten) {
  policy_ = plans_.Sub("missing/app.policy");
  const Result result = Learn({}, {"/bin/sh", "-c", "echo ran"});
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "landshim: " + policy_ +
                ": no file can be made in its directory: no such file or "
                "directory (ENOENT); name a directory that exists and that you "
                "may write to\n");
}

TEST_F(LearnAndDraft, DoesNotBeginWhereThePolicyIsNoFile) {
  policy_ = plans_.Sub("pipe");
  ASSERT_EQ(mkfifo(policy_.c_str(), 0600), 0);
  const std::string link = plans_.Sub("link");
  ASSERT_EQ(symlink("real.policy", link.c_str()), 0);
  for (const auto& [place, why] :
       {std::pair{policy_, "this is not a regular file; name another one"},
        std::pair{std::string("/dev/stderr"),
                  "this is not a regular file; name another one"},
        std::pair{plans_.path(), "this is a directory; name a file in it"},
        std::pair{link,
                  "this is a symbolic link; name the file that it leads to"}}) {
    policy_ = place;
    const Result result = Learn({}, {"/bin/sh", "-c", "echo ran"});
    EXPECT_EQ(result.status, 125);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err, "landshim: " + place + ": " + why + "\n");
  }
}

TEST_F(LearnAndDraft, KeepsTheModeOfAPolicyThatIsThere) {
  REQUIRE_ABI(1);
  const std::string file = plans_.Write("real.policy", "");
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  policy_ = file;
  EXPECT_EQ(Learn({}, {"/bin/true"}).status, 0);
  struct stat real = {};
  ASSERT_EQ(stat(file.c_str(), &real), 0);
  EXPECT_EQ(real.st_mode & 07777, 0640U);
  EXPECT_GT(real.st_size, 0);
}

TEST_F(LearnAndDraft, DoesNotPrintThePolicy) {
  policy_ = "-";
  const Result result = Learn({}, {"/bin/true"});
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err,
            "landshim: --draft: name a file; 'landshim draft' prints what it "
            "drafts\n");
}

TEST(Learn, VerifiesNothingWithoutADraft) {
  const Result result =
      Landshim({"learn", "--verify", "--", "/bin/true"}).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err,
            "landshim: learn: option '--verify' needs '--draft'; give both or "
            "none\n");
}

}  // namespace
}  // namespace landshim::testing
