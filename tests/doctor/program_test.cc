// What doctor says about a program: exactly, and beside what happens then.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/command/landshim.h"
#include "tests/doctor/examination.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr char kCure[] =
    "; write one of these, or set LANDSHIM_POLICY or LANDSHIM_RULES";

class Program : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    fs::copy_file(TestFile("tests/doctor/programs/dynamic"), app());
    fs::copy_file(TestFile("tests/doctor/programs/static"), fixed());
  }

  std::string root() const { return directory_.path(); }
  std::string app() const { return directory_.Sub("app"); }
  std::string fixed() const { return directory_.Sub("fixed"); }
  std::string Script(const std::string& name, const std::string& text) const {
    std::string path = directory_.Write(name, text);
    EXPECT_EQ(chmod(path.c_str(), 0755), 0);
    return path;
  }
  std::string Policy(const std::string& name, const std::string& rules) const {
    fs::create_directories(directory_.Sub("config/landshim"));
    return directory_.Write("config/landshim/" + name + ".policy",
                            "landshim 1\nabi 1..11\n" + rules);
  }
  // With the user's policies in config/, and programs in the directory.
  Command Here(Command command) const {
    return command.Env("XDG_CONFIG_HOME", directory_.Sub("config"))
        .Env("PATH", root() + ":/usr/bin:/bin")
        .Cwd(root());
  }
  Result Examine(const std::vector<std::string>& words) const {
    Result result = Here(Doctor(words)).Run();
    EXPECT_EQ(result.err, "");
    return result;
  }

  TempDir directory_;
};

TEST_F(Program, IsDescribedWithItsPolicy) {
  const std::string policy = Policy("app", "read /\n");
  const Result result = Examine({"app"});
  EXPECT_EQ(result.status, 0);
  const std::vector<std::string> lines = LinesOf(result.out);
  EXPECT_EQ(lines.at(0),
            "'landshim run' would start app in two layers, with "
            "the policy " +
                policy + ".");
  EXPECT_EQ(lines.at(1), "With LD_PRELOAD alone the policy " + policy +
                             " would bind " + app() + ".");
  EXPECT_EQ(lines.at(2), "");
  EXPECT_EQ(FactIn(result.out, "program"), app() + ", found in PATH");
  EXPECT_EQ(FactIn(result.out, "policy"), policy + ": found");
  EXPECT_EQ(FactIn(result.out, "run"),
            "two layers: the first before it begins, the second by the shim in "
            "it");
  EXPECT_EQ(FactIn(result.out, "preload"), app() + ": ld.so loads the shim");
  EXPECT_EQ(FactIn(result.out, "script"), "");
  EXPECT_EQ(FactIn(result.out, "denied"), "");
}

TEST_F(Program, IsDescribedExactlyWhereItIsStatic) {
  EXPECT_EQ(
      Examine({"--policy", Policy("x", ""), "./fixed"}).out,
      "'landshim run' would start ./fixed in one layer, with the policy " +
          directory_.Sub("config/landshim/x.policy") +
          "; one, because it is static.\n"
          "With LD_PRELOAD alone it would run without a sandbox, and "
          "nothing would say so: it is static.\n"
          "\n"
          "  program  ./fixed\n"
          "  image    ./fixed (" +
          fs::canonical(fixed()).string() +
          "): static, 64-bit "
#if defined(__x86_64__)
          "x86-64\n"
#else
          "aarch64\n"
#endif
          "  policy   named by --policy: " +
          directory_.Sub("config/landshim/x.policy") +
          "\n"
          "  run      one layer, before it begins: it is static\n"
          "           it says: ./fixed: it is static, so it cannot load "
          "the shim: beyond the policy it keeps what its start takes, "
          "reading or executing 1 of its files; LANDSHIM_LOG=info names "
          "them\n"
          "  start    granted beside the policy for ever\n"
          "           execute and read: ./fixed\n"
          "- preload  ./fixed: no shim is loaded, and nothing says so: "
          "it is static; dynamic programs that it starts would load "
          "it\n");
}

TEST_F(Program, ListsThePlacesWhereAPolicyWasLookedFor) {
  const std::string user = directory_.Sub("config/landshim/app.policy");
  const Result result = Examine({"app"});
  EXPECT_EQ(result.status, 1);
  const std::vector<std::string> lines = LinesOf(result.out);
  const std::string missing = "no policy found; looked for " + user +
                              " /etc/landshim/app.policy" + kCure;
  EXPECT_EQ(lines.at(0), "'landshim run' would not start app: " + missing);
  EXPECT_EQ(lines.at(1), "With LD_PRELOAD alone the shim in " + app() +
                             " would end it with status 125: " + missing);
  char sign = ' ';
  EXPECT_EQ(FactIn(result.out, "policy", &sign), user + ": missing");
  EXPECT_EQ(sign, '!');
  // The messages of those who look themselves.
  EXPECT_EQ(Here(Landshim({"run", "--", "app"})).Run().err,
            "landshim: app: " + missing + "\n");
  EXPECT_EQ(Here(Command({app()})).Preload().Run().err,
            "landshim: app: " + missing + "\n");
}

