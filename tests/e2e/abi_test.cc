// What the shim asks of a kernel of each ABI, as an emulated kernel records it.
#include <errno.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/e2e/emulated_kernel.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr int kNewest = 11;

enum Class { kFs, kNet, kScope };

struct Right {
  int abi;
  Class kind;
  const char* name;
};

// Written down apart from the product's own table, in the order of the bits.
constexpr Right kRights[] = {
    {1, kFs, "execute"},
    {1, kFs, "write_file"},
    {1, kFs, "read_file"},
    {1, kFs, "read_dir"},
    {1, kFs, "remove_dir"},
    {1, kFs, "remove_file"},
    {1, kFs, "make_char"},
    {1, kFs, "make_dir"},
    {1, kFs, "make_reg"},
    {1, kFs, "make_sock"},
    {1, kFs, "make_fifo"},
    {1, kFs, "make_block"},
    {1, kFs, "make_sym"},
    {2, kFs, "refer"},
    {3, kFs, "truncate"},
    {5, kFs, "ioctl_dev"},
    {9, kFs, "resolve_unix"},
    {4, kNet, "bind_tcp"},
    {4, kNet, "connect_tcp"},
    {10, kNet, "bind_udp"},
    {10, kNet, "connect_send_udp"},
    {6, kScope, "abstract_unix_socket"},
    {6, kScope, "signal"},
};

constexpr const char* kLinux[] = {"",     "5.13", "5.19", "6.2", "6.7", "6.10",
                                  "6.12", "6.15", "7.0",  "7.1", "7.2", "7.3"};

std::string List(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "\"" : ",\"") + name + "\"";
  }
  return "[" + list + "]";
}

// The rights of a class that came up to this ABI, but for some.
std::string Rights(Class kind, int abi, const std::string& but = "") {
  std::vector<std::string> names;
  for (const Right& right : kRights) {
    if (right.kind == kind && right.abi <= abi && but != right.name) {
      names.emplace_back(right.name);
    }
  }
  return List(names);
}

std::string Version(int claim) {
  return "{\"call\":\"version\",\"result\":" + std::to_string(claim) + "}\n";
}

std::string Create(const std::string& fs, const std::string& net,
                   const std::string& scoped,
                   const std::string& quiet_fs = "[]") {
  return "{\"call\":\"create_ruleset\",\"fs\":" + fs + ",\"net\":" + net +
         ",\"scoped\":" + scoped + ",\"quiet_fs\":" + quiet_fs +
         ",\"quiet_net\":[],\"quiet_scoped\":[],\"result\":3}\n";
}

std::string CreateAll(int abi) {
  return Create(Rights(kFs, abi), Rights(kNet, abi), Rights(kScope, abi));
}

// What a kernel with this ABI takes besides the flags of `log`.
std::string Restrict(int kernel_abi, std::vector<std::string> flags = {}) {
  if (kernel_abi >= 8) flags.emplace_back("tsync");
  if (kernel_abi >= 11) flags.emplace_back("no_new_privs");
  return "{\"call\":\"restrict_self\",\"flags\":" + List(flags) +
         ",\"result\":0}\n";
}

class AskedOfTheKernel : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  static Emulated Run(int claim, const std::string& rules) {
    return RunOnKernel({"--claim", std::to_string(claim)},
                       {"LANDSHIM_RULES=" + rules});
  }

  static void ExpectAsked(const Emulated& emulated, const std::string& record,
                          const std::string& err = "") {
    EXPECT_EQ(emulated.result.status, 0);
    EXPECT_EQ(emulated.result.out, "main ran\n");
    EXPECT_EQ(emulated.result.err, err);
    EXPECT_EQ(emulated.record, record);
  }

  // Nothing is asked but the version.
  static void ExpectRefused(const Emulated& emulated,
                            const std::string& message) {
    EXPECT_EQ(emulated.result.status, 125);
    EXPECT_EQ(emulated.result.out, "");
    EXPECT_EQ(emulated.result.err, "landshim: " + message + "\n");
  }

  static std::string TooLow(const std::string& place, int needed, int has) {
    return place + ": the policy needs Landlock ABI " + std::to_string(needed) +
           " (Linux " + kLinux[needed] + ") and this kernel has " +
           std::to_string(has) + "; run a newer kernel, or state a lower 'abi'";
  }
};

