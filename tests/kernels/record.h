// The recording: one JSON object per line for each Landlock call that was
// answered.
#ifndef TESTS_KERNELS_RECORD_H_
#define TESTS_KERNELS_RECORD_H_

#include <string>
#include <string_view>
#include <vector>

namespace emulation {

// One line under construction; members appear in the order they are added.
class Line {
 public:
  explicit Line(std::string_view call);

  Line& Text(std::string_view key, std::string_view value);
  Line& Names(std::string_view key, const std::vector<std::string>& names);
  Line& Number(std::string_view key, unsigned long long value);
  Line& Bool(std::string_view key, bool value);

  // The finished line; `result` is a syscall's return value, shown by name if
  // it is an error.
  std::string WithResult(long result) const;

 private:
  Line& Raw(std::string_view key, std::string_view json);

  std::string text_;
};

// Appends lines to a file, each with one write so that concurrent readers see
// whole lines.
class Recorder {
 public:
  // An empty name records nothing. Returns false with errno set if the file
  // can't be opened.
  bool Open(const std::string& file);
  void Write(const std::string& line) const;

 private:
  int fd_ = -1;
};

}  // namespace emulation

#endif  // TESTS_KERNELS_RECORD_H_
