// landshim shim: what it writes is the object, whole or not at all.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

class Shim : public ::testing::Test {
 public:
  mode_t ModeOf(const std::string& path) const {
    struct stat status {};
    EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
  }

  // So that no temporary file is left.
  size_t CountFiles() const {
    size_t count = 0;
    for (const auto& entry : fs::directory_iterator(directory_.path())) {
      count += entry.exists() || entry.is_symlink() ? 1 : 0;
    }
    return count;
  }

  const TempDir directory_;
  const std::string file_ = directory_.Sub("liblandshim.so");
  const std::string object_ = ContentOf(ShimPath());
};

TEST_F(Shim, IsWrittenAsItWasBuilt) {
  EXPECT_EQ(Printed({"shim", "-o", file_}), "wrote " + file_ + "\n");
  EXPECT_GT(object_.size(), 10000U);
  EXPECT_TRUE(ContentOf(file_) == object_);
  EXPECT_EQ(ModeOf(file_), 0755U);
  EXPECT_EQ(CountFiles(), 1U);
}

TEST_F(Shim, WorksWherePreloaded) {
  Printed({"shim", "-o", file_});
  Command reader({"/bin/cat", "/etc/passwd"});
  EXPECT_EQ(reader.Run().status, 0);
  reader.Env("LD_PRELOAD", file_).Rules("include <base>");
  const Result result = reader.Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.err.find("Permission denied"), std::string::npos) << result;
}

TEST_F(Shim, HasItsModeWhateverTheUmaskIs) {
  Command command = Landshim({"shim", "--output", file_});
  command.Before([] { umask(0777); });
  EXPECT_EQ(command.Run().status, 0);
  EXPECT_EQ(ModeOf(file_), 0755U);
}

TEST_F(Shim, SaysWhereARelativeNameLeads) {
  Command command = Landshim({"shim", "-oliblandshim.so"});
  EXPECT_EQ(command.Cwd(directory_.path()).Run().out, "wrote " + file_ + "\n");
  EXPECT_TRUE(ContentOf(file_) == object_);
}

TEST_F(Shim, ReplacesAFileAndNeverWritesIntoIt) {
  directory_.Write("liblandshim.so", "old");
  fs::create_hard_link(file_, directory_.Sub("other"));
  Printed({"shim", "-o", file_});
  EXPECT_TRUE(ContentOf(file_) == object_);
  EXPECT_EQ(ContentOf(directory_.Sub("other")), "old");
}

TEST_F(Shim, ReplacesNothingButFiles) {
  fs::create_directory(file_);
  ExpectMistake({"shim", "-o", file_},
                file_ + ": this is a directory; name a file in it");
  ExpectMistake({"shim", "-o", file_ + "/"},
                file_ + "/: this is a directory; name a file in it");
  fs::remove(file_);
  fs::create_symlink("target", file_);
  ExpectMistake({"shim", "-o", file_},
                file_ +
                    ": this is a symbolic link; name the file that it leads "
                    "to");
  fs::remove(file_);
  ASSERT_EQ(mkfifo(file_.c_str(), 0600), 0);
  ExpectMistake({"shim", "-o", file_},
                file_ +
                    ": cannot be written: no such device (ENXIO); "
                    "name another file");
  EXPECT_EQ(CountFiles(), 1U);
}

TEST_F(Shim, NamesADirectoryThatIsMissing) {
  const std::string file = directory_.Sub("missing/liblandshim.so");
  ExpectMistake({"shim", "-o", file},
                file +
                    ": no file can be made in its directory: no such file or "
                    "directory (ENOENT); name a directory that exists and that "
                    "you may write to");
}

TEST_F(Shim, LeavesNothingBehindWhereThereIsNoRoom) {
  directory_.Write("liblandshim.so", "old");
  Command command = Landshim({"shim", "-o", file_});
  command.Before([] {
    const rlimit limit = {1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_IGN);
  });
  ExpectMistake(command, file_ +
                             ": cannot be written: file too large (EFBIG); "
                             "make room, or name another file");
  EXPECT_EQ(ContentOf(file_), "old");
  EXPECT_EQ(CountFiles(), 1U);
}

TEST_F(Shim, GoesToStandardOutputButToNoTerminal) {
  EXPECT_TRUE(Printed({"shim", "-o", "-"}) == object_);
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(terminal, 0);
  ASSERT_EQ(unlockpt(terminal), 0);
  const std::string name = ptsname(terminal);
  Command command = Landshim({"shim", "--output=-"});
  command.Before(
      [name] { dup2(open(name.c_str(), O_RDWR | O_NOCTTY), STDOUT_FILENO); });
  ExpectMistake(command,
                "shim: standard output is a terminal; redirect it, or name a "
                "file: 'landshim shim -o liblandshim.so'");
  close(terminal);
}

TEST_F(Shim, SaysWhatItsNameIsNoGoodFor) {
  const std::string blank = directory_.Sub("lib landshim.so");
  Result result = Landshim({"shim", "-o", blank}).Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "landshim: " + blank +
                            ": LD_PRELOAD cannot hold a path with a blank or "
                            "':'; write the object to another place\n");
  const std::string other = directory_.Sub("sandbox.so");
  result = Landshim({"shim", "-o", other}).Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "landshim: " + other +
                            ": under this name programs will see it in "
                            "LD_PRELOAD; call it liblandshim.so\n");
}

}  // namespace
}  // namespace landshim::testing
