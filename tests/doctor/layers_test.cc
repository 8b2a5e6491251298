// Doctor's predictions, each beside what really happens: in how many layers a
// program is under `landshim run` and with LD_PRELOAD alone.
#include <elf.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/command/landshim.h"
#include "tests/doctor/examination.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kUnknown = -1;
// The program did not get as far as counting.
constexpr int kNone = -2;

// Programs that may do everything, but in a sandbox.
constexpr char kEverything[] =
    "exec /; write /; device /; unrestrict net scope";

struct Situation {
  const char* name;
  // Makes the program in a directory, and returns its path or name.
  std::function<std::string(const TempDir&)> make;
  int run = 2;      // layers under `run`: what is expected of both
  int preload = 1;  // and with LD_PRELOAD; kNone where it does not begin
  const char* fate = "loaded";
  const char* needs = "/";  // a file that this machine may lack
  bool as_nobody = false;
  std::function<void()> before = [] {};
};

std::ostream& operator<<(std::ostream& stream, const Situation& situation) {
  return stream << situation.name;
}

std::string Built(const std::string& kind) {
  return TestFile("tests/doctor/programs/" + kind);
}

// A copy that every user can reach.
std::string Copy(const TempDir& directory, const std::string& file,
                 const std::string& name, mode_t mode = 0755) {
  std::string path = directory.Sub(name);
  fs::copy_file(file, path);
  EXPECT_EQ(chmod(path.c_str(), mode), 0) << path;
  return path;
}

std::function<std::string(const TempDir&)> Program(const std::string& kind,
                                                   mode_t mode = 0755) {
  return [=](const TempDir& directory) {
    return Copy(directory, Built(kind), "app", mode);
  };
}

std::string Script(const TempDir& directory, const std::string& name,
                   const std::string& text) {
  std::string path = directory.Write(name, text);
  EXPECT_EQ(chmod(path.c_str(), 0755), 0) << path;
  return path;
}

// A script with this first line, which becomes a program of that kind.
std::function<std::string(const TempDir&)> ScriptOf(
    const std::string& line, const std::string& kind = "dynamic") {
  return [=](const TempDir& directory) {
    const std::string program = Copy(directory, Built(kind), "count");
    return Script(directory, "app", "#!" + line + "\nexec " + program + "\n");
  };
}

// A script of a script.
std::string NestedScript(const TempDir& directory) {
  const std::string program = Copy(directory, Built("dynamic"), "count");
  const std::string inner =
      Script(directory, "inner", "#!/bin/sh\nexec " + program + "\n");
  return Script(directory, "app", "#!" + inner + "\n");
}

// env that starts what is itself a script of env, as version managers have it.
std::string NestedEnv(const TempDir& directory) {
  const std::string program = Copy(directory, Built("dynamic"), "count");
  const std::string inner =
      Script(directory, "inner", "#!/usr/bin/env sh\nexec " + program + "\n");
  return Script(directory, "app", "#!/usr/bin/env " + inner + "\n");
}

