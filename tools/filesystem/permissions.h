// What the kernel answers a process about a file before Landlock is asked: the
// calling thread, by its file system user and capabilities (setfsuid(2)).
#ifndef LANDSHIM_TOOLS_FILESYSTEM_PERMISSIONS_H_
#define LANDSHIM_TOOLS_FILESYSTEM_PERMISSIONS_H_

#include <sys/stat.h>

namespace landshim {

// Whether the effective user may read (R_OK), write (W_OK) or execute (X_OK)
// the file behind an O_PATH descriptor: 0, or errno.
int AskAccess(int fd, int mode);

// fs.protected_symlinks: a link in a sticky directory of everybody's is
// followed for its owner and the directory's only (fs/namei.c,
// may_follow_link).
bool MayFollow(const struct stat& directory, const struct stat& link);

// fs.protected_regular and fs.protected_fifos: errno of opening `file` in
// `directory` with O_CREAT, or 0 (may_create_in_sticky).
int AskReuse(const struct stat& directory, const struct stat& file);

// errno of removing or moving `file` in `directory`, or 0: in a sticky one only
// owners may (check_sticky).
int AskRemove(const struct stat& directory, const struct stat& file);

// fs.protected_hardlinks: errno of making a link to the file, or 0
// (may_linkat).
int AskLink(int fd, const struct stat& file);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FILESYSTEM_PERMISSIONS_H_
