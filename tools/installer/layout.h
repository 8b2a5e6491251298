// What an installation consists of, and how landshim's own files are known.
#ifndef LANDSHIM_TOOLS_INSTALLER_LAYOUT_H_
#define LANDSHIM_TOOLS_INSTALLER_LAYOUT_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace landshim::installer {

enum class Layout : uint8_t {
  kFlat,    // the command and the object side by side
  kPrefix,  // bin, lib and share, as the Filesystem Hierarchy Standard has them
};

struct InstalledFile {
  std::string path;  // below the installation's root
  mode_t mode;
  std::string_view content;
};

// The object first: a command that is there without it serves programs less
// well than an object without its command. `command` is ReadCommand()'s, and
// must outlive the list.
std::vector<InstalledFile> FilesOf(Layout layout, std::string_view command);

// Below the installation's root.
const char* ObjectOf(Layout layout);
const char* ManifestOf(Layout layout);

// Whether a file's content says that landshim wrote it: programs and objects
// hold the name of its variable, texts speak of it in their first line.
bool IsLandshims(std::string_view content);

// Reads the executable of this process: by /proc, or where that is not mounted
// by the path that the kernel was given (AT_EXECFN). What is read holds the
// same object as this process. False: *why is "WHAT; CURE".
bool ReadCommand(std::string* content, std::string* why);

}  // namespace landshim::installer

#endif  // LANDSHIM_TOOLS_INSTALLER_LAYOUT_H_
