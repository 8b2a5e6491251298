// One launch while it is prepared: all of its state, and why it cannot be.
#ifndef LANDSHIM_SHIM_LAUNCH_LAUNCH_H_
#define LANDSHIM_SHIM_LAUNCH_LAUNCH_H_

#include <cstddef>
#include <string_view>

#include "policy/lexer.h"
#include "policy/problem.h"
#include "shim/launch/elf_file.h"
#include "shim/launch/launch_problems.h"
#include "shim/launch/library_walk.h"
#include "shim/launch/machine.h"
#include "shim/launch/program.h"
#include "shim/launch/text_pool.h"
#include "shim/replaceable.h"

namespace landshim {

// The arguments that the kernel puts before those of the user, as it follows
// #! lines: they take the place of argv[0].
struct Prefix {
  static constexpr size_t kMostWords = 32;

  const char* words[kMostWords] = {};
  size_t count = 0;
};

// The descriptors of what was inspected and may be granted; -1: none.
struct OpenFiles {
  // Of Program::chain, from `executed` on.
  int chain[kLongestChain];
  int linker;
  // PT_INTERP is one of the system's: its place and its owner are.
  bool system_linker;
};

// Functions of a launch return false (or null) where it ends, and say why in
// `refusal`; none of them ends the process. Its members lie in the order in
// which a usual start touches them, as each page that is touched costs time.
// Zeroed but for `machine`, it is ready; it is large, and belongs into static
// memory or on the heap.
struct Launch {
  // False, for `return launch->Refuse(...)`. `place` and texts among the
  // arguments must live as long as the launch.
  template <typename... Arguments>
  bool Refuse(std::string_view place, LaunchProblem kind,
              Arguments... arguments) {
    // The first reason is the one that counts.
    if (refused) return false;
    refused = true;
    refusal.Set(place, kind);
    (refusal.With(Argument(arguments)), ...);
    return false;
  }

  // pool.Keep(), but nullptr is a refusal.
  const char* Keep(std::string_view a, std::string_view b = {},
                   std::string_view c = {});

  // ErrorText() of shim/report.h, kept.
  std::string_view ErrorText(long negative_errno);

  // Opens a file that the start may need, for reading or as O_PATH (`flags`):
  // never blocking, and beneath directories in which the policy lets the
  // program replace names (`replaceable`) without following any link.
  // -errno, -EACCES for what is no regular file. Where no descriptor is left,
  // the launch ends.
  long OpenFile(const char* path, int flags, FileStatus* status);

  // The same for a directory of the system (IsSystemFile), as O_PATH.
  long OpenTree(const char* path, int more_flags);

  // True for what belongs to root, or to whoever owns this system's files (of
  // an image, say), and can be written by nobody else.
  bool IsSystemFile(const FileStatus& status);

  // The content of an open file that lists objects or directories, in
  // list_buffer. Of one that is larger, only whole items.
  std::string_view ReadList(int fd);

  // Closes the descriptors in `files`.
  void CloseFiles();

  // Gives back all that the launch holds on to.
  void Release();

  Machine* machine = nullptr;
  const ReplaceableNames* replaceable = nullptr;  // null: no policy was read
  Program program;
  OpenFiles files = {};
  bool has_files = false;
  bool refused = false;
  LaunchRefusal refusal;
  Prefix prefix;           // at this point of the chain
  Prefix executed_prefix;  // for what execve(2) is given
  // Owners of the system's files, once they were looked at.
  unsigned owners[2] = {};
  bool owners_known = false;
  LibraryWalk walk;
  ElfFile elf_file;
  TextPool pool;
  WordBuffer text_buffer = {};  // for what is used before the next is needed
  WordBuffer candidate_buffer = {};
  WordBuffer expanded_buffer = {};
  WordBuffer plain_buffer = {};
  PathList list_buffer = {};
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_LAUNCH_H_
