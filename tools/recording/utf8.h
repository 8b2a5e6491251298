// Whether bytes are text.
#ifndef LANDSHIM_TOOLS_RECORDING_UTF8_H_
#define LANDSHIM_TOOLS_RECORDING_UTF8_H_

#include <cstddef>
#include <string_view>

namespace landshim {

// How many bytes of well-formed UTF-8 (RFC 3629) begin `text`; 0 for none.
size_t CharacterSize(std::string_view text);

bool IsUtf8(std::string_view text);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDING_UTF8_H_
