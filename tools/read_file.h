// Reads texts for commands that name a file, or '-' for standard input.
#ifndef LANDSHIM_TOOLS_READ_FILE_H_
#define LANDSHIM_TOOLS_READ_FILE_H_

#include <sys/stat.h>

#include <string>

namespace landshim {

// How messages call what command lines call "-".
inline constexpr char kStandardInput[] = "standard input";

// The name of `path` in messages and lists.
std::string NameOfInput(const std::string& path);

// Reads a policy's text: of any kind of file but a directory, at most as long
// as a policy may be. *status is the file's, before its first byte was read.
// False: *error is the line that is to be shown, without "landshim: " in front.
bool ReadText(const std::string& path, std::string* text, struct stat* status,
              std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_READ_FILE_H_
