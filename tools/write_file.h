// Writes whole files so that nobody ever sees half of one.
#ifndef LANDSHIM_TOOLS_WRITE_FILE_H_
#define LANDSHIM_TOOLS_WRITE_FILE_H_

#include <sys/stat.h>
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
// *why is "WHAT; CURE"; also where a directory, a device, a pipe or a socket is
// there.
bool WriteFile(const std::string& path, std::string_view content,
               const FileAttributes& attributes, std::string* why);

// Writes a file anew as WriteFile() does, and keeps the mode and owner of one
// that is there. Where `path` is a symbolic link to a file, that file is
// replaced.
bool WriteOver(const std::string& path, std::string_view content,
               std::string* why);

// Replaces the content of a regular file that was read when it was `before`,
// with its mode and owner; where `path` is a symbolic link, that of the file
// behind it. False: nothing changed, also where the file is not the same any
// more, and *why is "WHAT; CURE".
bool ReplaceContent(const std::string& path, const struct stat& before,
                    std::string_view content, std::string* why);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_WRITE_FILE_H_
