// Names are few and short, so that random operations often meet something.
#include "tests/mirror/scene.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr uid_t kNobody = 65534;

// Nobody accepts, and a connect(2) that finds no room would wait.
constexpr int kManyPeers = 4096;

// As the system call wants it.
constexpr char kQueueName[] = "landshim-mirror";

int BindUnix(const std::string& name, bool abstract) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const size_t skip = abstract ? 1 : 0;
  memcpy(address.sun_path + skip, name.data(), name.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                           skip + name.size());
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0)
      << name << ": " << strerror(errno);
  EXPECT_EQ(listen(fd, kManyPeers), 0);
  return fd;
}

int BindInet(int type, uint16_t* port) {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(bind(fd, generic, size), 0) << strerror(errno);
  if (type == SOCK_STREAM) {
    EXPECT_EQ(listen(fd, kManyPeers), 0);
  }
  getsockname(fd, generic, &size);
  *port = ntohs(address.sin_port);
  return fd;
}

// Everybody may use the queue.
void MakeQueue() {
  const mode_t mask = umask(0);
  const long fd = syscall(SYS_mq_open, kQueueName, O_RDWR | O_CREAT, 0666, 0);
  if (fd >= 0) close(static_cast<int>(fd));
  umask(mask);
}

// The last mount first. A rename may have taken one elsewhere.
void UnmountBeneath(const std::string& directory) {
  std::ifstream mounts("/proc/self/mountinfo");
  std::vector<std::string> places;
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string place;
    for (int i = 0; i < 5; ++i) fields >> place;
    if (place.starts_with(directory)) places.push_back(place);
  }
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    umount2(place->c_str(), MNT_DETACH);
  }
}

// Also what has no permissions goes away.
void Empty(const std::string& directory) {
  std::error_code ignored;
  if (geteuid() != 0) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(directory, ignored)) {
      if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) {
        chmod(entry.path().c_str(), 0700);
      }
    }
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(directory, ignored)) {
    std::filesystem::remove_all(entry.path(), ignored);
  }
}

}  // namespace

Scene::Scene(std::string directory, bool may_mount, Random& random)
    : directory_(std::move(directory)), root_(directory_ + "/w/t") {
  Describe(random);
  if (may_mount && OneIn(random, 3)) DescribeMounts(random);
  paths_ = {root_, directory_ + "/w", directory_};
  for (const Entry& entry : entries_)
    paths_.push_back(root_ + '/' + entry.path);
}

Scene::~Scene() { Unmake(); }

void Scene::Unmake() {
  for (const int fd : listeners_) close(fd);
  listeners_.clear();
  if (!mounts_.empty()) UnmountBeneath(directory_ + '/');
  Empty(directory_);
}

void Scene::DescribeMounts(Random& random) {
  const std::vector<std::string> places = {"a", "b", "a/a", "a/b"};
  const std::vector<std::string> sources = {"", "a", "b", ".", "a/a"};
  const int count = 1 + Pick(random, 2);
  for (int i = 0; i < count; ++i) {
    mounts_.push_back({PickFrom(random, sources), PickFrom(random, places)});
  }
}

mode_t Scene::KindOf(const std::string& path) const {
  for (const Entry& entry : entries_) {
    if (root_ + '/' + entry.path == path) return entry.mode & S_IFMT;
  }
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0 ? status.st_mode & S_IFMT : S_IFDIR;
}

void Scene::Describe(Random& random) {
  const std::vector<mode_t> modes = {0755, 0755, 0777,  0777,
                                     0777, 0700, 01777, 0555};
  std::vector<std::string> directories = {"a", "b"};
  if (OneIn(random, 2)) directories.emplace_back("a/a");
  if (OneIn(random, 2)) directories.emplace_back("a/b");
  if (OneIn(random, 2)) directories.emplace_back("b/a");
  if (directories.size() > 2 && directories[2] == "a/a") {
    directories.emplace_back("a/a/a");
  }
  for (const std::string& path : directories) {
    entries_.push_back({path, S_IFDIR | PickFrom(random, modes), "", false,
                        !OneIn(random, 3)});
  }
  DescribeFixed();
  directories.emplace_back("");
  for (const std::string& directory : directories) {
    const std::string prefix = directory.empty() ? "" : directory + '/';
    for (const char* name : {"f", "g", "l", "m", "p", "s", "d"}) {
      if (!OneIn(random, 3)) DescribeFile(random, prefix + name, name[0]);
    }
  }
}

void Scene::DescribeFixed() {
  for (const char* path : {"x", "y"}) {
    entries_.push_back({path, S_IFDIR | 0777, "", false, false});
  }
  for (const char* path : {"x/f", "y/f"}) {
    entries_.push_back({path, S_IFREG | 0666, "text", false, false});
  }
  if (geteuid() == 0) {
    entries_.push_back({"x/w", S_IFCHR | 0666, "whiteout", false, false});
  }
}

