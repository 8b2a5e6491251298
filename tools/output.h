// Standard output, where nothing may get lost without a word.
#ifndef LANDSHIM_TOOLS_OUTPUT_H_
#define LANDSHIM_TOOLS_OUTPUT_H_

#include <string_view>

namespace landshim {

// Keeps descriptors 0 to 2, where the caller closed one, from becoming those
// of files that are opened later: reading and writing them still fails.
// To be called first.
void HoldStandardDescriptors();

// Puts /dev/null in the place of descriptors 0 to 2, for a process that goes on
// behind its caller: it would keep those who read the caller's output waiting.
void LeaveStandardDescriptors();

// Writes all of `text` on standard output. Returns 0; or, having said why on
// descriptor 2, kLandshimFailed.
int Print(std::string_view text);

// Writes all of `text` on a descriptor. Returns 0 or the errno.
int WriteAll(int fd, std::string_view text);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_OUTPUT_H_