constexpr char kNoLandlock[] =
    "LANDSHIM_RULES: this kernel has no Landlock, or a seccomp filter hides it "
    "(ENOSYS); use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK";

TEST_F(AskedOfTheKernel, EverythingUpToTheUpperBound) {
  for (int claim : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 99}) {
    SCOPED_TRACE(claim);
    ExpectAsked(Run(claim, "abi 1..11"),
                Version(claim) + CreateAll(claim) + Restrict(claim));
    ExpectAsked(Run(claim, "abi 0..11"),
                Version(claim) + CreateAll(claim) + Restrict(claim));
    ExpectAsked(
        Run(claim, "abi 1..7"),
        Version(claim) + CreateAll(std::min(claim, 7)) + Restrict(claim));
    if (claim < 4) continue;
    ExpectAsked(
        Run(claim, "abi 4..7"),
        Version(claim) + CreateAll(std::min(claim, 7)) + Restrict(claim));
    ExpectAsked(Run(claim, "abi 4"),
                Version(claim) + CreateAll(4) + Restrict(claim));
  }
}

TEST_F(AskedOfTheKernel, NothingWithoutLandlock) {
  const std::string version = "{\"call\":\"version\",\"result\":\"ENOSYS\"}\n";
  for (const char* rules : {"abi 1..11", "abi 4..7", "read /usr"}) {
    const Emulated refused = Run(0, rules);
    ExpectRefused(refused, kNoLandlock);
    EXPECT_EQ(refused.record, version);
  }
  ExpectAsked(Run(0, "abi 0..11"), version,
              "landshim: LANDSHIM_RULES: not enforced: unknown or filtered "
              "system call (ENOSYS); the policy's abi 0..11 allows that\n");
}

TEST_F(AskedOfTheKernel, NothingBelowTheLowerBound) {
  for (int least = 2; least <= kNewest; ++least) {
    SCOPED_TRACE(least);
    const std::string rules = "abi " + std::to_string(least) + "..11";
    const Emulated refused = Run(least - 1, rules);
    ExpectRefused(refused, TooLow("LANDSHIM_RULES:1:5", least, least - 1));
    EXPECT_EQ(refused.record, Version(least - 1));
    ExpectAsked(Run(least, rules),
                Version(least) + CreateAll(least) + Restrict(least));
  }
}

TEST_F(AskedOfTheKernel, NothingBelowWhatRulesWithoutAbiNeed) {
  const struct {
    const char* rules;
    int needed;
    const char* column;  // of what needs it
  } cases[] = {
      {"allow refer /usr", 2, "13"},
      {"allow truncate /usr", 3, "16"},
      {"connect tcp 443", 4, "13"},
      {"bind tcp 80; read /usr", 4, "10"},
      {"allow ioctl_dev /dev", 5, "17"},
      {"connect unix /usr", 9, "14"},
      {"connect udp 53", 10, "13"},
      {"bind udp 0; connect tcp 443", 10, "10"},
      {"connect tcp 443; bind udp 0", 10, "27"},
      {"allow bind_udp 123", 10, "16"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.rules);
    ExpectRefused(Run(c.needed - 1, c.rules),
                  TooLow(std::string("LANDSHIM_RULES:1:") + c.column, c.needed,
                         c.needed - 1));
    EXPECT_EQ(Run(c.needed, c.rules).result.status, 0);
  }
  // These have some effect, or all that matters, on any kernel.
  for (const char* rules : {"read /usr", "write /tmp", "device /dev",
                            "include <base>", "quiet /usr", "log new_exec on",
                            "unscope signal", "unrestrict net.udp"}) {
    EXPECT_EQ(Run(1, rules).result.status, 0) << rules;
  }
}

