// The built-in policy fragments as they were written, comments and all.
#ifndef LANDSHIM_TOOLS_FRAGMENTS_H_
#define LANDSHIM_TOOLS_FRAGMENTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace landshim {

struct Fragment {
  std::string_view name;  // without the angle brackets
  std::string_view text;  // what policy/fragments/NAME.policy holds
};

// All of them, sorted by name.
std::vector<Fragment> Fragments();

// The first sentence of the comment that a fragment begins with, in one line.
std::string FirstSentence(const Fragment& fragment);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FRAGMENTS_H_
