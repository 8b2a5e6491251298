// Looking at files with the rights of another process.
#ifndef LANDSHIM_TOOLS_RECORDER_USER_H_
#define LANDSHIM_TOOLS_RECORDER_USER_H_

#include <sys/types.h>

#include <vector>

#include "tools/recorder/requester.h"

namespace landshim {

// For as long as it lives, this thread looks at files as the requester's user
// and groups would (setfsuid(2)). Without privileges, or with `wanted` false,
// nothing changes.
class UserOf {
 public:
  UserOf(const Requester& requester, bool wanted);
  ~UserOf();
  UserOf(const UserOf&) = delete;
  UserOf& operator=(const UserOf&) = delete;

 private:
  bool changed_ = false;
  std::vector<gid_t> groups_;  // of this process
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_USER_H_
