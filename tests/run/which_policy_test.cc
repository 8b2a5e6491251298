// Which policy `landshim run` enforces: the command line's alone, or else what
// the shim would find, and the same text in both layers.
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

class WhichPolicy : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    grants_ = scene_.Write(
        "policies/grants.policy",
        "landshim 1\nabi 1..11\nread " + scene_.Sub("granted") + "\n");
    nothing_ =
        scene_.Write("policies/nothing.policy", "landshim 1\nabi 1..11\n");
  }

  Command Reader(const Words& options, const std::string& file) const {
    return RunWith(options, {Program("read_file"), file}).Cwd(scene_.path());
  }

  // The policy grants the one file and not the other.
  void ExpectGrants(const Words& options, const Words& variables = {}) const {
    for (const std::string& file : {scene_.granted(), scene_.secret()}) {
      Command command = Reader(options, file);
      for (const std::string& variable : variables) {
        const size_t equals = variable.find('=');
        command.Env(variable.substr(0, equals), variable.substr(equals + 1));
      }
      const bool granted = file == scene_.granted();
      EXPECT_TRUE(Ended(command.Run(), granted ? 0 : EACCES,
                        granted ? kGrantedText : ""));
    }
  }

  void ExpectRefusal(Command command, const std::string& line) const {
    EXPECT_TRUE(Refused(command.Run(), 125, line));
  }

  Scene scene_;
  std::string grants_;
  std::string nothing_;
};

TEST_F(WhichPolicy, IsTheFileOfTheOption) {
  ExpectGrants({"--policy", grants_});
  ExpectGrants({"--policy=" + grants_});
  ExpectGrants({"--policy", "policies/grants.policy"});
  ExpectGrants({"--policy", "./policies/../policies/grants.policy"});
}

TEST_F(WhichPolicy, IsTheFileAndTheRulesOfOptions) {
  const std::string rule = "read " + scene_.Sub("granted");
  ExpectGrants({"--policy", nothing_, "--rule", rule});
  ExpectGrants({"--rule", rule, "--policy", nothing_});
  ExpectGrants({"--read", scene_.Sub("granted"), "--policy", nothing_});
}

// Variables count where no option says anything, and only there.
TEST_F(WhichPolicy, IsThatOfVariablesWithoutOptions) {
  const std::string rules = "LANDSHIM_RULES=" + scene_.rules();
  ExpectGrants({}, {"LANDSHIM_POLICY=" + grants_});
  ExpectGrants({}, {rules});
  ExpectGrants({}, {"LANDSHIM_POLICY=" + nothing_,
                    "LANDSHIM_RULES=read " + scene_.Sub("granted")});
  ExpectGrants({"--policy", grants_}, {"LANDSHIM_POLICY=" + nothing_});
  ExpectGrants({"--policy", grants_}, {"LANDSHIM_RULES=read /"});
  ExpectGrants({"--rule", scene_.rules()}, {"LANDSHIM_POLICY=/no/such"});
  ExpectGrants({"--rule", scene_.rules()}, {"LANDSHIM_RULES=read /"});
  ExpectGrants({"--rule", scene_.rules()}, {"LL_FS_RO=/", "LL_FS_RW=/"});
}

TEST_F(WhichPolicy, IsThatOfTheSamplesVariables) {
  ExpectGrants({}, {"LL_FS_RO=" + scene_.Sub("granted"), "LL_FS_RW="});
  ExpectRefusal(Reader({}, scene_.granted()).Env("LL_FS_RO", "/"),
                "LL_FS_RW: the variable is not set, though another LL_ one is; "
                "set it; an empty value grants nothing");
}

TEST_F(WhichPolicy, IsNotGuessedFromMistypedVariables) {
  ExpectRefusal(Reader({"--policy", grants_}, scene_.granted())
                    .Env("LANDSHIM_POLCY", nothing_),
                "LANDSHIM_POLCY: there is no LANDSHIM_POLCY; did you mean "
                "LANDSHIM_POLICY?");
  ExpectRefusal(Reader({"--policy", grants_}, scene_.granted())
                    .Env("LANDSHIM_LOG", "debug"),
                "LANDSHIM_LOG: unknown value 'debug'; write info, or unset it");
  ExpectRefusal(Reader({}, scene_.granted()).Env("LANDSHIM_RULES", ""),
                "LANDSHIM_RULES: the variable is set but empty; give it a "
                "value, or unset it");
}

