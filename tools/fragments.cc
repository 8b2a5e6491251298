// Walks the array that the build makes of the files.
#include "tools/fragments.h"

#include "tools/fragment_texts.h"

namespace landshim {

std::vector<Fragment> Fragments() {
  std::vector<Fragment> fragments;
  // Name, NUL, text, NUL; an empty name is the end.
  const char* at = kFragmentTexts;
  while (*at != '\0') {
    Fragment fragment;
    fragment.name = at;
    at += fragment.name.size() + 1;
    fragment.text = at;
    at += fragment.text.size() + 1;
    fragments.push_back(fragment);
  }
  return fragments;
}

std::string FirstSentence(const Fragment& fragment) {
  std::string summary;
  std::string_view rest = fragment.text;
  while (!rest.empty() && rest[0] == '#') {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() < rest.size() ? line.size() + 1
                                                 : rest.size());
    line.remove_prefix(line.size() > 1 && line[1] == ' ' ? 2 : 1);
    if (!summary.empty()) summary += ' ';
    summary += line;
    const size_t end = (summary + ' ').find(". ");
    if (end != std::string::npos) return summary.substr(0, end + 1);
  }
  return summary;
}

}  // namespace landshim
