// landshim install and uninstall: by rename, by manifest, and never anything
// that is not landshim's.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <set>
#include <string>
#include <thread>

#include "tests/command/landshim.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kNobody = 65534;

class Install : public ::testing::Test {
 public:
  static mode_t ModeOf(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
  }

  std::set<std::string> Files() const {
    std::set<std::string> files;
    for (const auto& entry :
         fs::recursive_directory_iterator(directory_.path())) {
      if (entry.is_directory() && !entry.is_symlink()) continue;
      files.insert(entry.path().string().substr(directory_.path().size() + 1));
    }
    return files;
  }

  bool IsEmpty() const { return fs::is_empty(directory_.path()); }

  const TempDir directory_;
  const std::string prefix_ = directory_.Sub("prefix");
  const std::string flat_ = directory_.Sub("flat");
  const std::string object_ = ContentOf(ShimPath());
};

TEST_F(Install, PutsEverythingBelowAPrefix) {
  EXPECT_EQ(Printed({"install", "--prefix", prefix_}),
            "installed in " + prefix_ + ":\n  " + prefix_ +
                "/lib/liblandshim.so\n  " + prefix_ + "/bin/landshim\n  " +
                prefix_ + "/share/man/man1/landshim.1\n  " + prefix_ +
                "/share/man/man5/landshim-policy.5\n"
                "preload it: LANDSHIM_POLICY=app.policy LD_PRELOAD=" +
                prefix_ + "/lib/liblandshim.so app\n");
  EXPECT_TRUE(ContentOf(prefix_ + "/lib/liblandshim.so") == object_);
  EXPECT_TRUE(ContentOf(prefix_ + "/bin/landshim") ==
              ContentOf(LandshimPath()));
  EXPECT_EQ(ContentOf(prefix_ + "/share/man/man1/landshim.1"),
            ContentOf(TestFile("docs/landshim.1")));
  EXPECT_EQ(ContentOf(prefix_ + "/share/man/man5/landshim-policy.5"),
            ContentOf(TestFile("docs/landshim-policy.5")));
  EXPECT_EQ(ModeOf(prefix_ + "/bin/landshim"), 0755U);
  EXPECT_EQ(ModeOf(prefix_ + "/lib/liblandshim.so"), 0755U);
  EXPECT_EQ(ModeOf(prefix_ + "/share/man/man1/landshim.1"), 0644U);
  EXPECT_EQ(Files().size(), 5U);
}

TEST_F(Install, PutsTwoFilesAndAListIntoADirectory) {
  Printed({"install", flat_});
  EXPECT_EQ(Files(),
            (std::set<std::string>{"flat/landshim", "flat/landshim.manifest",
                                   "flat/liblandshim.so"}));
}

TEST_F(Install, InstallsWhatWorks) {
  Printed({"install", "--prefix", prefix_});
  Command reader({"/bin/cat", "/etc/passwd"});
  EXPECT_EQ(reader.Run().status, 0);
  reader.Env("LD_PRELOAD", prefix_ + "/lib/liblandshim.so")
      .Rules("include <base>");
  EXPECT_EQ(reader.Run().status, 1);
  EXPECT_EQ(Command({prefix_ + "/bin/landshim", "run", "--rule",
                     "include <base>", "--", "/bin/cat", "/etc/passwd"})
                .Run()
                .status,
            1);
}

TEST_F(Install, IsUndoneToTheLastDirectory) {
  for (const std::vector<std::string>& where :
       {std::vector<std::string>{"--prefix", prefix_}, {flat_}}) {
    std::vector<std::string> words = {"install"};
    words.insert(words.end(), where.begin(), where.end());
    Printed(words);
    EXPECT_FALSE(IsEmpty());
    words[0] = "uninstall";
    EXPECT_EQ(Printed(words), "uninstalled from " + where.back() + "\n");
    EXPECT_TRUE(IsEmpty());
  }
}

