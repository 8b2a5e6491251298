// Control sequences: ECMA-48's OSC 2 sets the title; XTWINOPS 22 and 23 keep it
// and give it back (xterm's ctlseqs).
#include "tools/learn/progress.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {

constexpr std::string_view kKeepTitle = "\x1b[22;2t";
constexpr std::string_view kOldTitle = "\x1b[23;2t";
constexpr std::string_view kSetTitle = "\x1b]2;";
constexpr std::string_view kEndOfTitle = "\x1b\\";

// The terminals of the Linux console, and of programs that show no window.
bool HasTitle() {
  const char* const terminal = getenv("TERM");
  if (terminal == nullptr) return false;
  const std::string_view name = terminal;
  return !name.empty() && name != "dumb" && name != "linux" &&
         !name.starts_with("vt");
}

}  // namespace

Progress::Progress(const std::string& program) : program_(Escape(program)) {
  if (isatty(STDERR_FILENO) == 0 || !HasTitle()) return;
  // Its own description: the program may make the other one non-blocking.
  fd_ = open("/dev/tty", O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd_ >= 0) WriteAll(fd_, kKeepTitle);
}

Progress::~Progress() {
  if (fd_ < 0) return;
  WriteAll(fd_, std::string(kSetTitle) + std::string(kEndOfTitle) +
                    std::string(kOldTitle));
  close(fd_);
}

void Progress::Show(const Counts& counts) {
  if (fd_ < 0 || counts.seen == shown_) return;
  shown_ = counts.seen;
  std::string title(kSetTitle);
  title += "landshim learn " + program_ + ": " + std::to_string(counts.seen) +
           " operations";
  if (counts.gaps > 0)
    title += ", " + std::to_string(counts.gaps) + " not seen";
  title += kEndOfTitle;
  // In one piece, so that it gets between nothing of the program's.
  [[maybe_unused]] const ssize_t written =
      write(fd_, title.data(), title.size());
}

}  // namespace landshim
