#include "tools/explainer/words.h"

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "policy/quote.h"
#include "policy/text.h"
#include "tools/checker/missing_text.h"
#include "tools/checker/subject.h"

namespace landshim {
namespace {

constexpr std::string_view kLibraryTrees[] = {
    "/lib/",           "/lib64/",           "/usr/lib/", "/usr/lib64/",
    "/usr/local/lib/", "/usr/local/lib64/", "/lib32/",   "/usr/lib32/",
    "/libx32/",        "/usr/libx32/"};

bool IsTerminal(const std::string& path) {
  return path == "/dev/tty" || path == "/dev/console" ||
         path.starts_with("/dev/pts/") || path == "/dev/ptmx";
}

// "libc.so.6", "_json.cpython-311-x86_64-linux-gnu.so".
bool IsLibraryName(std::string_view name) {
  const size_t at = name.find(".so");
  return at != std::string_view::npos && at > 0 &&
         (at + 3 == name.size() || name[at + 3] == '.');
}

}  // namespace

bool IsSystemLibrary(const std::string& path) {
  const auto is_above = [&path](std::string_view tree) {
    return path.starts_with(tree);
  };
  return IsLibraryName(BaseName(path)) &&
         std::any_of(std::begin(kLibraryTrees), std::end(kLibraryTrees),
                     is_above);
}

std::string WordsFor(const Operation& operation, const Decision& decision) {
  Operation shown = operation;
  if (!decision.paths.empty()) shown.path = decision.paths[0];
  if (decision.paths.size() > 1) shown.new_path = decision.paths[1];
  return ToText(shown);
}

std::string ReasonFor(const Decision& decision) {
  return MissingText(decision, [](const Missing& missing) {
    return " on " + Quote(missing.path);
  });
}

std::string HintFor(const Operation& operation, const Decision& decision) {
  const std::string path = decision.paths.empty() ? "" : decision.paths[0];
  const Deed deed = operation.kind->deed;
  if (decision.error == EXDEV) {
    return "the program is told that the directories are on different file "
           "systems (EXDEV)";
  }
  if (deed == Deed::kIoctl && IsTerminal(path)) {
    return "the program takes it for no terminal, as isatty(3) fails with "
           "EACCES";
  }
  if (deed == Deed::kOpen && IsLibraryName(BaseName(path))) {
    return "ld.so says of it: cannot open shared object file: No such file or "
           "directory";
  }
  return {};
}

}  // namespace landshim