TEST_F(Install, LeavesWhatWasThereBefore) {
  fs::create_directories(prefix_ + "/lib");
  fs::create_directories(prefix_ + "/share/man/man1");
  directory_.Write("prefix/lib/other.so", "other");
  Printed({"install", "--prefix", prefix_});
  directory_.Write("prefix/share/man/man5/later.5", "later");
  Printed({"uninstall", "--prefix", prefix_});
  EXPECT_EQ(Files(), (std::set<std::string>{"prefix/lib/other.so",
                                            "prefix/share/man/man5/later.5"}));
  EXPECT_TRUE(fs::exists(prefix_ + "/share/man/man1"));
  EXPECT_FALSE(fs::exists(prefix_ + "/bin"));
}

TEST_F(Install, DoneTwiceChangesNothing) {
  Printed({"install", flat_});
  struct stat before {};
  struct stat after {};
  ASSERT_EQ(stat((flat_ + "/liblandshim.so").c_str(), &before), 0);
  Printed({"install", flat_});
  ASSERT_EQ(stat((flat_ + "/liblandshim.so").c_str(), &after), 0);
  EXPECT_EQ(after.st_ino, before.st_ino);
}

TEST_F(Install, MendsAModeThatIsWrong) {
  Printed({"install", flat_});
  chmod((flat_ + "/liblandshim.so").c_str(), 0600);
  Printed({"install", flat_});
  EXPECT_EQ(ModeOf(flat_ + "/liblandshim.so"), 0755U);
}

TEST_F(Install, CanReplaceItself) {
  Printed({"install", flat_});
  const std::string own = flat_ + "/landshim";
  EXPECT_EQ(Command({own, "install", flat_}).Run().status, 0);
  EXPECT_EQ(Command({own, "uninstall", flat_}).Run().status, 0);
  EXPECT_TRUE(IsEmpty());
}

TEST_F(Install, TakesTheTraceOfAnOlderVersionAway) {
  Printed({"install", flat_});
  const std::string manifest = ContentOf(flat_ + "/landshim.manifest");
  directory_.Write("flat/landshim.manifest", manifest + "file old\n");
  directory_.Write("flat/old", "# of landshim\n");
  const std::string older = object_.substr(0, object_.size() - 1);
  directory_.Write("flat/liblandshim.so", older);
  Printed({"install", flat_});
  EXPECT_TRUE(ContentOf(flat_ + "/liblandshim.so") == object_);
  EXPECT_FALSE(fs::exists(flat_ + "/old"));
  EXPECT_EQ(ContentOf(flat_ + "/landshim.manifest"), manifest);
}

TEST_F(Install, NeverLeavesAMomentWithoutAWholeObject) {
  Printed({"install", flat_});
  const std::string path = flat_ + "/liblandshim.so";
  std::atomic<bool> done = false;
  std::atomic<int> looks = 0;
  std::atomic<int> partial = 0;
  std::thread looker([&] {
    while (!done) {
      const std::string seen = ContentOf(path);
      ++looks;
      if (seen.size() < object_.size()) ++partial;
    }
  });
  for (int i = 0; i < 20; ++i) {
    // Another one each time, so that it has to be replaced.
    const std::string next = directory_.Write("next", object_ + "!");
    EXPECT_EQ(rename(next.c_str(), path.c_str()), 0);
    EXPECT_EQ(Landshim({"install", flat_}).Run().status, 0);
  }
  done = true;
  looker.join();
  EXPECT_GT(looks, 20);
  EXPECT_EQ(partial, 0);
}

TEST_F(Install, TouchesNothingThatIsNotLandshims) {
  fs::create_directory(flat_);
  directory_.Write("flat/landshim", "#!/bin/sh\n# landshim, wrapped\n");
  ExpectMistake({"install", flat_},
                flat_ + "/landshim: this is not landshim's; move it away");
  EXPECT_EQ(Files(), (std::set<std::string>{"flat/landshim"}));
  fs::remove(flat_ + "/landshim");
  Printed({"install", flat_});
  directory_.Write("flat/liblandshim.so", "\177ELF of somebody");
  ExpectMistake(
      {"uninstall", flat_},
      flat_ + "/liblandshim.so: this is not landshim's; move it away");
  EXPECT_EQ(Files().size(), 3U);
}

