// What a recording consists of: runs of programs, and what they did, as data.
#ifndef LANDSHIM_TOOLS_RECORDING_FACT_H_
#define LANDSHIM_TOOLS_RECORDING_FACT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "policy/filesystem.h"
#include "policy/operation.h"

namespace landshim {

// When something happened, as enforcement sees it.
enum class Phase : uint8_t {
  // Before the policy would have been enforced: executing the program, and what
  // its dynamic linker opens. A policy need not grant it.
  kStart,
  kMain,  // after, or in a child
};

// Who did it, and when.
struct Actor {
  std::string program;  // its executable, as /proc/PID/exe names it
  Phase phase = Phase::kMain;
  // By another process than the one that was started first.
  bool child = false;

  auto operator<=>(const Actor&) const = default;
};

// One thing that Landlock decides about, done for the first time in this way by
// this program. Paths are absolute, free of links, '.' and '..', as the program
// that records sees them: in its own root and mount namespace. What lies in the
// process's own directory of /proc is beneath "/proc/self".
struct Fact {
  std::string operation;  // a row of OperationKinds()
  OpenMode open;          // of the operation "open"
  std::string path;       // or the name of a socket or queue; of the first
                          // operand where there are two
  std::string new_path;   // of the second
  // What is there, at the time of the call: kNone for nothing.
  FileKind kind = FileKind::kNone;
  FileKind new_kind = FileKind::kNone;
  uint16_t port = 0;
  // Opened by way of a descriptor that the program was started with, as
  // /dev/stderr is.
  bool inherited = false;
  // errno with which it fails before Landlock is asked; then it needs nothing.
  // 0: it needs what its row says.
  int error = 0;
  Actor actor;

  bool operator==(const Fact&) const = default;
};

// Something that could not be seen or understood, for the first time in this
// way by this program.
struct Gap {
  std::string call;  // the system call: "openat"
  std::string why;   // "its memory cannot be read: permission denied (EPERM)"
  Actor actor;

  bool operator==(const Gap&) const = default;
};

// How a run began: the first line of it.
struct RunStart {
  std::string id;       // tells runs apart
  std::string program;  // the executable that was started
  std::vector<std::string> command;
  std::string directory;  // it was started in
  std::string kernel;     // uname -r
  int abi = 0;            // of Landlock; 0: the kernel has none
  unsigned user = 0;
  // Values of the variables that name directories: HOME, TMPDIR, XDG_*.
  std::map<std::string, std::string> environment;

  bool operator==(const RunStart&) const = default;
};

// One run of a program, complete or cut off.
struct RecordedRun {
  RunStart start;
  std::vector<Fact> facts;
  std::vector<Gap> gaps;
  // Its exit status, or 128 + the signal that ended it; -1: the recording ends
  // before the program did.
  int status = -1;
};

// The operation that a fact is about, of the newest table. False: this landshim
// does not know it.
bool OperationOf(const Fact& fact, Operation* operation);

// Absolute, with one '/' before each name, and neither '.' nor '..': as the
// paths of facts are.
bool IsPlainPath(std::string_view path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDING_FACT_H_
