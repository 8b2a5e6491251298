// The running system's files, as policy/ looks at them: every step with O_PATH,
// so that nothing is opened for real, no access time changes and no FIFO
// blocks.
#ifndef LANDSHIM_TOOLS_FILESYSTEM_REAL_FILESYSTEM_H_
#define LANDSHIM_TOOLS_FILESYSTEM_REAL_FILESYSTEM_H_

#include <memory>
#include <string>

#include "policy/filesystem.h"
#include "policy/path_walk.h"

namespace landshim {

// Answers for the calling process: its root, its working directory, its file
// system user. Nothing is cached. Needs /proc only for what lies behind its
// own links. A chroot's root counts as the root, though Landlock looks further.
class RealFilesystem : public Filesystem {
 public:
  RealFilesystem();
  ~RealFilesystem() override;

  Found Find(const std::string& path, LastName last) override;
  Found FindMessageQueue(const std::string& name) override;

 private:
  std::unique_ptr<Tree> tree_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FILESYSTEM_REAL_FILESYSTEM_H_
