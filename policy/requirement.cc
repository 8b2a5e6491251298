// One function for each deed, with its checks in the kernel's order
// (fs/open.c, fs/namei.c, net/unix/af_unix.c).
#include "policy/requirement.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "policy/requirement_steps.h"

namespace landshim {
namespace {

class Builder {
 public:
  Builder(const Operation& operation, const KernelTraits& kernel,
          Filesystem* filesystem)
      : operation_(operation), kernel_(kernel), filesystem_(filesystem) {}

  Requirement Build() {
    required_.denial = EACCES;
    required_.fails_before = ByDeed();
    StopWhereTraced();
    if (required_.fails_before != 0) {
      required_.needs.clear();
      required_.moves.clear();
    }
    return std::move(required_);
  }

 private:
  // Returns what it fails with before Landlock is asked, or 0, as all below.
  int ByDeed() {
    switch (operation_.kind->deed) {
      case Deed::kOpen:
        return RequireOpen(operation_, filesystem_, &required_);
      case Deed::kExecute:
        return Execute();
      case Deed::kTruncate:
        return Truncate();
      case Deed::kIoctl:
        return Ioctl();
      case Deed::kMake:
      case Deed::kBindUnix:
        return Make();
      case Deed::kUnlink:
        return Unlink(Find(operation_.path, LastName::kEntry));
      case Deed::kRmdir:
        return Rmdir(Find(operation_.path, LastName::kEntry));
      case Deed::kRemove:
        return Remove();
      case Deed::kRename:
        return Rename();
      case Deed::kLink:
        return Link();
      case Deed::kLinkUnnamed:
        return LinkUnnamed();
      case Deed::kConnectUnix:
        return ConnectUnix();
      case Deed::kQueue:
        return Queue();
      case Deed::kRight:
        return operation_.access.net() != 0 ? Port() : Right();
      case Deed::kFree:
        return Free();
      case Deed::kPort:
        return Port();
      case Deed::kScope:
      case Deed::kTrace:
      case Deed::kTopology:
        return Outside();
    }
    return 0;
  }

  // Its walk ends there, whatever would come of it behind.
  void StopWhereTraced() {
    for (const Found& found : required_.operands) {
      if (found.traced) {
        required_.trace = true;
        required_.denial = EACCES;
        if (required_.fails_before != 0) {
          required_.fails_after = std::exchange(required_.fails_before, 0);
          required_.needs.clear();
          required_.moves.clear();
        }
        return;
      }
      if (found.error != 0) return;
    }
  }

  Found Find(const std::string& path, LastName last) {
    required_.operands.push_back(filesystem_->Find(path, last));
    return required_.operands.back();
  }

  int Execute() {
    const Found found = Find(operation_.path, LastName::kFollow);
    if (found.error != 0) return found.error;
    if (found.object.kind != FileKind::kRegular) return EACCES;
    if (found.object.execute_error != 0) return found.object.execute_error;
    // The kernel opens it for reading, too.
    AddObject(found, right::execute | right::read_file, &required_);
    return 0;
  }

  int Truncate() {
    const Found found = Find(operation_.path, LastName::kFollow);
    if (found.error != 0) return found.error;
    const FileObject& object = found.object;
    if (object.kind == FileKind::kDirectory) return EISDIR;
    if (object.kind != FileKind::kRegular) return EINVAL;
    if (object.read_only) return EROFS;
    if (object.write_error != 0) return object.write_error;
    AddObject(found, right::truncate, &required_);
    return 0;
  }

  int Ioctl() {
    const Found found = Find(operation_.path, LastName::kFollow);
    if (found.error != 0) return found.error;
    if (IsDevice(found.object.kind)) {
      AddObject(found, right::ioctl_dev, &required_);
    }
    return 0;
  }

  AccessMasks MakeRight() const {
    const bool is_file =
        operation_.kind->rename.whiteout && kernel_.whiteouts_are_files;
    return is_file ? right::make_reg : operation_.access;
  }

  int Make() {
    const Found found = Find(operation_.path, LastName::kEntry);
    const bool directory = operation_.kind->made == FileKind::kDirectory;
    if (const int error = MayMakeName(found, directory)) {
      const bool binds = operation_.kind->deed == Deed::kBindUnix;
      return binds && error == EEXIST ? EADDRINUSE : error;
    }
    AddParent(found, MakeRight(), &required_);
    required_.fails_after = found.parent.write_error;
    return 0;
  }

  int Unlink(const Found& found) {
    if (found.error != 0) return found.error;
    if (found.last_type != LastType::kNormal) return EISDIR;
    if (found.parent.read_only) return EROFS;
    if (found.name_error != 0) return found.name_error;
    if (found.object.kind == FileKind::kNone) return ENOENT;
    const bool directory = found.object.kind == FileKind::kDirectory;
    if (found.trailing_slash) return directory ? EISDIR : ENOTDIR;
    AddParent(found, right::remove_file, &required_);
    required_.fails_after = MayRemove(found, /*wants_directory=*/false);
    return 0;
  }

  int Rmdir(const Found& found) {
    if (found.error != 0) return found.error;
    switch (found.last_type) {
      case LastType::kDotDot:
        return ENOTEMPTY;
      case LastType::kDot:
        return EINVAL;
      case LastType::kRoot:
        return EBUSY;
      case LastType::kNormal:
        break;
    }
    if (found.parent.read_only) return EROFS;
    if (found.name_error != 0) return found.name_error;
    if (found.object.kind == FileKind::kNone) return ENOENT;
    AddParent(found, right::remove_dir, &required_);
    required_.fails_after = MayRemove(found, /*wants_directory=*/true);
    return 0;
  }

