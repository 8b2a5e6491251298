// Output that cannot be written is an error, whatever was asked for.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

using Words = std::vector<std::string>;

const Words kPrinting[] = {
    {"--help"},       {"--version"},      {"help", "run"},    {"show"},
    {"show", "base"}, {"show", "--json"}, {"shim", "-o", "-"}};

TEST(Output, IsAnErrorWhereThereIsNoRoom) {
  for (const Words& words : kPrinting) {
    Command command = Landshim(words);
    command.Before([] { dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO); });
    ExpectMistake(command,
                  "standard output: cannot be written: no space left on device "
                  "(ENOSPC); write to another place");
  }
}

TEST(Output, IsAnErrorWhereItIsClosed) {
  for (const Words& words : kPrinting) {
    Command command = Landshim(words);
    command.Before([] { close(STDOUT_FILENO); });
    ExpectMistake(command,
                  "standard output: cannot be written: bad file descriptor "
                  "(EBADF); write to another place");
  }
}

TEST(Output, IsAnErrorWhereAFileMayNotGrow) {
  const TempDir directory;
  const std::string file = directory.Sub("out");
  Command command = Landshim({"show", "base"});
  command.Before([file] {
    dup2(open(file.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    const rlimit limit = {100, 100};
    setrlimit(RLIMIT_FSIZE, &limit);
  });
  ExpectMistake(command,
                "standard output: cannot be written: file too large (EFBIG); "
                "write to another place");
}

// As with every filter: `landshim show base | head -n 1` says nothing.
TEST(Output, EndsQuietlyWhereNobodyReadsOn) {
  Command command = Landshim({"show", "base"});
  command.Before([] {
    int ends[2];
    if (pipe(ends) != 0) _exit(1);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
  });
  const Result result = command.Run();
  EXPECT_EQ(result.status, 128 + SIGPIPE);
  EXPECT_EQ(result.err, "");
}

// Else the file that is written would become descriptor 1 or 2, and get the
// message as well.
TEST(Output, NeverEndsUpInAFileThatIsWritten) {
  const TempDir directory;
  const std::string file = directory.Sub("liblandshim.so");
  Command command = Landshim({"shim", "-o", file});
  command.Before([] {
    for (int fd = 0; fd < 3; ++fd) close(fd);
  });
  EXPECT_EQ(command.Run().status, 125);
  EXPECT_TRUE(ContentOf(file) == ContentOf(ShimPath()));
}

}  // namespace
}  // namespace landshim::testing