TEST_F(AskedOfTheKernel, LessWhereThePolicyLeavesItUnhandled) {
  const std::string fs = Rights(kFs, kNewest);
  const std::string net = Rights(kNet, kNewest);
  const std::string scope = Rights(kScope, kNewest);
  const struct {
    const char* rules;
    std::string create;
  } cases[] = {
      {"unrestrict fs", Create("[]", net, scope)},
      {"unrestrict net", Create(fs, "[]", scope)},
      {"unrestrict scope", Create(fs, net, "[]")},
      {"unrestrict net.tcp",
       Create(fs, "[\"bind_udp\",\"connect_send_udp\"]", scope)},
      {"unrestrict net.udp",
       Create(fs, "[\"bind_tcp\",\"connect_tcp\"]", scope)},
      {"unrestrict ioctl_dev",
       Create(Rights(kFs, kNewest, "ioctl_dev"), net, scope)},
      {"unscope signal", Create(fs, net, "[\"abstract_unix_socket\"]")},
      {"unscope abstract_unix_socket", Create(fs, net, "[\"signal\"]")},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.rules);
    ExpectAsked(Run(kNewest, c.rules),
                Version(kNewest) + c.create + Restrict(kNewest));
  }
}

TEST_F(AskedOfTheKernel, RulesWithTheRightsThatItKnows) {
  const auto rules = [](const std::string& access) {
    return "{\"call\":\"add_rule\",\"type\":\"path_beneath\",\"access\":[" +
           access + "],\"quiet\":false,\"path\":\"/dev\",\"result\":0}\n";
  };
  const std::string old = "\"write_file\",\"read_file\",\"read_dir\"";
  for (int claim : {1, 4, 5, 11}) {
    SCOPED_TRACE(claim);
    ExpectAsked(Run(claim, "device /dev"),
                Version(claim) + CreateAll(claim) +
                    rules(claim < 5 ? old : old + ",\"ioctl_dev\"") +
                    Restrict(claim));
  }
  // A rule that would grant nothing on this kernel is not asked for.
  ExpectAsked(Run(8, "abi 4..11; connect unix /dev; connect udp 53"),
              Version(8) + CreateAll(8) + Restrict(8));
}

TEST_F(AskedOfTheKernel, QuietRulesFromAbiTenOn) {
  const std::string rule =
      "{\"call\":\"add_rule\",\"type\":\"path_beneath\",\"access\":[],"
      "\"quiet\":true,\"path\":\"/usr\",\"result\":0}\n";
  for (int claim : {1, 9, 10, 11}) {
    SCOPED_TRACE(claim);
    const std::string fs = Rights(kFs, claim);
    const std::string create = Create(
        fs, Rights(kNet, claim), Rights(kScope, claim), claim < 10 ? "[]" : fs);
    ExpectAsked(
        Run(claim, "quiet /usr"),
        Version(claim) + create + (claim < 10 ? "" : rule) + Restrict(claim));
  }
  ExpectAsked(Run(11, "abi 1..9; quiet /usr"),
              Version(11) + CreateAll(9) + Restrict(11));
}

