#include "tools/checker/machine_dangers.h"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "tools/filesystem/real_tree.h"
#include "tools/message.h"

namespace landshim {
namespace {

namespace fs = std::filesystem;

// How far a tree is looked through for a name such as .git.
constexpr int kDeepest = 3;
constexpr int kMostEntries = 3000;

std::string Resolve(const std::string& path) {
  std::error_code error;
  const fs::path place = fs::weakly_canonical(path, error);
  return error ? path : place.string();
}

FileKind KindAt(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0 ? KindOf(status) : FileKind::kNone;
}

std::vector<std::string> Named(const std::string& directory,
                               const std::string& name) {
  std::vector<std::string> found;
  const std::string inside = (directory == "/" ? "" : directory) + '/' + name;
  if (KindAt(inside) != FileKind::kNone) found.push_back(inside);
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(
      directory, fs::directory_options::skip_permission_denied, error);
  for (int seen = 0; !error && seen < kMostEntries &&
                     entry != fs::recursive_directory_iterator();
       entry.increment(error), ++seen) {
    if (entry.depth() >= kDeepest - 1) entry.disable_recursion_pending();
    if (entry->path().filename() != name) continue;
    if (entry->path() != inside) found.push_back(entry->path());
    entry.disable_recursion_pending();
  }
  return found;
}

}  // namespace

DangerSetting DangersHere(const Machine& machine) {
  DangerSetting setting = DangersOf(machine);
  setting.resolve = Resolve;
  setting.kind = KindAt;
  setting.named = Named;
  return setting;
}

bool ReadAllowedPlaces(const std::vector<std::string>& words,
                       const Machine& machine, AllowedPlaces* allowed,
                       std::string* error) {
  const DangerSetting setting = DangersHere(machine);
  for (const std::string& place : words) {
    if (allowed->Add(place, setting, machine.working_directory, error)) {
      continue;
    }
    *error = "--allow-broad: " + Escape(*error);
    return false;
  }
  return true;
}

}  // namespace landshim
