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

int LaunchRefusal::status() const { return RowOf(kind).status; }

void Describe(const LaunchRefusal& refusal, Text* out) {
  const Row& row = RowOf(refusal.kind);
  int next = 0;
  out->AppendEscaped(refusal.place);
  out->Append(": "sv);
  Fill(row.what, refusal.details, &next, out);
  out->Append("; "sv);
  Fill(row.cure, refusal.details, &next, out);
}

namespace {

void SayRefusal(const LaunchRefusal& refusal) {
  Text line = StartLine();
  Describe(refusal, &line);
  Say(&line);
}

LaunchRefusal RefusalOf(std::string_view place, LaunchProblem kind,
                        const Argument* arguments, int count) {
  LaunchRefusal refusal;
  refusal.Set(place, kind);
  for (int i = 0; i < count; ++i) refusal.With(arguments[i]);
  return refusal;
}

}  // namespace

void End(const LaunchRefusal& refusal) {
  SayRefusal(refusal);
  sys::ExitGroup(refusal.status());
}

void NoteWith(std::string_view place, LaunchProblem kind,
              const Argument* arguments, int count) {
  SayRefusal(RefusalOf(place, kind, arguments, count));
}

void RefuseWith(std::string_view place, LaunchProblem kind,
                const Argument* arguments, int count) {
  End(RefusalOf(place, kind, arguments, count));
}

}  // namespace landshim