TEST_F(AskedOfTheKernel, LogFlagsFromAbiSevenOn) {
  const struct {
    const char* rules;
    std::vector<std::string> flags;
  } cases[] = {
      {"log same_exec off", {"log_same_exec_off"}},
      {"log same_exec on", {}},
      {"log new_exec on", {"log_new_exec_on"}},
      {"log new_exec off", {}},
      {"log subdomains off", {"log_subdomains_off"}},
      {"log same_exec off; log new_exec on; log subdomains off",
       {"log_same_exec_off", "log_new_exec_on", "log_subdomains_off"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.rules);
    for (int claim : {6, 7, 8, 11}) {
      ExpectAsked(Run(claim, c.rules),
                  Version(claim) + CreateAll(claim) +
                      Restrict(claim, claim < 7 ? std::vector<std::string>{}
                                                : c.flags));
    }
    ExpectAsked(Run(11, std::string("abi 1..6; ") + c.rules),
                Version(11) + CreateAll(6) + Restrict(11));
  }
}

TEST_F(AskedOfTheKernel, NoNewPrivsByPrctlBelowAbiEleven) {
  for (const char* claim : {"1", "10", "11"}) {
    EXPECT_EQ(RunOnKernel({"--claim", claim}, {"LANDSHIM_RULES=abi 1"},
                          "get_no_new_privs")
                  .result.status,
              1)
        << claim;
  }
  const auto refuse = [] {
    RefuseCall(SYS_prctl, EPERM, Argument{0, PR_SET_NO_NEW_PRIVS});
  };
  ExpectRefused(RunOnKernel({"--claim", "10"}, {"LANDSHIM_RULES=abi 1"},
                            "print_marker", refuse),
                "LANDSHIM_RULES: no_new_privs was refused: operation not "
                "permitted (EPERM); allow prctl(2) in the seccomp profile");
}

// Some vendors' kernels claim an ABI of which they lack a right.
TEST_F(AskedOfTheKernel, OnlyWhatIsWholeWhereItClaimsMore) {
  const struct {
    const char* claim;
    const char* lack;
    int abi;  // that it really has
  } cases[] = {
      {"6", "signal", 5},
      {"6", "abstract_unix_socket,signal", 5},
      {"11", "connect_send_udp", 9},
      {"11", "ioctl_dev", 4},
      {"99", "resolve_unix", 8},
      {"4", "truncate", 2},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.lack);
    const std::vector<std::string> kernel = {"--claim", c.claim, "--lack",
                                             c.lack};
    const Emulated emulated = RunOnKernel(kernel, {"LANDSHIM_RULES=abi 1..11"});
    EXPECT_EQ(emulated.result.status, 0) << emulated.result;
    const std::string last = CreateAll(c.abi) + Restrict(c.abi);
    const std::string& record = emulated.record;
    ASSERT_GE(record.size(), last.size());
    EXPECT_EQ(record.substr(record.size() - last.size()), last);
    const std::string above = std::to_string(c.abi + 1);
    ExpectRefused(RunOnKernel(kernel, {"LANDSHIM_RULES=abi " + above + "..11"}),
                  TooLow("LANDSHIM_RULES:1:5", c.abi + 1, c.abi));
  }
}

TEST_F(AskedOfTheKernel, NothingBySampleVariablesThatItDoesNotKnow) {
  const std::vector<std::string> base = {"LL_FS_RO=/usr", "LL_FS_RW="};
  const auto with = [&base](const std::string& variable) {
    std::vector<std::string> variables = base;
    variables.push_back(variable);
    return variables;
  };
  const std::string cure = "; unset it, or run a newer kernel";
  ExpectRefused(RunOnKernel({"--claim", "6"}, with("LL_FORCE_LOG=1")),
                "LL_FORCE_LOG: the variable needs Landlock ABI 7 (Linux 6.15) "
                "and this kernel has 6" +
                    cure);
  ExpectRefused(RunOnKernel({"--claim", "9"}, with("LL_QUIET_ACCESS=all")),
                "LL_QUIET_ACCESS: the variable needs Landlock ABI 10 (Linux "
                "7.2) and this kernel has 9" +
                    cure);
  EXPECT_EQ(RunOnKernel({"--claim", "7"}, with("LL_FORCE_LOG=1")).result.status,
            0);
  EXPECT_EQ(
      RunOnKernel({"--claim", "10"}, with("LL_QUIET_ACCESS=all")).result.status,
      0);
}

TEST_F(AskedOfTheKernel, AndSaidOnRequest) {
  const auto info = [](const char* claim, const std::string& rules) {
    return RunOnKernel({"--claim", claim},
                       {"LANDSHIM_LOG=info", "LANDSHIM_RULES=" + rules})
        .result.err;
  };
  EXPECT_EQ(info("5", "abi 1..11; read /usr /dev"),
            "landshim: LANDSHIM_RULES: enforced at Landlock ABI 5, rules: 2; "
            "this kernel cannot deny: resolve_unix bind_udp connect_send_udp "
            "abstract_unix_socket signal\n");
  EXPECT_EQ(info("11", "abi 1..7; read /usr"),
            "landshim: LANDSHIM_RULES: enforced at Landlock ABI 7, rules: 1; "
            "this kernel cannot deny: nothing that the policy denies\n");
}

}  // namespace
}  // namespace landshim::testing
