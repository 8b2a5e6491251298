// The texts that a policy is made of: files read once into private memory, and
// the built-in fragments.
#ifndef LANDSHIM_SHIM_POLICY_FILES_H_
#define LANDSHIM_SHIM_POLICY_FILES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/packed.h"
#include "policy/problem.h"
#include "policy/source.h"
#include "shim/syscalls.h"

namespace landshim {

inline constexpr size_t kLargestPolicy = size_t{1} << 20;
inline constexpr int kMostTexts = 64;

// What comes before the last '/' of a path.
std::string_view DirectoryOf(std::string_view path);

// A file is read once and never looked at again, so that what was checked is
// what is enforced. Owns the memory of what it read; all views that it gives
// out are valid until Release(). There is one object of it. Async-signal-safe;
// one mmap(2) for each file that is not small.
class PolicyFiles {
 public:
  enum class Result : uint8_t { kFound, kMissing, kProblem };

  constexpr PolicyFiles() = default;

  // A file that others may change, or put in its place (shim/ownership.h), is a
  // problem from now on; else it is one for root only, and said to other users.
  void RefuseOthers() { refuses_others_ = true; }

  // The text of the file `path` (NUL-terminated), read now unless it was read
  // before under the same name. kMissing: there is no such file. A problem
  // names the file itself, so `path` must live as long as *problem.
  Result Read(std::string_view path, SourceKind kind, const Source** out,
              Problem* problem);

  // A text read or added before, under the same name, or nullptr. A fragment
  // and a file may share one.
  const Source* Find(std::string_view name, bool is_fragment = false) const;

  // A text that is in memory already, such as a variable's value, or the
  // built-in fragment of kFragmentNames; nullptr where there are too many.
  const Source* Add(const Source& source);
  const Source* AddFragment(size_t index);

  // The texts that `landshim run` wrote to a memfd (shim/hand_over.h). Ends the
  // process where they cannot be had. The descriptor is closed.
  void Adopt(int fd);

  // What relative includes and paths in this text are relative to.
  void SetDirectory(int index, std::string_view directory) {
    EntryAt(index).source.directory = directory;
    EntryAt(index).source.working_directory = directory;
  }

  // True if `a` and `b` are the same file on disk.
  bool IsSameFile(const Source* a, const Source* b) const;

  // The text with this index from 0 on, or nullptr behind the last.
  const Source* At(int index) const {
    return index < count_ ? &EntryAt(index).source : nullptr;
  }
  int IndexOf(const Source* source) const;

  // Gives all memory back.
  void Release();

 private:
  struct Entry {
    Source source;
    void* pages = nullptr;
    size_t size = 0;
    uint64_t device = 0;
    uint64_t inode = 0;
  };

  static constexpr int kFewTexts = 4;
  static constexpr size_t kSmallTexts = 1024;

  Entry* NewEntry();
  void* RoomFor(size_t size);
  Entry& EntryAt(int i) {
    return i < kFewTexts ? few_[i] : more_[i - kFewTexts];
  }
  const Entry& EntryAt(int i) const {
    return i < kFewTexts ? few_[i] : more_[i - kFewTexts];
  }
  bool ReadOpened(int fd, std::string_view path, Entry* entry,
                  Problem* problem);
  bool Copy(int fd, std::string_view path, Entry* entry, Problem* problem);
  bool Refuse(ProblemKind kind, std::string_view path, Problem* problem,
              Argument detail = {});
  bool MayDecide(std::string_view path, const struct stat& status,
                 Problem* problem) const;

  // What most starts need comes first and shares one page with the rest of the
  // shim's state: every page that is touched costs about 2 us.
  int count_ = 0;
  bool refuses_others_ = false;
  size_t small_used_ = 0;  // bytes in use of small_, where small files go
  Entry few_[kFewTexts];
  char small_[kSmallTexts] = {};
  static Entry more_[kMostTexts - kFewTexts];
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_POLICY_FILES_H_
