// Lines are built in one static buffer: no heap, and no deep stack either.
#include "shim/report.h"

#include <linux/errno.h>

#include "policy/packed.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

char line_buffer[kLongestLine + 1];  // and the newline

char error_buffer[64];
Source named_source;

constexpr unsigned char kErrorNumbers[] = {
#define LANDSHIM_E(number, text) number,
    LANDSHIM_ERRORS(LANDSHIM_E)
#undef LANDSHIM_E
};

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

void Fail(const Place& place, ProblemKind kind) {
  Problem problem;
  problem.Set(place, kind);
  Fail(problem);
}

void Fail(const Place& place, ProblemKind kind, Argument first) {
  Problem problem;
  problem.Set(place, kind);
  Fail(problem.With(first));
}

void Fail(const Place& place, ProblemKind kind, Argument first,
          Argument second) {
  Problem problem;
  problem.Set(place, kind);
  Fail(problem.With(first).With(second));
}

Place Named(std::string_view name) {
  named_source.name = name;
  return {&named_source, 0, 0};
}

std::string_view ErrorText(long negative_errno) {
  Text text(error_buffer, sizeof(error_buffer));
  int index = 2 * kProblemKinds;
  for (const unsigned char number : kErrorNumbers) {
    if (number == -negative_errno) UnpackMessage(index, &text);
    ++index;
  }
  if (text.view().empty()) {
    text.Append("errno "sv);
    text.AppendNumber(static_cast<uint64_t>(-negative_errno));
  }
  return text.view();
}

}  // namespace landshim
