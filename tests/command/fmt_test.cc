// landshim fmt: files in, files out, and nothing written where one is wrong.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr char kBad[] = "landshim 1;abi 4..11\nread   /a   # why\n";
constexpr char kGood[] = "landshim 1\nabi 4..11\nread /a  # why\n";
constexpr char kWrong[] = "landshim 1\nraed /a\n";

class Fmt : public ::testing::Test {
 protected:
  const TempDir directory_;
  const std::string bad_ = directory_.Write("bad.policy", kBad);
  const std::string good_ = directory_.Write("good.policy", kGood);
  const std::string wrong_ = directory_.Write("wrong.policy", kWrong);
};

TEST_F(Fmt, PrintsTheResult) {
  EXPECT_EQ(Printed({"fmt", bad_}), kGood);
  EXPECT_EQ(Printed({"fmt", good_, bad_}), std::string(kGood) + kGood);
  EXPECT_EQ(ContentOf(bad_), kBad);
}

TEST_F(Fmt, ReadsStandardInputWhereItIsNamed) {
  const Result result = Landshim({"fmt", "-"}).Stdin(kBad).Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, kGood);
  ExpectMistake(Landshim({"fmt", "-"}).Stdin(kWrong),
                "standard input:2:1: unknown statement 'raed'; did you mean "
                "'read'?");
}

TEST_F(Fmt, WritesFilesInPlace) {
  EXPECT_EQ(Printed({"fmt", "--write", bad_, good_}), "");
  EXPECT_EQ(ContentOf(bad_), kGood);
  EXPECT_EQ(ContentOf(good_), kGood);
}

TEST_F(Fmt, KeepsModeAndOwner) {
  ASSERT_EQ(chmod(bad_.c_str(), 0604), 0);
  // Only root can.
  const bool given_away = chown(bad_.c_str(), 12345, 54321) == 0;
  Printed({"fmt", "-w", bad_});
  struct stat status {};
  ASSERT_EQ(stat(bad_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0604U);
  EXPECT_EQ(status.st_uid, given_away ? 12345U : geteuid());
  EXPECT_EQ(status.st_gid, given_away ? 54321U : getegid());
  EXPECT_EQ(ContentOf(bad_), kGood);
}

// Who could put the link there would choose what is written.
TEST_F(Fmt, WritesNoFileThatALinkLeadsTo) {
  const std::string link = directory_.Sub("link.policy");
  const std::string before = ContentOf(bad_);
  fs::create_symlink("bad.policy", link);
  ExpectMistake(
      {"fmt", "-w", link},
      link + ": this is a symbolic link; name the file that it leads to");
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(ContentOf(bad_), before);
}

TEST_F(Fmt, LeavesAloneWhatIsGoodAlready) {
  struct stat before {};
  struct stat after {};
  ASSERT_EQ(stat(good_.c_str(), &before), 0);
  Printed({"fmt", "-w", good_});
  ASSERT_EQ(stat(good_.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST_F(Fmt, WritesNothingWhereOneFileIsWrong) {
  ExpectMistake(
      {"fmt", "-w", bad_, wrong_},
      wrong_ + ":2:1: unknown statement 'raed'; did you mean 'read'?");
  EXPECT_EQ(ContentOf(bad_), kBad);
  ExpectMistake(
      {"fmt", bad_, wrong_},
      wrong_ + ":2:1: unknown statement 'raed'; did you mean 'read'?");
}

TEST_F(Fmt, ListsWhatWouldChange) {
  Result result = Landshim({"fmt", "--check", good_, bad_}).Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, bad_ + "\n");
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(Printed({"fmt", "--check", good_}), "");
  EXPECT_EQ(ContentOf(bad_), kBad);
  result = Landshim({"fmt", "--check", "-"}).Stdin(kBad).Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "standard input\n");
  ExpectMistake(
      {"fmt", "--check", bad_, wrong_},
      wrong_ + ":2:1: unknown statement 'raed'; did you mean 'read'?");
}

TEST_F(Fmt, SaysWhyAFileCannotBeRead) {
  const std::string missing = directory_.Sub("missing.policy");
  ExpectMistake({"fmt", missing},
                missing + ": no such file; correct the name of the policy");
  ExpectMistake(
      {"fmt", directory_.path()},
      directory_.path() + ": this is a directory; name a policy file in it");
  const std::string large =
      directory_.Write("large.policy", std::string((1 << 20) + 1, '\n'));
  ExpectMistake({"fmt", large},
                large +
                    ": the policy is larger than 1 MiB; grant directories "
                    "instead of files");
  Command closed = Landshim({"fmt", "-"});
  closed.Before([] { close(STDIN_FILENO); });
  ExpectMistake(closed,
                "standard input: the policy cannot be read: bad file "
                "descriptor (EBADF); replace the file");
}

TEST_F(Fmt, WritesOnlyRegularFiles) {
  Command command = Landshim({"fmt", "-w", "/dev/stdin"});
  command.Before([] {
    int ends[2];
    if (pipe(ends) != 0 || write(ends[1], kBad, sizeof(kBad) - 1) < 0) _exit(1);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
  });
  ExpectMistake(command,
                "/dev/stdin: this is not a regular file; leave '--write' away "
                "to print the result");
}

TEST_F(Fmt, NeedsNoVariableThatThePolicyNames) {
  const std::string text =
      "read ${DEMO}/data ~/x\nconnect tcp ${PORT}\nwrite? ${TMPDIR}\n";
  Command command = Landshim({"fmt", "-"});
  const Result result = command.ClearEnv().Stdin(text).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(result.out, text);
}

TEST_F(Fmt, TakesNamesThatLookLikeSomethingElse) {
  directory_.Write("show", kBad);
  directory_.Write("[a,b]", kBad);
  directory_.Write("--json", kBad);
  Command command = Landshim({"fmt", "show", "[a,b]", "--", "--json"});
  const Result result = command.Cwd(directory_.path()).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(result.out, std::string(kGood) + kGood + kGood);
}

}  // namespace
}  // namespace landshim::testing
