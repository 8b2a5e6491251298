// What is asked of kernels of every ABI for the two layers, as recorded by
// tests/kernels/emulate_abi; and what is said where a kernel lacks something.
#include <errno.h>
#include <sys/syscall.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

constexpr int kNewestAbi = 11;
constexpr long kCreateRuleset = 444;

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The calls for one layer, each a line of the record.
struct Layer {
  std::string ruleset;
  Words rules;
  std::string restriction;
};

// The result is a descriptor.
std::string WithoutResult(const std::string& call) {
  return call.substr(0, call.find("\"result\":"));
}

class BothLayers : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  std::vector<Layer> Recorded(int abi, const std::string& rules,
                              const Words& program) const {
    const TempDir directory;
    const std::string record = directory.Sub("record");
    Words argv = {TestFile("tests/kernels/emulate_abi"),
                  "--claim",
                  std::to_string(abi),
                  "--record",
                  record,
                  "--",
                  LandshimPath(),
                  "run",
                  "--rule",
                  rules,
                  "--"};
    argv.insert(argv.end(), program.begin(), program.end());
    const Result result = Command(argv).Run();
    EXPECT_EQ(result.status, 0) << result;
    std::vector<Layer> layers;
    std::ifstream lines(record);
    for (std::string line; std::getline(lines, line);) {
      if (Has(line, "\"create_ruleset\"")) layers.push_back({line, {}, ""});
      if (layers.empty()) continue;
      if (Has(line, "\"add_rule\"")) layers.back().rules.push_back(line);
      if (Has(line, "\"restrict_self\"")) layers.back().restriction = line;
    }
    return layers;
  }

  Scene scene_;
};

TEST_F(BothLayers, HandleTheSameAndHoldThePolicysRules) {
  const std::string rules =
      "abi 1..11; read " + scene_.Sub("granted") + "; write " +
      scene_.Sub("secret") +
      "; device /dev/null; exec /usr/bin/true; connect tcp 443; bind tcp "
      "80..82;"
      " unscope signal; unrestrict bind_udp; quiet /proc; log new_exec on";
  for (int abi = 1; abi <= kNewestAbi; ++abi) {
    SCOPED_TRACE(abi);
    const std::vector<Layer> layers =
        Recorded(abi, rules, {TestFile("tests/testcases/print_marker")});
    ASSERT_EQ(layers.size(), 2);
    const Layer& first = layers[0];
    const Layer& second = layers[1];
    EXPECT_EQ(WithoutResult(first.ruleset), WithoutResult(second.ruleset));
    EXPECT_EQ(first.restriction, second.restriction);
    EXPECT_TRUE(Has(first.restriction, "\"result\":0"));
    // The policy's own come first, and the second layer has no others.
    ASSERT_GE(first.rules.size(), second.rules.size());
    EXPECT_TRUE(std::equal(second.rules.begin(), second.rules.end(),
                           first.rules.begin()));
  }
}

// What the first layer grants beyond the policy: executing files, reading files
// and the system's libraries, and nothing else.
TEST_F(BothLayers, DifferByWhatStartingTakes) {
  const std::string program =
      scene_.Copy(Program("glibc/print_value"), "program");
  scene_.Copy(Program("glibc/libvalue1.so"), "lib/libvalue.so");
  ASSERT_EQ(
      Command({"patchelf", "--set-rpath", "$ORIGIN/lib", program}).Run().status,
      0);
  const std::string script = scene_.Script("script", "#!" + program + "\n");
  const std::vector<Layer> layers = Recorded(11, "abi 1..11", {script});
  ASSERT_EQ(layers.size(), 2);
  EXPECT_EQ(layers[1].rules, Words{});
  Words executed;
  Words read;
  for (const std::string& rule : layers[0].rules) {
    const size_t at = rule.find("\"path\":\"") + 8;
    const std::string path = rule.substr(at, rule.find('"', at) - at);
    if (Has(rule, "\"access\":[\"execute\",\"read_file\"]")) {
      executed.push_back(path);
    } else {
      EXPECT_TRUE(Has(rule, "\"access\":[\"read_file\"]")) << rule;
      read.push_back(path);
    }
  }
  const std::string linker =
      std::filesystem::canonical("/lib64/ld-linux-x86-64.so.2");
  EXPECT_EQ(executed, (Words{script, program, linker}));
  // File by file, and none that the program does not need.
  EXPECT_EQ(
      read,
      (Words{"/etc/ld.so.cache", scene_.Sub("lib/libvalue.so"),
             std::filesystem::canonical("/lib/x86_64-linux-gnu/libc.so.6"),
             linker}));
}

