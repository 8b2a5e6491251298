// Lines are built in one static buffer: no heap, and no deep stack either.
#include "shim/report.h"

#include <linux/errno.h>

#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

char line_buffer[kLongestLine + 1];  // and the newline

// Number, text and NUL of each errno that these calls can answer; looked
// through for messages only.
constexpr char kErrors[] =
    "\x01operation not permitted (EPERM)\0"
    "\x02no such file or directory (ENOENT)\0"
    "\x05input/output error (EIO)\0"
    "\x06no such device (ENXIO)\0"
    "\x0c"
    "out of memory (ENOMEM)\0"
    "\x0dpermission denied (EACCES)\0"
    "\x14not a directory (ENOTDIR)\0"
    "\x16invalid argument (EINVAL)\0"
    "\x18no descriptor left (EMFILE)\0"
    "\x24name too long (ENAMETOOLONG)\0"
    "\x26unknown or filtered system call (ENOSYS)\0"
    "\x28symbolic link loop (ELOOP)\0"
    "\x5fnot supported (EOPNOTSUPP)\0";

void WriteLine(std::string_view line) {
  while (!line.empty()) {
    const long written = sys::Write(2, line.data(), line.size());
    if (written == -EINTR) continue;
    if (written <= 0) return;
    line.remove_prefix(static_cast<size_t>(written));
  }
}

// Nobody reads descriptor 2: end with our status, not by SIGPIPE.
void IgnoreSigpipe() {
  struct {
    uintptr_t handler;
    unsigned long flags;
    uintptr_t restorer;
    uint64_t mask;
  } ignore = {1, 0, 0, 0};  // SIG_IGN
  constexpr long kSigpipe = 13;
  sys::Call(__NR_rt_sigaction, kSigpipe, sys::Address(&ignore), 0, 8);
}

}  // namespace

void Say(Text* line) {
  const size_t size = line->view().size();
  line_buffer[size] = '\n';
  WriteLine({line_buffer, size + 1});
}

Text StartLine() {
  Text line(line_buffer, kLongestLine);
  line.Append("landshim: "sv);
  return line;
}

void Report(const Problem& problem) {
  Text line = StartLine();
  Describe(problem, &line);
  Say(&line);
}

void Fail(const Problem& problem) {
  IgnoreSigpipe();
  Report(problem);
  sys::ExitGroup(kFailureStatus);
}

void Fail(const Place& place, ProblemKind kind, Argument first, Argument second,
          Argument third) {
  Problem problem;
  problem.Set(place, kind);
  problem.With(first).With(second).With(third);
  Fail(problem);
}

void Fail(std::string_view where, ProblemKind kind, Argument argument) {
  const Source named = {.name = where, .text = {}};
  Fail(Place{&named, 0, 0}, kind, argument);
}

std::string_view ErrorText(long negative_errno) {
  for (const char* entry = kErrors; *entry != '\0';) {
    const std::string_view text = entry + 1;
    if (*entry == -negative_errno) return text;
    entry += text.size() + 2;
  }
  static char number_buffer[16];
  Text number(number_buffer, sizeof(number_buffer));
  number.Append("errno "sv);
  number.AppendNumber(static_cast<uint64_t>(-negative_errno));
  return number.view();
}

}  // namespace landshim
