// A linker counts by its place and its owner.
#include "shim/launch/linker.h"

#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/launch/system_directories.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr std::string_view kLinkerNames[] = {"ld-linux"sv, "ld-musl-"sv,
                                             "ld64.so"sv, "ld-2."sv};

// What comes before the last '/'.
std::string_view DirectoryName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view()
                                         : path.substr(0, slash);
}

// In /nix/store/HASH-glibc-2.38/lib: built by root's daemon, never changed.
bool IsStoreDirectory(std::string_view directory) {
  constexpr std::string_view kStores[] = {"/nix/store/"sv, "/gnu/store/"sv};
  for (const std::string_view store : kStores) {
    if (directory.substr(0, store.size()) != store) continue;
    const std::string_view rest = directory.substr(store.size());
    const std::string_view sub = rest.substr(rest.find('/') + 1);
    return rest.find('/') != std::string_view::npos &&
           (sub == "lib"sv || sub == "lib64"sv);
  }
  return false;
}

bool IsSystemDirectory(std::string_view directory) {
  for (const SystemDirectory& known : kSystemDirectories) {
    if (known.linkers && directory == std::string_view(known.path)) return true;
  }
  return IsStoreDirectory(directory);
}

bool HasLinkerName(std::string_view path) {
  const std::string_view name = BaseName(path);
  for (const std::string_view known : kLinkerNames) {
    if (name.substr(0, known.size()) == known) return true;
  }
  return false;
}

}  // namespace

bool IsMuslName(std::string_view path) {
  return Begins(BaseName(path), "ld-musl-");
}

bool IsSystemLinker(std::string_view path, int fd, const FileStatus& status,
                    Launch* launch) {
  if (!HasLinkerName(path) || !launch->IsSystemFile(status)) return false;
  for (const char* known : kLinkers) {
    if (path == known) return true;
  }
  // By another name, or through links: where it lies in the end.
  const long size =
      launch->machine->PathOf(fd, launch->text_buffer, kLongestWord);
  if (size <= 0) return false;
  return IsSystemDirectory(
      DirectoryName({launch->text_buffer, static_cast<size_t>(size)}));
}

std::string_view ReadMuslPath(Launch* launch, int* fd, const char** path) {
  *fd = -1;
  if (!launch->files.system_linker) return {};
  const std::string_view linker = launch->program.linker;
  const std::string_view name = BaseName(linker);
  const std::string_view directory = DirectoryName(linker);
  const std::string_view prefix = DirectoryName(directory);
  const char* file =
      launch->Keep(name.substr(0, name.find(".so"sv)), ".path"sv);
  if (file != nullptr) file = launch->Keep(prefix, "/etc/"sv, file);
  if (file == nullptr) return {};
  FileStatus status;
  const long opened = launch->OpenFile(file, O_RDONLY | O_NOFOLLOW, &status);
  if (opened < 0) return {};
  *fd = static_cast<int>(opened);
  *path = file;
  if (!launch->IsSystemFile(status)) {
    launch->machine->Close(*fd);
    *fd = -1;
    return {};
  }
  const std::string_view list = launch->ReadList(*fd);
  const char* kept = launch->Keep(list);
  return kept == nullptr ? std::string_view()
                         : std::string_view(kept, list.size());
}

}  // namespace landshim
