// Mistakes, findings and the table of kernels, as they are printed.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/check/checking.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;

void ExpectMistakes(const Result& result, const std::string& err) {
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.err, err);
}

TEST(Check, SaysTheLineThatTheShimSays) {
  const Ground ground;
  ground.Policy("abi 1..11\n\nread /usr; raed @/file\n");
  const std::string line =
      "landshim: app.policy:4:12: unknown statement 'raed'; did you mean "
      "'read'?\n";
  const Result result = ground.Run({"app.policy"}).Run();
  ExpectMistakes(result, line);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(Command({TestFile("tests/testcases/print_marker")})
                .Preload()
                .Policy("app.policy")
                .Cwd(ground.path())
                .Run()
                .err,
            line);
}

TEST(Check, TellsAllMistakesOfPathsAtOnce) {
  const Ground ground;
  ground.Policy(
      "abi 2..11\n"
      "read @/missing @/file\n"
      "allow make_reg,read_file @/file\n"
      "read? @/gone\n"
      "write @/full\n"
      "exec @/file/beneath\n");
  const Result result = ground.Run({"app.policy"}).Run();
  ExpectMistakes(
      result,
      ground.Expand(
          "landshim: app.policy:3:6: '@/missing' does not exist; correct the "
          "path, or write 'read?' to skip a missing one\n"
          "landshim: app.policy:4:26: right 'make_reg' is for directories, and "
          "'@/file' is none; name its directory, or remove the right\n"
          "landshim: app.policy:7:6: '@/file/beneath' does not exist; correct "
          "the path, or write 'exec?' to skip a missing one\n"));
  // What has no mistake is looked at all the same.
  EXPECT_EQ(FindingsOf(result.out),
            ground.Expand("app.policy:5:7: info: '@/gone' does not exist, so "
                          "the statement is skipped; correct the path if it "
                          "should [missing-path]\n"));
}

TEST(Check, TellsOfLinksThatTheProgramCouldReplace) {
  const Ground ground;
  ASSERT_EQ(symlink("/", ground.Expand("@/full/root").c_str()), 0);
  ExpectMistakes(
      ground.Run({"--rule", "write @/full", "--rule", "read @/full/root"})
          .Run(),
      ground.Expand("landshim: --rule:2:6: '@/full/root' is or goes through a "
                    "symbolic link beneath '@/full', where this policy lets "
                    "the program replace names; write the path that it leads "
                    "to\n"));
}

TEST(Check, TellsOfPathsThatTheUserCannotReach) {
  const Ground ground;
  ground.Policy("abi 1..11\nread? @/full/file\n");
  chmod(ground.Expand("@/full").c_str(), 0);
  const Result result = ground.Run({"app.policy"}).Before(BecomeNobody).Run();
  chmod(ground.Expand("@/full").c_str(), 0755);
  ExpectMistakes(
      result, ground.Expand("landshim: app.policy:3:7: '@/full/file' cannot be "
                            "reached: permission denied; make its directories "
                            "searchable, or remove the path\n"));
}

TEST(Check, TellsOfFilesThatAreNoPolicies) {
  const Ground ground;
  ExpectMistakes(ground.Run({"no.policy"}).Run(),
                 "landshim: no.policy: no such file; correct the name of the "
                 "policy\n");
  ExpectMistakes(ground.Run({"full"}).Run(),
                 "landshim: full: this is a directory; name a policy file in "
                 "it\n");
  ExpectMistakes(ground.Run({"fifo"}).Run(),
                 "landshim: fifo: this is not a regular file; write the policy "
                 "to a regular file\n");
  chmod(ground.Expand("@/file").c_str(), 0);
  ExpectMistakes(ground.Run({"file"}).Before(BecomeNobody).Run(),
                 "landshim: file: permission denied; make the policy readable "
                 "for the program's user\n");
}

TEST(Check, FollowsIncludesAndReadsRulesBehindTheFile) {
  const Ground ground;
  ground.Policy("abi 1..11\ninclude \"more.policy\"\n");
  ExpectMistakes(ground.Run({"app.policy"}).Run(),
                 ground.Expand("landshim: app.policy:3:9: no such file "
                               "'more.policy'; correct the name, or write "
                               "'include?' to skip a missing file\n"));
  std::string more = ground.Expand("@/more.policy");
  const int fd = open(more.c_str(), O_WRONLY | O_CREAT, 0644);
  const std::string text = ground.Expand("landshim 1\nread? @/gone\n");
  ASSERT_EQ(write(fd, text.data(), text.size()),
            static_cast<ssize_t>(text.size()));
  close(fd);
  const Result result =
      ground.Run({"app.policy", "--rule", "read file", "--rule", "read? none"})
          .Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(
      FindingsOf(result.out),
      ground.Expand("--rule:2:7: info: '@/none' does not exist, so the "
                    "statement is skipped; correct the path if it should "
                    "[missing-path]\n"
                    "more.policy:2:7: info: '@/gone' does not exist, so the "
                    "statement is skipped; correct the path if it should "
                    "[missing-path]\n"));
}

TEST(Check, WarnsAndStillEndsWell) {
  const Ground ground;
  ground.Policy("abi 4..11\nwrite @\n");
  const Result result = ground.Run({"app.policy"}).Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(
      FindingsOf(result.out),
      ground.Expand("app.policy:3:7: warning: the program can change "
                    "'@/app.policy', which is this policy: its next start is "
                    "as free as it likes; keep that outside of what it may "
                    "write [writes-policy]\n"));
}

// A kernel that this one is not.
int OtherAbi(int one, int other) { return KernelAbi() == one ? other : one; }

