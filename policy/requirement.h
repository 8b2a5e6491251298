// What one operation needs of Landlock on which object, and what stops it
// before Landlock is asked: the kernel's order of checks. For deciding, and for
// writing policies.
#ifndef LANDSHIM_POLICY_REQUIREMENT_H_
#define LANDSHIM_POLICY_REQUIREMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/filesystem.h"
#include "policy/operation.h"

namespace landshim {

// How one kernel differs from the others.
struct KernelTraits {
  int abi = kNewestAbi;  // its own, whatever a policy wants
  // Erratum 4 is fixed: a whiteout needs make_reg instead of make_char.
  bool whiteouts_are_files = false;
};

// Rights on one object, or on a port, that must all be granted.
struct Need {
  AccessMasks access;
  // What the same call needs there the next time, when what it makes is there,
  // or what it does with it then: a file that is emptied (O_TRUNC), replaced
  // (rename(2)), or named (O_TMPFILE). Not asked for now.
  AccessMasks later = {};
  std::string path;               // of the object; empty for a port or scope
  bool on_directory = false;      // the object is a directory
  bool exists = true;             // the path leads to something now
  std::vector<ObjectId> objects;  // where rules count: the object, then upward
  uint16_t port = 0;
  // errno that the operation ends with behind the need before this one and
  // before this one is asked.
  int fails_first = 0;
};

// A file or directory that changes its directory (rename, link): it must not
// gain rights by that (security/landlock/fs.c, no_more_access).
struct Move {
  ObjectId object;
  bool is_directory = false;
  size_t from = 0;  // index into needs, of the directory that it leaves
  size_t to = 0;    // and of the one that it comes into
};

// Without needs, `topology`, `trace` and `trace_use_error`, Landlock has no
// say.
struct Requirement {
  // errno that the operation ends with before Landlock is asked, or 0.
  int fails_before = 0;
  // errno that it ends with where Landlock allows it, as far as that can be
  // known from Found; 0 otherwise.
  int fails_after = 0;
  // What Landlock answers where a right is missing: EACCES or EPERM. Where only
  // `refer` is, or a moved object would gain rights, it is EXDEV.
  int denial = 0;
  // Mount and the like: denied by any layer that handles a filesystem right.
  bool topology = false;
  // ptrace and the like: denied by any layer.
  bool trace = false;
  // errno of reading what was opened for those who may not trace its process,
  // which is denied by any layer too; 0: none. It comes behind the needs.
  int trace_use_error = 0;
  // What its paths led to, in their order, also where it fails.
  std::vector<Found> operands;
  std::vector<Need> needs;  // in the kernel's order
  std::vector<Move> moves;  // not empty: across directories
  // The directories of `moves` are on another mount than the root. Then a rule
  // on the root does not count in comparing what they grant, unless all that
  // is handled is granted there: is_access_to_paths_allowed() compares before
  // it looks at the last directory of its walk, and it begins with the mount's.
  bool root_is_elsewhere = false;
};

// What `operation` needs at this moment on such a kernel.
Requirement RequirementOf(const Operation& operation,
                          const KernelTraits& kernel, Filesystem* filesystem);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_REQUIREMENT_H_