// The second name is that of the file behind a link; or of env, which a preload
// binds and `run` does not.
TEST_F(Program, FindsPoliciesByTheNamesThatAreLookedFor) {
  fs::create_symlink("app", directory_.Sub("link"));
  const std::string policy = Policy("app", "read /\n");
  EXPECT_EQ(LinesOf(Examine({"link"}).out).at(0),
            "'landshim run' would start link in two layers, with the policy " +
                policy + ".");
  EXPECT_EQ(Here(Landshim({"run", "--", "link"})).Run().status, 0);
  EXPECT_EQ(Here(Command({directory_.Sub("link")})).Preload().Run().status, 0);

  Script("start", "#!/usr/bin/env app\n");
  const Result result = Examine({"start"});
  const std::vector<std::string> lines = LinesOf(result.out);
  EXPECT_EQ(lines.at(0),
            "'landshim run' would start start in two layers, with the policy " +
                policy + ".");
  const std::string env = fs::canonical("/usr/bin/env").filename().string();
  const std::string user = directory_.Sub("config/landshim/");
  const std::string missing = "no policy found; looked for " + user +
                              "start.policy /etc/landshim/start.policy " +
                              user + env + ".policy /etc/landshim/" + env +
                              ".policy" + kCure;
  EXPECT_EQ(lines.at(1),
            "With LD_PRELOAD alone the shim in /usr/bin/env would "
            "end it with status 125: " +
                missing);
  EXPECT_EQ(FactIn(result.out, "preload policy"),
            user + "start.policy: missing");
  EXPECT_EQ(Here(Command({directory_.Sub("start")})).Preload().Run().err,
            "landshim: start: " + missing + "\n");
}

TEST_F(Program, SaysWhatIsWrongWithItsPolicy) {
  const std::string policy = Policy("app", "reed /\n");
  const Result result = Examine({"app"});
  EXPECT_EQ(result.status, 1);
  const std::string line =
      policy + ":3:1: unknown statement 'reed'; did you mean 'read'?";
  EXPECT_EQ(LinesOf(result.out).at(0),
            "'landshim run' would not start app: " + line);
  EXPECT_NE(result.out.find("\n           " + line + "\n"), std::string::npos)
      << result;
  EXPECT_EQ(Here(Landshim({"run", "--", "app"})).Run().err,
            "landshim: " + line + "\n");
  EXPECT_EQ(LinesOf(Examine({"--policy", "/no/policy", "app"}).out).at(0),
            "'landshim run' would not start app: /no/policy: no such file; "
            "correct the name of the policy");
}

TEST_F(Program, SaysWhichVariablesNameThePolicy) {
  Policy("app", "reed /\n");
  const Result result =
      Here(Doctor({"app"})).Rules("read /").Env("LANDSHIM_POLICY", "").Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(LinesOf(result.out).at(0),
            "'landshim run' would not start app: LANDSHIM_POLICY: the variable "
            "is set but empty; give it a value, or unset it");
  const Result sample =
      Here(Doctor({"app"})).Env("LL_FS_RO", "/").Env("LL_FS_RW", "").Run();
  EXPECT_EQ(sample.status, 0) << sample;
  EXPECT_EQ(FactIn(sample.out, "policy"),
            "named by LL_FS_RO and LL_FS_RW, so nothing is looked for by name");
}

TEST_F(Program, EndsAsRunWouldWhereItCannotBeExecuted) {
  const struct {
    const char* program;
    int status;
    const char* line;
  } rows[] = {
      {"absent", 127,
       "no such program in PATH; correct the name, or write the program's "
       "path"},
      {"./absent", 127, "no such file; correct the program's path"},
      {"./config", 126, "this is a directory; name a program in it"},
      {"./plain", 126,
       "permission denied; make it executable for this user, and its "
       "directories searchable"},
  };
  Policy("x", "");
  directory_.Write("plain", "");
  for (const auto& row : rows) {
    const Result result = Examine({row.program});
    EXPECT_EQ(result.status, row.status) << result;
    EXPECT_EQ(LinesOf(result.out).at(0), "'landshim run' would not start " +
                                             std::string(row.program) + ": " +
                                             row.line);
    const Result run = Here(Landshim({"run", "--", row.program})).Run();
    EXPECT_EQ(run.status, row.status) << run;
  }
}

