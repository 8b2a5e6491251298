// Tests what is said about kernels of every ABI, and about odd ones.
#include "tools/doctor/kernel_facts.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "policy/abi.h"

namespace landshim::doctor {
namespace {

Kernel KernelWith(int abi) {
  Kernel kernel = {.release = "6.18.44", .machine = "x86_64", .filters = 0};
  kernel.landlock.answer.value = abi;
  kernel.landlock.abi = abi;
  kernel.landlock.errata = 0xf;
  kernel.landlock.layers_left = 16;
  return kernel;
}

Fact FactOf(const Kernel& kernel, const std::string& key, int needed = 2) {
  for (const Fact& fact : DescribeKernel(kernel, needed)) {
    if (fact.key == key) return fact;
  }
  return {};
}

std::string Line(const Fact& fact) {
  return fact.cure.empty() ? fact.text : fact.text + "; " + fact.cure;
}

TEST(KernelFacts, NameTheAbiAndTheNewestKnown) {
  EXPECT_EQ(Line(FactOf(KernelWith(1), "landlock")),
            "ABI 1 (Linux 5.13); this landshim knows up to 11 (Linux 7.3)");
  EXPECT_EQ(Line(FactOf(KernelWith(11), "landlock")),
            "ABI 11 (Linux 7.3); this landshim knows up to 11 (Linux 7.3)");
  Kernel future = KernelWith(kNewestAbi);
  future.landlock.answer.value = 12;
  EXPECT_EQ(Line(FactOf(future, "landlock")),
            "ABI 12, of which this landshim knows up to 11 (Linux 7.3)");
}

TEST(KernelFacts, NameWhatAKernelClaimsAndLacks) {
  Kernel kernel = KernelWith(6);
  kernel.landlock.lacking = {"signal"};
  kernel.landlock.abi = 5;
  const Fact fact = FactOf(kernel, "landlock");
  EXPECT_EQ(fact.state, State::kLimited);
  EXPECT_EQ(Line(fact),
            "the kernel claims ABI 6 and lacks signal, so ABI 5 is used; this "
            "landshim knows up to 11 (Linux 7.3); ask the kernel's vendor for "
            "what it lacks");
  EXPECT_EQ(Line(FactOf(kernel, "cannot_deny")),
            "resolve_unix, bind_udp, connect_send_udp, abstract_unix_socket "
            "and signal: allowed, whatever a policy says; Linux 7.2 can deny "
            "all that this landshim knows");
}

TEST(KernelFacts, NameEveryRightThatCannotBeDenied) {
  for (int abi = 1; abi <= kNewestAbi; ++abi) {
    const Fact fact = FactOf(KernelWith(abi), "cannot_deny");
    const auto& listed = std::get<Texts>(fact.values.at(0).second);
    for (const Right& right : kRights) {
      const bool named =
          std::find(listed.begin(), listed.end(), right.Name()) != listed.end();
      EXPECT_EQ(named, right.abi > abi) << abi << " " << right.Name();
    }
  }
  EXPECT_EQ(Line(FactOf(KernelWith(11), "cannot_deny")),
            "nothing that this landshim knows");
}

TEST(KernelFacts, TellErrataApart) {
  Kernel kernel = KernelWith(7);
  EXPECT_EQ(Line(FactOf(kernel, "errata")), "fixed: 1, 2, 3 and 4");
  kernel.landlock.errata = 7;
  EXPECT_EQ(FactOf(kernel, "errata").state, State::kFine);
  EXPECT_EQ(Line(FactOf(kernel, "errata")),
            "fixed: 1, 2 and 3; number 4 is not fixed: overlay file systems "
            "need make_char for whiteouts, not make_reg");
  kernel.landlock.errata = 0xb;
  EXPECT_EQ(FactOf(kernel, "errata").state, State::kLimited);
  EXPECT_EQ(Line(FactOf(kernel, "errata")),
            "fixed: 1, 2 and 4; number 3 is not fixed: a directory that is "
            "moved out of a bind mount may gain rights; update the kernel");
  kernel.landlock.errata = -1;
  EXPECT_EQ(Line(FactOf(kernel, "errata")),
            "this kernel does not say which it has");
}

TEST(KernelFacts, LeaveOutErrataOfRightsThatItLacks) {
  Kernel kernel = KernelWith(3);
  kernel.landlock.errata = 0xc;
  EXPECT_EQ(Line(FactOf(kernel, "errata")), "fixed: 3 and 4");
  kernel.landlock.errata = 0;
  EXPECT_EQ(Line(FactOf(kernel, "errata")).find("none is fixed; number 3 "),
            0U);
}

TEST(KernelFacts, CountLayers) {
  Kernel kernel = KernelWith(7);
  EXPECT_EQ(Line(FactOf(kernel, "layers")),
            "16 of 16 are left for this process; 'landshim run' takes 2");
  kernel.landlock.layers_left = 1;
  EXPECT_EQ(FactOf(kernel, "layers").state, State::kWrong);
  EXPECT_EQ(WhyTooManyLayers(kernel, 2).Line(),
            "1 of 16 Landlock layers are left for this process, and 'landshim "
            "run' takes 2; start it in fewer sandboxes inside each other");
  EXPECT_EQ(FactOf(kernel, "layers", 1).state, State::kFine);
  EXPECT_TRUE(WhyTooManyLayers(kernel, 1).empty());
}

TEST(KernelFacts, TellModulesAndFilters) {
  Kernel kernel = KernelWith(7);
  EXPECT_EQ(Line(FactOf(kernel, "lsm")),
            "which security modules are in force cannot be told: "
            "/sys/kernel/security/lsm is not readable, and lsm_list_modules(2) "
            "(Linux 6.8) does not answer");
  kernel.circumstances.modules = Texts{"capability", "landlock"};
  EXPECT_EQ(Line(FactOf(kernel, "lsm")), "in force: capability and landlock");
  EXPECT_EQ(Line(FactOf(kernel, "seccomp")), "no filter is in force");
  kernel.filters = 2;
  EXPECT_EQ(Line(FactOf(kernel, "seccomp")), "filters in force: 2");
  kernel.filters = -1;
  EXPECT_EQ(Line(FactOf(kernel, "seccomp")),
            "whether a filter is in force cannot be told without /proc");
}

TEST(KernelFacts, SayWhyWhereNothingCanBeDenied) {
  Kernel kernel = {.release = "5.10.0", .machine = "x86_64", .filters = 0};
  kernel.landlock.answer.value = -ENOSYS;
  kernel.circumstances = {.release = kernel.release, .filtered = false};
  const Fact fact = FactOf(kernel, "landlock");
  EXPECT_EQ(fact.state, State::kWrong);
  EXPECT_EQ(Line(fact),
            "Linux 5.10.0 is too old for Landlock (ENOSYS); use Linux 5.13 or "
            "newer with CONFIG_SECURITY_LANDLOCK");
  EXPECT_EQ(Line(FactOf(kernel, "cannot_deny")),
            "anything: no right can be denied here; Linux 7.2 can deny all "
            "that this landshim knows");
  EXPECT_EQ(FactOf(kernel, "errata").key, "");
  EXPECT_EQ(FactOf(kernel, "layers").key, "");
}

}  // namespace
}  // namespace landshim::doctor
