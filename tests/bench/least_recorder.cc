// The least recorder: what any recorder by seccomp user notification has to do
// before a call of the program can go on, and nothing else. It takes the call,
// reads the path, asks where the directory is that it starts from, looks at the
// file, puts a line of the usual length into memory, and lets the call go on.
// It understands openat and execve, makes no sense of anything, does not know
// who calls, has no other process that would end the program if it is killed,
// and writes its lines in the end.
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/limits.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>

namespace landshim::bench {
namespace {

[[noreturn]] void Fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

long Must(long result, const char* what) {
  if (result < 0) Fail(what);
  return result;
}

// Linux 6.6, and 5.19.
constexpr unsigned long kSetFlags = SECCOMP_IOW(4, uint64_t);
constexpr unsigned long kSyncWakeUp = 1;
constexpr unsigned long kWaitKillableReceive = 1UL << 5;

int InstallFilter() {
  struct sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execve, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const struct sock_fprog program = {std::size(steps), steps};
  Must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
  return static_cast<int>(syscall(
      SYS_seccomp, SECCOMP_SET_MODE_FILTER,
      SECCOMP_FILTER_FLAG_NEW_LISTENER | kWaitKillableReceive, &program));
}

// It shares its descriptors with this process until it is let go.
[[noreturn]] void BeProgram(char** command, int channel) {
  const int listener = InstallFilter();
  char go = 0;
  if (write(channel, &listener, sizeof(listener)) == sizeof(listener) &&
      read(channel, &go, 1) == 1) {
    execv(command[0], command);
  }
  _exit(1);
}

class Recorder {
 public:
  Recorder(int listener, const char* recording)
      : listener_(listener),
        file_(static_cast<int>(
            Must(open(recording, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                      S_IRUSR | S_IWUSR),
                 recording))) {
    ioctl(listener_, kSetFlags, kSyncWakeUp);
  }

  void Run() {
    while (true) {
      struct seccomp_notif call = {};
      if (ioctl(listener_, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) {
        struct pollfd event = {.fd = listener_, .events = POLLIN};
        if (poll(&event, 1, 0) > 0 && (event.revents & POLLIN) == 0) break;
        continue;
      }
      Look(call);
      struct seccomp_notif_resp answer = {
          .id = call.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
      ioctl(listener_, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
    if (write(file_, lines_.data(), lines_.size()) < 0) Fail("write");
  }

 private:
  // Opening its memory pays for a program that makes more calls than that.
  static constexpr int kFew = 8;

  void Look(const struct seccomp_notif& call) {
    const bool exec = call.data.nr == SYS_execve;
    if (static_cast<pid_t>(call.pid) != thread_) Begin(call.pid);
    char path[PATH_MAX] = "";
    ReadText(call.data.args[exec ? 0 : 1], path);
    if (path[0] != '/') {
      char where[PATH_MAX];
      const std::string link =
          static_cast<int>(call.data.args[0]) == AT_FDCWD || exec
              ? "cwd"
              : "fd/" + std::to_string(static_cast<int>(call.data.args[0]));
      const ssize_t size = Link(link.c_str(), where);
      where_.assign(where, size > 0 ? static_cast<size_t>(size) : 0) += '/';
      where_ += path;
    } else {
      where_ = path;
    }
    struct stat status = {};
    lstat(where_.c_str(), &status);
    constexpr size_t kRest = 80;  // beside the path
    (lines_ += where_).append(kRest, ' ') += '\n';
  }

  void Begin(uint32_t thread) {
    for (const int fd : {directory_, memory_}) {
      if (fd >= 0) close(fd);
    }
    thread_ = static_cast<pid_t>(thread);
    calls_ = 0;
    directory_ = memory_ = -1;
    proc_ = "/proc/" + std::to_string(thread) + '/';
  }

  void ReadText(uint64_t address, char* to) {
    constexpr size_t kUsual = 256;
    if (++calls_ > kFew) {
      if (memory_ < 0) {
        directory_ = open(proc_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        memory_ = openat(directory_, "mem", O_RDONLY | O_CLOEXEC);
      }
      if (pread(memory_, to, kUsual, static_cast<off_t>(address)) < 0) *to = 0;
      return;
    }
    const struct iovec own = {to, kUsual};
    const struct iovec other = {reinterpret_cast<void*>(address), kUsual};
    if (process_vm_readv(thread_, &own, 1, &other, 1, 0) < 0) *to = 0;
  }

  ssize_t Link(const char* link, char* to) {
    return directory_ < 0 ? readlink((proc_ + link).c_str(), to, PATH_MAX)
                          : readlinkat(directory_, link, to, PATH_MAX);
  }

  int listener_;
  int file_;
  pid_t thread_ = 0;  // that called last
  int calls_ = 0;     // of it
  int directory_ = -1;
  int memory_ = -1;
  std::string proc_;
  std::string where_;
  std::string lines_;
};

}  // namespace
}  // namespace landshim::bench

int main(int argc, char** argv) {
  using namespace landshim::bench;
  if (argc < 3) {
    std::fputs("usage: least_recorder RECORDING PROGRAM [ARGUMENT]...\n",
               stderr);
    return 1;
  }
  int ends[2];
  Must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
  const auto program = static_cast<pid_t>(
      Must(syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0), "clone"));
  if (program == 0) BeProgram(argv + 2, ends[1]);
  int listener = -1;
  if (read(ends[0], &listener, sizeof(listener)) != sizeof(listener) ||
      listener < 0 || unshare(CLONE_FILES) != 0 || write(ends[0], "", 1) != 1) {
    Fail("filter");
  }
  Recorder(listener, argv[1]).Run();
  int status = 0;
  waitpid(program, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
