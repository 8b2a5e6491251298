// Runs programs for tests, with and without the shim, and returns what they
// printed and how they ended.
//
//   TempDir directory;
//   Result result = Command({TestFile("tests/testcases/open_read"),
//   "/etc/passwd"})
//                       .Preload()
//                       .Rules("read /etc")
//                       .Run();
//   EXPECT_EQ(result.status, 0);
#ifndef TESTS_LIB_PROCESS_H_
#define TESTS_LIB_PROCESS_H_

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace landshim::testing {

struct Result {
  int status = -1;  // exit status, or 128 + signal
  std::string out;
  std::string err;
};

// So that a failed assertion shows it.
std::ostream& operator<<(std::ostream& stream, const Result& result);

// A command line that starts in a small environment of its own (PATH, HOME,
// LANG), with standard input at its end, no signal blocked or ignored, and in
// a process group of its own, of which nothing is left afterwards.
class Command {
 public:
  // argv[0] is searched in PATH unless it holds a slash.
  explicit Command(std::vector<std::string> argv);

  Command& Env(const std::string& name, const std::string& value);
  Command& Unset(const std::string& name);
  Command& ClearEnv();
  // Exactly these strings, whatever they look like, instead of all before.
  Command& Environ(std::vector<std::string> entries);
  Command& Preload();                        // LD_PRELOAD is the shim
  Command& Rules(const std::string& text);   // LANDSHIM_RULES
  Command& Policy(const std::string& path);  // LANDSHIM_POLICY
  Command& Stdin(const std::string& text);
  Command& Cwd(const std::string& path);
  // In the child, between fork and exec; after Cwd, in the order of calls.
  // Descriptors that it opens without O_CLOEXEC are the program's too.
  Command& Before(std::function<void()> step);

  // Fails the test and kills the group after a minute. A program that cannot
  // be executed ends with 127.
  Result Run();

 private:
  [[noreturn]] void Exec(int in, int out, int err);

  std::vector<std::string> argv_;
  std::vector<std::string> environment_;
  std::string input_;
  std::string directory_;
  std::vector<std::function<void()>> before_;
};

// The absolute path of a file by its path in the workspace, such as
// "tests/testcases/open_read". It must be among the data of the test.
std::string TestFile(const std::string& workspace_path);

std::string ShimPath();

// A copy of the file that every user can execute, with that name at its end:
// what Bazel builds may lie in a home that others cannot search. It is made
// once in a process, and removed in the end.
std::string ForEverybody(const std::string& file, const std::string& name);

// A directory below /tmp that everybody can search, removed in the end.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

  // Writes a file and returns its full path.
  std::string Write(const std::string& name, const std::string& text) const;

  // The full path of a name in it.
  std::string Sub(const std::string& name) const;

 private:
  std::string path_;
};

}  // namespace landshim::testing

#endif  // TESTS_LIB_PROCESS_H_
