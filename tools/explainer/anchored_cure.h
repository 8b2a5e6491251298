// Cures that are put where they last: a rule is on a thing that is there when
// the program starts.
#ifndef LANDSHIM_TOOLS_EXPLAINER_ANCHORED_CURE_H_
#define LANDSHIM_TOOLS_EXPLAINER_ANCHORED_CURE_H_

#include <functional>
#include <set>
#include <string>

namespace landshim {

// `cure` with each path replaced by what `anchor` says: the path itself or a
// directory above it; empty: there is no such place, and so no cure.
// `files`: those of the paths that are no directories. What is granted on a
// directory instead are their rights, not all of the verb's.
std::string AnchoredCure(
    const std::string& cure, const std::set<std::string>& files,
    const std::function<std::string(const std::string& path)>& anchor);

// "/" for "/" itself.
std::string DirectoryAbove(const std::string& path);

// `path`, or the directory that holds the uppermost part of it that does not
// last.
std::string LastingPart(
    const std::string& path,
    const std::function<bool(const std::string& part)>& lasts);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_ANCHORED_CURE_H_
