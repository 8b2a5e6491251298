// The running system's files as another process sees them: in its root, its
// working directory and its descriptors. Paths come out as this process sees
// them.
#ifndef LANDSHIM_TOOLS_FILESYSTEM_PROCESS_FILESYSTEM_H_
#define LANDSHIM_TOOLS_FILESYSTEM_PROCESS_FILESYSTEM_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "policy/filesystem.h"

namespace landshim {

// Answers for a thread of another process, with what the calling thread may do
// at that moment. The process should be stopped, or wait for this one. Needs
// /proc, and that this process may trace it (ptrace(2)) when it is constructed
// and when From() is called: else nothing is found (ENOENT).
class ProcessFilesystem : public Filesystem {
 public:
  // `thread` and `process` as /proc numbers them. `is_inside`: whether another
  // process or thread is in the same Landlock domain as it, or would be.
  ProcessFilesystem(pid_t thread, pid_t process,
                    std::function<bool(pid_t)> is_inside = {});
  ~ProcessFilesystem() override;

  // This process may not look at the other's root, directory or descriptors, as
  // far as they were asked for: what is not found may be there.
  bool is_blind() const;

  // How `path`, given to a system call with this directory descriptor of the
  // process (or AT_FDCWD), is spelled for Find(): from then on, it starts
  // there. "" names the directory itself, as with AT_EMPTY_PATH.
  std::string From(int directory, const std::string& path);

  Found Find(const std::string& path, LastName last) override;
  Found FindMessageQueue(const std::string& name) override;

 private:
  class ProcessTree;

  // A path, and a descriptor of where it starts.
  struct Relative {
    int start;
    std::string path;
  };

  std::unique_ptr<ProcessTree> tree_;
  std::vector<Relative> relative_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FILESYSTEM_PROCESS_FILESYSTEM_H_
