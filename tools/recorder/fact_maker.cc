// Most attempts are opens of files that everybody may read: these go the short
// way. All others go through policy/requirement, as `check` does.
#include "tools/recorder/fact_maker.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "policy/requirement.h"
#include "tools/filesystem/proc.h"
#include "tools/message.h"
#include "tools/recorder/later_error.h"
#include "tools/recorder/lookup.h"
#include "tools/recorder/user.h"

namespace landshim {
namespace {

// What every user may do with the file, by its mode alone.
bool AllMay(const struct stat& status, mode_t bits) {
  return (status.st_mode & bits) == bits;
}

bool IsRoot() {
  static const bool root = geteuid() == 0;
  return root;
}

// The access is granted for sure, without asking the kernel.
bool MayForSure(const struct stat& status, const OpenMode& mode) {
  if (IsRoot()) return true;
  mode_t bits = 0;
  if (mode.read || !mode.write) bits |= S_IRUSR | S_IRGRP | S_IROTH;
  if (mode.write || mode.truncate) bits |= S_IWUSR | S_IWGRP | S_IWOTH;
  return AllMay(status, bits);
}

// "/dev/stderr" is "/proc/self/fd/2".
bool IsNameOfDescriptor(std::string_view path) {
  return path.starts_with("/dev/std") || path.starts_with("/dev/fd/") ||
         path.starts_with("/proc/");
}

// What the kernel shows there may depend on who looks (TraceCheck).
bool LeadsToProcess(std::string_view path) {
  constexpr std::string_view kProc = "/proc/";
  return path.starts_with(kProc) && path.size() > kProc.size() &&
         path[kProc.size()] >= '0' && path[kProc.size()] <= '9';
}

class Maker {
 public:
  Maker(const Attempt& attempt, const Requester& requester, Watched* watched,
        Fact* fact, std::string* why)
      : attempt_(attempt),
        requester_(requester),
        watched_(watched),
        fact_(fact),
        why_(why) {}

  Outcome Make() {
    fact_->operation = attempt_.kind->name;
    fact_->port = attempt_.port;
    if (attempt_.kind->operands == OperandKind::kFlagList) {
      fact_->open = attempt_.open;
    }
    const bool usual = !watched_->other_roots && !watched_->other_users;
    const Deed deed = attempt_.kind->deed;
    if (usual && deed == Deed::kOpen && OpenShortly()) return Outcome::kFact;
    if (usual && deed == Deed::kExecute && ExecuteShortly()) {
      return Outcome::kFact;
    }
    return MakeAtLength();
  }

 private:
  // False: the long way is needed, as for the next ones.
  bool OpenShortly() {
    const OpenMode& mode = attempt_.open;
    if (mode.unnamed || mode.ioctl_only || LeadsToProcess(attempt_.path.path)) {
      return false;
    }
    Looked looked;
    const bool follow = !mode.create && !mode.no_follow;
    if (!watched_->lookups.LookLately(requester_, attempt_.path, follow,
                                      &looked))
      return false;
    if (looked.error == 0) return SetExisting(&looked);
    if (mode.create) return MakeNewShortly();
    fact_->error = looked.error;
    fact_->path = Absolute(attempt_.path);
    return true;
  }

  // Where something was looked for and not found.
  std::string Absolute(const CallPath& path) const {
    std::string start;
    const std::string link = LinkOf(path.directory);
    if (path.path.starts_with('/') ||
        requester_.ReadLink(link.c_str(), &start) != 0) {
      return path.path;
    }
    return start == "/" ? start + path.path : start + '/' + path.path;
  }

  bool ExecuteShortly() {
    if (LeadsToProcess(attempt_.path.path)) return false;
    Looked looked;
    if (!watched_->lookups.LookLately(requester_, attempt_.path, true, &looked))
      return false;
    if (looked.error != 0 || !S_ISREG(looked.status.st_mode)) return false;
    constexpr mode_t kExecutable = S_IXUSR | S_IXGRP | S_IXOTH;
    if (!AllMay(looked.status, kExecutable)) return false;
    fact_->path = std::move(looked.path);
    fact_->kind = FileKind::kRegular;
    return true;
  }

  bool SetExisting(Looked* looked) {
    const OpenMode& mode = attempt_.open;
    const FileKind kind = KindOf(looked->status);
    const bool usual =
        kind == FileKind::kRegular ||
        (kind == FileKind::kDirectory && !mode.write && !mode.truncate);
    if (!usual || (mode.create && kind == FileKind::kDirectory) ||
        (mode.directory && kind != FileKind::kDirectory) || mode.exclusive ||
        !MayForSure(looked->status, mode) || LeadsToProcess(looked->path)) {
      return false;
    }
    watched_->insiders.Open(IdOf(looked->status));
    fact_->path = std::move(looked->path);
    fact_->kind = kind;
    return true;
  }