std::string OddLinker(const TempDir& directory) {
  for (const char* linker :
       {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"}) {
    if (fs::exists(linker)) Copy(directory, linker, "odd_linker.so");
  }
  return Program("odd_linker")(directory);
}

// As for a machine that this one is not.
std::string ForAnotherMachine(const TempDir& directory) {
  std::string path = Program("static")(directory);
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  const Elf64_Half machine = EM_S390;
  EXPECT_EQ(
      pwrite(fd, &machine, sizeof(machine), offsetof(Elf64_Ehdr, e_machine)),
      static_cast<ssize_t>(sizeof(machine)));
  close(fd);
  return path;
}

std::string Link(const TempDir& directory) {
  Program("dynamic")(directory);
  std::string path = directory.Sub("link");
  fs::create_symlink("app", path);
  return path;
}

std::string WithBlanks(const TempDir& directory) {
  return Copy(directory, Built("dynamic"), "an app: number 1");
}

const Situation kSituations[] = {
    {"Dynamic", Program("dynamic")},
    {"Musl", Program("musl")},
    {"Static", Program("static"), 1, 0, "skipped"},
    {"StaticPie", Program("static_pie"), 1, 0, "skipped"},
    {"Sanitized", Program("sanitized"), 1, kNone, "refused"},
    {"OddLinker", OddLinker, 1, kUnknown, "unknown"},
#if defined(__x86_64__)
    {"I386", Program("i386_dynamic"), 1, 0, "warned", "/lib/ld-linux.so.2"},
    {"I386Static", Program("i386_static"), 1, 0, "skipped"},
#endif
    {"AnotherMachine", ForAnotherMachine, kNone, kNone, "skipped"},
    {"NoProgram",
     [](const TempDir& directory) {
       return Script(directory, "app", "neither ELF nor a script\n");
     },
     kNone, kNone, "skipped"},
    {"Script", ScriptOf("/bin/sh")},
    {"ScriptWithOption", ScriptOf("/bin/sh -e")},
    {"ScriptOfStaticShell", ScriptOf("/bin/busybox sh", "static"), 1, 0,
     "skipped", "/bin/busybox"},
    {"NestedScript", NestedScript},
    {"Env", ScriptOf("/usr/bin/env sh")},
    {"EnvSplit", ScriptOf("/usr/bin/env -S sh -e")},
    {"EnvWithOptions", ScriptOf("/usr/bin/env -S -u NOTHING sh")},
    {"EnvWithVariable", ScriptOf("/usr/bin/env -S A=b sh")},
    {"NestedEnv", NestedEnv},
    {"Link", Link},
    {"Blanks", WithBlanks},
    {"SetId", Program("dynamic", 04755), 2, 0, "skipped", "/", true},
    {"SetIdWithNoNewPrivs", Program("dynamic", 04755), 2, 1, "loaded", "/",
     true, [] { StackLayers(1); }},
    {"SetIdStatic", Program("static", 04755), 1, 0, "skipped", "/", true},
    {"SetIdOwn", Program("dynamic", 04755)},
    {"Unreadable", Program("dynamic", 0711), kUnknown, kUnknown, "unknown", "/",
     true},
    {"UnreadableStatic", Program("static", 0711), kUnknown, kUnknown, "unknown",
     "/", true},
};

// The layers that a program said it is in; kNone: it said nothing.
int LayersIn(const Result& result) {
  const std::string begin = "layers: ";
  const size_t at = result.out.rfind(begin);
  if (at == std::string::npos) return kNone;
  return static_cast<int>(
      strtol(result.out.c_str() + at + begin.size(), nullptr, 10));
}

class Layers : public ::testing::TestWithParam<Situation> {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    if (GetParam().as_nobody && geteuid() != 0) {
      GTEST_SKIP() << "only root can become somebody else";
    }
    if (!fs::exists(GetParam().needs)) {
      GTEST_SKIP() << "there is no " << GetParam().needs;
    }
    program_ = GetParam().make(directory_);
    landshim_ = Copy(directory_, LandshimPath(), "landshim");
    shim_ = Copy(directory_, ShimPath(), "liblandshim.so");
    const int outer = LayersIn(Prepared({program_}).Run());
    if (outer == kNone && GetParam().run != kNone) {
      GTEST_SKIP() << "this kernel does not run such programs";
    }
    outer_ = std::max(outer, 0);
  }

  Command Prepared(const std::vector<std::string>& words) const {
    const Situation& situation = GetParam();
    Command command(words);
    command.Cwd(directory_.path());
    if (situation.as_nobody) command.Before(BecomeNobody);
    return command.Before(situation.before);
  }
  Command Landshim(std::vector<std::string> words) const {
    words.insert(words.begin(), landshim_);
    return Prepared(words).Rules(kEverything);
  }
  Command Preloaded() const {
    return Prepared({program_}).Rules(kEverything).Env("LD_PRELOAD", shim_);
  }

  // Of those that landshim added.
  int Added(const Result& result) const {
    const int layers = LayersIn(result);
    return layers == kNone ? kNone : layers - outer_;
  }

  TempDir directory_;
  std::string program_;
  std::string landshim_;
  std::string shim_;
  int outer_ = 0;
};

TEST_P(Layers, AreAsPredictedUnderRun) {
  const Result examined = Landshim({"doctor", "--json", program_}).Run();
  const nlohmann::json fact = Parse(examined)["facts"]["run"];
  const Result real = Landshim({"run", "--", program_}).Run();
  const int layers = Added(real);
  const int expected = GetParam().run;
  if (expected == kNone) {
    EXPECT_EQ(layers, kNone) << real;
    EXPECT_EQ(fact["starts"], false) << examined;
    EXPECT_EQ(fact["layers"], 0) << examined;
    EXPECT_EQ(examined.status, real.status) << examined << real;
    return;
  }
  EXPECT_EQ(fact["layers"], expected) << examined;
  EXPECT_EQ(examined.status, 0) << examined;
  EXPECT_EQ(fact["starts"], true) << examined;
  if (expected == kUnknown) {
    EXPECT_GE(layers, 1) << real;
  } else {
    EXPECT_EQ(layers, expected) << real;
  }
}

