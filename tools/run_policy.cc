// By way of the code that run is made of (shim/launch/api.h).
#include "tools/run_policy.h"

#include <limits.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "shim/launch/api.h"

namespace landshim {
namespace {

// The texts of a policy as run hands them to the shim (shim/hand_over.h).
struct HandedOver {
  std::vector<Source> own;  // a file, rules, or both
  std::map<std::string, std::string_view, std::less<>> included;
};

std::string WorkingDirectory() {
  std::string directory(PATH_MAX, '\0');
  if (getcwd(directory.data(), directory.size()) == nullptr) return {};
  directory.resize(directory.find('\0'));
  return directory;
}

std::string_view DirectoryOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

HandedOver Unpack(const char* packed, std::string_view working_directory) {
  HandedOver texts;
  for (const char* at = packed; *at != '\0';) {
    const auto kind = static_cast<SourceKind>(*at - 'A');
    const std::string_view name = at + 1;
    const std::string_view text = name.data() + name.size() + 1;
    at = text.data() + text.size() + 1;
    if (kind == SourceKind::kIncluded) {
      texts.included.emplace(name, text);
    } else if (kind == SourceKind::kRules) {
      texts.own.push_back(
          {name, text, kind, working_directory, working_directory});
    } else {
      texts.own.push_back({name, text, kind, DirectoryOf(name)});
    }
  }
  return texts;
}

}  // namespace

bool ReadRunPolicy(char** arguments, char** envp, PolicyStatements* statements,
                   std::string* error) {
  size_t size = 0;
  const char* packed = LandshimReadRunPolicy(arguments, envp, &size);
  if (size == 0) {
    *error =
        "run: the policy is in LL_ variables, which make no text; unset them, "
        "or name a policy by --policy";
    return false;
  }
  const std::string working_directory = WorkingDirectory();
  const HandedOver texts = Unpack(packed, working_directory);
  // Everything was read, so what is not here was not there.
  const FileReader reader = [&](const std::string& path) {
    FileText file;
    const auto found = texts.included.find(path);
    if (found == texts.included.end()) return file;
    file.result = FileText::Result::kFound;
    file.text = found->second;
    return file;
  };
  // As run would have refused what is too broad.
  return ReadStatements(texts.own, {envp}, reader, statements, error,
                        {.all = true});
}

}  // namespace landshim
