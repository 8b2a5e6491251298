// One component after another, with the names still to come on a stack, as
// link_path_walk() does it.
#include "policy/path_walk.h"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace landshim {
namespace {

// MAXSYMLINKS of linux/namei.h and PATH_MAX, which counts the NUL.
constexpr int kMostLinks = 40;
constexpr size_t kLongestPath = 4095;

struct Component {
  std::string name;
  // Where it ends in the path that was asked for; 0 if it is of a link's text.
  size_t end = 0;
};

class Walker {
 public:
  Walker(Tree* tree, LastName last) : tree_(tree), last_(last) {}

  Found Walk(const std::string& path) {
    found_.error = Start(path);
    while (found_.error == 0 && !names_.empty()) found_.error = Step();
    Finish();
    return std::move(found_);
  }

 private:
  // Puts the names of `path` on the stack, the first on top.
  void Push(const std::string& path, bool is_link) {
    std::vector<Component> added;
    size_t at = 0;
    while (at < path.size()) {
      const size_t start = path.find_first_not_of('/', at);
      if (start == std::string::npos) break;
      at = std::min(path.find('/', start), path.size());
      added.push_back({path.substr(start, at - start), is_link ? 0 : at});
    }
    if (names_.empty() && path.back() == '/') found_.trailing_slash = true;
    names_.insert(names_.end(), added.rbegin(), added.rend());
  }

  int Start(const std::string& path) {
    if (path.empty()) return ENOENT;
    if (path.size() > kLongestPath) return ENAMETOOLONG;
    at_ = path.front() == '/' ? tree_->Root() : tree_->Start();
    if (at_ == nullptr) return ENOENT;
    Push(path, false);
    found_.trailing_slash = path.back() == '/';
    if (names_.empty()) found_.last_type = LastType::kRoot;
    return 0;
  }

  int Step() {
    const Component component = std::move(names_.back());
    names_.pop_back();
    const bool is_last = names_.empty();
    if (at_->kind != FileKind::kDirectory) return ENOTDIR;
    if (at_->search_error != 0) return at_->search_error;
    found_.last_type = LastType::kNormal;
    if (component.name == ".") {
      found_.last_type = LastType::kDot;
      return 0;
    }
    if (component.name == "..") {
      found_.last_type = LastType::kDotDot;
      if (is_last && last_ == LastName::kEntry) return 0;
      if (const NodePtr above = tree_->Above(at_)) at_ = above;
      return 0;
    }
    if (is_last && Creates() && found_.trailing_slash) return EISDIR;
    found_.traced = found_.traced || tree_->IsTracedWay(at_);
    return Enter(component, is_last);
  }

  int Enter(const Component& component, bool is_last) {
    NodePtr child;
    const int error = tree_->Child(at_, component.name, &child);
    const bool is_entry = is_last && last_ == LastName::kEntry;
    if (is_last) SetLast(component.name);
    if (error != 0 && !is_entry) return error;
    if (error != 0) {
      found_.name_error = error == ENOENT ? 0 : error;
      return 0;
    }
    const bool keep =
        is_entry || (is_last && Keeps() && !found_.trailing_slash);
    if (child->kind == FileKind::kSymlink && !keep) {
      return Jump(component, child);
    }
    if (is_last) {
      entry_ = child;
      if (found_.trailing_slash && !is_entry &&
          child->kind != FileKind::kDirectory) {
        return ENOTDIR;
      }
    }
    if (!is_entry) at_ = child;
    return 0;
  }

  bool Creates() const {
    return last_ == LastName::kCreate || last_ == LastName::kCreateKeep;
  }
  bool Keeps() const {
    return last_ == LastName::kKeep || last_ == LastName::kCreateKeep;
  }

  // The last name, as far as is known until it turns out to be a link.
  void SetLast(const std::string& name) {
    parent_ = at_;
    last_name_ = name;
    entry_ = nullptr;
  }

  int Jump(const Component& component, const NodePtr& link) {
    if (links_++ == kMostLinks) return ELOOP;
    found_.links_until = std::max(found_.links_until, component.end);
    LinkTarget target;
    const int error =
        tree_->Follow(at_, component.name, link, names_.empty(), &target);
    if (error != 0) return error;
    found_.traced = found_.traced || tree_->IsTracedWay(link);
    if (target.node != nullptr) {
      at_ = target.node;
      jumped_ = names_.empty();
      parent_ = nullptr;
      if (names_.empty() && found_.trailing_slash &&
          at_->kind != FileKind::kDirectory) {
        return ENOTDIR;
      }
      return 0;
    }
    if (target.text.empty()) return ENOENT;
    if (target.text.front() == '/') at_ = tree_->Root();
    parent_ = nullptr;
    Push(target.text, true);
    if (names_.empty()) found_.last_type = LastType::kRoot;
    return 0;
  }

  void Finish() {
    if (found_.error != 0) entry_ = nullptr;
    if (found_.error == 0 && last_ != LastName::kEntry) {
      entry_ = at_;
      // By a way that does not end with a name of an entry.
      if (found_.last_type != LastType::kNormal || jumped_) FindHolder();
    } else if (last_ == LastName::kEntry &&
               found_.last_type != LastType::kNormal) {
      parent_ = found_.error == 0 ? at_ : nullptr;
    }
    SetPath();
    if (entry_ != nullptr) found_.object = tree_->Describe(entry_, parent_);
    if (parent_ == nullptr) return;
    found_.parent = tree_->Describe(parent_, tree_->Above(parent_));
    for (NodePtr node = parent_; node != nullptr; node = tree_->Beyond(node)) {
      found_.above.push_back(node->id);
      const bool same = node->mount == parent_->mount;
      if (same && found_.above_on_mount + 1 == found_.above.size()) {
        ++found_.above_on_mount;
      }
    }
    if (last_ == LastName::kEntry && entry_ != nullptr &&
        entry_->mount != parent_->mount) {
      found_.object.id = {};
    }
  }

  void FindHolder() {
    parent_ = nullptr;
    if (at_->kind == FileKind::kDirectory) {
      parent_ = tree_->Above(at_);
      return;
    }
    // Behind a link of /proc. "/a/b (deleted)" still lies in /a.
    const std::string path = tree_->PathOf(at_);
    if (path.empty() || path.front() != '/') return;
    const size_t slash = path.rfind('/');
    Walker holder(tree_, LastName::kKeep);
    if (holder.Start(path.substr(0, slash == 0 ? 1 : slash)) != 0) return;
    while (!holder.names_.empty()) {
      if (holder.Step() != 0) return;
    }
    if (holder.at_->kind == FileKind::kDirectory) parent_ = holder.at_;
  }

  void SetPath() {
    if (parent_ != nullptr && !last_name_.empty() && !jumped_ &&
        found_.last_type == LastType::kNormal) {
      found_.path = tree_->PathOf(parent_);
      // No path leads there.
      if (found_.path.empty()) return;
      if (found_.path.back() != '/') found_.path += '/';
      found_.path += last_name_;
    } else if (entry_ != nullptr) {
      found_.path = tree_->PathOf(entry_);
    }
  }

  Tree* tree_;
  LastName last_;
  Found found_;
  std::vector<Component> names_;  // still to come, the next one last
  NodePtr at_;
  NodePtr parent_;  // in which the last name is looked up
  NodePtr entry_;   // what that name leads to
  std::string last_name_;
  bool jumped_ = false;
  int links_ = 0;
};

}  // namespace

Found WalkPath(Tree* tree, const std::string& path, LastName last) {
  return Walker(tree, last).Walk(path);
}

}  // namespace landshim