TEST_F(WhichPolicy, MustBeAFile) {
  ExpectRefusal(Reader({"--policy", "/no/such.policy"}, scene_.granted()),
                "/no/such.policy: no such file; correct the name of the "
                "policy");
  ExpectRefusal(
      Reader({"--policy", scene_.path()}, scene_.granted()),
      scene_.path() + ": this is a directory; name a policy file in it");
  ExpectRefusal(
      Reader({"--policy", "/dev/fd/9"}, scene_.granted()).Before([] {
        int ends[2];
        if (pipe(ends) != 0 || dup2(ends[0], 9) != 9) _exit(1);
      }),
      "/dev/fd/9: this is not a regular file; write the policy to a regular "
      "file");
  // A regular file is one by any name.
  const std::string grants = grants_;
  const Result result = Reader({"--policy", "/dev/fd/9"}, scene_.granted())
                            .Before([grants] {
                              if (dup2(open(grants.c_str(), O_RDONLY), 9) != 9)
                                _exit(1);
                            })
                            .Run();
  EXPECT_TRUE(Ended(result, 0, kGrantedText));
}

// The second layer comes when the first denies reading the policy: its texts
// were handed over.
TEST_F(WhichPolicy, NeedNotBeReadableForTheProgram) {
  scene_.Write("policies/inner/more.policy",
               "read " + scene_.Sub("granted") + "\n");
  scene_.Write("policies/inner/again.policy", "include \"more.policy\"\n");
  for (const char* text :
       {"include \"inner/more.policy\"\n", "include \"inner/again.policy\"\n",
        "include \"./inner/more.policy\"\n",
        "include \"inner/more.policy\" <tty>\n",
        "include? \"missing.policy\" \"inner/more.policy\"\n",
        "include \"inner/more.policy\"\ninclude \"inner/again.policy\"\n",
        "include \"${DIRECTORY}/more.policy\"\n"}) {
    SCOPED_TRACE(text);
    const std::string policy = scene_.Write(
        "policies/outer.policy", std::string("landshim 1\nabi 1..11\n") + text);
    const Words inner = {"DIRECTORY=" + scene_.Sub("policies/inner")};
    ExpectGrants({"--policy", policy}, inner);
    ExpectGrants({"--policy", "policies/outer.policy"}, inner);
    ExpectGrants({"--policy", policy, "--rule", "read? missing"}, inner);
  }
  // By an option or a variable, from the working directory.
  ExpectGrants({"--rule", "abi 1..11; include \"policies/inner/more.policy\""});
  ExpectGrants({}, {"LANDSHIM_RULES=abi 1..11; include "
                    "\"policies/inner/again.policy\""});
}

// A large policy goes through the memory file too.
TEST_F(WhichPolicy, MayBeLarge) {
  std::string text = "landshim 1\nabi 1..11\n";
  while (text.size() < 900000) text += "read? /no/such/file # nor directory\n";
  const std::string policy = scene_.Write(
      "large.policy", text + "read " + scene_.Sub("granted") + "\n");
  ExpectGrants({"--policy", policy});
}

TEST_F(WhichPolicy, HasItsMistakesNamed) {
  const std::string policy =
      scene_.Write("app.policy", "landshim 1\nabi 1..11\nread /no/such\n");
  ExpectRefusal(Reader({"--policy", policy}, scene_.granted()),
                policy +
                    ":3:6: '/no/such' does not exist; correct the path, or "
                    "write 'read?' to skip a missing one");
  scene_.Write("app.policy", "landshim 1\nread /usr\n");
  ExpectRefusal(Reader({"--policy", policy}, scene_.granted()),
                policy +
                    ": no 'abi' statement; add one such as 'abi 4..11': the "
                    "least ABI that the policy needs and the newest that it "
                    "enforces");
}

// ---- By name ----

class PolicyByName : public WhichPolicy {
 protected:
  void SetUp() override {
    WhichPolicy::SetUp();
    fs::create_directories(scene_.Sub("config/landshim"));
  }

  Command Named(const Words& program) const {
    return RunWith({}, program)
        .Env("XDG_CONFIG_HOME", scene_.Sub("config"))
        .Cwd(scene_.path());
  }

