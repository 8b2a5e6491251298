#include "tools/drafter/anchor.h"

#include <string_view>

#include "policy/quote.h"
#include "policy/text.h"
#include "tools/drafter/path_text.h"
#include "tools/drafter/varying_names.h"

namespace landshim {

Anchor AnchorOf(const std::string& path, const Recorded& recorded,
                const Places& places) {
  Anchor anchor = {.path = path};
  for (size_t at = path.find('/', 1); path != "/";
       at = path.find('/', at + 1)) {
    const std::string part = path.substr(0, at);
    if (recorded.made.contains(part)) {
      return {ParentOf(part), true, true, "the program makes what is there"};
    }
    if (IsNumberOfTheMoment(part)) {
      return {ParentOf(part), true, false, "what is there has a number"};
    }
    const std::string_view why = WhyNameVaries(BaseName(part));
    if (!why.empty() && !places.IsFixed(part)) {
      return {ParentOf(part), true, false,
              Quote(BaseName(part)) + ' ' + std::string(why)};
    }
    if (at == std::string::npos) break;
  }
  return anchor;
}

}  // namespace landshim
