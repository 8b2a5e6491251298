// The kernel itself answers the version query with ENOSYS, EOPNOTSUPP or an ABI
// (security/landlock/syscalls.c); all else comes from a filter before it.
#include "tools/doctor/diagnosis.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "tools/message.h"

namespace landshim::doctor {
namespace {

constexpr char kAllowCalls[] =
    "allow landlock_create_ruleset, landlock_add_rule and "
    "landlock_restrict_self in the seccomp filter: SystemCallFilter= of a "
    "unit, "
    "or a container's seccomp profile";

bool HasLandlock(const std::vector<std::string>& modules) {
  return std::find(modules.begin(), modules.end(), "landlock") != modules.end();
}

// What lsm= would be with Landlock in it; the kernel adds "capability" itself.
std::string BootParameter(const Circumstances& circumstances) {
  std::string list = "lsm=landlock";
  if (!circumstances.modules) return list + ",... with the modules of today";
  for (const std::string& module : *circumstances.modules) {
    if (module != "capability") list += "," + module;
  }
  return list;
}

Trouble NotEnabled(const Circumstances& circumstances, const char* error) {
  return {"Landlock was not enabled when this kernel booted (" +
              std::string(error) + ")",
          "boot it with " + BootParameter(circumstances)};
}

Trouble Missing(const Circumstances& circumstances) {
  if (circumstances.modules && HasLandlock(*circumstances.modules)) {
    return {"a seccomp filter hides Landlock, which this kernel has (ENOSYS)",
            kAllowCalls};
  }
  if (IsOlderThanLandlock(circumstances.release)) {
    return {"Linux " + Escape(circumstances.release) +
                " is too old for Landlock (ENOSYS)",
            "use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK"};
  }
  if (circumstances.filtered.value_or(true)) {
    return {
        "this kernel was built without Landlock, or a seccomp filter hides "
        "it (ENOSYS)",
        std::string(kAllowCalls) +
            ", or use a kernel with CONFIG_SECURITY_LANDLOCK"};
  }
  return {"this kernel was built without Landlock (ENOSYS)",
          "use a kernel with CONFIG_SECURITY_LANDLOCK"};
}

}  // namespace

bool IsOlderThanLandlock(const std::string& release) {
  int major = 0;
  int minor = 0;
  // NOLINTNEXTLINE(cert-err34-c): what is no number leaves zero.
  if (sscanf(release.c_str(), "%d.%d", &major, &minor) != 2) return false;
  return major < 5 || (major == 5 && minor < 13);
}

Trouble WhyNoLandlock(const LandlockAnswer& answer,
                      const Circumstances& circumstances) {
  if (answer.killed) {
    return {"a seccomp filter kills who calls landlock_create_ruleset(2)",
            kAllowCalls};
  }
  if (answer.value > 0) return {};
  const auto error = static_cast<int>(-answer.value);
  switch (error) {
    case ENOSYS:
      return Missing(circumstances);
    case EOPNOTSUPP:
      return NotEnabled(circumstances, "EOPNOTSUPP");
    case EPERM:
    case EACCES:
      return {
          "a seccomp filter refuses Landlock's calls: " + DescribeError(error),
          kAllowCalls};
    default:
      return {"Landlock's version query failed: " + DescribeError(error),
              "report this with the kernel's version"};
  }
}

Trouble WhyNoLayer(const LandlockProbe& probe) {
  if (probe.trial_killed) {
    return {"a seccomp filter kills who uses Landlock", kAllowCalls};
  }
  if (!probe.failed_call.empty()) {
    const bool is_prctl = probe.failed_call == "prctl";
    return {probe.failed_call +
                "(2) is refused: " + DescribeError(probe.failed_error),
            is_prctl ? "allow prctl(2) with PR_SET_NO_NEW_PRIVS in the seccomp "
                       "filter"
                     : kAllowCalls};
  }
  if (probe.abi == 0) {
    return {"this kernel claims a Landlock ABI and takes none of its rights",
            "report this to its vendor"};
  }
  return {};
}

}  // namespace landshim::doctor
