// A line for each directory and each file.
#include "tools/installer/manifest.h"

#include <algorithm>

#include "policy/text.h"

namespace landshim::installer {
namespace {

constexpr std::string_view kTitle = "landshim manifest 1";
constexpr std::string_view kDirectory = "directory ";
constexpr std::string_view kFile = "file ";

// Nothing that leads out of the root, and no empty part.
bool IsBeneath(std::string_view path) {
  while (true) {
    const std::string_view part = Before(path, '/');
    if (part.empty() || part == "." || part == "..") return false;
    if (part.size() == path.size()) return true;
    path.remove_prefix(part.size() + 1);
  }
}

bool ReadLine(std::string_view line, Manifest* manifest) {
  if (line.starts_with(kDirectory)) {
    line.remove_prefix(kDirectory.size());
    AddOnce(std::string(line), &manifest->directories);
    return line == "." || IsBeneath(line);
  }
  if (!line.starts_with(kFile)) return false;
  line.remove_prefix(kFile.size());
  AddOnce(std::string(line), &manifest->files);
  return IsBeneath(line);
}

}  // namespace

void AddOnce(const std::string& path, std::vector<std::string>* list) {
  if (std::find(list->begin(), list->end(), path) == list->end()) {
    list->push_back(path);
  }
}

std::string WriteManifest(const Manifest& manifest) {
  std::string text(kTitle);
  text += '\n';
  for (const std::string& path : manifest.directories) {
    text.append(kDirectory).append(path) += '\n';
  }
  for (const std::string& path : manifest.files) {
    text.append(kFile).append(path) += '\n';
  }
  return text;
}

bool ReadManifest(std::string_view text, Manifest* manifest) {
  // More than any landshim installs, so that no text takes long.
  constexpr size_t kMostEntries = 1000;
  *manifest = Manifest();
  bool title = true;
  while (!text.empty()) {
    const std::string_view line = Before(text, '\n');
    if (line.size() == text.size()) return false;  // cut off
    text.remove_prefix(line.size() + 1);
    if (title ? line != kTitle : !ReadLine(line, manifest)) return false;
    title = false;
    if (manifest->directories.size() + manifest->files.size() > kMostEntries) {
      return false;
    }
  }
  return !title;
}

}  // namespace landshim::installer
