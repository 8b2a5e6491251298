// What a path leads to, asked of the kernel in one step: the short way for what
// a program does most, opening files.
#ifndef LANDSHIM_TOOLS_RECORDER_LOOKUP_H_
#define LANDSHIM_TOOLS_RECORDER_LOOKUP_H_

#include <sys/stat.h>

#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "policy/filesystem.h"
#include "tools/filesystem/real_tree.h"
#include "tools/recorder/attempt.h"
#include "tools/recorder/requester.h"

namespace landshim {

struct Looked {
  int error = 0;     // errno; then nothing else is set
  std::string path;  // absolute, free of links
  struct stat status = {};
};

// For requesters that have the root and the mount namespace of this process.
class Lookups {
 public:
  // Looks at `path` as the requester would. False: this needs the long way
  // (ProcessFilesystem), as for the links of /proc.
  bool Look(const Requester& requester, const CallPath& path, bool follow,
            Looked* looked);

  // The same, but what was found may be a second old: enough for what a path
  // leads to, and not for what is in there.
  bool LookLately(const Requester& requester, const CallPath& path, bool follow,
                  Looked* looked);

  // Names are being changed, so that links may lead elsewhere.
  void Forget() {
    directories_.clear();
    links_.clear();
    found_.clear();
  }

 private:
  struct Known {
    std::string path;  // free of links
    time_t asked = 0;
  };

  struct KnownFile {
    Looked looked;
    time_t asked = 0;
  };

  bool LookInKnown(const CallPath& path, bool follow, Looked* looked) const;
  void Keep(const CallPath& path, const Looked& looked);

  // Is asked with parts of paths.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  template <typename Value>
  using ByPath = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  // Directories of absolute paths, as they were written.
  ByPath<Known> directories_;
  // Links at the end of absolute paths, such as libraries and ld.so have.
  ByPath<Known> links_;
  // Files and directories that absolute paths led to.
  ByPath<KnownFile> found_;
};

// The file behind a descriptor of the requester, with its kind and inode; its
// path is as /proc names it. 0 or errno.
int LookAtDescriptor(const Requester& requester, int fd, Looked* looked);

// True if the requester has the root and the mount namespace of this process.
bool HasSameRoot(const Requester& requester);

// The link in a process's directory of /proc where relative paths start.
std::string LinkOf(int directory);

ObjectId IdOf(const struct stat& status);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_LOOKUP_H_
