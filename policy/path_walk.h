// The kernel's path walk (fs/namei.c) over a tree of nodes: links, '.', '..',
// trailing slashes and their errors, in one place for the real file system and
// for those of tests.
#ifndef LANDSHIM_POLICY_PATH_WALK_H_
#define LANDSHIM_POLICY_PATH_WALK_H_

#include <memory>
#include <string>

#include "policy/filesystem.h"

namespace landshim {

// A place in a tree. Trees derive from it.
struct TreeNode {
  FileKind kind = FileKind::kNone;
  ObjectId id;
  uint64_t mount = 0;    // which it was reached through
  int search_error = 0;  // a directory: errno of looking a name up in it

  virtual ~TreeNode() = default;
};

using NodePtr = std::shared_ptr<TreeNode>;

// Where a symbolic link leads: a text, or (in /proc) right to a node.
struct LinkTarget {
  std::string text;
  NodePtr node;
};

// What the walk asks. Errors are errno numbers, 0 for none.
class Tree {
 public:
  Tree() = default;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  virtual ~Tree() = default;

  virtual NodePtr Root() = 0;

  // Where relative paths start; null where they lead nowhere.
  virtual NodePtr Start() = 0;

  // The entry `name`, neither '.' nor '..', of a directory. ENOENT where there
  // is none. Links are not followed, mounts are entered.
  virtual int Child(const NodePtr& directory, const std::string& name,
                    NodePtr* child) = 0;

  // The directory above one, out of mounts; null for the root.
  virtual NodePtr Above(const NodePtr& directory) = 0;

  // The same, as Landlock goes up: beyond a chroot's root.
  virtual NodePtr Beyond(const NodePtr& directory) { return Above(directory); }

  // Where the link `name` in `directory` leads. `last`: nothing comes behind
  // it, which is where fs.protected_symlinks matters (fs/namei.c, pick_link).
  virtual int Follow(const NodePtr& directory, const std::string& name,
                     const NodePtr& link, bool last, LinkTarget* target) = 0;

  // True for a link or directory of /proc on the way, where it is closed to
  // those who may not trace a process outside (FileObject::traced).
  virtual bool IsTracedWay(const NodePtr& /*node*/) { return false; }

  // An absolute path without links, or what the kernel calls it ("pipe:[1]").
  virtual std::string PathOf(const NodePtr& node) = 0;

  // All about it. `directory` is where it lies, or null.
  virtual FileObject Describe(const NodePtr& node,
                              const NodePtr& directory) = 0;
};

// Filesystem::Find over a tree.
Found WalkPath(Tree* tree, const std::string& path, LastName last);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_PATH_WALK_H_