  int Remove() {
    const Found kept = filesystem_->Find(operation_.path, LastName::kKeep);
    const Found found = Find(operation_.path, LastName::kEntry);
    return kept.object.kind == FileKind::kDirectory ? Rmdir(found)
                                                    : Unlink(found);
  }

  int Rename() {
    const RenameMode& mode = operation_.kind->rename;
    const Found from = Find(operation_.path, LastName::kEntry);
    const Found to = Find(operation_.new_path, LastName::kEntry);
    if (const int error = MayRename(mode, kernel_, from, to)) return error;
    AddRename(mode, kernel_, from, to, &required_);
    return 0;
  }

  int Link() {
    Found from = Find(operation_.path, LastName::kKeep);
    if (from.error != 0) return from.error;
    if (from.object.mount != from.parent.mount) BecomeOwnParent(&from);
    const Found to = Find(operation_.new_path, LastName::kEntry);
    if (const int error = MayMakeName(to, /*directory=*/false)) return error;
    if (from.object.mount != to.parent.mount) return EXDEV;
    if (from.object.link_error != 0) return from.object.link_error;
    AddLink(kernel_, from, to, &required_);
    required_.fails_after = to.parent.write_error;
    if (required_.fails_after == 0 &&
        from.object.kind == FileKind::kDirectory) {
      required_.fails_after = EPERM;
    }
    return 0;
  }

  // Landlock does not look beyond the root of the mount that both are on. (A
  // directory cannot be linked in the end; what is denied comes first.)
  static void BecomeOwnParent(Found* from) {
    from->parent = from->object;
    from->above.insert(from->above.begin(), from->object.id);
    from->above_on_mount = 1;
  }

  // The source is a file without a name, whose directory is `path`.
  int LinkUnnamed() {
    const Found directory = Find(operation_.path, LastName::kFollow);
    if (directory.error != 0) return directory.error;
    if (directory.object.kind != FileKind::kDirectory) return ENOTDIR;
    const Found to = Find(operation_.new_path, LastName::kEntry);
    if (const int error = MayMakeName(to, /*directory=*/false)) return error;
    if (directory.object.mount != to.parent.mount) return EXDEV;
    Found from = directory;
    from.above.insert(from.above.begin(), directory.object.id);
    ++from.above_on_mount;
    from.parent = directory.object;
    from.object = {.kind = FileKind::kRegular};
    from.path += "/.";
    AddLink(kernel_, from, to, &required_);
    required_.fails_after = to.parent.write_error;
    return 0;
  }

  int ConnectUnix() {
    const Found found = Find(operation_.path, LastName::kFollow);
    if (found.error != 0) return found.error;
    if (found.object.write_error != 0) return found.object.write_error;
    if (found.object.kind != FileKind::kSocket) return ECONNREFUSED;
    if (operation_.outside) AddObject(found, operation_.access, &required_);
    return 0;
  }

  int Queue() {
    const OpenMode& mode = operation_.open;
    const Found found = filesystem_->FindMessageQueue(operation_.path);
    required_.operands.push_back(found);
    const bool missing = found.error == ENOENT && mode.create;
    if (found.error != 0 && !missing) return found.error;
    if (!missing) {
      const AccessMasks access = OpenRights(mode);
      if (access.Overlaps(right::write_file) && found.object.write_error != 0) {
        return found.object.write_error;
      }
      if (access.Overlaps(right::read_file) && found.object.read_error != 0) {
        return found.object.read_error;
      }
    }
    AddObject(found, OpenRights(mode), &required_);
    return 0;
  }

  int Right() {
    const Found found = Find(operation_.path, LastName::kFollow);
    if (found.error != 0) return found.error;
    if (found.object.kind != FileKind::kDirectory &&
        !(operation_.access & ~kFileRights).empty()) {
      return ENOTDIR;
    }
    AddObject(found, operation_.access, &required_);
    return 0;
  }

  int Free() {
    if (operation_.path.empty()) return 0;
    const bool keeps = operation_.open.no_follow;
    const Found found =
        Find(operation_.path, keeps ? LastName::kKeep : LastName::kFollow);
    const TraceCheck traced = found.object.traced;
    // readlink(2); and what asks for permission to enter a directory.
    required_.trace =
        found.error == 0 &&
        ((keeps && traced == TraceCheck::kFollow) ||
         (operation_.kind->open.directory && traced == TraceCheck::kEnter));
    return found.error;
  }

  int Port() {
    for (const landshim::Right& r : kRights) {
      if (!operation_.access.Overlaps(r.Masks())) continue;
      required_.needs.push_back({.access = r.Masks(), .port = operation_.port});
    }
    if (operation_.kind->binds_itself) {
      required_.needs.push_back({.access = right::bind_udp, .port = 0});
    }
    return 0;
  }

  int Outside() {
    required_.denial = EPERM;
    const Deed deed = operation_.kind->deed;
    required_.topology = deed == Deed::kTopology;
    if (required_.topology) return 0;
    required_.trace = deed == Deed::kTrace && operation_.outside;
    if (deed == Deed::kScope && operation_.outside) {
      required_.needs.push_back({.access = operation_.access});
    }
    return 0;
  }

  const Operation& operation_;
  const KernelTraits& kernel_;
  Filesystem* filesystem_;
  Requirement required_;
};

}  // namespace

Requirement RequirementOf(const Operation& operation,
                          const KernelTraits& kernel, Filesystem* filesystem) {
  return Builder(operation, kernel, filesystem).Build();
}

}  // namespace landshim
