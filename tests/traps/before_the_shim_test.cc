// What runs before the shim, and so free: documented, and shown here. Only a
// layer that is enforced before exec (`landshim run`) covers it.
#include <filesystem>
#include <sstream>

#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

namespace fs = std::filesystem;

// What report_resolver and report_constructor exit with.
constexpr int kNoneOpened = 0;
constexpr int kOnlyEarlierOpened = 1;
constexpr int kBothOpened = 3;

class BeforeTheShimTest : public TrapTest {
 protected:
  Result Run(const Words& argv) {
    return Command(argv).Cwd(root() + "/secret").Run();
  }
  Result RunShimmed(const Words& argv) {
    return Command(argv)
        .Cwd(root() + "/secret")
        .Preload()
        .Rules(public_only())
        .Run();
  }
};

TEST_P(BeforeTheShimTest, AResolverBoundAtStartIsFree) {
  const std::string program = Program("report_resolver_now");
  EXPECT_TRUE(Ended(Run({program}), kBothOpened, ""));

  EXPECT_TRUE(Ended(RunShimmed({program}), kOnlyEarlierOpened, ""));
}

TEST_P(BeforeTheShimTest, AResolverBoundLaterIsNot) {
  const std::string program = Program("report_resolver_lazily");
  EXPECT_TRUE(Ended(Run({program}), kBothOpened, ""));

  EXPECT_TRUE(Ended(RunShimmed({program}), kNoneOpened, ""));
}

// Debian 11's glibc, extracted into a directory that goes with this.
class OldGlibc {
 public:
  OldGlibc() : problem_(Fetch()) {}

  // What is missing to have it; empty if nothing is.
  const std::string& problem() const { return problem_; }
  const std::string& loader() const { return loader_; }

 private:
  std::string Fetch() {
    const std::string apt = directory_.Sub("apt");
    fs::create_directories(apt + "/lists/partial");
    fs::create_directories(apt + "/archives/partial");
    const std::string mirror = Mirror();
    if (mirror.empty()) return "apt knows no mirror of Debian";
    const std::string list = directory_.Write(
        "apt/sources.list", "deb " + mirror + " bullseye main\n");
    for (const Words& step : {Words{"update"}, Words{"download", "libc6"}}) {
      Words argv = {"apt-get", "-q"};
      for (const std::string& option :
           {"Dir::Etc::SourceList=" + list,
            std::string("Dir::Etc::SourceParts=/dev/null"), "Dir::State=" + apt,
            "Dir::State::Lists=" + apt + "/lists", "Dir::Cache=" + apt,
            std::string("APT::Sandbox::User=root"),
            std::string("APT::Update::Error-Mode=any"),
            std::string("Acquire::Languages=none"),
            std::string("Acquire::Retries=0"),
            std::string("Acquire::http::Timeout=10")}) {
        argv.insert(argv.end(), {"-o", option});
      }
      argv.insert(argv.end(), step.begin(), step.end());
      const Result result = Command(argv).Cwd(apt).Run();
      if (result.status != 0) return result.err;
    }
    return Extract(apt);
  }

  std::string Extract(const std::string& apt) {
    const std::string extracted = directory_.Sub("root");
    for (const auto& entry : fs::directory_iterator(apt)) {
      if (entry.path().extension() != ".deb") continue;
      const Result result =
          Command({"dpkg-deb", "-x", entry.path(), extracted}).Run();
      if (result.status != 0) return result.err;
    }
    for (const auto& entry : fs::recursive_directory_iterator(extracted)) {
      if (entry.path().filename() == "ld-2.31.so") loader_ = entry.path();
    }
    return loader_.empty() ? "libc6 has no ld-2.31.so" : "";
  }

  // The mirror that this machine gets its own packages from.
  static std::string Mirror() {
    const Result result = Command({"apt-get", "indextargets", "--format",
                                   "$(REPO_URI)", "Created-By: Packages"})
                              .Run();
    std::istringstream lines(result.out);
    std::string line;
    while (std::getline(lines, line)) {
      if (line.ends_with("/debian/")) return line;
    }
    return "";
  }

  TempDir directory_;
  std::string loader_;
  std::string problem_;
};

const OldGlibc& TheOldGlibc() {
  static const OldGlibc glibc;
  return glibc;
}

// glibc up to 2.33 has a libpthread whose constructor goes first (INITFIRST).
class OldGlibcTest : public BeforeTheShimTest {
 protected:
  void SetUp() override {
    BeforeTheShimTest::SetUp();
    if (IsSkipped()) return;
    const std::string& problem = TheOldGlibc().problem();
    if (!problem.empty()) GTEST_SKIP() << "no glibc 2.31 here: " << problem;
  }

  // The same program twice, the second time linked with libpthread.
  std::string Plain() const { return Program("report_constructor"); }
  std::string Threaded() const {
    std::string path = root() + "/report_constructor";
    fs::copy_file(Plain(), path, fs::copy_options::overwrite_existing);
    fs::permissions(path, fs::perms(0755));
    const Result result =
        Command({"patchelf", "--add-needed", "libpthread.so.0", path}).Run();
    EXPECT_EQ(result.status, 0) << result;
    return path;
  }

  std::string LibraryDirectory() const {
    return fs::path(Library("constructor_opens")).parent_path();
  }
  Words UnderOldGlibc(const std::string& program) const {
    const fs::path loader = TheOldGlibc().loader();
    return {loader, "--library-path",
            loader.parent_path().string() + ":" + LibraryDirectory(), program};
  }
  Words UnderOwnGlibc(const std::string& program) const {
    return {Loader(), "--library-path", LibraryDirectory(), program};
  }
};

TEST_P(OldGlibcTest, LibpthreadTakesTheFirstPlace) {
  for (const std::string& program : {Plain(), Threaded()}) {
    EXPECT_TRUE(Ended(Run(UnderOwnGlibc(program)), kBothOpened, ""));
    EXPECT_TRUE(Ended(RunShimmed(UnderOwnGlibc(program)), kNoneOpened, ""));
  }

  EXPECT_TRUE(Ended(Run(UnderOldGlibc(Plain())), kBothOpened, ""));
  EXPECT_TRUE(Ended(RunShimmed(UnderOldGlibc(Plain())), kNoneOpened, ""));
  EXPECT_TRUE(Ended(Run(UnderOldGlibc(Threaded())), kBothOpened, ""));
  // A library's constructor is free there, the program itself is not.
  EXPECT_TRUE(
      Ended(RunShimmed(UnderOldGlibc(Threaded())), kOnlyEarlierOpened, ""));
}

TEST_P(OldGlibcTest, ThePolicyIsFoundByTheProgramsName) {
  const auto run = [&](const std::string& program) {
    return Command(UnderOldGlibc(program))
        .Cwd(root() + "/secret")
        .Env("XDG_CONFIG_HOME", root() + "/config")
        .Preload()
        .Run();
  };
  EXPECT_EQ(run(Plain()).status, 125);
  WriteFile(root() + "/config/landshim/report_constructor.policy",
            "landshim 1\nabi 1..11\nread " + root() + "/public\n");

  EXPECT_TRUE(Ended(run(Plain()), kNoneOpened, ""));
  EXPECT_TRUE(Ended(run(Threaded()), kOnlyEarlierOpened, ""));
}

INSTANTIATE_TEST_SUITE_P(Libc, BeforeTheShimTest, ::testing::Values("glibc"),
                         LibcName);
INSTANTIATE_TEST_SUITE_P(Libc, OldGlibcTest, ::testing::Values("glibc"),
                         LibcName);

}  // namespace
}  // namespace landshim::traps
