// The parts that policy/requirement.cc is made of.
#ifndef LANDSHIM_POLICY_REQUIREMENT_STEPS_H_
#define LANDSHIM_POLICY_REQUIREMENT_STEPS_H_

#include "policy/filesystem.h"
#include "policy/operation.h"
#include "policy/requirement.h"

namespace landshim {

// A need on what was found: a file, a directory, or what is missing.
void AddObject(const Found& found, AccessMasks access, Requirement* required);

// A need on the directory in which the name is or would be.
void AddParent(const Found& found, AccessMasks access, Requirement* required);

// kOpen: adds its needs. Returns what it fails with before Landlock is asked,
// or 0.
int RequireOpen(const Operation& operation, Filesystem* filesystem,
                Requirement* required);

// What opening a file in this mode needs on the file.
AccessMasks OpenRights(const OpenMode& mode);

bool IsDevice(FileKind kind);

// filename_create(): errno where the name cannot be made, or 0.
int MayMakeName(const Found& found, bool directory);

// vfs_unlink() and vfs_rmdir() behind their hooks, as far as Found tells.
int MayRemove(const Found& found, bool wants_directory);

// do_renameat2() up to its security hook.
int MayRename(const RenameMode& mode, const KernelTraits& kernel,
              const Found& from, const Found& to);

// hook_path_rename() and vfs_rename() behind it.
void AddRename(const RenameMode& mode, const KernelTraits& kernel,
               const Found& from, const Found& to, Requirement* required);

// hook_path_link().
void AddLink(const KernelTraits& kernel, const Found& from, const Found& to,
             Requirement* required);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_REQUIREMENT_STEPS_H_
