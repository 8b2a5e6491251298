// The texts about a process.
#include <algorithm>

#include "tools/doctor/process.h"
#include "tools/message.h"
#include "tools/version.h"

namespace landshim::doctor {
namespace {

Texts Names(const std::vector<ShimEntry>& entries) {
  Texts names;
  for (const ShimEntry& entry : entries) names.push_back(entry.name);
  return names;
}

Fact DescribeOwn(const Process& process) {
  Fact fact = {.key = "landshim",
               .text = std::string("version ") + kVersion,
               .values = {{"version", std::string(kVersion)},
                          {"privileged", process.privileged}}};
  if (process.privileged) {
    fact.state = State::kWrong;
    fact.text +=
        ", set-id or with file capabilities: 'landshim run' refuses "
        "to work so";
    fact.cure = "remove them: it needs no privileges";
  }
  return fact;
}

Fact DescribeVariables(const Process& process) {
  Fact fact = {.key = "variables",
               .values = {{"set", process.variables},
                          {"wrong", process.wrong_variables}}};
  fact.text = process.variables.empty()
                  ? "no variable of landshim or of the kernel's sample is set"
                  : "set: " + Escape(Join(process.variables));
  for (const std::string& line : process.wrong_variables) {
    fact.state = State::kWrong;
    fact.text += "\n" + line;
  }
  return fact;
}

Fact DescribeNoNewPrivs(const Process& process) {
  Fact fact = {.key = "no_new_privs"};
  if (!process.no_new_privs) {
    fact.text = "whether it is set cannot be told: prctl(2) is refused";
    return fact;
  }
  fact.values = {{"set", *process.no_new_privs}};
  fact.text =
      *process.no_new_privs
          ? "set: set-id programs get no privileges here, sandboxed or not"
          : "not set: set-id programs get no privileges in a sandbox only";
  return fact;
}

Fact DescribeProc(const Process& process) {
  if (process.has_proc) {
    return {.key = "proc",
            .text = "/proc is mounted",
            .values = {{"mounted", true}}};
  }
  return {.key = "proc",
          .state = State::kLimited,
          .text = "/proc is not mounted",
          .cure =
              "mount it, or install landshim: 'landshim install --prefix "
              "/usr/local'",
          .values = {{"mounted", false}}};
}

Fact DescribeMemfd(const Process& process) {
  Fact fact = {.key = "memfd",
               .values = {{"error", int64_t{process.memfd_error}},
                          {"noexec", process.memfd_noexec}}};
  if (process.memfd_error != 0) {
    fact.state = State::kLimited;
    fact.text =
        "memfd_create(2) is refused: " + DescribeError(process.memfd_error);
    fact.cure = "allow it in the seccomp filter";
    return fact;
  }
  fact.text = "memfd_create(2) works";
  if (!process.memfd_noexec.empty()) {
    fact.text += "; vm.memfd_noexec is " + Escape(process.memfd_noexec) +
                 ", which does not matter";
  }
  return fact;
}

Fact DescribeDescriptors(const Process& process) {
  Fact fact = {
      .key = "descriptors",
      .values = {{"limit", static_cast<int64_t>(process.descriptor_limit)},
                 {"inherited", process.inherited}}};
  fact.text =
      "RLIMIT_NOFILE is " + (process.descriptor_limit == ~uint64_t{0}
                                 ? std::string("unlimited")
                                 : std::to_string(process.descriptor_limit));
  if (!process.inherited.empty()) {
    fact.text += "; open beyond 0 to 2, for whatever is started from here: " +
                 Escape(Join(process.inherited)) +
                 "; 'landshim run --close-fds' closes them";
  }
  if (process.one_layer.find("descriptors") != std::string::npos) {
    fact.state = State::kLimited;
    fact.cure = "raise it (ulimit -n), or close descriptors";
  }
  return fact;
}

constexpr char kOwnershipCure[] =
    "let root or this user own it, and nobody else write to it (chown, chmod "
    "go-w)";

std::string DescribeInstalled(const InstalledShim& shim) {
  switch (shim.kind) {
    case InstalledKind::kNone:
      return {};
    case InstalledKind::kSame:
      return shim.path + " is the one that this landshim holds";
    case InstalledKind::kOther:
      return shim.path + " is of another version";
    case InstalledKind::kUnreadable:
      return shim.path + " cannot be read";
  }
  return {};
}

Fact DescribeShim(const Process& process) {
  constexpr const char* kKinds[] = {"none", "same", "other", "unreadable"};
  Fact fact = {.key = "shim"};
  std::vector<Object> list;
  for (const InstalledShim& shim : process.installed) {
    list.push_back(
        {{"path", shim.path}, {"kind", kKinds[static_cast<int>(shim.kind)]}});
    const std::string text = DescribeInstalled(shim);
    if (text.empty()) continue;
    fact.text += (fact.text.empty() ? "" : "; ") + text;
    if (!shim.weakness.empty()) {
      fact.state = State::kLimited;
      fact.text +=
          ", and 'landshim run' does not use it, as others may change "
          "it: " +
          shim.weakness;
      fact.cure = kOwnershipCure;
    }
    if (shim.kind == InstalledKind::kSame) continue;
    fact.state = State::kLimited;
    fact.cure = "write it again: 'landshim shim -o " + shim.path + "'";
  }
  if (fact.text.empty()) {
    fact.text = "none is installed; 'landshim run' uses the one that it holds";
  }
  fact.values = {{"installed", list}};
  return fact;
}

Fact DescribeSecondLayer(const Process& process) {
  const bool refused = !process.refusal.empty();
  Fact fact = {
      .key = "second_layer",
      .values = {{"possible", process.one_layer.empty() && !refused},
                 {"preload", process.preload},
                 {"reason", refused ? process.refusal : process.one_layer}}};
  if (refused) {
    fact.state = State::kWrong;
    fact.text =
        "no program that would load the shim is started: " + process.refusal;
    return fact;
  }
  if (process.one_layer.empty()) {
    fact.text = "'landshim run' preloads " + process.preload;
    return fact;
  }
  fact.state = State::kLimited;
  fact.text = "programs get the first layer only: " + process.one_layer +
              "; what their start takes stays granted";
  return fact;
}

Fact DescribePreload(const Process& process) {
  Fact fact = {.key = "preload",
               .values = {{"LD_PRELOAD", Names(process.shims)},
                          {"ld.so.preload", Names(process.system_shims)}}};
  if (process.shims.empty() && process.system_shims.empty()) {
    fact.text = "neither LD_PRELOAD nor /etc/ld.so.preload names a shim";
    return fact;
  }
  const auto add = [&fact](const std::string& list, const ShimEntry& entry) {
    if (!fact.text.empty()) fact.text += "\n";
    fact.text += list + " names " + Escape(entry.name);
    if (!entry.weakness.empty()) {
      fact.state = State::kLimited;
      fact.text += ", which others may change: " + entry.weakness + "; " +
                   kOwnershipCure;
    }
    if (entry.trouble.empty()) return;
    fact.state = State::kLimited;
    fact.text += ", which ld.so skips: programs run without a sandbox: " +
                 entry.trouble.Line();
  };
  for (const ShimEntry& entry : process.shims) add("LD_PRELOAD", entry);
  for (const ShimEntry& entry : process.system_shims) {
    add(kSystemPreloads, entry);
  }
  return fact;
}

}  // namespace

std::vector<Fact> DescribeProcess(const Process& process) {
  return {DescribeOwn(process),        DescribeVariables(process),
          DescribeNoNewPrivs(process), DescribeProc(process),
          DescribeMemfd(process),      DescribeDescriptors(process),
          DescribeShim(process),       DescribeSecondLayer(process),
          DescribePreload(process)};
}

}  // namespace landshim::doctor
