#include "tools/drafter/draft_texts.h"

#include <string_view>

#include "tools/message.h"

namespace landshim {
namespace {

constexpr std::string_view kTexts[] = {
#define LANDSHIM_D(name, text) text,
    LANDSHIM_DRAFT_TEXTS(LANDSHIM_D)
#undef LANDSHIM_D
};

}  // namespace

std::string Tell(DraftText text, const std::vector<std::string>& arguments) {
  constexpr std::string_view kHole = "{}";
  const std::string_view pattern = kTexts[static_cast<size_t>(text)];
  std::string line;
  size_t at = 0;
  for (const std::string& argument : arguments) {
    const size_t hole = pattern.find(kHole, at);
    line += pattern.substr(at, hole - at);
    line += Escape(argument);
    at = hole + kHole.size();
  }
  line += pattern.substr(at);
  return line;
}

}  // namespace landshim
