// The manual pages and the object travel in the executable; it is copied whole.
#include "tools/installer/layout.h"

#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <cerrno>

#include "policy/text.h"
#include "shim/launch/embedded_shim.h"
#include "tools/installer/manual_pages.h"
#include "tools/message.h"

namespace landshim::installer {
namespace {

constexpr mode_t kProgramMode = 0755;
constexpr mode_t kTextMode = 0644;

// The manual page of that name: names and texts follow each other, each with a
// NUL behind it.
std::string_view ManualPage(std::string_view name) {
  const char* at = kManualPages;
  while (*at != '\0') {
    const std::string_view known = at;
    const std::string_view text = at + known.size() + 1;
    if (known == name) return text;
    at = text.data() + text.size() + 1;
  }
  return {};
}

// 0, or the errno.
int ReadAll(const char* path, std::string* content) {
  content->clear();
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  std::string buffer(size_t{1} << 16, '\0');
  ssize_t size = 0;
  while ((size = read(fd, buffer.data(), buffer.size())) != 0) {
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) break;
    content->append(buffer, 0, static_cast<size_t>(size));
  }
  const int error = size < 0 ? errno : 0;
  close(fd);
  return error;
}

}  // namespace

std::vector<InstalledFile> FilesOf(Layout layout, std::string_view command) {
  if (layout == Layout::kFlat) {
    return {{ObjectOf(layout), kProgramMode, EmbeddedShim()},
            {"landshim", kProgramMode, command}};
  }
  return {
      {ObjectOf(layout), kProgramMode, EmbeddedShim()},
      {"bin/landshim", kProgramMode, command},
      {"share/man/man1/landshim.1", kTextMode, ManualPage("landshim")},
      {"share/man/man5/landshim-policy.5", kTextMode,
       ManualPage("landshim-policy")},
  };
}

const char* ObjectOf(Layout layout) {
  return layout == Layout::kFlat ? "liblandshim.so" : "lib/liblandshim.so";
}

const char* ManifestOf(Layout layout) {
  return layout == Layout::kFlat ? "landshim.manifest"
                                 : "share/landshim/manifest";
}

bool IsLandshims(std::string_view content) {
  if (Begins(content, "\177ELF")) {
    return content.find("LANDSHIM_POLICY") != std::string_view::npos;
  }
  return Before(content, '\n').find("landshim") != std::string_view::npos;
}

bool ReadCommand(std::string* content, std::string* why) {
  const auto* executed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  int error = ReadAll("/proc/self/exe", content);
  if (error != 0 && executed != nullptr) error = ReadAll(executed, content);
  if (error != 0) {
    *why = "the file of this command cannot be read: " + DescribeError(error) +
           "; mount /proc, or start it by its absolute path";
    return false;
  }
  if (content->find(EmbeddedShim()) == std::string::npos) {
    *why = "the file of this command is another one meanwhile; start it again";
    return false;
  }
  return true;
}

}  // namespace landshim::installer
