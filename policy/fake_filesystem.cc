// Entries by their full paths; the walk itself is policy/path_walk's.
#include "policy/fake_filesystem.h"

#include <cerrno>
#include <utility>

namespace landshim::testing {

struct FakeFilesystem::Entry {
  FileObject object;
  std::string target;  // of a link
  bool magic = false;
};

namespace {

std::string Join(const std::string& directory, const std::string& name) {
  return directory == "/" ? '/' + name : directory + '/' + name;
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

struct FakeNode : TreeNode {
  std::string path;
};

const std::string& PathIn(const NodePtr& node) {
  return static_cast<const FakeNode&>(*node).path;
}

}  // namespace

class FakeFilesystem::FakeTree : public Tree {
 public:
  explicit FakeTree(FakeFilesystem* files) : files_(files) {}

  NodePtr Root() override { return Node("/"); }
  NodePtr Start() override { return nullptr; }

  int Child(const NodePtr& directory, const std::string& name,
            NodePtr* child) override {
    const std::string path = Join(PathIn(directory), name);
    if (!files_->entries_.contains(path)) return ENOENT;
    *child = Node(path);
    return 0;
  }

  NodePtr Above(const NodePtr& directory) override {
    const std::string& path = PathIn(directory);
    return path == "/" ? nullptr : Node(DirectoryOf(path));
  }

  int Follow(const NodePtr& /*directory*/, const std::string& /*name*/,
             const NodePtr& link, bool /*last*/, LinkTarget* target) override {
    const Entry& entry = *files_->entries_[PathIn(link)];
    if (entry.magic) {
      target->node = Node(entry.target);
    } else {
      target->text = entry.target;
    }
    return 0;
  }

  std::string PathOf(const NodePtr& node) override { return PathIn(node); }

  FileObject Describe(const NodePtr& node,
                      const NodePtr& /*directory*/) override {
    return files_->At(PathIn(node));
  }

 private:
  NodePtr Node(const std::string& path) {
    auto node = std::make_shared<FakeNode>();
    const FileObject& object = files_->At(path);
    node->kind = object.kind;
    node->id = object.id;
    node->mount = object.mount;
    node->search_error = object.execute_error;
    node->path = path;
    return node;
  }

  FakeFilesystem* files_;
};

FakeFilesystem::FakeFilesystem() : tree_(std::make_unique<FakeTree>(this)) {
  Add("/", FileKind::kDirectory);
}

FakeFilesystem::~FakeFilesystem() = default;

FakeFilesystem::Entry& FakeFilesystem::Add(const std::string& path,
                                           FileKind kind) {
  const bool absolute = path.front() == '/';
  if (absolute && path != "/" && !entries_.contains(DirectoryOf(path))) {
    Add(DirectoryOf(path), FileKind::kDirectory);
  }
  auto entry = std::make_shared<Entry>();
  entry->object.kind = kind;
  entry->object.id = {1, next_inode_++};
  entry->object.mount = 1;
  if (absolute && path != "/") {
    const FileObject& above = At(DirectoryOf(path));
    entry->object.id.device = above.id.device;
    entry->object.mount = above.mount;
    entry->object.read_only = above.read_only;
  }
  entries_[path] = entry;
  return *entry;
}

FakeFilesystem& FakeFilesystem::Directory(const std::string& path) {
  return Make(path, FileKind::kDirectory);
}

FakeFilesystem& FakeFilesystem::File(const std::string& path) {
  return Make(path, FileKind::kRegular);
}

FakeFilesystem& FakeFilesystem::Make(const std::string& path, FileKind kind) {
  Add(path, kind);
  return *this;
}

FakeFilesystem& FakeFilesystem::Link(const std::string& path,
                                     const std::string& target) {
  Add(path, FileKind::kSymlink).target = target;
  return *this;
}

FakeFilesystem& FakeFilesystem::HardLink(const std::string& path,
                                         const std::string& file) {
  Add(path, FileKind::kRegular);
  entries_[path] = entries_[file];
  return *this;
}

FakeFilesystem& FakeFilesystem::MagicLink(const std::string& path,
                                          const std::string& target) {
  Entry& entry = Add(path, FileKind::kSymlink);
  entry.target = target;
  entry.magic = true;
  return *this;
}

FakeFilesystem& FakeFilesystem::Mount(const std::string& path) {
  Directory(path);
  At(path).id = {next_mount_, 1};
  At(path).mount = next_mount_++;
  return *this;
}

FileObject& FakeFilesystem::At(const std::string& path) {
  return entries_.at(path)->object;
}

Found FakeFilesystem::Find(const std::string& path, LastName last) {
  return WalkPath(tree_.get(), path, last);
}

Found FakeFilesystem::FindMessageQueue(const std::string& name) {
  Found found = Find("/dev/mqueue" + name, LastName::kKeep);
  found.above = {found.parent.id};
  return found;
}

}  // namespace landshim::testing
