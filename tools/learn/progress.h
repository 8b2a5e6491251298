// A counter for somebody who looks at the terminal while a program runs there.
#ifndef LANDSHIM_TOOLS_LEARN_PROGRESS_H_
#define LANDSHIM_TOOLS_LEARN_PROGRESS_H_

#include <cstdint>
#include <string>

#include "tools/recorder/session.h"

namespace landshim {

// Counts in the title of the terminal's window, since its screen is the
// program's. Does nothing where descriptor 2 is no terminal, or one without
// titles. Puts the old title back in the end, where the terminal can.
class Progress {
 public:
  explicit Progress(const std::string& program);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool is_shown() const { return fd_ >= 0; }
  void Show(const Counts& counts);

 private:
  int fd_ = -1;
  std::string program_;
  uint64_t shown_ = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_LEARN_PROGRESS_H_
