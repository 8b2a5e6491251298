// Names and numbers come from policy/access.h and policy/abi.h.
#include "tools/doctor/kernel_facts.h"

#include <algorithm>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/domain.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

// Documentation/userspace-api/landlock.rst of Linux 7.1, "Errata", and
// security/landlock/errata/: what a kernel does that lacks the fix.
struct Erratum {
  int number;
  int abi;       // the first that has it
  bool matters;  // to more than a few programs
  const char* effect;
};
constexpr Erratum kErrata[] = {
    {1, 4, true, "rules on TCP ports bind MPTCP, SMC and SCTP sockets as well"},
    {2, 6, true,
     "the scope 'signal' keeps threads of one process from each other"},
    {3, 1, true,
     "a directory that is moved out of a bind mount may gain rights"},
    {4, 1, false,
     "overlay file systems need make_char for whiteouts, not make_reg"},
};

std::string LinuxText(int abi) {
  return "Linux " + std::string(LinuxOfAbi(abi));
}

Fact DescribeRelease(const Kernel& kernel) {
  return {
      .key = "kernel",
      .text = "Linux " + Escape(kernel.release) + ", " + Escape(kernel.machine),
      .values = {{"release", kernel.release}, {"machine", kernel.machine}}};
}

std::string DescribeNewest() {
  return std::to_string(kNewestAbi) + " (" + LinuxText(kNewestAbi) + ")";
}

Fact DescribeAbi(const Kernel& kernel) {
  Fact fact = {.key = "landlock"};
  const Trouble trouble = kernel.WhyNothing();
  const LandlockProbe& probe = kernel.landlock;
  fact.values = {{"abi", int64_t{probe.abi}},
                 {"claimed_abi", int64_t{std::max(probe.answer.value, 0L)}},
                 {"newest_known_abi", int64_t{kNewestAbi}},
                 {"lacking", probe.lacking}};
  if (!trouble.empty()) {
    fact.state = State::kWrong;
    fact.text = trouble.what;
    fact.cure = trouble.cure;
    return fact;
  }
  const std::string claimed = std::to_string(probe.answer.value);
  if (!probe.lacking.empty()) {
    fact.state = State::kLimited;
    fact.text = "the kernel claims ABI " + claimed + " and lacks " +
                Join(probe.lacking) + ", so ABI " + std::to_string(probe.abi) +
                " is used; this landshim knows up to " + DescribeNewest();
    fact.cure = "ask the kernel's vendor for what it lacks";
  } else if (probe.answer.value > kNewestAbi) {
    fact.text = "ABI " + claimed + ", of which this landshim knows up to " +
                DescribeNewest();
  } else {
    fact.text = "ABI " + claimed + " (" + LinuxText(probe.abi) +
                "); this landshim knows up to " + DescribeNewest();
  }
  return fact;
}

Fact DescribeUndeniable(const Kernel& kernel) {
  Fact fact = {.key = "cannot_deny"};
  const int abi = kernel.WhyNothing().empty() ? kernel.landlock.abi : 0;
  Texts rights;
  int least = 0;
  for (const Right& right : kRights) {
    if (right.abi <= abi) continue;
    rights.emplace_back(right.Name());
    least = std::max<int>(least, right.abi);
  }
  fact.values = {{"rights", rights}};
  if (rights.empty()) {
    fact.text = "nothing that this landshim knows";
    return fact;
  }
  fact.state = State::kLimited;
  fact.text = abi == 0 ? "anything: no right can be denied here"
                       : Join(rights) + ": allowed, whatever a policy says";
  fact.cure = LinuxText(least) + " can deny all that this landshim knows";
  return fact;
}

