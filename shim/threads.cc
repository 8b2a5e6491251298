// Opening /proc/self/task is what an outer layer refuses; asking for its link
// count is not (fs/proc/base.c, proc_task_getattr), and unshare(2) knows too.
#include "shim/threads.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/sched.h>

#include "shim/syscalls.h"

namespace landshim {

int CountThreads() {
  // Nothing is unshared from a process with one thread; more are an error.
  const long alone = sys::Call(__NR_unshare, CLONE_THREAD);
  if (alone == 0) return 1;
  struct stat status;
  int threads = 0;
  if (sys::StatAt(AT_FDCWD, "/proc/self/task", &status) == 0 &&
      status.st_nlink > 2) {
    threads = static_cast<int>(status.st_nlink) - 2;
  }
  return alone == -EINVAL && threads < 2 ? 2 : threads;
}

}  // namespace landshim
