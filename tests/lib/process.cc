// Pipes are drained until the program itself ends: what it left behind may
// hold them open for as long as it likes.
#include "tests/lib/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace landshim::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kTimeLimit{60};
constexpr int kExitNotExecuted = 127;
constexpr int kLastInheritedDescriptor = 255;

struct Pipe {
  int read_end = -1;
  int write_end = -1;

  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    read_end = ends[0];
    write_end = ends[1];
    fcntl(read_end, F_SETFL, O_NONBLOCK);
  }
  ~Pipe() {
    CloseWriteEnd();
    close(read_end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void CloseWriteEnd() {
    if (write_end >= 0) close(write_end);
    write_end = -1;
  }
};

// A file without a name that holds `text`, to be read from its beginning.
int OpenInput(const std::string& text) {
  if (text.empty()) return open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0 || write(fd, text.data(), text.size()) !=
                    static_cast<ssize_t>(text.size())) {
    ADD_FAILURE() << "cannot write standard input: " << strerror(errno);
  }
  lseek(fd, 0, SEEK_SET);
  return fd;
}

// Appends what is there. False at the end of the stream.
bool Drain(int fd, std::string* text) {
  char buffer[65536];
  for (;;) {
    const ssize_t size = read(fd, buffer, sizeof(buffer));
    if (size > 0) {
      text->append(buffer, static_cast<size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return size < 0 && errno == EAGAIN;
    }
  }
}

// Collects output until the child ends. False if it takes too long.
bool WaitForEnd(pid_t child, int out, int err, Result* result) {
  const int ended = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  pollfd polled[] = {{ended, POLLIN, 0}, {out, POLLIN, 0}, {err, POLLIN, 0}};
  const Clock::time_point deadline = Clock::now() + kTimeLimit;
  while (polled[0].revents == 0 && Clock::now() < deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - Clock::now());
    poll(polled, 3, static_cast<int>(left.count()) + 1);
    if (!Drain(out, &result->out)) polled[1].fd = -1;
    if (!Drain(err, &result->err)) polled[2].fd = -1;
  }
  close(ended);
  return polled[0].revents != 0;
}

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& string : strings) {
    pointers.push_back(const_cast<char*>(string.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

// What the test's own parents may have left.
void ResetSignalsAndDescriptors() {
  for (int signal = 1; signal < NSIG; ++signal) {
    if (signal != SIGKILL && signal != SIGSTOP) ::signal(signal, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int fd = 3; fd <= kLastInheritedDescriptor; ++fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
}

bool IsEntryOf(const std::string& entry, const std::string& name) {
  return entry.size() > name.size() && entry[name.size()] == '=' &&
         entry.compare(0, name.size(), name) == 0;
}

}  // namespace

std::ostream& operator<<(std::ostream& stream, const Result& result) {
  return stream << "status " << result.status << "\n--- out:\n"
                << result.out << "--- err:\n"
                << result.err << "---";
}

Command::Command(std::vector<std::string> argv)
    : argv_(std::move(argv)),
      environment_({"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/nonexistent",
                    "LANG=C.UTF-8"}) {}

Command& Command::Env(const std::string& name, const std::string& value) {
  for (std::string& entry : environment_) {
    if (IsEntryOf(entry, name)) {
      entry.replace(name.size() + 1, std::string::npos, value);
      return *this;
    }
  }
  environment_.push_back(name + "=" + value);
  return *this;
}

Command& Command::Unset(const std::string& name) {
  std::erase_if(environment_, [&name](const std::string& entry) {
    return IsEntryOf(entry, name);
  });
  return *this;
}

Command& Command::ClearEnv() { return Environ({}); }

Command& Command::Environ(std::vector<std::string> entries) {
  environment_ = std::move(entries);
  return *this;
}

Command& Command::Preload() { return Env("LD_PRELOAD", ShimPath()); }

Command& Command::Rules(const std::string& text) {
  return Env("LANDSHIM_RULES", text);
}

Command& Command::Policy(const std::string& path) {
  return Env("LANDSHIM_POLICY", path);
}

Command& Command::Stdin(const std::string& text) {
  input_ = text;
  return *this;
}

Command& Command::Cwd(const std::string& path) {
  directory_ = path;
  return *this;
}

Command& Command::Before(std::function<void()> step) {
  before_.push_back(std::move(step));
  return *this;
}

void Command::Exec(int in, int out, int err) {
  setpgid(0, 0);
  dup2(in, 0);
  dup2(out, 1);
  dup2(err, 2);
  ResetSignalsAndDescriptors();
  if (!directory_.empty() && chdir(directory_.c_str()) != 0) {
    dprintf(2, "chdir %s: %s\n", directory_.c_str(), strerror(errno));
    _exit(kExitNotExecuted);
  }
  const std::vector<char*> argv = Pointers(argv_);
  const std::vector<char*> environment = Pointers(environment_);
  for (const std::function<void()>& step : before_) step();
  execvpe(argv[0], argv.data(), environment.data());
  dprintf(2, "exec %s: %s\n", argv[0], strerror(errno));
  _exit(kExitNotExecuted);
}

Result Command::Run() {
  Result result;
  Pipe out, err;
  const int in = OpenInput(input_);
  const pid_t child = fork();
  if (child == 0) Exec(in, out.write_end, err.write_end);
  close(in);
  out.CloseWriteEnd();
  err.CloseWriteEnd();
  if (child < 0) {
    ADD_FAILURE() << "fork: " << strerror(errno);
    return result;
  }
  setpgid(child, child);
  const bool ended = WaitForEnd(child, out.read_end, err.read_end, &result);
  // Not reaped yet, so the number still means this group.
  kill(-child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  Drain(out.read_end, &result.out);
  Drain(err.read_end, &result.err);
  result.status =
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  if (!ended) {
    ADD_FAILURE() << argv_[0] << " took longer than " << kTimeLimit.count()
                  << " s; " << result;
  }
  return result;
}

std::string TestFile(const std::string& workspace_path) {
  // Bazel starts tests in the root of their runfiles.
  static const std::filesystem::path root = std::filesystem::current_path();
  std::string path = (root / workspace_path).string();
  if (!std::filesystem::exists(path)) {
    ADD_FAILURE() << path << " is not among the data of this test";
  }
  return path;
}

std::string ShimPath() { return TestFile("shim/liblandshim.so"); }

std::string ForEverybody(const std::string& file, const std::string& name) {
  static const TempDir directory;
  const std::filesystem::path copy = directory.Sub(name);
  std::error_code error;
  if (!std::filesystem::exists(copy)) {
    std::filesystem::create_directories(copy.parent_path(), error);
    std::filesystem::copy_file(file, copy, error);
    std::filesystem::permissions(
        copy, static_cast<std::filesystem::perms>(0755), error);
  }
  EXPECT_FALSE(error) << file << ": " << error.message();
  return copy;
}

TempDir::TempDir() : path_("/tmp/landshim.XXXXXX") {
  // Not in TEST_TMPDIR: that can be too long for a socket's name, and in a
  // home that other users cannot search.
  if (mkdtemp(path_.data()) == nullptr || chmod(path_.c_str(), 0755) != 0) {
    ADD_FAILURE() << "cannot make " << path_ << ": " << strerror(errno);
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::Write(const std::string& name,
                           const std::string& text) const {
  std::string path = Sub(name);
  if (!std::ofstream(path, std::ios::binary)
           .write(text.data(), static_cast<std::streamsize>(text.size()))) {
    ADD_FAILURE() << "cannot write " << path;
  }
  return path;
}

std::string TempDir::Sub(const std::string& name) const {
  return path_ + "/" + name;
}

}  // namespace landshim::testing
