// Descriptors that `landshim run` leaves to the shim: sealed files in memory.
#ifndef LANDSHIM_SHIM_LAUNCH_DESCRIPTORS_H_
#define LANDSHIM_SHIM_LAUNCH_DESCRIPTORS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shim/launch/text_pool.h"
#include "shim/policy_files.h"

namespace landshim {

// Up to two free descriptors, as high as they go: a low one could be the same
// number that gdb, or a program that makes a memfd itself, uses.
struct HighDescriptors {
  int first = -1;
  int second = -1;
};

// Beneath RLIMIT_NOFILE, and not so high that the kernel's table would grow
// large. Both are -1 where the program could not start for want of others.
HighDescriptors FindHighDescriptors();

// A sealed memfd with `bytes` at descriptor `at`, which survives execve(2).
// -errno where the kernel refuses. memfd_create(2), F_ADD_SEALS in fcntl(2).
long MakeSealed(const char* name, std::string_view bytes, int at);

// The texts of a policy as the shim adopts them (shim/hand_over.h), in *pool.
// Empty: no memory.
std::string_view PackTexts(const PolicyFiles& files, TextPool* pool);

// The largest file that this process may write (RLIMIT_FSIZE): what is larger
// ends it by SIGXFSZ, memory or not.
uint64_t LargestFile();

// Has execve(2) close all descriptors from 3 on but these two (-1: none). Those
// that it closes anyway may still be used before.
void CloseOnExec(int kept, int also_kept);

// Closes all descriptors from `first` on.
void CloseFrom(int first);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_DESCRIPTORS_H_
