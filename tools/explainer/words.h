// Decisions in words, for somebody who wonders why a program fails.
#ifndef LANDSHIM_TOOLS_EXPLAINER_WORDS_H_
#define LANDSHIM_TOOLS_EXPLAINER_WORDS_H_

#include <string>

#include "policy/decide.h"
#include "policy/operation.h"

namespace landshim {

// `operation` with the paths that it led to in place of those that it named:
// "read /etc/shadow".
std::string WordsFor(const Operation& operation, const Decision& decision);

// "no rule grants read_file on '/etc/shadow'".
std::string ReasonFor(const Decision& decision);

// What the program is likely to say of it, where that misleads; else empty.
std::string HintFor(const Operation& operation, const Decision& decision);

// True for a file that a dynamic linker would load, in one of the directories
// that <libs> grants.
bool IsSystemLibrary(const std::string& path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_WORDS_H_
