// open(2) in all its modes (fs/open.c, fs/namei.c).
#include <cerrno>

#include "policy/requirement_steps.h"

namespace landshim {
namespace {

// O_RDONLY is the absence of a flag.
bool Reads(const OpenMode& mode) {
  return !mode.ioctl_only && (mode.read || !mode.write);
}

bool Writes(const OpenMode& mode) { return !mode.ioctl_only && mode.write; }

// build_open_flags(), without what depends on the kernel's version.
int CheckFlags(const OpenMode& mode) {
  if (mode.create && (mode.directory || mode.unnamed)) return EINVAL;
  return mode.unnamed && !mode.write && !mode.ioctl_only ? EINVAL : 0;
}

// may_open() and what do_open() checks around it; 0 or errno.
int MayOpen(const OpenMode& mode, const FileObject& object) {
  const bool writes = mode.write || mode.ioctl_only || mode.truncate;
  const bool reads = Reads(mode) || mode.ioctl_only;
  if (mode.create && mode.exclusive) return EEXIST;
  const bool is_directory = object.kind == FileKind::kDirectory;
  if (mode.create && is_directory) return EISDIR;
  if (mode.create && object.create_error != 0) return object.create_error;
  if (mode.directory && !is_directory) return ENOTDIR;
  if (object.kind == FileKind::kSymlink) return ELOOP;
  if (is_directory && writes) return EISDIR;
  if (object.open_error != 0) return object.open_error;
  if (writes && object.write_error != 0) return object.write_error;
  return reads ? object.read_error : 0;
}

LastName LastNameFor(const OpenMode& mode) {
  if (mode.create && !mode.path_only) {
    return mode.exclusive || mode.no_follow ? LastName::kCreateKeep
                                            : LastName::kCreate;
  }
  return mode.no_follow ? LastName::kKeep : LastName::kFollow;
}

int OpenPath(const OpenMode& mode, const Found& found) {
  if (found.error != 0) return found.error;
  const bool directory = mode.directory || mode.unnamed;
  return directory && found.object.kind != FileKind::kDirectory ? ENOTDIR : 0;
}

// vfs_tmpfile(): no hook for the name, since it has none.
int OpenUnnamed(const OpenMode& mode, const Found& found,
                Requirement* required) {
  if (found.error != 0) return found.error;
  const FileObject& directory = found.object;
  if (directory.kind != FileKind::kDirectory) return ENOTDIR;
  if (directory.read_only) return EROFS;
  if (directory.write_error != 0) return directory.write_error;
  if (directory.execute_error != 0) return directory.execute_error;
  if (directory.no_names) {
    // Only after who may search it was asked.
    required->trace = directory.traced == TraceCheck::kEnter;
    required->fails_after = EOPNOTSUPP;
    return required->trace ? 0 : EOPNOTSUPP;
  }
  AddObject(found, OpenRights(mode), required);
  // With O_EXCL it never gets a name.
  if (!mode.exclusive && !required->needs.empty()) {
    required->needs.back().later = right::make_reg;
  }
  return 0;
}

// lookup_open(): the new name first, then the file behind it.
int OpenNew(const OpenMode& mode, const Found& found, Requirement* required) {
  if (found.parent.no_names) return ENOENT;
  if (found.parent.read_only) return EROFS;
  AddParent(found, right::make_reg, required);
  required->fails_after = found.parent.write_error;
  const AccessMasks access = OpenRights(mode);
  if (access.empty()) return 0;
  const bool empties = mode.truncate && !mode.exclusive;
  required->needs.push_back({.access = access,
                             .later = empties ? right::truncate : AccessMasks(),
                             .path = found.path,
                             .exists = false,
                             .objects = found.above,
                             .fails_first = found.parent.write_error});
  return 0;
}

int OpenExisting(const Operation& operation, const Found& found,
                 Requirement* required) {
  const OpenMode& mode = operation.open;
  if (const int error = MayOpen(mode, found.object)) return error;
  const FileKind kind = found.object.kind;
  AccessMasks access = kind == FileKind::kDirectory && Reads(mode)
                           ? right::read_dir
                           : OpenRights(mode);
  if (mode.truncate && kind == FileKind::kRegular) access |= right::truncate;
  AddObject(found, access, required);
  // Nothing is behind these.
  const bool opens = kind != FileKind::kSocket && !found.object.whiteout;
  required->fails_after = opens ? 0 : ENXIO;
  const TraceCheck traced = found.object.traced;
  if (traced == TraceCheck::kOpen || traced == TraceCheck::kEnter) {
    required->trace = true;
  }
  if (traced == TraceCheck::kUse && Reads(mode)) {
    required->trace_use_error = found.object.trace_error;
  }
  const bool uses_device = IsDevice(kind) && !operation.access.empty();
  if (uses_device && !required->needs.empty()) {
    AddObject(found, operation.access, required);
    required->needs.back().fails_first = required->fails_after;
  }
  return 0;
}

}  // namespace

AccessMasks OpenRights(const OpenMode& mode) {
  AccessMasks access;
  if (Reads(mode)) access |= right::read_file;
  if (Writes(mode)) access |= right::write_file;
  return access;
}

bool IsDevice(FileKind kind) {
  return kind == FileKind::kCharDevice || kind == FileKind::kBlockDevice;
}

int RequireOpen(const Operation& operation, Filesystem* filesystem,
                Requirement* required) {
  const OpenMode& mode = operation.open;
  if (!mode.path_only) {
    if (const int error = CheckFlags(mode)) return error;
  }
  required->operands = {filesystem->Find(operation.path, LastNameFor(mode))};
  const Found& found = required->operands.front();
  if (mode.path_only) return OpenPath(mode, found);
  if (mode.unnamed) return OpenUnnamed(mode, found, required);
  const bool named = found.parent.kind == FileKind::kDirectory;
  if (mode.create && found.error == ENOENT && named) {
    return OpenNew(mode, found, required);
  }
  if (found.error != 0) return found.error;
  return OpenExisting(operation, found, required);
}

}  // namespace landshim