TEST_F(Program, MustBeAProgram) {
  Script("text", "neither ELF nor a script\n");
  const Result result = Here(Doctor({"text"})).Rules("read /").Run();
  EXPECT_EQ(result.status, 126);
  EXPECT_EQ(LinesOf(result.out).at(0),
            "'landshim run' would not start text: this is no program of this "
            "machine: exec format error (ENOEXEC); a script begins with a line "
            "such as '#!/bin/sh'");
  EXPECT_EQ(LinesOf(result.out).at(1), "");
}

TEST_F(Program, MustLetItsInterpreterReadTheScript) {
  const std::string script = Script("start", "#!/bin/sh\necho done\n");
  // What the cure says is tried as well.
  const std::string cure = "read " + fs::canonical(script).string();
  const Result denied = Here(Doctor({script})).Rules("read /usr").Run();
  EXPECT_EQ(LinesOf(denied.out).at(1), "But then the policy would deny 'read " +
                                           script + "'; add '" + cure +
                                           "' to it.");
  EXPECT_NE(Here(Landshim({"run", "--", script})).Rules("read /usr").Run().out,
            "done\n");
  const std::string cured = "read /usr; " + cure;
  EXPECT_EQ(FactIn(Here(Doctor({script})).Rules(cured).Run().out, "denied"),
            "");
  EXPECT_EQ(Here(Landshim({"run", "--", script})).Rules(cured).Run().out,
            "done\n");
}

TEST_F(Program, IsReadByAStaticInterpreterAnyhow) {
  if (!fs::exists("/bin/busybox")) GTEST_SKIP() << "no busybox";
  const std::string script = Script("start", "#!/bin/busybox sh\necho done\n");
  const Result result = Here(Doctor({script})).Rules("read /usr").Run();
  const bool is_static =
      FactIn(result.out, "image").find(": static") != std::string::npos;
  if (!is_static) GTEST_SKIP() << "busybox is dynamic";
  EXPECT_EQ(FactIn(result.out, "denied"), "");
  EXPECT_EQ(Here(Landshim({"run", "--", script})).Rules("read /usr").Run().out,
            "done\n");
}

TEST_F(Program, MustLetEnvExecuteWhatItStarts) {
  const std::string script = Script("start", "#!/usr/bin/env sh\necho done\n");
  const Result result = Here(Doctor({script})).Rules("read /").Run();
  const std::vector<std::string> lines = LinesOf(result.out);
  EXPECT_EQ(lines.at(0),
            "'landshim run' would start " + script +
                " in two layers, with the policy in LANDSHIM_RULES.");
  EXPECT_EQ(lines.at(1),
            "With LD_PRELOAD alone the policy in LANDSHIM_RULES would bind "
            "/usr/bin/env, and /usr/bin/sh only as what that starts.");
  EXPECT_EQ(lines.at(2).rfind("But then the policy would deny 'exec "
                              "/usr/bin/sh'; add 'allow execute ",
                              0),
            0U)
      << result;
  EXPECT_EQ(FactIn(result.out, "script"),
            script +
                ", a script of /usr/bin/env, and that starts /usr/bin/sh; "
                "'landshim run' starts /usr/bin/sh itself");
  EXPECT_EQ(Here(Landshim({"run", "--", script})).Rules("read /").Run().out,
            "done\n");
  EXPECT_NE(Here(Command({script})).Preload().Rules("read /").Run().out,
            "done\n");
}

TEST_F(Program, SaysWhatOnlyEnvUnderstands) {
  const std::string script =
      Script("start", "#!/usr/bin/env -S A=b sh\necho done\n");
  const Result result = Here(Doctor({script})).Rules("read /; exec /").Run();
  char sign = ' ';
  EXPECT_EQ(FactIn(result.out, "script", &sign),
            script +
                ", a script of /usr/bin/env, whose line only env understands: "
                "the policy binds env first, and must let it execute what it "
                "starts; name the interpreter itself in the first line");
  EXPECT_EQ(sign, '-');
}

TEST_F(Program, IsSaidToStartOthers) {
  EXPECT_EQ(FactIn(Here(Doctor({"timeout"})).Rules("read /").Run().out,
                   "starts others"),
            "timeout starts other programs: its policy binds it first, and "
            "must cover what it starts; to bind only that, write 'landshim "
            "run' behind it");
  EXPECT_EQ(
      FactIn(Here(Doctor({"app"})).Rules("read /").Run().out, "starts others"),
      "");
}