TEST_F(Install, FollowsNoLink) {
  Printed({"install", flat_});
  const std::string target = directory_.Write("target", object_);
  fs::remove(flat_ + "/liblandshim.so");
  fs::create_symlink(target, flat_ + "/liblandshim.so");
  const std::string line =
      flat_ +
      "/liblandshim.so: this is a symbolic link; name the file that it leads "
      "to";
  ExpectMistake({"install", flat_}, line);
  ExpectMistake({"uninstall", flat_}, line);
  EXPECT_TRUE(ContentOf(target) == object_);
}

TEST_F(Install, IsRemovedOnlyByItsManifest) {
  fs::create_directory(flat_);
  directory_.Write("flat/liblandshim.so", object_);
  ExpectMistake({"uninstall", flat_},
                flat_ +
                    "/landshim.manifest: no such file: 'landshim install' did "
                    "not install anything here; name the directory that it "
                    "was given");
  directory_.Write("victim", "landshim\n");
  directory_.Write("flat/landshim.manifest",
                   "landshim manifest 1\nfile ../victim\n");
  ExpectMistake({"uninstall", flat_},
                flat_ +
                    "/landshim.manifest: this is no manifest of an "
                    "installation; install again, then uninstall");
  EXPECT_TRUE(fs::exists(directory_.Sub("victim")));
}

TEST_F(Install, GoesNowhereThatOthersCanWrite) {
  fs::create_directory(flat_);
  const std::string tail =
      ": others can write to this directory, and so replace what is "
      "installed; name another one, or add '--chmod' if it is the one for "
      "landshim";
  for (const mode_t mode : {0777, 01777}) {
    chmod(flat_.c_str(), mode);
    ExpectMistake({"install", flat_}, flat_ + tail);
  }
  chmod(flat_.c_str(), 0777);
  ExpectMistake({"install", flat_ + "/inner"}, flat_ + tail);
  EXPECT_TRUE(fs::is_empty(flat_));
  Printed({"install", "--chmod", flat_});
  EXPECT_EQ(ModeOf(flat_), 0755U);
  EXPECT_EQ(Files().size(), 3U);
}

TEST_F(Install, GoesNowhereThatLdSoCannotMap) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  fs::create_directory(flat_);
  Command command = Landshim({"install", flat_});
  command.Before([flat = flat_] {
    if (unshare(CLONE_NEWNS) != 0 ||
        mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("none", flat.c_str(), "tmpfs", MS_NOEXEC, "mode=0755") != 0) {
      _exit(99);
    }
  });
  ExpectMistake(command, flat_ +
                             ": it is mounted noexec: programs would start "
                             "without the object, unsandboxed; name another "
                             "directory, or mount it exec");
}

TEST_F(Install, GoesNowhereThatAnotherUserOwns) {
  if (geteuid() != 0) GTEST_SKIP() << "gives directories away";
  fs::create_directory(flat_);
  ASSERT_EQ(chown(flat_.c_str(), kNobody, kNobody), 0);
  EXPECT_EQ(Landshim({"install", flat_}).Run().status, 125);
  EXPECT_TRUE(fs::is_empty(flat_));
  ASSERT_EQ(chown(flat_.c_str(), 0, 0), 0);
  Printed({"install", flat_});
  // What another user owns, he can change later.
  const std::string object = flat_ + "/liblandshim.so";
  ASSERT_EQ(chown(object.c_str(), kNobody, kNobody), 0);
  ExpectMistake(
      {"install", flat_},
      object + ": this belongs to another user (65534); move it away");
}

TEST_F(Install, SaysWhatIsToBeNamed) {
  for (const char* command : {"install", "uninstall"}) {
    const std::string line = std::string(command) +
                             ": name either a directory for all of it or a "
                             "prefix; write 'landshim " +
                             command + " --prefix /usr/local'";
    ExpectMistake({command}, line);
    ExpectMistake({command, "--prefix", prefix_, flat_}, line);
  }
}

TEST_F(Install, SaysThatLdPreloadCannotHoldThePath) {
  const std::string path = directory_.Sub("a b");
  const Result result = Landshim({"install", path}).Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "landshim: " + path +
                            "/liblandshim.so: LD_PRELOAD cannot hold a path "
                            "with a blank or ':'; write the object to another "
                            "place\n");
}

