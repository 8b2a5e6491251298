// A variable that was left behind, or that somebody set, does not switch
// enforcement off: each way of starting with each of landshim's variables.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "tests/traps/stage.h"

namespace landshim::traps {
namespace {

// What becomes of a program that is to be denied the secret.
enum class Outcome {
  kEnforced,  // it ran, and was denied
  kRefused,   // it did not start: status 125
  kLoud,      // it ran unsandboxed, and a line says NOT ENFORCED
  kFree,      // it ran unsandboxed, and nothing was said
  kOther,
};

const char* NameOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kEnforced:
      return "enforced";
    case Outcome::kRefused:
      return "125";
    case Outcome::kLoud:
      return "loud";
    case Outcome::kFree:
      return "FREE";
    case Outcome::kOther:
      return "other";
  }
  return "";
}

Outcome OutcomeOf(const Result& result) {
  constexpr int kFailed = 125;
  const bool said = result.err.find("NOT ENFORCED") != std::string::npos;
  if (result.status == kFailed && result.out.empty()) return Outcome::kRefused;
  if (result.out.rfind("secure ", 0) != 0) return Outcome::kOther;
  if (result.status == EACCES) return Outcome::kEnforced;
  if (result.status != 0) return Outcome::kOther;
  return said ? Outcome::kLoud : Outcome::kFree;
}

enum Way {
  kUnsandboxed,  // the control
  kRun,
  kRunByName,
  kByVariable,  // as `-e LANDSHIM_POLICY` of a container's image
  kByNameInEtc,
  kByNameAtHome,
  kSystemWide,
  kSecure,  // set-id, and the whole system preloads the object
  kWays,
};

constexpr const char* kWayNames[kWays] = {
    "unsandboxed", "run",     "run by name", "by variable",
    "in /etc",     "at home", "system-wide", "AT_SECURE"};

struct Row {
  const char* name;
  const char* value;
  Outcome outcomes[kWays];
};

constexpr Outcome kF = Outcome::kFree;
constexpr Outcome kE = Outcome::kEnforced;
constexpr Outcome kR = Outcome::kRefused;
constexpr Outcome kL = Outcome::kLoud;

constexpr Row kRows[] = {
    {"X", "1", {kF, kE, kE, kE, kE, kE, kE, kE}},
    {"LANDSHIM_LEARN", "/media/theirs/rec", {kF, kR, kR, kR, kR, kL, kE, kE}},
    {"LANDSHIM_LEARN", "", {kF, kR, kR, kR, kR, kR, kE, kE}},
    {"LANDSHIM_RUN", "learn", {kF, kR, kR, kR, kR, kR, kE, kE}},
    {"LANDSHIM_RUN", "learn:7", {kF, kR, kR, kR, kR, kR, kE, kE}},
    {"LANDSHIM_RUN", "7:8", {kF, kE, kE, kR, kR, kR, kE, kE}},
    {"LANDSHIM_RUN", "o7:8", {kF, kE, kE, kR, kR, kR, kE, kE}},
    {"LANDSHIM_RUN", "", {kF, kE, kE, kR, kR, kR, kE, kE}},
    {"LANDSHIM_BIN", "/bin/true", {kF, kE, kE, kE, kE, kE, kE, kE}},
    {"LANDSHIM_KEEP", "1", {kF, kE, kE, kE, kE, kE, kE, kE}},
    {"LANDSHIM_KEEP", "0", {kF, kR, kR, kR, kR, kR, kE, kE}},
    {"LANDSHIM_COMPLAIN", "1", {kF, kR, kR, kR, kR, kR, kE, kE}},
};

class LeftoverVariable : public StageTest {
 protected:
  void SetUp() override {
    StageTest::SetUp();
    if (IsSkipped()) return;
    stage().Add(TestFile("tools/landshim"), "landshim");
    stage().Add(Program("open_with_privilege"), "plain");
    stage().Add(Program("open_with_privilege"), "set_id", 04755);
    const std::string theirs = root() + "/stage/theirs";
    std::filesystem::create_directory(theirs);
    ASSERT_EQ(chown(theirs.c_str(), kNobody, kNobody), 0);
    // The user's own directory of policies.
    policy_ = "landshim 1\nabi 1..11\nread " + granted() + "\n";
    stage().Write("config/other.policy", policy_);
  }

  // Only one way finds a policy at a time.
  Command Start(Way way) const {
    std::filesystem::remove_all(root() + "/stage/etc/landshim");
    std::filesystem::create_directory(root() + "/stage/etc/landshim");
    std::filesystem::remove_all(root() + "/stage/config/landshim");
    stage().PreloadSystemWide("");
    const Words plain = {std::string(kStage) + "/plain", secret()};
    const std::string run = std::string(kStage) + "/landshim";
    switch (way) {
      case kRun:
        return Command({run, "run", "--policy",
                        std::string(kStage) + "/config/other.policy", "--",
                        plain[0], plain[1]});
      case kRunByName:
        stage().AddPolicy("plain", granted());
        return Command({run, "run", plain[0], plain[1]});
      case kByVariable:
        return Command(plain)
            .Env("LD_PRELOAD", shim())
            .Policy(std::string(kStage) + "/config/other.policy");
      case kByNameInEtc:
        stage().AddPolicy("plain", granted());
        return Command(plain).Env("LD_PRELOAD", shim());
      case kByNameAtHome:
        stage().Write("config/landshim/plain.policy", policy_);
        return Command(plain).Env("LD_PRELOAD", shim());
      case kSystemWide:
        stage().AddPolicy("plain", granted());
        stage().PreloadSystemWide(shim() + "\n");
        return Command(plain);
      case kSecure:
        stage().AddPolicy("set_id", granted());
        stage().PreloadSystemWide(shim() + "\n");
        return Command({std::string(kStage) + "/set_id", secret()});
      default:
        return Command(plain);
    }
  }

  std::string policy_;
};

TEST_P(LeftoverVariable, IsEnforcedRefusedOrLoudInEachWay) {
  for (const Row& row : kRows) {
    for (int way = 0; way < kWays; ++way) {
      const Result result =
          Start(static_cast<Way>(way))
              .Env("XDG_CONFIG_HOME", std::string(kStage) + "/config")
              .Env(row.name, row.value)
              .Before(stage().Enter(kNobody))
              .Run();
      EXPECT_STREQ(NameOf(OutcomeOf(result)), NameOf(row.outcomes[way]))
          << row.name << "=" << row.value << ", " << kWayNames[way] << ": "
          << result;
      // Apart from the control, nothing is ever free.
      EXPECT_TRUE(way == kUnsandboxed || OutcomeOf(result) != Outcome::kFree);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Libc, LeftoverVariable, ::testing::Values("glibc"));

}  // namespace
}  // namespace landshim::traps
