// What --may prints and how it ends.
#include <gtest/gtest.h>

#include "tests/check/checking.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

// Asks about a policy for a kernel of the newest ABI; nothing depends on this
// machine's.
Result Ask(const Ground& ground, const std::string& statements,
           const std::string& operation, const std::string& abi = "11") {
  ground.Policy("abi 1..11\n" + statements + "\n");
  return ground.Run({"app.policy", "--abi", abi, "--may", operation}).Run();
}

void ExpectAnswer(const Result& result, int status, const std::string& line) {
  EXPECT_EQ(result.status, status) << result;
  EXPECT_EQ(result.out, line + "\n");
  EXPECT_EQ(result.err, "");
}

TEST(CheckMay, NamesTheStatementThatAllows) {
  const Ground ground;
  ExpectAnswer(Ask(ground, "read @/full", "read @/full/file"), 0,
               ground.Expand("allowed: read @/full/file (app.policy:3:6: read "
                             "@/full)"));
  ExpectAnswer(
      Ask(ground, "connect tcp 400..500", "connect tcp 443"), 0,
      "allowed: connect tcp 443 (app.policy:3:13: connect tcp 400..500)");
}

TEST(CheckMay, NamesAllStatementsThatAreNeeded) {
  const Ground ground;
  ExpectAnswer(
      Ask(ground, "allow write_file @/file\nallow truncate @",
          "overwrite @/file"),
      0,
      ground.Expand("allowed: overwrite @/file (app.policy:3:18: allow "
                    "write_file @/file, app.policy:4:16: allow truncate @)"));
}

TEST(CheckMay, SaysWhatIsMissingAndHowToGrantIt) {
  const Ground ground;
  ExpectAnswer(Ask(ground, "read /usr", "read @/file"), 1,
               ground.Expand("denied: read @/file: no rule grants read_file "
                             "there; add 'read @/file'"));
  ExpectAnswer(Ask(ground, "read /usr", "connect tcp 443"), 1,
               "denied: connect tcp 443: no rule grants connect_tcp on port "
               "443; add 'connect tcp 443'");
  ExpectAnswer(Ask(ground, "read /usr", "signal"), 1,
               "denied: signal: no rule lifts signal; add 'unscope signal'");
}

TEST(CheckMay, SaysWhatNoPolicyAllows) {
  const Ground ground;
  ExpectAnswer(Ask(ground, "read /usr", "mount"), 1,
               "denied: mount: no policy can allow it to a sandboxed program");
}

TEST(CheckMay, SaysWhyAMoveFails) {
  const Ground ground;
  ExpectAnswer(Ask(ground, "write @/empty @/full\nallow execute @/empty",
                   "rename @/full/file @/empty/file"),
               1,
               ground.Expand(
                   "denied: rename @/full/file @/empty/file: it would gain "
                   "execute there (EXDEV); add 'allow execute @/full' or 'exec "
                   "@/full'"));
}

TEST(CheckMay, SaysWhatFailsBeforeLandlock) {
  const Ground ground;
  ExpectAnswer(Ask(ground, "read @", "read @/none"), 1,
               ground.Expand("fails: read @/none: no such file or directory "
                             "(ENOENT), before Landlock is asked"));
}

TEST(CheckMay, SaysWhatFailsBehindLandlock) {
  const Ground ground;
  ground.Policy("abi 1..11\nallow make_dir @\n");
  // The directory belongs to somebody else.
  const Result result =
      ground.Run({"app.policy", "--abi", "11", "--may", "mkdir @/new"})
          .Before(BecomeNobody)
          .Run();
  ExpectAnswer(result, 0,
               ground.Expand("allowed: mkdir @/new (app.policy:3:16: allow "
                             "make_dir @), but then it fails: permission "
                             "denied (EACCES)"));
}

TEST(CheckMay, SaysWhyNothingIsRestricted) {
  const Ground ground;
  ExpectAnswer(Ask(ground, "read @", "stat @/file"), 0,
               ground.Expand("allowed: stat @/file (Landlock never restricts "
                             "it)"));
  ExpectAnswer(Ask(ground, "read @", "connect tcp 443", "3"), 0,
               "allowed: connect tcp 443 (Landlock ABI 3 does not restrict "
               "connect_tcp, ABI 4 (Linux 6.7) does)");
  ExpectAnswer(Ask(ground, "unrestrict net.tcp", "connect tcp 443"), 0,
               "allowed: connect tcp 443 (the policy leaves connect_tcp "
               "unrestricted)");
  ground.Policy("abi 1..3\nread @\n");
  ExpectAnswer(
      ground.Run({"app.policy", "--abi", "11", "--may", "connect tcp 443"})
          .Run(),
      0,
      "allowed: connect tcp 443 (the policy's ABI ends at 3, and connect_tcp "
      "is restricted from ABI 4 (Linux 6.7) on)");
  ground.Policy("abi 0..11\nread @\n");
  ExpectAnswer(
      ground.Run({"app.policy", "--abi", "0", "--may", "read /etc/passwd"})
          .Run(),
      0,
      "allowed: read /etc/passwd (this kernel has no Landlock, so nothing is "
      "restricted)");
}

TEST(CheckMay, LooksAtWhatAProgramsStartExecutes) {
  const Ground ground;
  Result result = Ask(ground, "exec @/script", "exec @/script");
  EXPECT_EQ(result.status, 1);
  // It goes on with what /bin/sh is a link to.
  EXPECT_EQ(result.out.rfind(
                ground.Expand("denied: exec @/script: its interpreter "
                              "'/bin/sh' may not be executed: no rule grants "
                              "execute and read_file there; add 'exec /"),
                0),
            0)
      << result;
  result = Ask(ground, "exec @/program", "exec @/program");
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out.rfind(ground.Expand("denied: exec @/program: its "
                                           "loader '/lib"),
                             0),
            0)
      << result;
  ExpectAnswer(Ask(ground, "include <libs>\nexec @/program", "exec @/program"),
               0,
               ground.Expand("allowed: exec @/program (app.policy:4:6: exec "
                             "@/program)"));
}

TEST(CheckMay, AnswersEachQuestionAndEndsBadlyIfOneIsDenied) {
  REQUIRE_ABI(1);
  const Ground ground;
  ground.Policy("abi 1..11\nread @\n");
  const Result result = ground
                            .Run({"app.policy", "--may", "read file", "--may",
                                  "list @/full", "--may", "mkdir empty/new"})
                            .Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out,
            ground.Expand("allowed: read @/file (app.policy:3:6: read @)\n"
                          "allowed: list @/full (app.policy:3:6: read @)\n"
                          "denied: mkdir @/empty/new: no rule grants make_dir "
                          "on '@/empty'; add 'allow make_dir @/empty' or "
                          "'write @/empty'\n"));
}

TEST(CheckMay, DecidesNothingWhereThePolicyDoesNotStart) {
  const Ground ground;
  ground.Policy("abi 9..11\nread @\n");
  const Result result =
      ground.Run({"app.policy", "--abi", "8", "--may", "read @/file"}).Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "landshim: app.policy:2:5: the policy needs Landlock ABI 9 (Linux "
            "7.1) and this kernel has 8; run a newer kernel, or state a lower "
            "'abi'\n");
}

}  // namespace
}  // namespace landshim::testing
