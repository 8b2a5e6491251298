// Names that are made, removed and moved (fs/namei.c), and what Landlock asks
// of their directories (security/landlock/fs.c, current_check_refer_path).
#include "policy/requirement_steps.h"

#include <algorithm>
#include <cerrno>

namespace landshim {
namespace {

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return path;
  return slash == 0 ? "/" : path.substr(0, slash);
}

// get_mode_access().
AccessMasks MakeRight(const FileObject& object, const KernelTraits& kernel) {
  switch (object.kind) {
    case FileKind::kDirectory:
      return right::make_dir;
    case FileKind::kSymlink:
      return right::make_sym;
    case FileKind::kFifo:
      return right::make_fifo;
    case FileKind::kSocket:
      return right::make_sock;
    case FileKind::kCharDevice:
      return object.whiteout && kernel.whiteouts_are_files ? right::make_reg
                                                           : right::make_char;
    case FileKind::kBlockDevice:
      return right::make_block;
    case FileKind::kNone:
    case FileKind::kRegular:
      break;
  }
  return right::make_reg;
}

// maybe_remove().
AccessMasks RemoveRight(FileKind kind) {
  switch (kind) {
    case FileKind::kNone:
      return {};
    case FileKind::kDirectory:
      return right::remove_dir;
    default:
      return right::remove_file;
  }
}

// Whether a directory lies above a name, on the same mount.
bool IsAbove(const FileObject& directory, const Found& found) {
  const auto end = found.above.begin() + found.above_on_mount;
  return directory.kind == FileKind::kDirectory &&
         std::find(found.above.begin(), end, directory.id) != end;
}

void AddMove(const FileObject& object, size_t from, size_t to,
             Requirement* required) {
  required->moves.push_back(
      {.object = object.id,
       .is_directory = object.kind == FileKind::kDirectory,
       .from = from,
       .to = to});
}

// Whether the names are there, or not, as a rename wants them.
int MayTakeNames(const RenameMode& mode, const Found& from, const Found& to) {
  const FileKind replaced = to.object.kind;
  if (from.name_error != 0) return from.name_error;
  if (from.object.kind == FileKind::kNone) return ENOENT;
  if (to.name_error != 0) return to.name_error;
  if (mode.no_replace && replaced != FileKind::kNone) return EEXIST;
  return mode.exchange && replaced == FileKind::kNone ? ENOENT : 0;
}

// Only directories may have a '/' behind them.
int MayHaveSlashes(const RenameMode& mode, const Found& from, const Found& to) {
  if (mode.exchange && to.object.kind != FileKind::kDirectory &&
      to.trailing_slash) {
    return ENOTDIR;
  }
  if (from.object.kind == FileKind::kDirectory) return 0;
  if (from.trailing_slash) return ENOTDIR;
  return !mode.exchange && to.trailing_slash ? ENOTDIR : 0;
}

// Nothing goes into itself.
int MayLoop(const RenameMode& mode, const Found& from, const Found& to) {
  if (from.parent.id == to.parent.id) return 0;
  if (IsAbove(from.object, to)) return EINVAL;
  if (IsAbove(to.object, from)) return mode.exchange ? EINVAL : ENOTEMPTY;
  return 0;
}

// may_delete().
int MayDelete(const Found& found, bool wants_directory) {
  if (found.parent.write_error != 0) return found.parent.write_error;
  if (found.object.remove_error != 0) return found.object.remove_error;
  const bool is_directory = found.object.kind == FileKind::kDirectory;
  if (wants_directory && !is_directory) return ENOTDIR;
  return !wants_directory && is_directory ? EISDIR : 0;
}

bool IsMountPoint(const Found& found) {
  return found.object.kind != FileKind::kNone &&
         found.object.mount != found.parent.mount;
}

bool AreSame(const Found& from, const Found& to) {
  return from.object.id != ObjectId{} && from.object.id == to.object.id;
}

// vfs_rename() behind the hook.
int MayMove(const RenameMode& mode, const Found& from, const Found& to) {
  if (AreSame(from, to)) return 0;
  const bool is_directory = from.object.kind == FileKind::kDirectory;
  const bool replaces = to.object.kind != FileKind::kNone;
  int error = MayDelete(from, is_directory);
  if (error == 0 && !replaces) error = to.parent.write_error;
  if (error == 0 && replaces) {
    const bool to_directory = to.object.kind == FileKind::kDirectory;
    error = MayDelete(to, mode.exchange ? to_directory : is_directory);
  }
  if (error != 0 || from.parent.id == to.parent.id) return error;
  // A directory's '..' changes with the directory that it is in.
  if (is_directory && from.object.write_error != 0) {
    return from.object.write_error;
  }
  const bool both = mode.exchange && to.object.kind == FileKind::kDirectory;
  return both ? to.object.write_error : 0;
}

int MayMoveOffMounts(const RenameMode& mode, const Found& from,
                     const Found& to) {
  const int error = MayMove(mode, from, to);
  const bool mounts = IsMountPoint(from) || IsMountPoint(to);
  return error == 0 && mounts && !AreSame(from, to) ? EBUSY : error;
}

}  // namespace

