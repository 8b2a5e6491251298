// What several steps of a launch need.
#include "shim/launch/launch.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/openat2.h>

#include "shim/report.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// How a path beneath a replaceable directory is opened: see OpenBeneath().
struct MachineOpener {
  Machine* machine;

  long Open(int directory, const char* path, int flags,
            uint64_t resolve) const {
    return machine->OpenRestricted(directory, path, flags, resolve);
  }
  void Close(int fd) const { machine->Close(fd); }
};

long OpenUnsteered(Launch* launch, const char* path, int flags) {
  Machine* const machine = launch->machine;
  const ReplaceableNames* names = launch->replaceable;
  if (names == nullptr || names->empty()) return machine->Open(path, flags);
  // What is relative to the working directory may lie anywhere.
  if (path[0] != '/') {
    return machine->OpenRestricted(AT_FDCWD, path, flags, RESOLVE_NO_SYMLINKS);
  }
  // A '..' is resolved as text, which is what $ORIGIN/.. means: that has no
  // links. Where one is in front of it, another file is found, or none.
  bool had_dots = false;
  const std::string_view plain =
      PlainPath(path, &launch->plain_buffer, &had_dots);
  const std::string_view above = names->Above(plain);
  if (above.empty()) return machine->Open(plain.data(), flags);
  MachineOpener opener = {machine};
  return OpenBeneath(plain, above.size(), flags, &launch->plain_buffer,
                     &opener);
}

}  // namespace

const char* Launch::Keep(std::string_view a, std::string_view b,
                         std::string_view c) {
  const char* text = pool.Keep(a, b, c);
  if (text == nullptr) Refuse("run"sv, LaunchProblem::kNoMemory);
  return text;
}

std::string_view Launch::ErrorText(long negative_errno) {
  const char* text = pool.Keep(landshim::ErrorText(negative_errno));
  return text == nullptr ? std::string_view("") : std::string_view(text);
}

long Launch::OpenFile(const char* path, int flags, FileStatus* status) {
  flags |= O_CLOEXEC;
  if ((flags & O_PATH) == 0) flags |= O_NONBLOCK | O_NOCTTY;
  const long fd = OpenUnsteered(this, path, flags);
  if (fd == -EMFILE || fd == -ENFILE) {
    Refuse(program.path, LaunchProblem::kFailed,
           "no descriptor left (EMFILE)"sv);
  }
  if (fd < 0) return fd;
  const int file = static_cast<int>(fd);
  if (machine->Stat(file, status) == 0 && status->IsRegular()) {
    return fd;
  }
  machine->Close(file);
  return -EACCES;
}

long Launch::OpenTree(const char* path, int more_flags) {
  const long fd =
      OpenUnsteered(this, path, O_PATH | O_CLOEXEC | O_DIRECTORY | more_flags);
  if (fd < 0) return fd;
  const int directory = static_cast<int>(fd);
  FileStatus status;
  if (machine->Stat(directory, &status) == 0 && IsSystemFile(status)) return fd;
  machine->Close(directory);
  return -EACCES;
}

bool Launch::IsSystemFile(const FileStatus& status) {
  // Not root's where a container, or a sandbox such as bwrap's, has no root.
  if (!owners_known) {
    owners_known = true;
    constexpr const char* kTops[] = {"/", "/usr"};
    for (int i = 0; i < 2; ++i) {
      FileStatus top;
      if (machine->StatPath(kTops[i], &top) == 0) owners[i] = top.user;
    }
  }
  constexpr unsigned kOthersWrite = 022;
  return (status.user == 0 || status.user == owners[0] ||
          status.user == owners[1]) &&
         (status.mode & kOthersWrite) == 0;
}

std::string_view Launch::ReadList(int fd) {
  const long size = machine->ReadAt(fd, list_buffer, sizeof(list_buffer), 0);
  if (size <= 0) return {};
  const std::string_view list(list_buffer, static_cast<size_t>(size));
  if (list.size() < sizeof(list_buffer)) return list;
  // A path that is cut off is another path.
  const size_t last = list.find_last_of(": \t\n"sv);
  return last == std::string_view::npos ? std::string_view()
                                        : list.substr(0, last);
}

void Launch::CloseFiles() {
  if (!has_files) return;
  has_files = false;
  for (int& fd : files.chain) {
    if (fd >= 0) machine->Close(fd);
    fd = -1;
  }
  if (files.linker >= 0) machine->Close(files.linker);
  files.linker = -1;
}

void Launch::Release() {
  CloseFiles();
  pool.Release();
}

}  // namespace landshim
