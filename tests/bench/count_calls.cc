// What takes effect in Landlock is described at the beginning of a call, while
// its arguments are there, and counts if the call succeeds.
#include "tests/bench/count_calls.h"

#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cinttypes>
#include <cstdio>
#include <filesystem>

#include "tests/bench/call_table.h"
#include "tests/bench/landlock_constants.h"
#include "tests/bench/trace.h"

namespace landshim::bench {
namespace {

std::string DescribeRule(pid_t child, uint64_t address) {
  const auto rule = Fetch<PathBeneathAttr>(child, address);
  const std::string link = "/proc/" + std::to_string(child) + "/fd/" +
                           std::to_string(rule.parent_fd);
  std::error_code ignored;
  const auto path = std::filesystem::read_symlink(link, ignored);
  char text[32];
  std::snprintf(text, sizeof(text), "add %#" PRIx64 " ",
                static_cast<uint64_t>(rule.allowed_access));
  return text + path.string();
}

// "" for a call that changes nothing in Landlock.
std::string Describe(pid_t child, const __ptrace_syscall_info& info) {
  const uint64_t* arguments = info.entry.args;
  char text[128] = "";
  switch (static_cast<long>(info.entry.nr)) {
    case SYS_prctl:
      if (arguments[0] != PR_SET_NO_NEW_PRIVS) return "";
      return "no_new_privs";
    case kCreateRuleset: {
      if (arguments[0] == 0) return "";  // asks for the ABI
      const auto attr = Fetch<RulesetAttr>(child, arguments[0]);
      std::snprintf(
          text, sizeof(text), "handle %#" PRIx64 " %#" PRIx64 " %#" PRIx64,
          attr.handled_access_fs, attr.handled_access_net, attr.scoped);
      return text;
    }
    case kAddRule:
      return DescribeRule(child, arguments[2]);
    case kRestrictSelf:
      std::snprintf(text, sizeof(text), "restrict %#" PRIx64,
                    static_cast<uint64_t>(arguments[1]));
      return text;
    default:
      return "";
  }
}

// At the beginning of a call describes it in *landlock, at its end keeps that
// if the call did something.
void Note(pid_t child, const __ptrace_syscall_info& info, std::string* landlock,
          Calls* calls) {
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    ++calls->counts[static_cast<long>(info.entry.nr)];
    *landlock = Describe(child, info);
  } else if (!landlock->empty() && info.exit.is_error == 0) {
    calls->landlock.push_back(*landlock);
  }
}

}  // namespace

int Calls::Total() const {
  int total = 0;
  for (const auto& [number, count] : counts) total += count;
  return total;
}

Calls CountCalls(const Program& program) {
  Calls calls;
  std::string landlock;
  TraceCalls(program, [&](pid_t process, const __ptrace_syscall_info& info) {
    Note(process, info, &landlock, &calls);
  });
  return calls;
}

std::string Difference(const Calls& all, const Calls& without) {
  std::string text;
  for (const auto& [number, count] : all.counts) {
    const auto found = without.counts.find(number);
    const int more =
        count - (found == without.counts.end() ? 0 : found->second);
    if (more == 0) continue;
    if (!text.empty()) text += ", ";
    text += NameOfCall(number) + " " + std::to_string(more);
  }
  return text;
}

}  // namespace landshim::bench
