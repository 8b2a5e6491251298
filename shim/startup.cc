// The constructor of liblandshim.so: what happens before the program begins.
#include "shim/enforce.h"
#include "shim/find_policy.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"
#include "shim/process_start.h"
#include "shim/replaceable.h"
#include "shim/report.h"
#include "shim/tidy.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// All zero, so that they cost the object no bytes; static, because the stack
// of a program may be small.
// What every start touches goes first (the linker sorts sections by name): it
// fits on one page.
__attribute__((section(".bss.0"))) constinit PolicyOrigin origin;
__attribute__((section(".bss.1"))) constinit ReplaceableNames replaceable;
__attribute__((section(".bss.2"))) constinit PolicyFiles files;
__attribute__((section(".bss.3"))) constinit PolicyWalk walk;

// LANDSHIM_LOG=info: what is enforced, and what this kernel could not deny.
void SayEnforced(const Summary& summary, const Outcome& outcome) {
  Text line = StartLine();
  DescribePlace(origin.place, &line);
  line.Append(": enforced at Landlock ABI "sv);
  line.AppendNumber(static_cast<uint64_t>(outcome.kernel.abi < summary.abi.most
                                              ? outcome.kernel.abi
                                              : summary.abi.most));
  line.Append(", rules: "sv);
  line.AppendNumber(outcome.rules);
  line.Append("; this kernel cannot deny:"sv);
  const AccessMasks unenforced = Unenforced(summary, outcome.kernel.abi);
  for (const Right& r : kRights) {
    if (!unenforced.Overlaps(r.Masks())) continue;
    line.Append(' ');
    line.Append(r.Name());
  }
  if (unenforced.empty()) line.Append(" nothing that the policy denies"sv);
  Say(&line);
}

void Start(long argc, char** argv, char** envp) {
  ProcessStart start;
  // Reading first would map the zero page, and writing then fault again.
  *const_cast<volatile int*>(&origin.text_count) = 0;
  if (!FindProcessStart(argc, argv, envp, &start)) {
    Fail(Named("environ"sv), ProblemKind::kNoEnvironment);
  }
  const Request request = ReadRequest(start);
  // Another copy of the shim was here and took the variables with it.
  if (!request.system_wide && IsMarkedEnforced(start)) return;
  if (!FindPolicy(start, request, &files, &origin)) return;

  Summary summary;
  walk.Start(origin, request.environment, &files, /*may_read_files=*/true);
  CheckPolicy(&walk, origin, &summary, &replaceable);
  walk.Start(origin, request.environment, &files, /*may_read_files=*/false);
  const Outcome outcome = EnforcePolicy(&walk, origin, summary, replaceable);
  // The sample's variables name each right by itself: what this kernel lacks
  // of them is said unasked.
  const AccessMasks unenforced =
      Unenforced(summary, outcome.kernel.abi) & ~kFsClass;
  const bool lacks = origin.sample && !unenforced.empty();
  if (outcome.enforced && (request.info || lacks)) {
    SayEnforced(summary, outcome);
  }

  replaceable.Release();
  files.Release();
  if (request.system_wide || start.IsSecure()) return;
  MarkEnforced(start);
  if (!request.keep) Tidy(start, {.sample_variables = origin.sample});
}

}  // namespace
}  // namespace landshim

// ld.so calls it: glibc's with the program's arguments, musl's without any.
extern "C" __attribute__((constructor, visibility("hidden"))) void
LandshimStart(long argc, char** argv, char** envp);

void LandshimStart(long argc, char** argv, char** envp) {
  landshim::Start(argc, argv, envp);
}
