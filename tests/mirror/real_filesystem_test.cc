// RealFilesystem against the kernel's own path walk, on random trees and paths.
#include "tools/filesystem/real_filesystem.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "policy/decide.h"
#include "tests/lib/kernel.h"
#include "tests/lib/process.h"
#include "tests/mirror/scene.h"

namespace landshim::testing {
namespace {

constexpr int kScenes = 40;
constexpr int kPathsOfAScene = 60;

std::string RandomPath(Random& random, const Scene& scene) {
  const std::vector<std::string> parts = {"a",  "b", "l", "m",    "f",
                                          "..", ".", "",  "none", "s"};
  const std::vector<std::string> starts = {
      scene.root(),      "",
      "/proc/self/cwd",  "/proc/self/fd/93",
      "/proc/self/../1", "/dev/../" + scene.root()};
  std::string path = PickFrom(random, starts);
  const int count = Pick(random, 5);
  for (int i = 0; i < count; ++i) {
    if (!path.empty()) path += '/';
    path += PickFrom(random, parts);
  }
  return path;
}

ObjectId IdOf(const struct stat& status) {
  return {status.st_dev, status.st_ino};
}

std::string DescriptorPath(int fd) {
  char target[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t size = readlink(link.c_str(), target, sizeof(target));
  return size < 0 ? "" : std::string(target, static_cast<size_t>(size));
}

// The inodes of "/a/b/c": of "/a/b", "/a" and "/".
std::vector<ObjectId> Above(std::string path) {
  std::vector<ObjectId> above;
  while (path.size() > 1) {
    const size_t slash = path.rfind('/');
    path.resize(slash == 0 ? 1 : slash);
    struct stat status = {};
    EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
    above.push_back(IdOf(status));
  }
  return above;
}

// Whether the effective user may.
int Access(int fd, int mode) {
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  return faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0 ? 0 : errno;
}

void ExpectLikeKernel(const std::string& path, LastName last, bool as_root) {
  RealFilesystem files;
  const Found found = files.Find(path, last);
  const int keep = last == LastName::kKeep ? O_NOFOLLOW : 0;
  const int fd = open(path.c_str(), O_PATH | O_CLOEXEC | keep);
  EXPECT_EQ(ErrnoName(found.error), ErrnoName(fd < 0 ? errno : 0)) << path;
  if (fd < 0) return;
  struct stat status = {};
  fstat(fd, &status);
  EXPECT_EQ(found.object.id, IdOf(status)) << path;
  EXPECT_EQ(found.path, DescriptorPath(fd)) << path;
  // Others cannot ask above what they cannot search.
  if (as_root) {
    EXPECT_EQ(found.above, Above(found.path)) << path;
  }
  EXPECT_EQ(found.object.kind == FileKind::kDirectory, S_ISDIR(status.st_mode));
  EXPECT_EQ(found.object.kind == FileKind::kSymlink, S_ISLNK(status.st_mode));
  if (!S_ISLNK(status.st_mode)) {
    EXPECT_EQ(found.object.read_error, Access(fd, R_OK)) << path;
    EXPECT_EQ(found.object.write_error, Access(fd, W_OK)) << path;
    EXPECT_EQ(found.object.execute_error, Access(fd, X_OK)) << path;
  }
  close(fd);
}

// In a child, since it becomes nobody. Returns whether all was as expected.
bool AgreeOnPaths(uint32_t seed, bool nobody, const std::string& directory) {
  fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    // Mounts are its own.
    const bool may_mount =
        MayMount() && unshare(CLONE_NEWNS) == 0 &&
        mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    Random random(seed);
    Scene scene(directory, may_mount, random);
    scene.Make();
    if (chdir(scene.root().c_str()) != 0) _exit(2);
    dup2(open(".", O_PATH), 93);
    const pid_t tester = fork();
    if (tester == 0) {
      if (nobody) BecomeNobody();
      for (int i = 0; i < kPathsOfAScene; ++i) {
        const std::string path = RandomPath(random, scene);
        ExpectLikeKernel(path, LastName::kFollow, !nobody);
        ExpectLikeKernel(path, LastName::kKeep, !nobody);
      }
      _exit(::testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 1;
    waitpid(tester, &status, 0);
    scene.Change();
    scene.~Scene();
    _exit(status == 0 ? 0 : 1);
  }
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0;
}

TEST(RealFilesystem, WalksAsTheKernelDoes) {
  const TempDir directory;
  const uint32_t seed = std::random_device()();
  for (uint32_t i = 0; i < kScenes; ++i) {
    ASSERT_TRUE(AgreeOnPaths(seed + i, false, directory.path()))
        << "seed " << seed + i;
  }
}

TEST(RealFilesystem, WalksAsTheKernelDoesForAnUnprivilegedUser) {
  if (geteuid() != 0) GTEST_SKIP() << "the other test was it";
  const TempDir directory;
  const uint32_t seed = std::random_device()();
  for (uint32_t i = 0; i < kScenes; ++i) {
    ASSERT_TRUE(AgreeOnPaths(seed + i, true, directory.path()))
        << "seed " << seed + i;
  }
}

TEST(RealFilesystem, KnowsWhatLandlockNeverRestricts) {
  int pipes[2];
  ASSERT_EQ(pipe(pipes), 0);
  const int sockets = socket(AF_UNIX, SOCK_STREAM, 0);
  const int memory = memfd_create("m", 0);
  const int file = open("/proc/self/exe", O_RDONLY);
  RealFilesystem files;
  const auto unrestricted = [&files](int fd) {
    const std::string path = "/proc/self/fd/" + std::to_string(fd);
    const Found found = files.Find(path, LastName::kFollow);
    EXPECT_EQ(found.error, 0) << path;
    return found.object.unrestricted;
  };
  EXPECT_TRUE(unrestricted(pipes[0]));
  EXPECT_TRUE(unrestricted(sockets));
  EXPECT_TRUE(unrestricted(memory));
  EXPECT_TRUE(
      files.Find("/proc/self/ns/mnt", LastName::kFollow).object.unrestricted);
  EXPECT_FALSE(unrestricted(file));
  for (const int fd : {pipes[0], pipes[1], sockets, memory, file}) close(fd);
}

TEST(RealFilesystem, FindsTheDirectoryOfAnUnlinkedFile) {
  const TempDir directory;
  const std::string path = directory.Write("gone", "");
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(unlink(path.c_str()), 0);
  RealFilesystem files;
  const Found found =
      files.Find("/proc/self/fd/" + std::to_string(fd), LastName::kFollow);
  struct stat status = {};
  ASSERT_EQ(stat(directory.path().c_str(), &status), 0);
  EXPECT_EQ(found.error, 0);
  EXPECT_EQ(found.parent.id, IdOf(status));
  close(fd);
}

TEST(RealFilesystem, SaysHowFarLinksReach) {
  const TempDir directory;
  ASSERT_EQ(mkdir(directory.Sub("d").c_str(), 0755), 0);
  ASSERT_EQ(symlink("d", directory.Sub("l").c_str()), 0);
  RealFilesystem files;
  const std::string link = directory.Sub("l");
  EXPECT_EQ(files.Find(link + "/..", LastName::kFollow).links_until,
            link.size());
  EXPECT_EQ(files.Find(directory.Sub("d"), LastName::kFollow).links_until, 0U);
}

TEST(RealFilesystem, TellsMountsApart) {
  RealFilesystem files;
  const Found root = files.Find("/", LastName::kFollow);
  const Found proc = files.Find("/proc", LastName::kFollow);
  EXPECT_NE(root.object.mount, proc.object.mount);
  EXPECT_NE(root.object.id, proc.object.id);
  EXPECT_EQ(proc.parent.id, root.object.id);
}

}  // namespace
}  // namespace landshim::testing
