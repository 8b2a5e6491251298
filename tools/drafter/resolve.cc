#include "tools/drafter/resolve.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <string_view>

#include "tools/drafter/path_text.h"
#include "tools/recording/fact.h"

namespace landshim {
namespace {

// Goes from "/" on, name by name; `step` makes a path of the one for what lies
// before a name and that name.
std::string Walk(
    const std::string& path, const std::string& directory,
    const std::function<std::string(const std::string& path)>& step) {
  if (path.empty()) return {};
  const std::string whole =
      path.front() == '/' ? path : '/' + directory + '/' + path;
  std::string at = "/";
  for (size_t start = 0; start < whole.size();) {
    const size_t end = std::min(whole.find('/', start), whole.size());
    const std::string_view name =
        std::string_view(whole).substr(start, end - start);
    start = end + 1;
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      at = ParentOf(at);
    } else {
      at = step((at == "/" ? at : at + '/') + std::string(name));
    }
  }
  return at;
}

}  // namespace

std::string Normalise(const std::string& path, const std::string& directory) {
  return Walk(path, directory, [](const std::string& part) { return part; });
}

std::string Resolve(const std::string& path, const std::string& directory,
                    Filesystem* filesystem) {
  return Walk(path, directory, [filesystem](const std::string& part) {
    const Found found = filesystem->Find(part, LastName::kFollow);
    const bool missing =
        found.error == ENOENT && found.parent.kind == FileKind::kDirectory;
    const bool known = found.error == 0 || missing;
    return known && IsPlainPath(found.path) ? found.path : part;
  });
}

std::set<std::string> NamesOfPlace(const std::string& path,
                                   const std::string& directory,
                                   Filesystem* filesystem) {
  std::set<std::string> names = {Normalise(path, directory),
                                 Resolve(path, directory, filesystem)};
  names.erase("");
  names.erase("/");
  return names;
}

}  // namespace landshim