Fact DescribeErrata(const Kernel& kernel) {
  Fact fact = {.key = "errata"};
  const long mask = kernel.landlock.errata;
  fact.values = {{"known", mask >= 0}};
  if (mask < 0) {
    fact.text = "this kernel does not say which it has";
    return fact;
  }
  bool matters = false;
  std::string effects;
  Texts fixed;
  Texts unfixed;
  for (const Erratum& erratum : kErrata) {
    const std::string number = std::to_string(erratum.number);
    const bool is_fixed = ((mask >> (erratum.number - 1)) & 1) != 0;
    if (is_fixed) fixed.push_back(number);
    if (is_fixed || erratum.abi > kernel.landlock.abi) continue;
    unfixed.push_back(number);
    matters = matters || erratum.matters;
    effects += "; number " + number + " is not fixed: " + erratum.effect;
  }
  fact.values.emplace_back("fixed", fixed);
  fact.values.emplace_back("unfixed", unfixed);
  fact.text =
      (fixed.empty() ? "none is fixed" : "fixed: " + Join(fixed)) + effects;
  if (!matters) return fact;
  fact.state = State::kLimited;
  fact.cure = "update the kernel";
  return fact;
}

Fact DescribeModules(const Kernel& kernel) {
  Fact fact = {.key = "lsm"};
  const auto& modules = kernel.circumstances.modules;
  fact.values = {{"known", modules.has_value()}};
  if (!modules) {
    fact.text =
        "which security modules are in force cannot be told: "
        "/sys/kernel/security/lsm is not readable, and lsm_list_modules(2) "
        "(Linux "
        "6.8) does not answer";
    return fact;
  }
  fact.text = "in force: " + Escape(Join(*modules));
  fact.values.emplace_back("list", *modules);
  return fact;
}

Fact DescribeSeccomp(const Kernel& kernel) {
  Fact fact = {.key = "seccomp"};
  fact.values = {{"filters", int64_t{kernel.filters}}};
  if (kernel.filters < 0) {
    fact.text = "whether a filter is in force cannot be told without /proc";
  } else if (kernel.filters == 0) {
    fact.text = "no filter is in force";
  } else {
    fact.text = "filters in force: " + std::to_string(kernel.filters);
  }
  return fact;
}

Fact DescribeLayers(const Kernel& kernel, int layers_needed) {
  const int left = kernel.landlock.layers_left;
  const Trouble trouble = WhyTooManyLayers(kernel, layers_needed);
  Fact fact = {
      .key = "layers",
      .text = std::to_string(left) + " of " + std::to_string(kMostLayers) +
              " are left for this process; 'landshim run' takes " +
              std::to_string(layers_needed),
      .values = {{"left", int64_t{left}}, {"needed", int64_t{layers_needed}}}};
  if (kernel.WhyNothing().empty() && !trouble.empty()) {
    fact.state = State::kWrong;
    fact.cure = trouble.cure;
  }
  return fact;
}

}  // namespace

Trouble Kernel::WhyNothing() const {
  const Trouble trouble = WhyNoLandlock(landlock.answer, circumstances);
  return trouble.empty() ? WhyNoLayer(landlock) : trouble;
}

std::vector<Fact> DescribeKernel(const Kernel& kernel, int layers_needed) {
  std::vector<Fact> facts = {DescribeRelease(kernel), DescribeAbi(kernel),
                             DescribeUndeniable(kernel)};
  const bool works = kernel.WhyNothing().empty();
  if (works) facts.push_back(DescribeErrata(kernel));
  facts.push_back(DescribeModules(kernel));
  facts.push_back(DescribeSeccomp(kernel));
  if (works) facts.push_back(DescribeLayers(kernel, layers_needed));
  return facts;
}

Trouble WhyTooManyLayers(const Kernel& kernel, int layers_needed) {
  const int left = kernel.landlock.layers_left;
  if (left >= layers_needed) return {};
  return {std::to_string(left) + " of " + std::to_string(kMostLayers) +
              " Landlock layers are left for this process, and 'landshim run' "
              "takes " +
              std::to_string(layers_needed),
          "start it in fewer sandboxes inside each other"};
}

}  // namespace landshim::doctor
