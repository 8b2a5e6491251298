// Copies the little of /etc that ld.so and libc read; the rest is not there.
#include "tests/traps/stage.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace landshim::traps {
namespace {

namespace fs = std::filesystem;

constexpr int kSetUpFailed = 99;

}  // namespace

Stage::Stage(const std::string& directory) : directory_(directory) {
  fs::create_directories(directory_ + "/etc/landshim");
  for (const char* name : {"/etc/ld.so.cache", "/etc/ld-musl-x86_64.path"}) {
    if (fs::exists(name)) fs::copy_file(name, directory_ + name);
  }
  for (const auto& entry : fs::recursive_directory_iterator(directory_)) {
    chmod(entry.path().c_str(), 0755);
  }
  chmod(directory_.c_str(), 0755);
}

std::string Stage::Add(const std::string& file, const std::string& name,
                       mode_t mode) const {
  const std::string path = directory_ + "/" + name;
  fs::copy_file(file, path);
  EXPECT_EQ(chmod(path.c_str(), mode), 0) << path;
  return std::string(kStage) + "/" + name;
}

std::string Stage::Write(const std::string& name,
                         const std::string& text) const {
  WriteFile(directory_ + "/" + name, text);
  return std::string(kStage) + "/" + name;
}

void Stage::AddPolicy(const std::string& name, const std::string& path) const {
  Write("etc/landshim/" + name + ".policy",
        "landshim 1\nabi 1..11\nread " + path + "\n");
}

void Stage::PreloadSystemWide(const std::string& list) const {
  Write("etc/ld.so.preload", list);
}

std::function<void()> Stage::Enter(uid_t user) const {
  return [directory = directory_, user] {
    EnterMountNamespace();
    MountOver(directory + "/etc", "/etc");
    MountOver(directory, kStage);
    if (setgid(user) < 0 || setuid(user) < 0) _exit(kSetUpFailed);
  };
}

void StageTest::SetUp() {
  TrapTest::SetUp();
  if (IsSkipped()) return;
  if (geteuid() != 0 || !CanMount()) {
    GTEST_SKIP() << "set-id programs, and an /etc for one program, need root "
                    "and mount namespaces";
  }
  stage_ = std::make_unique<Stage>(root() + "/stage");
  stage_->Add(ShimPath(), "liblandshim.so", 0644);
  stage_->Write("granted", "for all\n");
  stage_->Write("secret", "for none\n");
}

}  // namespace landshim::traps
