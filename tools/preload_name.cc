// ld.so cuts its list at blanks and colons, and knows no quoting.
#include "tools/preload_name.h"

#include "policy/text.h"
#include "tools/message.h"

namespace landshim {

void NoteBadPreloadName(const std::string& path) {
  for (char c : path) {
    if (!IsListSeparator(c)) continue;
    Note(Escape(path) +
         ": LD_PRELOAD cannot hold a path with a blank or ':'; write the "
         "object to another place");
    return;
  }
  if (!Begins(BaseName(path), "liblandshim")) {
    Note(Escape(path) +
         ": under this name programs will see it in LD_PRELOAD; call it "
         "liblandshim.so");
  }
}

}  // namespace landshim
