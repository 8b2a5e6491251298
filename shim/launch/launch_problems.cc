// Says what went wrong with a launch, in the words of the table.
#include "shim/launch/launch_problems.h"

#include "shim/report.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

struct Row {
  int status;
  const char* what;
  const char* cure;
};

constexpr Row kRows[] = {
#define LANDSHIM_P(name, status, what, cure) {status, what, cure},
    LANDSHIM_LAUNCH_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
};

const Row& RowOf(LaunchProblem kind) { return kRows[static_cast<int>(kind)]; }

}  // namespace

void NoteWith(std::string_view place, LaunchProblem kind,
              const Argument* arguments, int count) {
  Problem problem;
  for (int i = 0; i < count; ++i) problem.With(arguments[i]);
  Text line = StartLine();
  line.AppendEscaped(place);
  line.Append(": "sv);
  int next = 0;
  Fill(RowOf(kind).what, problem, &next, &line);
  line.Append("; "sv);
  Fill(RowOf(kind).cure, problem, &next, &line);
  Say(&line);
}

void RefuseWith(std::string_view place, LaunchProblem kind,
                const Argument* arguments, int count) {
  NoteWith(place, kind, arguments, count);
  sys::ExitGroup(RowOf(kind).status);
}

}  // namespace landshim