  // lookup_open(): the last name is missing in a directory.
  bool MakeNewShortly() {
    const std::string& path = attempt_.path.path;
    const size_t slash = path.rfind('/');
    const std::string name =
        slash == std::string::npos ? path : path.substr(slash + 1);
    if (name.empty() || name == "." || name == ".." || !IsRoot()) {
      return false;
    }
    CallPath directory = attempt_.path;
    directory.path = slash == std::string::npos ? "."
                     : slash == 0               ? "/"
                                                : path.substr(0, slash);
    Looked looked;
    if (!watched_->lookups.LookLately(requester_, directory, true, &looked) ||
        looked.error != 0) {
      return false;
    }
    if (KindOf(looked.status) != FileKind::kDirectory) return false;
    fact_->path = looked.path == "/" ? "/" + name : looked.path + "/" + name;
    return true;
  }

  Outcome MakeAtLength() {
    const UserOf user(requester_, watched_->other_users);
    ProcessFilesystem files(
        requester_.thread(), Process(),
        [this](pid_t other) { return watched_->insiders.IsOne(other); });
    const Operation operation = attempt_.ToOperation(&files);
    const Requirement required =
        RequirementOf(operation, KernelTraits(), &files);
    if (files.is_blind()) {
      *why_ = kCannotLook;
      return Outcome::kHidden;
    }
    return Take(required);
  }

  pid_t Process() {
    if (process_ == 0) process_ = requester_.Process();
    return process_;
  }

  Outcome Take(const Requirement& required) {
    fact_->error = required.fails_before != 0 ? required.fails_before
                                              : required.fails_after;
    const std::vector<Found>& operands = required.operands;
    if (attempt_.kind->operands == OperandKind::kName) {
      fact_->path = attempt_.name;
    } else if (!operands.empty()) {
      SetOperand(operands[0], attempt_.path, &fact_->path, &fact_->kind);
    }
    if (operands.size() > 1) {
      SetOperand(operands[1], attempt_.new_path, &fact_->new_path,
                 &fact_->new_kind);
    }
    if (fact_->error == 0) {
      fact_->error = LaterError(*attempt_.kind, fact_->path, requester_);
    }
    if (fact_->error == EINVAL) return Outcome::kNothing;
    if (fact_->error == 0 && IsTraced(required)) return TakeTraced();
    if (fact_->error == 0 && !IsRestricted(required)) return Outcome::kNothing;
    if (nowhere_) {
      *why_ = "no path is known that leads to what it uses";
      return Outcome::kHidden;
    }
    if (attempt_.kind->deed == Deed::kConnectUnix &&
        watched_->insiders.IsBound(fact_->path)) {
      return Outcome::kNothing;
    }
    Remember(operands);
    return Outcome::kFact;
  }

  // Whatever the call is, no rule on what it names is of use.
  Outcome TakeTraced() {
    *fact_ = {.operation = "ptrace", .actor = std::move(fact_->actor)};
    return Outcome::kFact;
  }

  static bool IsTraced(const Requirement& required) {
    return required.trace || required.trace_use_error != 0;
  }

  static bool IsRestricted(const Requirement& required) {
    if (required.topology || IsTraced(required)) return true;
    return !required.needs.empty();
  }

  void Remember(const std::vector<Found>& operands) {
    if (fact_->error != 0) return;
    if (attempt_.kind->deed == Deed::kOpen && !operands.empty()) {
      const ObjectId& object = operands[0].object.id;
      fact_->inherited = IsNameOfDescriptor(attempt_.path.path) &&
                         watched_->insiders.IsInherited(object);
      watched_->insiders.Open(object);
    }
    if (attempt_.kind->deed == Deed::kBindUnix)
      watched_->insiders.Bind(fact_->path);
  }

  void SetOperand(const Found& found, const CallPath& path, std::string* text,
                  FileKind* kind) {
    *kind = found.object.kind;
    *text = found.path;
    if (text->empty() || text->front() != '/') *text = Absolute(path);
    if (path.path.empty() && text->ends_with(kDeleted)) {
      text->resize(text->size() - kDeleted.size());
    }
    nowhere_ |= found.error == 0 && found.path.empty();
    nowhere_ |= !text->starts_with('/');
    SpellOwn(text);
  }

  // Its own directory of /proc has another name in the next run.
  void SpellOwn(std::string* path) {
    constexpr std::string_view kProc = "/proc/";
    if (!path->starts_with(kProc)) return;
    const std::string own = "/proc/" + std::to_string(Process());
    if (!path->starts_with(own)) return;
    if (path->size() > own.size() && (*path)[own.size()] != '/') return;
    *path = "/proc/self" + path->substr(own.size());
    fact_->actor.child = Process() != watched_->insiders.first();
  }

  const Attempt& attempt_;
  const Requester& requester_;
  Watched* watched_;
  Fact* fact_;
  std::string* why_;
  pid_t process_ = 0;
  bool nowhere_ = false;
};

}  // namespace

Outcome MakeFact(const Attempt& attempt, const Requester& requester,
                 Watched* watched, Fact* fact, std::string* why) {
  return Maker(attempt, requester, watched, fact, why).Make();
}

}  // namespace landshim
