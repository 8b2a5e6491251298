// Runs programs by `landshim learn` for tests, and reads what was recorded.
#ifndef TESTS_LEARN_LEARNING_H_
#define TESTS_LEARN_LEARNING_H_

#include <ostream>
#include <string>
#include <vector>

#include "tests/lib/process.h"
#include "tools/recording/fact.h"

namespace landshim::testing {

using Words = std::vector<std::string>;

// `landshim ARGUMENTS...`, by a file that every user can execute.
Command Landshim(const Words& arguments);

// What a run left behind.
struct Learned {
  Result result;
  std::string text;  // of the recording
  std::vector<RecordedRun> runs;

  // What the program did after its start, each as one line: "mkdir /d",
  // "open read,create /d/f (nothing)", "rename /a /b", "bind tcp 80",
  // "open read /x: ENOENT". What its dynamic linker and Python's start do is
  // left out: only paths that hold `about` count, and what has no path.
  Words Lines(const std::string& about) const;

  bool Has(const std::string& line) const;
};

std::ostream& operator<<(std::ostream& stream, const Learned& learned);

// A directory for a program to work in; a recording is beside it.
class Workshop {
 public:
  Workshop();

  // Without symbolic links.
  const std::string& path() const { return path_; }
  std::string Sub(const std::string& name) const { return path_ + '/' + name; }
  // Every user may write it.
  std::string recording() const { return recordings_ + "/app.rec"; }
  // In its directory, where others cannot replace it.
  std::string Beside(const std::string& name) const {
    return recordings_ + '/' + name;
  }

  // `landshim learn -o RECORDING -- PROGRAM...`, in here.
  Command Learning(const Words& program) const;

  // Runs it, or what was made of it, and reads the recording.
  Learned Read(Result result) const;
  Learned Learn(const Words& program) const {
    return Read(Learning(program).Run());
  }

  // A Python program, with `os` and `ctypes` imported. It begins in here.
  Words Python(const std::string& code) const;
  Learned LearnPython(const std::string& code) const {
    return Learn(Python(code));
  }

 private:
  TempDir directory_;
  std::string path_;
  std::string recordings_;
};

}  // namespace landshim::testing

#endif  // TESTS_LEARN_LEARNING_H_
