// The one way to write a file that a user names: what others may have put in
// its place is neither followed nor filled, and nobody ever sees half of it.
#ifndef LANDSHIM_TOOLS_WRITE_FILE_H_
#define LANDSHIM_TOOLS_WRITE_FILE_H_

#include <sys/stat.h>

#include <optional>
#include <string>
#include <string_view>

#include "tools/output_place.h"

namespace landshim {

// Why `path` could not be written, before any work is done: "WHAT; CURE".
// Empty: nothing is known to be in the way.
std::string WhyNotWritable(const std::string& path, Streams streams);

// Writes a new file beside `path` and renames it over what is there; its mode
// and owner are kept, but for set-id bits. A new one gets `mode`, whatever the
// umask says; with a mode, so does one that is there. To a pipe, a terminal or
// /dev/null, and to a descriptor of this process ("/dev/stdout"), the content
// is written as it is. False: no file changed, and *why is "WHAT; CURE".
// OutputPlace says what is refused.
bool WriteFile(const std::string& path, std::string_view content,
               std::optional<mode_t> mode, std::string* why);

// Replaces the content of a regular file that was read when it was `before`.
// False: nothing changed, also where the file is not the same any more.
bool ReplaceContent(const std::string& path, const struct stat& before,
                    std::string_view content, std::string* why);

// Opens a file to add to it, for reading and writing: one that is there and has
// no other name (link(2)), or a new one, mode 0600; or a stream, of which
// O_NONBLOCK is set. -1: *why is "WHAT; CURE".
int OpenToAppend(const std::string& path, std::string* why);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_WRITE_FILE_H_