void AddObject(const Found& found, AccessMasks access, Requirement* required) {
  if (found.object.unrestricted || access.empty()) return;
  Need need = {.access = access,
               .path = found.path,
               .on_directory = found.object.kind == FileKind::kDirectory,
               .exists = found.object.kind != FileKind::kNone,
               .objects = found.above};
  if (need.exists) {
    need.objects.insert(need.objects.begin(), found.object.id);
  }
  required->needs.push_back(std::move(need));
}

void AddParent(const Found& found, AccessMasks access, Requirement* required) {
  required->needs.push_back({.access = access,
                             .path = DirectoryOf(found.path),
                             .on_directory = true,
                             .objects = found.above});
}

int MayMakeName(const Found& found, bool directory) {
  if (found.error != 0) return found.error;
  if (found.last_type != LastType::kNormal) return EEXIST;
  if (found.name_error != 0) return found.name_error;
  if (found.object.kind != FileKind::kNone) return EEXIST;
  if (found.parent.no_names) return ENOENT;
  if (found.trailing_slash && !directory) return ENOENT;
  return found.parent.read_only ? EROFS : 0;
}

int MayRemove(const Found& found, bool wants_directory) {
  const int error = MayDelete(found, wants_directory);
  return error == 0 && IsMountPoint(found) ? EBUSY : error;
}

int MayRename(const RenameMode& mode, const KernelTraits& kernel,
              const Found& from, const Found& to) {
  if (from.error != 0) return from.error;
  if (to.error != 0) return to.error;
  if (from.parent.mount != to.parent.mount) return EXDEV;
  if (from.last_type != LastType::kNormal) return EBUSY;
  if (to.last_type != LastType::kNormal) {
    return mode.no_replace ? EEXIST : EBUSY;
  }
  if (from.parent.read_only) return EROFS;
  if (to.object.kind == FileKind::kNone && to.parent.no_names) return ENOENT;
  if (const int error = MayTakeNames(mode, from, to)) return error;
  const int slashes = MayHaveSlashes(mode, from, to);
  const int loop = MayLoop(mode, from, to);
  // Linux 7.0 turned the two around.
  constexpr int kLoopFirstAbi = 8;
  const bool loop_first = kernel.abi >= kLoopFirstAbi;
  const int first = loop_first ? loop : slashes;
  return first != 0 ? first : loop_first ? slashes : loop;
}

void AddRename(const RenameMode& mode, const KernelTraits& kernel,
               const Found& from, const Found& to, Requirement* required) {
  AccessMasks leave = RemoveRight(from.object.kind);
  AccessMasks enter = MakeRight(from.object, kernel);
  enter |= RemoveRight(to.object.kind);
  if (mode.exchange) leave |= MakeRight(to.object, kernel);
  if (mode.whiteout && kernel.whiteouts_are_files) leave |= right::make_reg;
  required->fails_after = MayMoveOffMounts(mode, from, to);
  if (from.parent.id == to.parent.id) {
    AddParent(to, leave | enter, required);
    return;
  }
  AddParent(from, leave | right::refer, required);
  AddParent(to, enter | right::refer, required);
  if (!mode.no_replace && to.object.kind == FileKind::kNone) {
    required->needs.back().later = RemoveRight(from.object.kind);
  }
  required->root_is_elsewhere = to.above_on_mount < to.above.size();
  AddMove(from.object, 0, 1, required);
  if (mode.exchange) AddMove(to.object, 1, 0, required);
}

void AddLink(const KernelTraits& kernel, const Found& from, const Found& to,
             Requirement* required) {
  const AccessMasks enter = MakeRight(from.object, kernel);
  // The root of a mount has its parent elsewhere.
  const bool is_root = from.parent.id == from.object.id;
  if (from.parent.id == to.parent.id && !is_root) {
    AddParent(to, enter, required);
    return;
  }
  AddParent(from, right::refer, required);
  AddParent(to, enter | right::refer, required);
  required->root_is_elsewhere = to.above_on_mount < to.above.size();
  AddMove(from.object, 0, 1, required);
}

}  // namespace landshim
