// For tests: a file system in memory.
//
//   FakeFilesystem files;
//   files.File("/d/f").Link("/l", "d/f");
//   files.At("/d").write_error = EACCES;
#ifndef LANDSHIM_POLICY_FAKE_FILESYSTEM_H_
#define LANDSHIM_POLICY_FAKE_FILESYSTEM_H_

#include <map>
#include <memory>
#include <string>

#include "policy/filesystem.h"
#include "policy/path_walk.h"

namespace landshim::testing {

class FakeFilesystem : public Filesystem {
 public:
  FakeFilesystem();
  ~FakeFilesystem() override;

  // Each makes what is missing above it. Paths are absolute and plain.
  FakeFilesystem& Directory(const std::string& path);
  FakeFilesystem& File(const std::string& path);
  FakeFilesystem& Make(const std::string& path, FileKind kind);
  FakeFilesystem& Link(const std::string& path, const std::string& target);
  // A second name of a file.
  FakeFilesystem& HardLink(const std::string& path, const std::string& file);
  // A link of /proc that leads right to `target`, a path or "pipe:[1]".
  FakeFilesystem& MagicLink(const std::string& path, const std::string& target);
  // A directory with a mount of its own.
  FakeFilesystem& Mount(const std::string& path);

  // To be changed as the test needs it.
  FileObject& At(const std::string& path);
  ObjectId Id(const std::string& path) { return At(path).id; }

  Found Find(const std::string& path, LastName last) override;
  Found FindMessageQueue(const std::string& name) override;

 private:
  class FakeTree;
  struct Entry;

  Entry& Add(const std::string& path, FileKind kind);

  std::map<std::string, std::shared_ptr<Entry>> entries_;
  std::unique_ptr<FakeTree> tree_;
  uint64_t next_inode_ = 2;
  uint64_t next_mount_ = 2;
};

}  // namespace landshim::testing

#endif  // LANDSHIM_POLICY_FAKE_FILESYSTEM_H_
