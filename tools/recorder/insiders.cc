#include "tools/recorder/insiders.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

#include "policy/reader.h"
#include "tools/filesystem/proc.h"
#include "tools/recorder/lookup.h"
#include "tools/recorder/requester.h"

namespace landshim {
namespace {

// So many threads are kept in mind before those that are gone are forgotten.
constexpr size_t kMostSeen = 65536;

pid_t Number(const std::string& text) {
  return std::max(ParseNumber(text, kMostPids), 0);
}

// The files behind the descriptors of a process.
std::vector<ObjectId> Descriptors(pid_t process) {
  std::vector<ObjectId> objects;
  const std::string path = "/proc/" + std::to_string(process) + "/fd";
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(path.c_str()),
                                                      closedir);
  if (directory == nullptr) return objects;
  // One thread: nobody else reads from this stream.
  while (const dirent* entry =
             readdir(directory.get())) {  // NOLINT(concurrency*)
    struct stat status = {};
    if (entry->d_name[0] != '.' &&
        fstatat(dirfd(directory.get()), entry->d_name, &status, 0) == 0) {
      objects.push_back(IdOf(status));
    }
  }
  return objects;
}

std::vector<pid_t> Processes() {
  std::vector<pid_t> all;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc", error)) {
    const pid_t process = Number(entry.path().filename());
    if (process > 0) all.push_back(process);
  }
  return all;
}

}  // namespace

Insiders::Insiders(pid_t first)
    : first_(first), inherited_(Descriptors(first)) {
  seen_.insert(first);
}

void Insiders::Saw(pid_t thread) {
  if (seen_.size() >= kMostSeen) Forget();
  seen_.insert(thread);
}

void Insiders::Forget() {
  std::erase_if(seen_, [](pid_t thread) {
    return access(("/proc/" + std::to_string(thread)).c_str(), F_OK) != 0;
  });
}

bool Insiders::IsOne(pid_t process) const {
  constexpr int kDeepest = 64;
  for (int i = 0; i < kDeepest && process > 1; ++i) {
    if (seen_.contains(process)) return true;
    // Whoever is left alone comes to the recorder that started the first one.
    if (process == getpid()) return i > 0;
    process = Number(StatusOf(process, "PPid"));
  }
  return false;
}

bool Insiders::Are(pid_t target, pid_t sender) const {
  if (target == 0 || target == -1 || target == sender) return true;
  // Nobody is there: ESRCH.
  if (kill(target, 0) != 0 && errno == ESRCH) return true;
  if (target > 0) return IsOne(target);
  // To a group, the call succeeds if it may reach anyone in there.
  for (const pid_t process : Processes()) {
    if (getpgid(process) == -target && IsOne(process)) return true;
  }
  return false;
}

bool Insiders::Hold(const std::vector<ino_t>& sockets) const {
  for (const pid_t process : Processes()) {
    if (!IsOne(process)) continue;
    for (const ObjectId& object : Descriptors(process)) {
      if (std::find(sockets.begin(), sockets.end(), object.inode) !=
              sockets.end() &&
          !IsInherited(object)) {
        return true;
      }
    }
  }
  return false;
}

void Insiders::Open(const ObjectId& object) { std::erase(inherited_, object); }

bool Insiders::IsInherited(const ObjectId& object) const {
  return std::find(inherited_.begin(), inherited_.end(), object) !=
         inherited_.end();
}

}  // namespace landshim
