// Does for real what an operation of the table means.
#ifndef TESTS_MIRROR_DEED_H_
#define TESTS_MIRROR_DEED_H_

#include <sys/types.h>

#include <string>

#include "policy/operation.h"

namespace landshim::testing {

// One deed in two steps, so that a sandbox can come between them.
class RealDeed {
 public:
  // `process` is one outside, for signals and tracing.
  RealDeed(const Operation& operation, pid_t process)
      : operation_(operation), process_(process) {}

  // What has to be there before: a file without a name, a mount. False: that
  // cannot be had here, or the operation is no deed at all.
  bool Prepare();

  // 0 or errno.
  int Do();

 private:
  int DoToNames() const;
  int Open() const;
  int Make() const;
  int Rename() const;
  int UsePort() const;
  int UseScope() const;
  int Trace() const;
  int ChangeMounts() const;
  int OpenQueue() const;
  int DoFreely() const;
  int OpenForIoctl() const;
  bool PrepareMount();

  const Operation& operation_;
  pid_t process_;
  int fd_ = -1;
};

}  // namespace landshim::testing

#endif  // TESTS_MIRROR_DEED_H_
