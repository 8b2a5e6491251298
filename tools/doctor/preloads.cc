// ld.so(8): entries are separated by blanks or colons; there is no quoting.
#include "tools/doctor/preloads.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "policy/text.h"
#include "shim/launch/elf_file.h"
#include "shim/launch/linker_cache.h"
#include "shim/launch/system_directories.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

// What ld.so would look at of an object.
struct Object {
  int error = 0;  // errno of opening it
  bool is_library = false;
  ElfClass elf_class;
  std::string soname;
};

Object LookAt(const std::string& path) {
  Object object;
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    object.error = errno;
    return object;
  }
  KernelMachine machine;
  const auto pool = std::make_unique<TextPool>();
  const auto file = std::make_unique<ElfFile>();
  file->Open(fd, &machine, pool.get());
  object.is_library = file->ReadLibrary();
  object.elf_class = file->elf_class();
  WordBuffer buffer;
  if (object.is_library && file->ReadDynamic()) {
    object.soname = file->Soname(&buffer);
  }
  pool->Release();
  close(fd);
  return object;
}

// Where ld.so finds a name that has no path (ld.so(8)): in LD_LIBRARY_PATH, in
// its cache, and where libraries of this architecture are. Empty: nowhere.
std::string FindLibrary(const std::string& name) {
  std::vector<std::string> places;
  const char* given = getenv("LD_LIBRARY_PATH");
  std::string_view rest = given == nullptr ? "" : given;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find_first_of(":;"), rest.size());
    places.push_back(std::string(rest.substr(0, end)) + '/' + name);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  KernelMachine machine;
  LinkerCache cache;
  const int fd = open(kLinkerCachePath, O_RDONLY | O_CLOEXEC);
  if (fd >= 0 && cache.Open(fd, &machine)) {
    for (const char* path = cache.Find(name.c_str()); path != nullptr;
         path = cache.FindNext(name.c_str())) {
      places.emplace_back(path);
    }
  }
  cache.Close();
  if (fd >= 0) close(fd);
  for (const SystemDirectory& directory : kSystemDirectories) {
    if (!directory.linkers) continue;  // only by the cache
    places.push_back(std::string(directory.path) + '/' + name);
  }
  for (const std::string& place : places) {
    const Object object = LookAt(place);
    if (object.is_library && object.elf_class == OwnElfClass()) return place;
  }
  return {};
}

Trouble WhySkipped(const std::string& path) {
  const std::string name = Escape(path);
  if (path.find('/') == std::string::npos) {
    if (!FindLibrary(path).empty()) return {};
    return {name + " is in no directory where ld.so looks for libraries",
            "write its whole path; 'landshim install --prefix /usr/local' "
            "installs one"};
  }
  const Object object = LookAt(path);
  if (object.error != 0) {
    return {name + " cannot be opened: " + DescribeError(object.error),
            "correct the path; one with a blank or ':' cannot be preloaded"};
  }
  if (!object.is_library) {
    return {name + " is no shared object",
            "write it again: 'landshim shim -o FILE'"};
  }
  if (object.elf_class != OwnElfClass()) {
    return {name + " is of another architecture",
            "write it again: 'landshim shim -o FILE'"};
  }
  return {};
}

// glibc takes a preload for loaded where an object before it says that this is
// its name.
Trouble WhyTakenForLoaded(const std::string& shim,
                          const std::vector<std::string>& before) {
  for (const std::string& path : before) {
    if (LookAt(path).soname != shim) continue;
    return {Escape(path) +
                ", before it in the list, has its name as DT_SONAME, "
                "so that ld.so takes it for loaded",
            "name landshim's object first, or spell it in another way"};
  }
  return {};
}

}  // namespace

std::vector<ShimEntry> ShimsIn(std::string_view list) {
  std::vector<ShimEntry> found;
  std::vector<std::string> before;
  while (!list.empty()) {
    size_t end = 0;
    while (end < list.size() && !IsListSeparator(list[end])) ++end;
    const std::string_view entry = list.substr(0, end);
    const std::string name(entry);
    if (Begins(BaseName(entry), "liblandshim")) {
      Trouble trouble = WhySkipped(name);
      if (trouble.empty()) trouble = WhyTakenForLoaded(name, before);
      found.push_back({name, trouble});
    } else if (!name.empty()) {
      before.push_back(name);
    }
    list.remove_prefix(end < list.size() ? end + 1 : end);
  }
  return found;
}

std::vector<ShimEntry> ShimsInSystemList(const std::string& text) {
  std::string list;
  bool comment = false;
  for (const char c : text) {
    if (c == '#') comment = true;
    if (c == '\n') comment = false;
    if (!comment) list += c;
  }
  return ShimsIn(list);
}

}  // namespace landshim::doctor
