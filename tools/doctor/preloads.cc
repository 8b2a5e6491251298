// ld.so(8): entries are separated by blanks or colons; there is no quoting.
#include "tools/doctor/preloads.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "policy/text.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

#if defined(__x86_64__)
constexpr Elf64_Half kOwnMachine = EM_X86_64;
#else
constexpr Elf64_Half kOwnMachine = EM_AARCH64;
#endif

Trouble WhySkipped(const std::string& path) {
  // A name without a path is looked for in the system's directories.
  if (path.find('/') == std::string::npos) return {};
  const std::string name = Escape(path);
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    return {name + " cannot be opened: " + DescribeError(errno),
            "correct the path; one with a blank or ':' cannot be preloaded"};
  }
  Elf64_Ehdr header = {};
  const ssize_t size = read(fd, &header, sizeof(header));
  close(fd);
  if (size != sizeof(header) || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
    return {name + " is no shared object",
            "write it again: 'landshim shim -o FILE'"};
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64 ||
      header.e_machine != kOwnMachine) {
    return {name + " is of another architecture",
            "write it again: 'landshim shim -o FILE'"};
  }
  return {};
}

}  // namespace

std::vector<ShimEntry> ShimsIn(std::string_view list) {
  std::vector<ShimEntry> found;
  while (!list.empty()) {
    size_t end = 0;
    while (end < list.size() && !IsListSeparator(list[end])) ++end;
    const std::string_view entry = list.substr(0, end);
    if (Begins(BaseName(entry), "liblandshim")) {
      const std::string name(entry);
      found.push_back({name, WhySkipped(name)});
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
