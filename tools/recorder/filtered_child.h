// Starts a process whose calls are watched.
#ifndef LANDSHIM_TOOLS_RECORDER_FILTERED_CHILD_H_
#define LANDSHIM_TOOLS_RECORDER_FILTERED_CHILD_H_

#include <sys/types.h>

#include <functional>
#include <string>

namespace landshim {

// What is to be executed.
struct Execution {
  const char* path = nullptr;
  char** arguments = nullptr;
  char** environment = nullptr;
};

// A child that has installed the filter and waits to be let go.
class FilteredChild {
 public:
  FilteredChild() = default;
  ~FilteredChild();
  FilteredChild(const FilteredChild&) = delete;
  FilteredChild& operator=(const FilteredChild&) = delete;

  // Forks. The child calls `prepare`, installs the filter, waits for Go(), and
  // executes what `prepare` returned; where that fails it says so and ends
  // with 126 or 127. False: there is no such child (it may have ended by
  // itself, having said why: then *error is empty), *error is "WHAT; CURE" and
  // *status is what to end with. `looks`: as for InstallFilter().
  bool Create(const std::function<Execution()>& prepare, bool looks,
              int* status, std::string* error);

  pid_t pid() const { return pid_; }

  // The listener of its filter; the caller takes it over.
  int TakeListener();

  void Go() const;

 private:
  pid_t pid_ = -1;
  int listener_ = -1;
  int channel_ = -1;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_FILTERED_CHILD_H_