  void AddPolicy(const std::string& name) const {
    fs::copy_file(grants_, scene_.Sub("config/landshim/" + name + ".policy"));
  }

  void ExpectFound(const Words& program) const {
    Words granted = program;
    granted.push_back(scene_.granted());
    Words secret = program;
    secret.push_back(scene_.secret());
    EXPECT_TRUE(Ended(Named(granted).Run(), 0, kGrantedText));
    EXPECT_TRUE(Ended(Named(secret).Run(), EACCES, ""));
  }

  // None is found under these names, in this order.
  void ExpectNone(const Words& program, const Words& names) const {
    std::string places;
    for (const std::string& name : names) {
      places += " " + scene_.Sub("config/landshim/") + name +
                ".policy /etc/landshim/" + name + ".policy";
    }
    ExpectRefusal(Named(program),
                  names[0] + ": no policy found; looked for" + places +
                      "; write one of these, or set LANDSHIM_POLICY or "
                      "LANDSHIM_RULES");
  }
};

TEST_F(PolicyByName, IsFoundByTheProgramsName) {
  const std::string program = scene_.Copy(Program("read_file"), "bin/reader");
  ExpectNone({program}, {"reader"});
  AddPolicy("reader");
  ExpectFound({program});
  ExpectFound({"bin/reader"});
}

TEST_F(PolicyByName, IsFoundByTheGivenNameAndThenTheReal) {
  const std::string program = scene_.Copy(Program("read_file"), "bin/real");
  fs::create_symlink(program, scene_.Sub("bin/given"));
  ExpectNone({"bin/given"}, {"given", "real"});
  AddPolicy("real");
  ExpectFound({"bin/given"});
  scene_.Write("config/landshim/given.policy", "broken\n");
  ExpectRefusal(Named({"bin/given"}),
                scene_.Sub("config/landshim/given.policy") +
                    ":1:1: the policy does not begin with its language "
                    "version; write 'landshim 1' as its first statement");
}

TEST_F(PolicyByName, IsFoundByTheNameOfAStaticProgram) {
  const std::string program =
      scene_.Copy(Program("read_file_static"), "bin/reader");
  AddPolicy("reader");
  const Words lines = {OneLayer(program, "it is static")};
  EXPECT_TRUE(Ended(WithoutCount(Named({program, scene_.granted()}).Run()), 0,
                    kGrantedText, lines));
  EXPECT_TRUE(Ended(WithoutCount(Named({program, scene_.secret()}).Run()),
                    EACCES, "", lines));
}

// Of a script: its own name, and then its interpreter's.
TEST_F(PolicyByName, IsFoundByTheScriptsNameAndThenTheInterpreters) {
  const std::string interpreter =
      scene_.Copy(Program("read_file"), "bin/interpreter");
  const std::string plain =
      scene_.Script("bin/plain", "#!" + interpreter + "\n");
  const std::string by_env =
      scene_.Script("bin/by-env", "#!/usr/bin/env bin/interpreter\n");
  ExpectNone({plain}, {"plain", "interpreter"});
  ExpectNone({by_env}, {"by-env", "interpreter"});
  // The interpreter reads the script, which no policy here grants.
  AddPolicy("interpreter");
  EXPECT_TRUE(Ended(Named({plain}).Run(), EACCES, ""));
  EXPECT_TRUE(Ended(Named({by_env}).Run(), EACCES, ""));
  for (const char* name : {"plain", "by-env"}) {
    scene_.Write(std::string("config/landshim/") + name + ".policy",
                 "landshim 1\nabi 1..11\nread " + scene_.Sub("bin") + "\n");
  }
  EXPECT_TRUE(Ended(Named({plain}).Run(), 0, "#!" + interpreter + "\n"));
  EXPECT_TRUE(
      Ended(Named({by_env}).Run(), 0, "#!/usr/bin/env bin/interpreter\n"));
}

TEST_F(PolicyByName, IsNotLookedForWhereThereIsAnother) {
  const std::string program = scene_.Copy(Program("read_file"), "bin/reader");
  scene_.Write("config/landshim/reader.policy", "broken\n");
  const Result result =
      RunWith({"--policy", grants_}, {program, scene_.granted()})
          .Env("XDG_CONFIG_HOME", scene_.Sub("config"))
          .Run();
  EXPECT_TRUE(Ended(result, 0, kGrantedText));
}

}  // namespace
}  // namespace landshim::testing
