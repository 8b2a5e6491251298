// Writes whole files so that nobody ever sees half of one.
#ifndef LANDSHIM_TOOLS_WRITE_FILE_H_
#define LANDSHIM_TOOLS_WRITE_FILE_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace landshim {

struct Owner {
  uid_t user = 0;
  gid_t group = 0;
};

struct FileAttributes {
  mode_t mode = 0644;          // exactly; the umask does not count
  std::optional<Owner> owner;  // nothing: whoever this process is
};

// Writes a new file beside `path` and renames it over what is there. Where that
// is a symbolic link, the link itself is replaced. False: nothing changed, and
// *why is "WHAT; CURE".
bool WriteFile(const std::string& path, std::string_view content,
               const FileAttributes& attributes, std::string* why);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_WRITE_FILE_H_