TEST(Check, SaysWhatEachKernelLeavesUnenforced) {
  const Ground ground;
  const std::string abi = std::to_string(OtherAbi(8, 7));
  ground.Policy("abi 4..11\nread @/file\n");
  const Result result = ground.Run({"app.policy", "--abi", abi}).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(result.out,
            "Not enforced of app.policy (abi 4..11), by kernel:\n"
            "  Linux         ABI     not enforced\n"
            "  none          none    refuses to start\n"
            "  5.13..6.2     1..3    refuses to start\n"
            "  6.7           4       ioctl_dev resolve_unix bind_udp "
            "connect_send_udp\n"
            "                        abstract_unix_socket signal\n"
            "  6.10          5       resolve_unix bind_udp connect_send_udp\n"
            "                        abstract_unix_socket signal\n"
            "* 6.12..7.0     6..8    resolve_unix bind_udp connect_send_udp\n"
            "  7.1           9       bind_udp connect_send_udp\n"
            "  7.2..7.3      10..11  nothing\n"
            "* the kernel asked about: Landlock ABI " +
                abi + "\n");
}

TEST(Check, SaysWhatOldKernelsCannotDo) {
  REQUIRE_ABI(1);
  const Ground ground;
  ground.Policy("abi 0..3\nunrestrict net scope\nread @/file\n");
  const Result result = ground.Run({"app.policy", "--abi", "0"}).Run();
  EXPECT_EQ(
      result.out,
      "app.policy:2:5: warning: 'abi 0..3' runs the program without any "
      "sandbox where Landlock is missing; write 'abi 1..3' to refuse that "
      "[may-run-unsandboxed]\n"
      "\n"
      "Not enforced of app.policy (abi 0..3), by kernel:\n"
      "  Linux         ABI     not enforced\n"
      "* none          none    everything\n"
      "  5.13          1       truncate; no file can change its directory\n"
      "  5.19          2       truncate\n"
      "  6.2..7.3      3..11   nothing\n"
      "* the kernel asked about: no Landlock\n");
  ground.Policy("abi 1..11\nunrestrict fs\n");
  EXPECT_THAT(ground.Run({"app.policy", "--abi", "11"}).Run().out,
              HasSubstr("  5.13..6.2     1..3    refuses to start: nothing "
                        "that it knows is restricted\n"));
}

TEST(Check, MarksThisKernel) {
  const Ground ground;
  const Result result = ground.Run({"--rule", "read @/file"}).Run();
  const std::string abi = std::to_string(KernelAbi());
  EXPECT_NE(result.out.find(KernelAbi() == 0
                                ? "* this kernel: no Landlock\n"
                                : "* this kernel: Landlock ABI " + abi + "\n"),
            std::string::npos)
      << result;
}

// What a command prints on a pseudo-terminal.
std::string PrintedOnTerminal(Command command) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  EXPECT_EQ(grantpt(terminal), 0);
  EXPECT_EQ(unlockpt(terminal), 0);
  const int end = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  command.Before([end] { dup2(end, STDOUT_FILENO); }).Run();
  fcntl(terminal, F_SETFL, O_NONBLOCK);
  std::string text(65536, '\0');
  const ssize_t size = read(terminal, text.data(), text.size());
  text.resize(size < 0 ? 0 : static_cast<size_t>(size));
  close(end);
  close(terminal);
  return text;
}

TEST(Check, ColoursOnlyForTerminals) {
  const Ground ground;
  ground.Policy("abi 0..11\n");
  const auto command = [&ground] {
    return ground.Run({"app.policy"}).Env("TERM", "xterm");
  };
  EXPECT_THAT(PrintedOnTerminal(command()),
              HasSubstr("\033[1;33mwarning\033[0m: 'abi 0..11'"));
  EXPECT_THAT(PrintedOnTerminal(command().Env("NO_COLOR", "1")),
              HasSubstr(": warning: 'abi 0..11'"));
  EXPECT_THAT(PrintedOnTerminal(command().Env("TERM", "dumb")),
              HasSubstr(": warning: 'abi 0..11'"));
  EXPECT_THAT(command().Run().out, HasSubstr(": warning: 'abi 0..11'"));
}

TEST(Check, LetsNoNameSteerTheTerminal) {
  const Ground ground;
  const Result result = ground.Run({"--rule", "read? \"/no\\x1b[31m\""}).Run();
  EXPECT_EQ(FindingsOf(result.out),
            "--rule:1:7: info: '/no\\x1b[31m' does not exist, so the "
            "statement is skipped; correct the path if it should "
            "[missing-path]\n");
}

TEST(Check, RefusesWrongUse) {
  const Ground ground;
  const auto expect = [&ground](const std::vector<std::string>& arguments,
                                const std::string& err) {
    const Result result = ground.Run(arguments).Run();
    EXPECT_EQ(result.status, 125);
    EXPECT_EQ(result.err, "landshim: " + err + "\n");
    EXPECT_EQ(result.out, "");
  };
  expect({},
         "check: no policy to check; name a file, or give statements with "
         "--rule");
  expect({"--rule", "read /", "--abi", "12"},
         "--abi: '12' is no ABI that this landshim knows; write a number from "
         "0 (no Landlock) to 11");
  expect({"--rule", "read /", "--abi", "9", "--try", "read /"},
         "--try asks the running kernel, and --abi names another one; use "
         "--may with --abi");
  expect({"--rule", "read /", "--may", "connect tcp https"},
         "--may: bad port 'https'; ports are numbers: 443");
}

}  // namespace
}  // namespace landshim::testing
