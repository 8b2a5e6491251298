// Lines are built in one static buffer: no heap, and no deep stack either.
#include "shim/report.h"

#include <linux/errno.h>

#include "policy/packed.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

char line_buffer[kLongestLine + 1];  // and the newline

char error_buffer[32];
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

}  // namespace

// Where nobody reads descriptor 2, or a file there may not grow, writing must
// not end the process in another way than ours.
void Say(Text* line) {
  constexpr long kSigpipe = 13;
  constexpr long kSigxfsz = 25;
  const sys::SignalAction ignore = {1, 0, 0, 0};  // SIG_IGN
  sys::SignalAction pipe_action;
  sys::SignalAction size_action;
  const size_t size = line->view().size();
  line_buffer[size] = '\n';
  sys::SetSignalAction(kSigpipe, ignore, &pipe_action);
  sys::SetSignalAction(kSigxfsz, ignore, &size_action);
  WriteLine({line_buffer, size + 1});
  sys::SetSignalAction(kSigpipe, pipe_action, nullptr);
  sys::SetSignalAction(kSigxfsz, size_action, nullptr);
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
  int index = kFirstErrorText;
  for (const unsigned char number : kErrorNumbers) {
    if (number == -negative_errno) return MessageText(index);
    ++index;
  }
  Text text(error_buffer, sizeof(error_buffer));
  text.Append("errno "sv);
  text.AppendNumber(static_cast<uint64_t>(-negative_errno));
  return text.view();
}

}  // namespace landshim
