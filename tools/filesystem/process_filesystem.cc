#include "tools/filesystem/process_filesystem.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "tools/filesystem/proc.h"
#include "tools/filesystem/real_tree.h"

namespace landshim {

class ProcessFilesystem::ProcessTree : public RealTree {
 public:
  ProcessTree(pid_t thread, pid_t process, std::function<bool(pid_t)> is_inside)
      : is_inside_(std::move(is_inside)),
        directory_("/proc/" + std::to_string(thread) + '/'),
        thread_(thread),
        process_(std::to_string(process)),
        root_(OpenLink("root")) {}
  ~ProcessTree() override { close(root_); }
  ProcessTree(const ProcessTree&) = delete;
  ProcessTree& operator=(const ProcessTree&) = delete;

  // -1 where this process may not.
  int OpenLink(const std::string& link) {
    const int fd = open((directory_ + link).c_str(), O_PATH | O_CLOEXEC);
    if (fd < 0 && (errno == EACCES || errno == EPERM)) is_blind_ = true;
    return fd;
  }

  bool is_blind() const { return is_blind_; }

  // Where relative paths start. With `door` they start in a directory that
  // holds one link, which leads to the file.
  void StartAt(int fd, bool door) {
    start_ = fd;
    door_ = door;
  }

  NodePtr Root() override {
    auto root = Duplicate(root_);
    if (root != nullptr) root->is_root = true;
    return root;
  }

  NodePtr Start() override {
    auto start = Duplicate(start_);
    if (start != nullptr && door_) {
      start->is_door = true;
      start->kind = FileKind::kDirectory;
      start->search_error = 0;
    }
    return start;
  }

  int Child(const NodePtr& directory, const std::string& name,
            NodePtr* child) override {
    if (!Real(directory).is_door) {
      return RealTree::Child(directory, name, child);
    }
    auto link = Duplicate(start_);
    if (link == nullptr) return EBADF;
    link->kind = FileKind::kSymlink;
    *child = std::move(link);
    return 0;
  }

  int Follow(const NodePtr& directory, const std::string& name,
             const NodePtr& link, bool last, LinkTarget* target) override {
    if (!Real(directory).is_door) {
      return RealTree::Follow(directory, name, link, last, target);
    }
    auto node = Duplicate(start_);
    if (node == nullptr) return EBADF;
    node->jumped = true;
    target->node = std::move(node);
    return 0;
  }

  // Out of a chroot, to the root of this process.
  NodePtr Beyond(const NodePtr& directory) override {
    if (NodePtr above = Above(directory)) return above;
    auto beyond = Open(Real(directory).fd, "..", O_NOFOLLOW);
    const bool same = beyond == nullptr || (beyond->id == directory->id &&
                                            beyond->mount == directory->mount);
    return same ? nullptr : beyond;
  }

 protected:
  std::string RootPath(const RealNode& root) override {
    return DescriptorPath(root.fd);
  }

  bool IsOwn(const RealNode& proc, const std::string& name,
             LinkTarget* target) override {
    if (name != "self" && name != "thread-self") return false;
    struct stat here = {};
    const bool foreign =
        stat("/proc", &here) != 0 || here.st_dev != proc.status.st_dev;
    target->text = foreign ? InnermostId("NStgid") : process_;
    if (name == "thread-self") {
      target->text +=
          "/task/" + (foreign ? InnermostId("NSpid") : std::to_string(thread_));
    }
    return true;
  }

  bool IsOutside(pid_t process) override {
    const std::string group = StatusOf(process, "Tgid");
    return !group.empty() && group != process_ &&
           !(is_inside_ && is_inside_(process));
  }

  pid_t Viewer() const override { return thread_; }

 private:
  static std::shared_ptr<RealNode> Duplicate(int fd) {
    return Adopt(fcntl(fd, F_DUPFD_CLOEXEC, 0));
  }

  // Its number in its own PID namespace, whose procfs it most likely uses.
  std::string InnermostId(const std::string& key) const {
    const std::string all = StatusOf(thread_, key);
    return all.substr(all.find_last_of(" \t") + 1);
  }

  bool is_blind_ = false;
  std::function<bool(pid_t)> is_inside_;
  std::string directory_;  // of /proc
  pid_t thread_;
  std::string process_;
  int root_;
  int start_ = -1;
  bool door_ = false;
};

ProcessFilesystem::ProcessFilesystem(pid_t thread, pid_t process,
                                     std::function<bool(pid_t)> is_inside)
    : tree_(std::make_unique<ProcessTree>(thread, process,
                                          std::move(is_inside))) {}

ProcessFilesystem::~ProcessFilesystem() {
  for (const Relative& relative : relative_) close(relative.start);
}

bool ProcessFilesystem::is_blind() const { return tree_->is_blind(); }

// Spelled as the number under which it is kept: nothing but these is relative.
std::string ProcessFilesystem::From(int directory, const std::string& path) {
  if (path.starts_with('/')) return path;
  const std::string link =
      directory == AT_FDCWD ? "cwd" : "fd/" + std::to_string(directory);
  relative_.push_back({tree_->OpenLink(link), path});
  return std::to_string(relative_.size() - 1);
}

Found ProcessFilesystem::Find(const std::string& path, LastName last) {
  if (path.empty() || path.front() == '/') {
    return WalkPath(tree_.get(), path, last);
  }
  const Relative& relative = relative_.at(std::stoul(path));
  const bool door = relative.path.empty();
  tree_->StartAt(relative.start, door);
  return WalkPath(tree_.get(), door ? "file" : relative.path,
                  door ? LastName::kFollow : last);
}

Found ProcessFilesystem::FindMessageQueue(const std::string& name) {
  return FindQueue(this, name);
}

}  // namespace landshim
