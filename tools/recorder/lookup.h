// What a path leads to, asked of the kernel in one step: the short way for what
// a program does most, opening files.
#ifndef LANDSHIM_TOOLS_RECORDER_LOOKUP_H_
#define LANDSHIM_TOOLS_RECORDER_LOOKUP_H_

#include <sys/stat.h>

#include <ctime>
#include <string>
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

  // Names are being changed, so that links may lead elsewhere.
  void Forget() { directories_.clear(); }

 private:
  struct Known {
    std::string directory;  // free of links
    time_t asked = 0;
  };

  bool LookInKnown(const CallPath& path, Looked* looked);
  void Keep(const CallPath& path, const Looked& looked);

  // Directories of absolute paths, as they were written.
  std::unordered_map<std::string, Known> directories_;
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