TEST_F(Program, HasNoPrivilegesInASandbox) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  ASSERT_EQ(chmod(app().c_str(), 04755), 0);
  fs::copy_file(LandshimPath(), directory_.Sub("landshim"));
  const Result result =
      Here(Command({directory_.Sub("landshim"), "doctor", "app"}))
          .Rules("read /")
          .Before(BecomeNobody)
          .Run();
  EXPECT_EQ(LinesOf(result.out).at(1),
            "With LD_PRELOAD alone it would run without a sandbox, and nothing "
            "would say so: it is set-id, or has file capabilities.");
  char sign = ' ';
  EXPECT_EQ(FactIn(result.out, "privileges", &sign),
            "set-id, or with file capabilities: in a sandbox that has no "
            "effect; start landshim as the user that it is to run as");
  EXPECT_EQ(sign, '-');
}

TEST_F(Program, IsNotStartedWhereNothingCanBeEnforced) {
  constexpr long kRestrictSelf = 446;
  const Result result = Here(Doctor({"app"}))
                            .Rules("read /")
                            .Before([] { RefuseCall(kRestrictSelf, EPERM); })
                            .Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(LinesOf(result.out).at(0),
            "'landshim run' would not start app: landlock_restrict_self(2) is "
            "refused: operation not permitted (EPERM); allow "
            "landlock_create_ruleset, landlock_add_rule and "
            "landlock_restrict_self in the seccomp filter: SystemCallFilter= "
            "of a unit, or a container's seccomp profile");
}

TEST_F(Program, IsStartedWithoutASandboxWhereThePolicyAllowsThat) {
  constexpr long kCreateRuleset = 444;
  const Result result = Here(Doctor({"app"}))
                            .Rules("abi 0..11")
                            .Before([] { RefuseCall(kCreateRuleset, ENOSYS); })
                            .Run();
  EXPECT_EQ(result.status, 1) << result;
}

TEST_F(Program, NeedsTwoLayersOnlyIfItGetsTwo) {
  const int left = Parse(DoctorJson().Run())["facts"]["layers"]["left"];
  const auto leave_one = [left] { StackLayers(left - 1); };
  const Result two =
      Here(Doctor({"app"})).Rules("read /").Before(leave_one).Run();
  EXPECT_EQ(two.status, 1);
  EXPECT_EQ(LinesOf(two.out).at(0).rfind("'landshim run' would not start app: "
                                         "1 of 16 Landlock layers are left",
                                         0),
            0U)
      << two;
  EXPECT_EQ(Here(Landshim({"run", "--", "app"}))
                .Rules("read /")
                .Before(leave_one)
                .Run()
                .status,
            125);
  EXPECT_EQ(
      Here(Doctor({"fixed"})).Rules("read /").Before(leave_one).Run().status,
      0);
  EXPECT_EQ(Here(Landshim({"run", "--", "fixed"}))
                .Rules("read /")
                .Before(leave_one)
                .Run()
                .status,
            0);
}

TEST_F(Program, IsPreloadedByWhatLdPreloadNamesNow) {
  const Result result = Here(Doctor({"app"}))
                            .Rules("read /")
                            .Env("LD_PRELOAD", "/no/liblandshim.so")
                            .Run();
  EXPECT_EQ(LinesOf(result.out).at(1),
            "With LD_PRELOAD alone it would run without a sandbox, and only "
            "ld.so would warn: /no/liblandshim.so cannot be opened: no such "
            "file or directory (ENOENT).");
}

TEST_F(Program, IsNeverBegun) {
  const std::string trace = directory_.Sub("trace");
  const std::string script =
      Script("start", "#!/bin/sh\necho begun >" + trace + "\n");
  Here(Doctor({script})).Rules("write /; exec /").Run();
  EXPECT_FALSE(fs::exists(trace));
  Here(Landshim({"run", "--", script})).Rules("write /; exec /").Run();
  EXPECT_TRUE(fs::exists(trace));
}

TEST_F(Program, HasStableNamesForFacts) {
  const Result result = Here(DoctorJson({"app"})).Rules("read /").Run();
  const nlohmann::json facts = Parse(result)["facts"];
  for (const char* key :
       {"program", "image", "policy", "run", "start", "preload"}) {
    EXPECT_TRUE(facts.contains(key)) << key;
  }
  EXPECT_EQ(facts["image"]["kind"], "dynamic");
  EXPECT_EQ(facts["policy"]["origin"], "variables");
  EXPECT_EQ(facts["run"]["layers"], 2);
  EXPECT_EQ(facts["preload"]["bound"], app());
  EXPECT_EQ(facts["start"]["kept"], false);
}

TEST(ProgramMistakes, AreNamed) {
  ExpectMistake({"doctor", "--policy", "x"},
                "doctor: there is no program for '--policy'; write 'landshim "
                "doctor --policy FILE PROG'");
  ExpectMistake({"doctor", "a", "b"},
                "doctor: unexpected word 'b'; write it as in 'landshim "
                "doctor'");
}

}  // namespace
}  // namespace landshim::testing
