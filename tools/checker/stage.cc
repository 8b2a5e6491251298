// Everything is made and removed relative to a descriptor of the directory, so
// that what is removed lies where it was made.
#include "tools/checker/stage.h"

#include <fcntl.h>
#include <mqueue.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>

namespace landshim {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOwnerDirectory = 0700;

std::string RandomName() {
  uint64_t number = 0;
  if (getrandom(&number, sizeof(number), 0) != sizeof(number)) {
    number = static_cast<uint64_t>(getpid());
  }
  char name[40];
  snprintf(name, sizeof(name), ".landshim-try-%016llx",
           static_cast<unsigned long long>(number));
  return name;
}

sockaddr_un AddressOf(const std::string& name) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  name.copy(address.sun_path, sizeof(address.sun_path) - 1);
  return address;
}

}  // namespace

int BindAt(int socket, const StageName& at) {
  const sockaddr_un address = AddressOf(at.name);
  if (fchdir(at.directory) != 0) return errno;
  return bind(socket, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address)) == 0
             ? 0
             : errno;
}

int ConnectAt(int socket, const StageName& at) {
  const sockaddr_un address = AddressOf(at.name);
  if (fchdir(at.directory) != 0) return errno;
  return connect(socket, reinterpret_cast<const sockaddr*>(&address),
                 sizeof(address)) == 0
             ? 0
             : errno;
}

Stage::Stage() {
  sigset_t blocked;
  sigemptyset(&blocked);
  for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) {
    sigaddset(&blocked, signal);
  }
  sigprocmask(SIG_BLOCK, &blocked, &old_signals_);
}

Stage::~Stage() {
  for (const StageName& name : names_) {
    if (unlinkat(name.directory, name.name.c_str(), 0) != 0) {
      unlinkat(name.directory, name.name.c_str(), AT_REMOVEDIR);
    }
    close(name.directory);
  }
  for (const std::string& queue : queues_) mq_unlink(queue.c_str());
  for (const int fd : kept_) close(fd);
  for (const Double& stand_in : doubles_) close(stand_in.fd);
  sigprocmask(SIG_SETMASK, &old_signals_, nullptr);
}

bool Stage::NewName(const std::string& directory, StageName* out, int* error) {
  out->directory = open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (out->directory < 0) {
    *error = errno;
    return false;
  }
  struct stat status = {};
  do {
    out->name = RandomName();
  } while (fstatat(out->directory, out->name.c_str(), &status,
                   AT_SYMLINK_NOFOLLOW) == 0);
  out->path = (directory == "/" ? "" : directory) + '/' + out->name;
  names_.push_back(*out);
  return true;
}

std::string Stage::NewQueue() {
  queues_.push_back('/' + RandomName());
  return queues_.back();
}

bool Stage::MakeKind(FileKind kind, bool whiteout, const StageName& at,
                     int* error) {
  const char* const name = at.name.c_str();
  int result = -1;
  switch (kind) {
    case FileKind::kDirectory:
      result = mkdirat(at.directory, name, kOwnerDirectory);
      break;
    case FileKind::kSymlink:
      result = symlinkat("landshim-try", at.directory, name);
      break;
    case FileKind::kFifo:
      result = mknodat(at.directory, name, S_IFIFO | kOwnerOnly, 0);
      break;
    case FileKind::kSocket:
      result = mknodat(at.directory, name, S_IFSOCK | kOwnerOnly, 0);
      break;
    case FileKind::kCharDevice:
      result = mknodat(at.directory, name, S_IFCHR | kOwnerOnly,
                       whiteout ? makedev(0, 0) : makedev(1, 3));
      break;
    case FileKind::kBlockDevice:
      result = mknodat(at.directory, name, S_IFBLK | kOwnerOnly, makedev(0, 0));
      break;
    case FileKind::kRegular:
    case FileKind::kNone:
      result = mknodat(at.directory, name, S_IFREG | kOwnerOnly, 0);
      break;
  }
  if (result != 0) *error = errno;
  return result == 0;
}

bool Stage::AddDouble(ObjectId like, const StageName& at, int* error) {
  if (like == ObjectId{}) return true;
  const int fd =
      openat(at.directory, at.name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) {
    *error = errno;
    return false;
  }
  doubles_.push_back({like, fd});
  return true;
}

bool Stage::Make(const std::string& directory, const FileObject& like,
                 StageName* out, int* error) {
  return NewName(directory, out, error) &&
         MakeKind(like.kind, like.whiteout, *out, error) &&
         AddDouble(like.id, *out, error);
}

bool Stage::Listen(const std::string& directory, ObjectId like, StageName* out,
                   int* error) {
  if (!NewName(directory, out, error)) return false;
  const int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  *error = listener < 0 ? errno : BindAt(listener, *out);
  if (*error == 0 && listen(listener, 1) != 0) *error = errno;
  if (here >= 0) {
    if (fchdir(here) != 0 && *error == 0) *error = errno;
    close(here);
  }
  if (listener >= 0) Keep(listener);
  return *error == 0 && AddDouble(like, *out, error);
}

}  // namespace landshim
