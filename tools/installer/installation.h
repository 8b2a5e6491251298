// One installation of landshim: a directory and what belongs to it.
#ifndef LANDSHIM_TOOLS_INSTALLER_INSTALLATION_H_
#define LANDSHIM_TOOLS_INSTALLER_INSTALLATION_H_

#include <sys/stat.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/installer/layout.h"
#include "tools/installer/manifest.h"

namespace landshim::installer {

// Names are looked at and replaced as OutputPlace says: none is followed, and
// none may be in a directory that others can write. What is there and is not
// landshim's is never touched. Errors are "PLACE: WHAT; CURE".
class Installation {
 public:
  Installation(std::string root, Layout layout)
      : root_(std::move(root)), layout_(layout) {}

  std::string PathOf(const std::string& path) const;
  std::string Object() const { return PathOf(ObjectOf(layout_)); }

  // Takes the right to write to the root from group and others.
  bool Close(std::string* error) const;

  // Puts all files into place, one by one by rename(2): an object that is there
  // is there at any time, the old one or the new one. Before that all of them
  // are looked at. Where it fails, what it made is in the manifest.
  bool Install(std::string_view command, std::string* error);

  // What is there, by its manifest. False: there is none.
  bool Find(std::string* error);

  // Removes what Find() found, the object first, the manifest last. Files that
  // are gone already are no error.
  bool Remove(std::string* error);

 private:
  bool ReadOurs(const std::string& path, std::optional<std::string>* content,
                mode_t* mode, std::string* error) const;
  bool IsClosed(const std::string& path, std::string* error) const;
  bool Put(const InstalledFile& file, std::string* error) const;
  bool RemoveFile(const std::string& path, std::string* error) const;
  void RemoveDirectories() const;
  bool MakeDirectories(const std::vector<InstalledFile>& files,
                       std::string* error);
  bool MakeDirectory(const std::string& path, std::string* error);
  bool MakeAbove(std::string* error);
  bool IsLoadable(std::string* error) const;

  std::string root_;
  Layout layout_;
  Manifest manifest_;
};

}  // namespace landshim::installer

#endif  // LANDSHIM_TOOLS_INSTALLER_INSTALLATION_H_
