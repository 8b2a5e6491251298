// The list of what an installation made, which lies beside it.
#ifndef LANDSHIM_TOOLS_INSTALLER_MANIFEST_H_
#define LANDSHIM_TOOLS_INSTALLER_MANIFEST_H_

#include <string>
#include <string_view>
#include <vector>

namespace landshim::installer {

// Paths are below the installation's root; "." is the root itself.
struct Manifest {
  std::vector<std::string> directories;  // outer ones first
  std::vector<std::string> files;
};

// Adds what is not yet in the list.
void AddOnce(const std::string& path, std::vector<std::string>* list);

std::string WriteManifest(const Manifest& manifest);

// False: the text is no manifest, or one that speaks of places outside of its
// installation.
bool ReadManifest(std::string_view text, Manifest* manifest);

}  // namespace landshim::installer

#endif  // LANDSHIM_TOOLS_INSTALLER_MANIFEST_H_
