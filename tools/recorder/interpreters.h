// What else executing a file starts, remembered: the same programs are started
// over and over.
#ifndef LANDSHIM_TOOLS_RECORDER_INTERPRETERS_H_
#define LANDSHIM_TOOLS_RECORDER_INTERPRETERS_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "tools/recorder/attempt.h"
#include "tools/recorder/lookup.h"
#include "tools/recorder/requester.h"

namespace landshim {

// What a file names: the interpreters of a script, the dynamic linker.
struct Chain {
  // In the order in which the kernel opens them, as the files name them.
  std::vector<std::string> paths;
  // A file can be executed but not read, so that the rest is unknown.
  bool unreadable = false;
  // The file is what will run, if the call succeeds: no script or the like.
  bool is_program = false;
};

class InterpreterFinder {
 public:
  // `lookups`: null where the requester may have another root than this
  // process. *looked is what the path leads to, if they can tell; else it has
  // no path.
  const Chain& Find(const Attempt& exec, const Requester& requester,
                    Lookups* lookups, Looked* looked);

 private:
  // Device, inode, size and times of change: the content is the same.
  using Key = std::tuple<uint64_t, uint64_t, int64_t, int64_t, int64_t>;

  std::map<Key, Chain> known_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_INTERPRETERS_H_
