// Children of doctor: what might end the process, restrict it, or be answered
// with a signal by a seccomp filter is tried there.
#ifndef LANDSHIM_TOOLS_DOCTOR_CHILD_H_
#define LANDSHIM_TOOLS_DOCTOR_CHILD_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace landshim::doctor {

// What a child tells its parent besides what it says on descriptor 2: names and
// values, in memory that both share. No descriptor is needed for it.
class Telling {
 public:
  Telling(char* area, size_t size);

  // What does not fit any more is left out. `name` holds no NUL.
  void Tell(std::string_view name, std::string_view value);
  void Tell(std::string_view name, long value);

  std::vector<std::pair<std::string, std::string>> Everything() const;

 private:
  size_t* used_;
  char* bytes_;
  size_t size_;
};

// What became of a child.
struct Child {
  // The exit status, or 128 + the signal that killed it.
  int status = -1;
  // It came to execve(2), traced, and was killed before the program's first
  // instruction.
  bool executed = false;
  std::string said;  // on descriptor 2
  std::vector<std::pair<std::string, std::string>> told;

  // A seccomp filter answered a call with a signal.
  bool WasFiltered() const;
  // The first value told under this name; `otherwise` where there is none.
  std::string Find(std::string_view name) const;
  long Number(std::string_view name, long otherwise) const;
  std::vector<std::string> All(std::string_view name) const;
  bool WasTold(std::string_view name) const;

  // The lines on descriptor 2, each without "landshim: " before it.
  std::vector<std::string> Lines() const;
};

// Forks; the child runs `work` and ends with status 0. It starts with the
// descriptors of this process, but for descriptor 2, and with its limits. Where
// there can be no child, doctor ends with a message and 125.
Child RunChild(const std::function<void(Telling*)>& work);

// For a child: executes the program, traced, so that RunChild() can kill it
// before its first instruction. Returns errno where the kernel refuses to
// execute it, or -1 where it refuses to trace.
int ExecuteTraced(const char* path, char** arguments, char** environment);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_CHILD_H_
