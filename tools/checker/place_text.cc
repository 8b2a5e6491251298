// policy/pack_texts.cc leaves out empty lines and those that are comments.
#include "tools/checker/place_text.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "policy/problem.h"
#include "tools/fragments.h"

namespace landshim {
namespace {

// The number of the line that is the `packed`-th of those that are kept.
uint32_t OriginalLine(std::string_view text, uint32_t packed) {
  uint32_t line = 0;
  for (uint32_t kept = 0; kept < packed && !text.empty();) {
    ++line;
    if (text.front() != '#' && text.front() != '\n') ++kept;
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return line;
}

}  // namespace

Place ShownPlace(const Place& place) {
  Place shown = place;
  if (place.source->kind != SourceKind::kFragment) return shown;
  for (const Fragment& fragment : Fragments()) {
    if (fragment.name == place.source->name) {
      shown.line = OriginalLine(fragment.text, place.line);
    }
  }
  return shown;
}

std::string PlaceText(const Place& place) {
  // Room for a path, each byte of it escaped.
  std::string buffer(size_t{4} * 4096 + 64, '\0');
  Text text(buffer.data(), buffer.size());
  DescribePlace(ShownPlace(place), &text);
  return std::string(text.view());
}

}  // namespace landshim