TEST_P(Layers, AreAsPredictedWithAPreloadAlone) {
  const Result examined = Landshim({"doctor", "--json", program_}).Run();
  const nlohmann::json fact = Parse(examined)["facts"]["preload"];
  EXPECT_EQ(fact["fate"], GetParam().fate) << examined;
  const Result real = Preloaded().Run();
  const int layers = Added(real);
  const int expected = GetParam().preload;
  EXPECT_EQ(fact["layers"], expected == kNone ? 0 : expected) << examined;
  if (expected != kUnknown) {
    EXPECT_EQ(layers, expected) << real;
  }
  const bool warned = real.err.find("cannot be preloaded") != std::string::npos;
  if (expected != kUnknown && expected != kNone) {
    EXPECT_EQ(warned, fact["fate"] == "warned") << real;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Layers, ::testing::ValuesIn(kSituations),
                         [](const ::testing::TestParamInfo<Situation>& row) {
                           return row.param.name;
                         });

// A script's static interpreter runs free, but what it starts does not.
TEST(LayersOfChildren, AreAddedByTheFirstDynamicProgram) {
  REQUIRE_ABI(1);
  const TempDir directory;
  const std::string script = ScriptOf("/bin/busybox sh")(directory);
  const Result examined = DoctorJson({script}).Rules(kEverything).Run();
  EXPECT_EQ(Parse(examined)["facts"]["preload"]["layers"], 0);
  EXPECT_NE(examined.out.find("dynamic programs that it starts would load it"),
            std::string::npos);
  EXPECT_EQ(LayersIn(Command({script}).Preload().Rules(kEverything).Run()) -
                LayersIn(Command({script}).Run()),
            1);
}

// Everybody gets the shim, and /etc/landshim decides for whom it does anything.
class SystemWide : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    if (!MayMount()) GTEST_SKIP() << "this user may not mount";
    fs::create_directories(directory_.Sub("etc/landshim"));
    if (fs::exists("/etc/ld.so.cache")) {
      fs::copy_file("/etc/ld.so.cache", directory_.Sub("etc/ld.so.cache"));
    }
    system_shim_ = Copy(directory_, ShimPath(), "liblandshim.so");
    other_shim_ = Copy(directory_, ShimPath(), "liblandshim2.so");
    directory_.Write("etc/ld.so.preload", "# all\n" + system_shim_ + "\n");
    Copy(directory_, Built("dynamic"), "app");
    Copy(directory_, Built("static"), "fixed");
    outer_ = std::max(LayersIn(Command({directory_.Sub("app")}).Run()), 0);
  }

  Command Here(Command command) const {
    const std::string etc = directory_.Sub("etc");
    return command.Rules(kEverything).Before([etc] {
      MountOver(etc.c_str(), "/etc");
    });
  }
  // What doctor predicts, and what is so.
  void ExpectLayers(const std::string& name, const std::string& preload,
                    int run_layers, int preload_layers) const {
    const std::string program = directory_.Sub(name);
    const auto with = [&](Command command) {
      if (!preload.empty()) command.Env("LD_PRELOAD", preload);
      return Here(command).Run();
    };
    const Result examined = with(DoctorJson({program}));
    const nlohmann::json facts = Parse(examined)["facts"];
    EXPECT_EQ(facts["run"]["layers"], run_layers) << examined;
    EXPECT_EQ(facts["preload"]["layers"], preload_layers) << examined;
    const Result run =
        with(landshim::testing::Landshim({"run", "--", program}));
    EXPECT_EQ(LayersIn(run) - outer_, run_layers) << run;
    const Result preloaded = with(Command({program}));
    EXPECT_EQ(LayersIn(preloaded) - outer_, preload_layers) << preloaded;
  }

  TempDir directory_;
  std::string system_shim_;
  std::string other_shim_;
  int outer_ = 0;
};

TEST_F(SystemWide, AddsALayerWhereThereIsAPolicy) {
  ExpectLayers("app", other_shim_, 2, 1);
  ExpectLayers("app", "", 2, 0);
  ExpectLayers("app", system_shim_, 2, 0);
  ExpectLayers("fixed", other_shim_, 1, 0);
  for (const char* name : {"app", "fixed"}) {
    directory_.Write("etc/landshim/" + std::string(name) + ".policy",
                     "landshim 1\nabi 1..11\nread /\n");
  }
  ExpectLayers("app", other_shim_, 3, 2);
  ExpectLayers("app", "", 3, 1);
  ExpectLayers("app", system_shim_, 3, 1);
  ExpectLayers("fixed", other_shim_, 1, 0);
}

TEST_F(SystemWide, EndsWhatHasAWrongPolicy) {
  directory_.Write("etc/landshim/app.policy", "landshim 2\n");
  const std::string program = directory_.Sub("app");
  const Result examined = Here(Doctor({program})).Run();
  EXPECT_EQ(examined.status, 1);
  const Result run =
      Here(landshim::testing::Landshim({"run", "--", program})).Run();
  EXPECT_EQ(run.status, 125);
  const std::string line = "/etc/landshim/app.policy:1:10: ";
  const size_t at = run.err.find(line);
  ASSERT_NE(at, std::string::npos) << run;
  EXPECT_EQ(LinesOf(examined.out).at(0),
            "'landshim run' would not start " + program +
                ": the shim in /etc/ld.so.preload would end it: " +
                run.err.substr(at, run.err.find('\n', at) - at));
}

TEST_F(SystemWide, IsSaid) {
  const std::string program = directory_.Sub("app");
  EXPECT_EQ(LinesOf(Here(Doctor({program})).Run().out).at(1),
            "/etc/ld.so.preload loads a shim into it, which leaves it alone: "
            "there is no policy for it in /etc/landshim.");
  EXPECT_EQ(FactIn(Here(Doctor()).Run().out, "preload"),
            "/etc/ld.so.preload names " + system_shim_);
}

}  // namespace
}  // namespace landshim::testing