// An image with nothing but the command: no shell, no /proc, no /tmp.
TEST_F(Install, WorksInAnEmptyImage) {
  if (geteuid() != 0) GTEST_SKIP() << "changes the root directory";
  const std::string image = directory_.Sub("image");
  fs::create_directory(image);
  fs::copy_file(LandshimPath(), image + "/landshim");
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "/landshim");
    return Command(words)
        .Before([image] {
          if (chroot(image.c_str()) != 0 || chdir("/") != 0) _exit(99);
        })
        .Run();
  };
  const Result flat = run({"install", "/shared"});
  EXPECT_EQ(flat.status, 0) << flat;
  EXPECT_EQ(flat.err, "");
  EXPECT_TRUE(ContentOf(image + "/shared/liblandshim.so") == object_);
  const Result prefix = run({"install", "--prefix", "/usr/local"});
  EXPECT_EQ(prefix.status, 0) << prefix;
  EXPECT_TRUE(fs::exists(image + "/usr/local/bin/landshim"));
  EXPECT_EQ(run({"uninstall", "/shared"}).status, 0);
  EXPECT_FALSE(fs::exists(image + "/shared"));
}

// ---- What every program preloads ----

class PreloadedInstall : public Install {
 protected:
  void SetUp() override {
    if (!MayMount()) GTEST_SKIP() << "this user may not mount";
    fs::create_directory(etc_);
    Printed({"install", flat_});
  }

  // With an /etc of its own, which holds this list.
  Result Uninstall(const std::string& list,
                   std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"uninstall", flat_});
    directory_.Write("etc/ld.so.preload", list);
    return Landshim(options)
        .Before([etc = etc_] {
          if (unshare(CLONE_NEWNS) != 0 ||
              mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
              mount(etc.c_str(), "/etc", nullptr, MS_BIND, nullptr) != 0) {
            _exit(99);
          }
        })
        .Run();
  }

  const std::string etc_ = directory_.Sub("etc");
  const std::string list_ = etc_ + "/ld.so.preload";
  const std::string shim_ = flat_ + "/liblandshim.so";
};

TEST_F(PreloadedInstall, IsNotRemoved) {
  fs::create_symlink(shim_, directory_.Sub("other.so"));
  for (const std::string& name :
       {shim_, directory_.Sub("other.so"), std::string("liblandshim.so")}) {
    const Result result = Uninstall("/a.so " + name + "\n");
    EXPECT_EQ(result.status, 125) << name;
    EXPECT_EQ(result.err,
              "landshim: /etc/ld.so.preload: every program preloads '" + shim_ +
                  "', and would start without it, unsandboxed; take it out of "
                  "there first, or let '--system' do that\n");
    EXPECT_TRUE(fs::exists(shim_));
  }
}

TEST_F(PreloadedInstall, IsRemovedIfTheListSpeaksOfOthers) {
  const std::string list = "# " + shim_ + "\n/a.so\n";
  EXPECT_EQ(Uninstall(list).status, 0);
  EXPECT_FALSE(fs::exists(flat_));
  EXPECT_EQ(ContentOf(list_), list);
}

TEST_F(PreloadedInstall, IsRemovedAfterTheListWasMended) {
  const Result result = Uninstall("# all\n/a.so:" + shim_ + "\n", {"--system"});
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(ContentOf(list_), "# all\n/a.so:\n");
  EXPECT_FALSE(fs::exists(flat_));
}

TEST_F(PreloadedInstall, TakesAListAwayThatIsEmptyThen) {
  EXPECT_EQ(Uninstall(shim_ + "\n", {"--system"}).status, 0);
  EXPECT_FALSE(fs::exists(list_));
}

TEST_F(PreloadedInstall, IsNotRemovedIfTheListCannotBeMended) {
  directory_.Write("etc/real", shim_ + "\n");
  fs::create_symlink("real", list_);
  const Result result = Uninstall(shim_ + "\n", {"--system"});
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err,
            "landshim: /etc/ld.so.preload: this is a symbolic link; name the "
            "file that it leads to\n");
  EXPECT_TRUE(fs::exists(shim_));
}

}  // namespace
}  // namespace landshim::testing