// The only layer of a static program holds the policy and its own file.
TEST_F(BothLayers, AreOneForAStaticProgram) {
  const std::string program =
      scene_.Copy(Program("read_file_static"), "program");
  const std::vector<Layer> layers =
      Recorded(11, scene_.rules(), {program, scene_.granted()});
  ASSERT_EQ(layers.size(), 1);
  const Words& rules = layers[0].rules;
  ASSERT_EQ(rules.size(), 2);
  EXPECT_TRUE(Has(rules[0], "[\"read_file\",\"read_dir\"]"));
  EXPECT_TRUE(Has(rules[0], scene_.Sub("granted") + '"'));
  EXPECT_TRUE(Has(rules[1], "[\"execute\",\"read_file\"]"));
  EXPECT_TRUE(Has(rules[1], program + '"'));
}

class Lacking : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  static Command WithoutLandlock(Command command) {
    return command.Before([] { RefuseCall(kCreateRuleset, ENOSYS); });
  }

  Scene scene_;
};

// `abi 0..N` also runs where nothing can be enforced, and says so.
TEST_F(Lacking, LandlockIsSaidWhereThePolicyAllowsIt) {
  const std::string rules = "abi 0..11; read " + scene_.Sub("granted");
  const Words line = {
      "options: not enforced: unknown or filtered system call (ENOSYS); the "
      "policy's abi 0..11 allows that"};
  for (const char* name :
       {"read_file", "read_file_musl", "read_file_static", "read_file_asan"}) {
    SCOPED_TRACE(name);
    EXPECT_TRUE(
        Ended(WithoutLandlock(RunUnder(rules, {Program(name), scene_.secret()}))
                  .Run(),
              0, kSecretText, line));
    // With Landlock it is enforced.
    EXPECT_EQ(RunUnder(rules, {Program(name), scene_.secret()}).Run().status,
              EACCES);
  }
  // And nothing of it is left in the process.
  const Words show = {TestFile("tests/testcases/print_process")};
  EXPECT_EQ(WithoutLandlock(RunUnder(rules, show)).Run().out,
            Command(show).Run().out);
  const Words print = {TestFile("tests/testcases/print_environment")};
  EXPECT_EQ(
      WithoutLandlock(RunUnder(rules, print).Env("LD_PRELOAD", "libm.so.6"))
          .Run()
          .out,
      Command(print).Env("LD_PRELOAD", "libm.so.6").Run().out);
}

TEST_F(Lacking, LandlockIsAnErrorWhereThePolicyDoesNot) {
  const Result result = WithoutLandlock(RunUnder("abi 1..11", {"true"})).Run();
  EXPECT_TRUE(Refused(result, 125,
                      "options: this kernel has no Landlock, or a seccomp "
                      "filter hides it (ENOSYS); use Linux 5.13 or newer with "
                      "CONFIG_SECURITY_LANDLOCK"));
}

// Rules without `abi` mean all that is known: what this kernel cannot deny of
// it is said once to who asks for it. Without a terminal nobody is told: cron
// would send it by mail at each start.
TEST_F(Lacking, RightsAreNamedWhereNoAbiIsStated) {
  const Words program = {Program("read_file"), scene_.granted()};
  const std::string read = "read " + scene_.Sub("granted");
  EXPECT_TRUE(Ended(RunUnder(read, program).Run(), 0, kGrantedText));
  const Result result =
      RunUnder(read, program).Env("LANDSHIM_LOG", "info").Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, kGrantedText);
  const std::string said = "landshim: options: enforced at Landlock ABI " +
                           std::to_string(KernelAbi()) +
                           ", rules: 1; this kernel cannot deny: ";
  if (KernelAbi() >= 10) {
    EXPECT_EQ(result.err, said + "nothing that the policy denies\n");
  } else {
    EXPECT_EQ(result.err.substr(0, said.size()), said);
    EXPECT_TRUE(Has(result.err, "bind_udp connect_send_udp\n"));
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1);
  }
  // Not where the policy is not about it, or says itself what it needs.
  if (KernelAbi() >= 5) {
    EXPECT_TRUE(Ended(
        RunUnder("unrestrict net scope resolve_unix; " + read, program).Run(),
        0, kGrantedText));
  }
  EXPECT_TRUE(
      Ended(RunUnder("abi 1..11; " + read, program).Run(), 0, kGrantedText));
}

TEST_F(Lacking, NothingIsSaidOnceMoreByLogInfo) {
  for (const char* name : {"read_file", "read_file_musl"}) {
    const Result result = RunUnder("abi 1; read " + scene_.Sub("granted"),
                                   {Program(name), scene_.granted()})
                              .Env("LANDSHIM_LOG", "info")
                              .Run();
    EXPECT_TRUE(Ended(result, 0, kGrantedText,
                      {"options: enforced at Landlock ABI 1, rules: 1; this "
                       "kernel cannot deny: nothing that the policy denies"}));
  }
}

}  // namespace
}  // namespace landshim::testing
