// What is recorded of programs by the shim alone: all, from where a policy
// would bind them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/learn_start/starting.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

std::string Created(const std::string& path) {
  return "open write,create,truncate " + path + " (nothing)";
}

TEST(LearnByTheShim, RecordsWhatTheProgramDoes) {
  const Workshop ground;
  const Learned learned =
      LearnByShim(ground, ground.Python("open('made', 'w'); os.mkdir('d')\n"));
  EXPECT_EQ(learned.result.status, 0) << learned;
  EXPECT_EQ(learned.result.err, "");
  EXPECT_EQ(learned.Lines(ground.path()),
            Words({Created(ground.Sub("made")), "mkdir " + ground.Sub("d")}));
}

TEST(LearnByTheShim, TellsNothingOfTheStart) {
  const Workshop ground;
  const Learned learned = LearnByShim(ground, {"/bin/cat", "/etc/hostname"});
  ASSERT_EQ(learned.runs.size(), 1U) << learned;
  for (const Fact& fact : learned.runs[0].facts) {
    EXPECT_EQ(fact.actor.phase, Phase::kMain);
    EXPECT_EQ(fact.path.find("libc.so"), std::string::npos) << fact.path;
  }
  EXPECT_TRUE(learned.Has("open read /etc/hostname")) << learned;
}

TEST(LearnByTheShim, NamesTheProgramAndItsArguments) {
  const Workshop ground;
  const Learned learned = LearnByShim(ground, {"/bin/cat", "/etc/hostname"});
  ASSERT_EQ(learned.runs.size(), 1U) << learned;
  const RunStart& start = learned.runs[0].start;
  EXPECT_EQ(start.program, fs::canonical("/bin/cat").string());
  EXPECT_EQ(start.command, Words({"/bin/cat", "/etc/hostname"}));
  EXPECT_EQ(start.directory, ground.path());
}

TEST(LearnByTheShim, RecordsChildrenWhateverTheyAre) {
  const Workshop ground;
  const std::string reader = TestFile("tests/run/read_file_static");
  std::ofstream(ground.Sub("secret")) << "secret";
  const Learned learned =
      LearnByShim(ground, {"/bin/sh", "-c",
                           reader + " " + ground.Sub("secret") + "; env -i " +
                               reader + " /etc/hostname"});
  EXPECT_TRUE(learned.Has("open read " + ground.Sub("secret"))) << learned;
  EXPECT_TRUE(learned.Has("open read /etc/hostname")) << learned;
}

TEST(LearnByTheShim, WorksForMusl) {
  const Workshop ground;
  std::ofstream(ground.Sub("text")) << "text";
  const Learned learned = LearnByShim(
      ground, {TestFile("tests/run/read_file_musl"), ground.Sub("text")});
  EXPECT_EQ(learned.result.err, "");
  EXPECT_EQ(learned.Lines(ground.path()),
            Words({"open read " + ground.Sub("text")}))
      << learned;
}

// As nobody loads the shim: that is what `landshim learn` is for.
TEST(LearnByTheShim, DoesNotReachAStaticProgram) {
  const Workshop ground;
  const Result result =
      Starting(ground,
               {TestFile("tests/run/read_file_static"), "/etc/hostname"})
          .Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_FALSE(fs::exists(ground.recording()));
}

TEST(LearnByTheShim, FindsTheCommandBesideTheShimOrInBin) {
  // Nobody else may write there.
  const landshim::testing::TempDir ground;
  for (const std::string place : {"lib/landshim", "bin/landshim"}) {
    const std::string root = ground.Sub(fs::path(place).parent_path());
    fs::create_directories(root + "/lib");
    fs::create_directories(fs::path(root + "/" + place).parent_path());
    const std::string shim = root + "/lib/liblandshim.so";
    fs::copy_file(ShimPath(), shim);
    fs::create_symlink(LandshimPath(), root + "/" + place);
    const Result result = Command({"/bin/cat", "/etc/hostname"})
                              .Env("LD_PRELOAD", shim)
                              .Env("LANDSHIM_LEARN", "app.rec")
                              .Cwd(root)
                              .Run();
    EXPECT_EQ(result.status, 0) << place << result;
    EXPECT_TRUE(fs::exists(root + "/app.rec")) << place;
  }
}

TEST(LearnByTheShim, AddsARunToARecordingThatIsThere) {
  const Workshop ground;
  LearnByShim(ground, {"/bin/true"});
  // It is closed a little after the program has ended.
  usleep(300000);
  const Learned learned = LearnByShim(ground, {"/bin/true"});
  EXPECT_EQ(learned.result.status, 0) << learned;
  EXPECT_EQ(learned.runs.size(), 2U) << learned.text;
}

TEST(LearnByTheShim, SaysWhichPolicyOfTheUsersIsNotEnforced) {
  const Workshop ground;
  const std::string config = ground.Sub("landshim");
  fs::create_directories(config);
  std::ofstream(config + "/cat.policy") << "landshim 1\nabi 1..7\n";
  const Result result = Starting(ground, {"/bin/cat", "/etc/hostname"})
                            .Env("XDG_CONFIG_HOME", ground.path())
                            .Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(result.err, "landshim: LANDSHIM_LEARN: NOT ENFORCED: '" + config +
                            "/cat.policy' is there, and the program is "
                            "recorded instead; unset the variable to enforce "
                            "it\n");
}

TEST(LearnByTheShim, RecordsADaemonToItsEndAndEndsThen) {
  const Workshop ground;
  const Learned learned = LearnByShim(
      ground, ground.Python(std::string(kWatchers) +
                            "print(*watchers(), flush=True)\n"
                            "left, leave = os.pipe()\n"
                            "if os.fork(): os.read(left, 1), os._exit(3)\n"
                            "os.setsid(), os.write(leave, b'1')\n"
                            "null = os.open('/dev/null', os.O_RDWR)\n"
                            "for fd in range(3): os.dup2(null, fd)\n"
                            "time.sleep(1)\n"
                            "open('late', 'w')\n"));
  // Nobody waited for the daemon: the watchers keep no pipe open.
  EXPECT_EQ(learned.result.status, 3) << learned;
  EXPECT_FALSE(fs::exists(ground.Sub("late")));
  for (int i = 0; i < 100 && !fs::exists(ground.Sub("late")); ++i) {
    usleep(50000);
  }
  usleep(300000);
  EXPECT_TRUE(ground.Read({}).Has(Created(ground.Sub("late"))));
  const std::string recorder =
      learned.result.out.substr(learned.result.out.rfind(' ') + 1);
  std::ifstream name("/proc/" + std::to_string(std::stoi(recorder)) + "/comm");
  std::string text;
  std::getline(name, text);
  EXPECT_NE(text, "landshim-record");
}

}  // namespace
}  // namespace landshim::testing
