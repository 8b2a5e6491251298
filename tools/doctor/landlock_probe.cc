// As shim/enforce.cc: the same calls in the same order.
#include "tools/doctor/landlock_probe.h"

#include <linux/fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/domain.h"
#include "shim/landlock.h"
#include "tools/doctor/child.h"

namespace landshim::doctor {
namespace {

LandlockAnswer Ask() {
  const Child child = RunChild(
      [](Telling* telling) { telling->Tell("answer", LandlockAbi()); });
  return {child.Number("answer", -ENOSYS), child.WasFiltered()};
}

void AskForRights(int claimed, Telling* telling) {
  constexpr long kErrata = 2;  // LANDLOCK_CREATE_RULESET_ERRATA
  telling->Tell("errata",
                sys::Call(sys::kLandlockCreateRuleset, 0, 0, kErrata));
  for (const Right& right : kRights) {
    if (right.abi > claimed) continue;
    const long fd = CreateRuleset(right.Masks(), {});
    if (fd >= 0) close(static_cast<int>(fd));
    if (fd == -EINVAL) telling->Tell("lacking", right.Name());
  }
}

// Until the kernel refuses. The process is of no use afterwards.
void StackLayers(int abi, Telling* telling) {
  const auto failed = [telling](const char* call, long error) {
    telling->Tell("failed_call", call);
    telling->Tell("failed_error", -error);
  };
  const long ruleset = CreateRuleset(SupportedAccess(abi), {});
  if (ruleset < 0) return failed("landlock_create_ruleset", ruleset);
  const long root = sys::OpenAt(AT_FDCWD, "/", O_PATH | O_CLOEXEC);
  const long added =
      root < 0 ? root
               : AddPathRule(static_cast<int>(ruleset), static_cast<int>(root),
                             right::read_file, false);
  if (added < 0) return failed("landlock_add_rule", added);
  uint32_t flags = abi >= kTsync.abi ? kTsync.mask : 0;
  if (abi >= kNoNewPrivs.abi) {
    flags |= kNoNewPrivs.mask;
  } else if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return failed("prctl", -errno);
  }
  long layers = 0;
  long error = 0;
  while (error == 0 && layers <= static_cast<long>(kMostLayers)) {
    error = RestrictSelf(static_cast<int>(ruleset), flags);
    if (error == 0) telling->Tell("layers", ++layers);
  }
  if (layers == 0 && error != -E2BIG) failed("landlock_restrict_self", error);
}

}  // namespace

LandlockProbe ProbeLandlock() {
  LandlockProbe probe;
  probe.answer = Ask();
  if (probe.answer.killed || probe.answer.value < 1) return probe;
  const auto claimed =
      static_cast<int>(std::min<long>(probe.answer.value, kNewestAbi));
  const Child rights =
      RunChild([=](Telling* telling) { AskForRights(claimed, telling); });
  probe.errata = std::max(rights.Number("errata", -1), -1L);
  probe.lacking = rights.All("lacking");
  probe.abi = claimed;
  for (const Right& right : kRights) {
    const bool lacks = std::find(probe.lacking.begin(), probe.lacking.end(),
                                 right.Name()) != probe.lacking.end();
    if (lacks) probe.abi = std::min(probe.abi, right.abi - 1);
  }
  const int abi = probe.abi;
  const Child trial =
      RunChild([=](Telling* telling) { StackLayers(abi, telling); });
  const std::vector<std::string> layers = trial.All("layers");
  probe.layers_left = static_cast<int>(layers.size());
  probe.failed_call = trial.Find("failed_call");
  probe.failed_error = static_cast<int>(trial.Number("failed_error", 0));
  probe.trial_killed = trial.WasFiltered();
  return probe;
}

}  // namespace landshim::doctor
