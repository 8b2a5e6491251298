// The files as a recording says they were; where it says nothing, as they are.
#ifndef LANDSHIM_TOOLS_DRAFTER_RECORDED_FILESYSTEM_H_
#define LANDSHIM_TOOLS_DRAFTER_RECORDED_FILESYSTEM_H_

#include <cstdint>
#include <map>
#include <string>

#include "policy/filesystem.h"
#include "tools/recording/fact.h"

namespace landshim {

// Objects are told apart by their paths without links: what has two names is
// two objects here, so that less seems to be granted than is.
class RecordedFilesystem : public Filesystem {
 public:
  // `real` must outlive it.
  explicit RecordedFilesystem(Filesystem* real) : real_(real) {}

  // This was there, and the directories above it, whatever is there now.
  void AddExisting(const std::string& path, FileKind kind);

  // Answers from now on for the moment of this fact; null: for none.
  void GoTo(const Fact* fact) { fact_ = fact; }

  Found Find(const std::string& path, LastName last) override;
  Found FindMessageQueue(const std::string& name) override;

 private:
  Found Answer(const std::string& path, FileKind kind, LastName last);
  FileObject Object(const std::string& path, FileKind kind);

  Filesystem* real_;
  const Fact* fact_ = nullptr;
  std::map<std::string, FileKind> existing_;
  std::map<std::string, Found> looked_up_;
  std::map<std::string, uint64_t> inodes_;
};

// Where a POSIX message queue is found.
std::string QueuePath(const std::string& name);

// The path by which a fact of another process's own directory of /proc goes on
// being called: rules on /proc/self are about the first process only.
std::string SpellProc(const std::string& path, bool child);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_RECORDED_FILESYSTEM_H_
