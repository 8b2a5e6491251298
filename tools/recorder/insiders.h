// What belongs to the programs that are watched: towards each other Landlock
// denies neither signals nor sockets.
#ifndef LANDSHIM_TOOLS_RECORDER_INSIDERS_H_
#define LANDSHIM_TOOLS_RECORDER_INSIDERS_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include "policy/filesystem.h"

namespace landshim {

class Insiders {
 public:
  // `first`: the process that was started. Its open descriptors are looked at:
  // what it inherits is not restricted.
  explicit Insiders(pid_t first);

  pid_t first() const { return first_; }

  // This thread is one of theirs.
  void Saw(pid_t thread);

  // True for a process or thread of theirs, and for what started from one.
  bool IsOne(pid_t process) const;

  // True if a signal for `target`, as of kill(2), concerns nobody but them.
  // `sender`: one of them.
  bool Are(pid_t target, pid_t sender) const;

  // An address that one of them binds: an absolute path, or an abstract name.
  void Bind(const std::string& path) { bound_.insert(path); }
  void BindAbstract(const std::string& name) { bound_abstract_.insert(name); }
  bool IsBound(const std::string& path) const { return bound_.contains(path); }
  bool IsBoundAbstract(const std::string& name) const {
    return bound_abstract_.contains(name);
  }

  // True if one of them has a descriptor of such a socket that was not
  // inherited: made by them, whatever name the kernel gave it.
  bool Hold(const std::vector<ino_t>& sockets) const;

  // One of them opens this file itself.
  void Open(const ObjectId& object);

  // True if descriptors of this file are known from before only.
  bool IsInherited(const ObjectId& object) const;

 private:
  void Forget();

  pid_t first_;
  std::unordered_set<pid_t> seen_;
  // No program binds so many that these would grow large.
  std::unordered_set<std::string> bound_;
  std::unordered_set<std::string> bound_abstract_;
  std::vector<ObjectId> inherited_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_INSIDERS_H_
