#include "tools/learn/recorder_command.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <string>

#include "shim/learn_start.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/recorder/in_flight.h"
#include "tools/recorder/preconditions.h"
#include "tools/recorder/recorder.h"
#include "tools/recorder/recording_file.h"
#include "tools/recorder/run_start.h"
#include "tools/recorder/watch.h"

namespace landshim {
namespace {

bool IsListener(int fd) {
  uint64_t nobody = 0;
  return ioctl(fd, SECCOMP_IOCTL_NOTIF_ID_VALID, &nobody) == 0 ||
         errno == ENOENT;
}

// Whoever made the channel: the program, which waits at its other end.
pid_t Peer(int channel) {
  struct ucred peer = {};
  socklen_t size = sizeof(peer);
  if (getsockopt(channel, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return 0;
  return peer.pid;
}

// What is the program's, and not of this process: it stayed as it was.
void LeaveProgram() {
  close_range(STDERR_FILENO + 1, ~0U, 0);
  if (fcntl(STDERR_FILENO, F_GETFD) < 0) open("/dev/null", O_WRONLY);
  IgnoreSignals();
  for (const int number : {SIGALRM, SIGCHLD}) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// `watcher`: is told that it has begun, a byte as the program.
int Record(const std::string& path, int listener, int watcher,
           InFlight* calls) {
  prctl(PR_SET_NAME, "landshim-record");
  const pid_t program = Peer(kChannelDescriptor);
  std::string why = WhyNoProc();
  if (why.empty()) why = WhyBlind(program, /*started=*/false);
  if (!why.empty()) return Complain("LANDSHIM_LEARN: " + why);
  RecordingFile file;
  std::string error;
  if (!file.Open(path, &error)) return Complain(error);
  Recorder recorder(MakeRunStartOf(program), Recorder::Beginning::kOver, &file);
  Observer observer(listener, program, &recorder, calls);
  recorder.Watch(&observer);
  const LearnNews ready = LearnNews::kReady;
  for (const int to : {watcher, int{kChannelDescriptor}}) {
    if (write(to, &ready, sizeof(ready)) != sizeof(ready)) {
      return kLandshimFailed;
    }
  }
  LeaveStandardDescriptors();
  Watch(&observer, [] {});
  recorder.WriteLost();
  return 0;
}

void TellProgram(LearnNews news) {
  [[maybe_unused]] const ssize_t written =
      write(kChannelDescriptor, &news, sizeof(news));
}

// Waits for the recorder; when it is ended, ends the program.
int WatchRecorder(pid_t recorder, int listener, int news, InFlight* calls) {
  char ready = 0;
  const bool begun = read(news, &ready, 1) == 1;
  // Nobody is to wait for the end of these two.
  if (begun) LeaveStandardDescriptors();
  int status = 0;
  while (waitpid(recorder, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  if (!begun) WriteAll(STDERR_FILENO, kRecorderEnded);
  if (begun) EndRequesters(listener, calls);
  return kLandshimFailed;
}

int StartRecorder(const std::string& path) {
  LeaveProgram();
  const int listener =
      fcntl(kListenerDescriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  void* const calls = mmap(nullptr, sizeof(InFlight), PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int news[2];
  pid_t recorder = -1;
  if (listener >= 0 && calls != MAP_FAILED && pipe2(news, O_CLOEXEC) == 0) {
    recorder = fork();
  }
  if (recorder < 0) {
    return Complain("LANDSHIM_LEARN: the recorder cannot be started: " +
                    DescribeError(errno) +
                    "; end other processes, or close descriptors");
  }
  if (recorder == 0) {
    _exit(Record(path, listener, news[1], static_cast<InFlight*>(calls)));
  }
  close(news[1]);
  prctl(PR_SET_NAME, "landshim-watch");
  return WatchRecorder(recorder, listener, news[0],
                       static_cast<InFlight*>(calls));
}

int RecordForShim(const std::string& path) {
  if (!IsListener(kListenerDescriptor)) {
    return Complain(
        "recorder: the shim starts it, with a listener; use 'landshim learn' "
        "or LANDSHIM_LEARN");
  }
  const int status = StartRecorder(path);
  if (status != 0) TellProgram(LearnNews::kSaidWhy);
  return status;
}

}  // namespace

void AddRecorderCommand(CLI::App* app, Action* action) {
  auto path = std::make_shared<std::string>();
  CLI::App* const command =
      AddCommand(app, "recorder", "record for the shim (LANDSHIM_LEARN)",
                 "LANDSHIM_LEARN=app.rec LD_PRELOAD=liblandshim.so app");
  // Nobody starts it by hand.
  Hide(command);
  AddOperand(command, "REC", path.get(), "the recording");
  command->callback([=] { *action = [path] { return RecordForShim(*path); }; });
}

}  // namespace landshim
