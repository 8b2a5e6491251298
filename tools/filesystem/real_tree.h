// The running system's files as a tree of O_PATH descriptors, for those who
// look at them in one process's way or another's.
#ifndef LANDSHIM_TOOLS_FILESYSTEM_REAL_TREE_H_
#define LANDSHIM_TOOLS_FILESYSTEM_REAL_TREE_H_

#include <sys/stat.h>
#include <sys/types.h>

#include <memory>
#include <string>

#include "policy/filesystem.h"
#include "policy/path_walk.h"
#include "tools/filesystem/traced.h"

namespace landshim {

FileKind KindOf(const struct stat& status);

// What the kernel calls the file behind a descriptor of this process.
std::string DescriptorPath(int fd);

// Owns its descriptor.
struct RealNode : TreeNode {
  explicit RealNode(int descriptor) : fd(descriptor) {}
  ~RealNode() override;
  RealNode(const RealNode&) = delete;
  RealNode& operator=(const RealNode&) = delete;

  int fd;
  struct stat status = {};
  // Of a node that was reached by its name.
  NodePtr above;
  std::string name;
  bool is_root = false;
  bool jumped = false;   // through a link of /proc
  bool is_door = false;  // of ProcessFilesystem
};

inline const RealNode& Real(const NodePtr& node) {
  return static_cast<const RealNode&>(*node);
}

// As the calling process sees it.
class RealTree : public Tree {
 public:
  NodePtr Root() override;
  NodePtr Start() override;
  int Child(const NodePtr& directory, const std::string& name,
            NodePtr* child) override;
  NodePtr Above(const NodePtr& directory) override;
  int Follow(const NodePtr& directory, const std::string& name,
             const NodePtr& link, bool last, LinkTarget* target) override;
  std::string PathOf(const NodePtr& node) override;
  FileObject Describe(const NodePtr& node, const NodePtr& directory) override;
  bool IsTracedWay(const NodePtr& node) override;

 protected:
  // How the root is called.
  virtual std::string RootPath(const RealNode& root);

  // Of a procfs's root: true if `name` leads to *target, and not where it leads
  // this process ("self" and "thread-self").
  virtual bool IsOwn(const RealNode& proc, const std::string& name,
                     LinkTarget* target);

  // True for a process or thread that is not in the same Landlock domain as
  // the one that this tree is looked at for, as /proc numbers them here.
  virtual bool IsOutside(pid_t process);

  // The thread that this tree is looked at for.
  virtual pid_t Viewer() const;

  // nullptr and errno.
  static std::shared_ptr<RealNode> Open(int directory, const std::string& name,
                                        int flags);

  // A node that owns the descriptor, if it is one.
  static std::shared_ptr<RealNode> Adopt(int fd);

 private:
  // What the kernel asks about the node, if it is of a process outside that
  // may be traced but for Landlock.
  TracedFile TracedAt(const RealNode& node);
};

// Filesystem::FindMessageQueue() by way of where they are mounted.
Found FindQueue(Filesystem* filesystem, const std::string& name);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FILESYSTEM_REAL_TREE_H_
