// The system calls that Landlock has a say in, or that change how paths are
// seen: what the filter of recorded programs (shim/learn_filter.h) stops at,
// and what the recorder understands.
#ifndef LANDSHIM_SHIM_WATCHED_CALLS_H_
#define LANDSHIM_SHIM_WATCHED_CALLS_H_

// name, number on x86_64, on aarch64, on i386; -1: there is none. Source:
// arch/x86/entry/syscalls/syscall_{64,32}.tbl,
// include/uapi/asm-generic/unistd.h.
#define LANDSHIM_WATCHED_CALLS(C)     \
  C(open, 2, -1, 5)                   \
  C(openat, 257, 56, 295)             \
  C(openat2, 437, 437, 437)           \
  C(creat, 85, -1, 8)                 \
  C(execve, 59, 221, 11)              \
  C(execveat, 322, 281, 358)          \
  C(truncate, 76, 45, 92)             \
  C(ftruncate, 77, 46, 93)            \
  C(ioctl, 16, 29, 54)                \
  C(mkdir, 83, -1, 39)                \
  C(mkdirat, 258, 34, 296)            \
  C(mknod, 133, -1, 14)               \
  C(mknodat, 259, 33, 297)            \
  C(symlink, 88, -1, 83)              \
  C(symlinkat, 266, 36, 304)          \
  C(unlink, 87, -1, 10)               \
  C(unlinkat, 263, 35, 301)           \
  C(rmdir, 84, -1, 40)                \
  C(rename, 82, -1, 38)               \
  C(renameat, 264, 38, 302)           \
  C(renameat2, 316, 276, 353)         \
  C(link, 86, -1, 9)                  \
  C(linkat, 265, 37, 303)             \
  C(connect, 42, 203, 362)            \
  C(bind, 49, 200, 361)               \
  C(sendto, 44, 206, 369)             \
  C(sendmsg, 46, 211, 370)            \
  C(sendmmsg, 307, 269, 345)          \
  C(kill, 62, 129, 37)                \
  C(tkill, 200, 130, 238)             \
  C(tgkill, 234, 131, 270)            \
  C(rt_sigqueueinfo, 129, 138, 178)   \
  C(rt_tgsigqueueinfo, 297, 240, 335) \
  C(pidfd_send_signal, 424, 424, 424) \
  C(mount, 165, 40, 21)               \
  C(umount2, 166, 39, 52)             \
  C(pivot_root, 155, 41, 217)         \
  C(move_mount, 429, 429, 429)        \
  C(mount_setattr, 442, 442, 442)     \
  C(chroot, 161, 51, 61)              \
  C(unshare, 272, 97, 310)            \
  C(setns, 308, 268, 346)             \
  C(clone, 56, 220, 120)              \
  C(clone3, 435, 435, 435)            \
  C(ptrace, 101, 117, 26)             \
  C(process_vm_readv, 310, 270, 347)  \
  C(process_vm_writev, 311, 271, 348) \
  C(pidfd_getfd, 438, 438, 438)       \
  C(kcmp, 312, 272, 349)              \
  C(mq_open, 240, 180, 277)           \
  C(open_by_handle_at, 304, 265, 342) \
  C(open_tree, 428, 428, 428)         \
  C(acct, 163, 89, 51)                \
  C(swapon, 167, 224, 87)             \
  C(io_uring_setup, 425, 425, 425)    \
  C(setuid, 105, 146, 213)            \
  C(setgid, 106, 144, 214)            \
  C(setreuid, 113, 145, 203)          \
  C(setregid, 114, 143, 204)          \
  C(setgroups, 116, 159, 206)         \
  C(setresuid, 117, 147, 208)         \
  C(setresgid, 119, 149, 210)         \
  C(setfsuid, 122, 151, 215)          \
  C(setfsgid, 123, 152, 216)          \
  C(capset, 126, 91, 185)             \
  C(socketcall, -1, -1, 102)          \
  C(truncate64, -1, -1, 193)          \
  C(ftruncate64, -1, -1, 194)         \
  C(umount, -1, -1, 22)

// Those that Landlock has a say in only where they lead into another process's
// directory of /proc: explain watches them, a recorder does not, as programs
// read links by the thousand and no policy could allow it.
#define LANDSHIM_LOOKING_CALLS(C) \
  C(readlink, 89, -1, 85)         \
  C(readlinkat, 267, 78, 305)     \
  C(chdir, 80, 49, 12)

namespace landshim {

// __X32_SYSCALL_BIT: calls with the numbers of x86_64 and structures of their
// own. Nobody uses them any more.
inline constexpr int kX32Bit = 0x40000000;

}  // namespace landshim

#endif  // LANDSHIM_SHIM_WATCHED_CALLS_H_