void Scene::DescribeFile(Random& random, const std::string& path, char kind) {
  const std::vector<mode_t> modes = {0755, 0777, 0777, 0644,
                                     0666, 0600, 0444, 0111};
  const std::vector<std::string> targets = {
      "a", "b/f", "../f", ".", "f", "none", "b/", "@", "l", "a/../b/s"};
  Entry entry = {path, 0, "", false, !OneIn(random, 3)};
  const mode_t mode = PickFrom(random, modes);
  switch (kind) {
    case 'l':
    case 'm':
      entry.mode = S_IFLNK;
      entry.text = PickFrom(random, targets);
      break;
    case 'p':
      entry.mode = S_IFIFO | mode;
      break;
    case 's':
      entry.mode = S_IFSOCK | mode;
      break;
    case 'd':
      if (geteuid() != 0) return;
      entry.mode = S_IFCHR | mode;
      entry.text = OneIn(random, 2) ? "null" : "whiteout";
      break;
    case 'g':
      entry.mode = S_IFREG | mode;
      entry.hard_link = OneIn(random, 2);
      entry.text = OneIn(random, 2) ? "f" : "a/f";
      break;
    default:
      entry.mode = S_IFREG | mode;
      entry.text = "content, not a program";
  }
  entries_.push_back(entry);
}

void Scene::Make() {
  if (made_) return;
  made_ = true;
  Unmake();
  const mode_t mask = umask(0);
  mkdir((directory_ + "/w").c_str(), 0777);
  mkdir(root_.c_str(), 0777);
  for (const Entry& entry : entries_) MakeEntry(entry);
  // Last, or a user could not make what is in them.
  for (const Entry& entry : entries_) {
    if (S_ISDIR(entry.mode)) {
      chmod((root_ + '/' + entry.path).c_str(), entry.mode & 07777);
    }
  }
  for (const Mount& mounted : mounts_) {
    const std::string place = root_ + '/' + mounted.place;
    const std::string source = root_ + '/' + mounted.source;
    // Where there is no such directory, nothing is mounted.
    if (mounted.source.empty()) {
      mount("none", place.c_str(), "tmpfs", 0, nullptr);
      mkdir((place + "/a").c_str(), 0777);
    } else {
      mount(source.c_str(), place.c_str(), nullptr, MS_BIND, nullptr);
    }
  }
  umask(mask);
}

void Scene::MakeEntry(const Entry& entry) {
  const std::string path = root_ + '/' + entry.path;
  const mode_t permissions = entry.mode & 07777;
  switch (entry.mode & S_IFMT) {
    case S_IFDIR:
      mkdir(path.c_str(), 0777);
      break;
    case S_IFLNK:
      // Never out of the scene: what is done is done for real.
      EXPECT_EQ(symlink(entry.text == "@" ? root_.c_str() : entry.text.c_str(),
                        path.c_str()),
                0)
          << path;
      break;
    case S_IFSOCK:
      listeners_.push_back(BindUnix(path, false));
      chmod(path.c_str(), permissions);
      break;
    case S_IFCHR:
      mknod(path.c_str(), entry.mode,
            entry.text == "null" ? makedev(1, 3) : makedev(0, 0));
      break;
    case S_IFIFO:
      mkfifo(path.c_str(), permissions);
      break;
    default: {
      const std::string other = root_ + '/' + entry.text;
      if (entry.hard_link && link(other.c_str(), path.c_str()) == 0) return;
      const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0777);
      EXPECT_GE(fd, 0) << path << ": " << strerror(errno);
      EXPECT_GT(write(fd, entry.text.data(), entry.text.size()), 0);
      fchmod(fd, permissions);
      close(fd);
    }
  }
  if (geteuid() == 0 && entry.owned_by_nobody) {
    EXPECT_EQ(lchown(path.c_str(), kNobody, kNobody), 0);
  }
}

Outside::Outside()
    : abstract_name("landshim-mirror-" + std::to_string(getpid())) {
  sockets = {BindUnix(abstract_name, true), BindInet(SOCK_STREAM, &tcp_port),
             BindInet(SOCK_DGRAM, &udp_port)};
  MakeQueue();
  process = fork();
  if (process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (geteuid() == 0) BecomeNobody();
    prctl(PR_SET_DUMPABLE, 1);
    while (true) pause();
  }
}

Outside::~Outside() {
  for (const int fd : sockets) close(fd);
  syscall(SYS_mq_unlink, kQueueName);
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
}

}  // namespace landshim::testing
