// Each file gets one private mapping: its text, a NUL, its name, a NUL.
#include "shim/policy_files.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include <cstring>

#include "shim/hand_over.h"
#include "shim/ownership.h"
#include "shim/report.h"
#include "shim/syscalls.h"

namespace landshim {
namespace {

ProblemKind KindOfOpenError(long error) {
  switch (-error) {
    case EACCES:
    case EPERM:
      return ProblemKind::kPolicyDenied;
    case EMFILE:
    case ENFILE:
      return ProblemKind::kNoDescriptors;
    default:
      return ProblemKind::kPolicyFailed;
  }
}

}  // namespace

std::string_view DirectoryOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

constinit PolicyFiles::Entry PolicyFiles::more_[kMostTexts - kFewTexts];

const Source* PolicyFiles::Find(std::string_view name, bool is_fragment) const {
  for (int i = 0; i < count_; ++i) {
    const Source& source = EntryAt(i).source;
    if ((source.kind == SourceKind::kFragment) == is_fragment &&
        source.kind != SourceKind::kRules && source.name == name) {
      return &source;
    }
  }
  return nullptr;
}

PolicyFiles::Entry* PolicyFiles::NewEntry() {
  return count_ == kMostTexts ? nullptr : &EntryAt(count_++);
}

const Source* PolicyFiles::Add(const Source& source) {
  Entry* entry = NewEntry();
  if (entry == nullptr) return nullptr;
  entry->source = source;
  return &entry->source;
}

const Source* PolicyFiles::AddFragment(size_t index) {
  return Add({.name = kFragmentNames[index].name,
              .text = FragmentText(index),
              .kind = SourceKind::kFragment});
}

void PolicyFiles::Adopt(int fd) {
  struct stat status;
  status.st_size = 0;
  long pages = sys::Stat(fd, &status);
  if (pages == 0) {
    pages = sys::MapFile(fd, static_cast<size_t>(status.st_size));
  }
  if (pages < 0 && pages > -4096) {
    Fail(Named(kHandOverVariable), ProblemKind::kNoHandOver, ErrorText(pages));
  }
  sys::Close(fd);
  for (const char* at = reinterpret_cast<const char*>(pages); *at != '\0';) {
    Entry& entry = *NewEntry();
    entry.source.kind = static_cast<SourceKind>(*at - 'A');
    entry.source.name = at + 1;
    at += 1 + entry.source.name.size() + 1;
    entry.source.text = at;
    at += entry.source.text.size() + 1;
    entry.source.directory = DirectoryOf(entry.source.name);
  }
  few_[0].pages = reinterpret_cast<void*>(pages);
  few_[0].size = static_cast<size_t>(status.st_size);
}

bool PolicyFiles::IsSameFile(const Source* a, const Source* b) const {
  const Entry& x = EntryAt(IndexOf(a));
  const Entry& y = EntryAt(IndexOf(b));
  return x.pages != nullptr && y.pages != nullptr && x.device == y.device &&
         x.inode == y.inode;
}

int PolicyFiles::IndexOf(const Source* source) const {
  for (int i = 0; i < count_; ++i) {
    if (&EntryAt(i).source == source) return i;
  }
  return 0;
}

bool PolicyFiles::Refuse(ProblemKind kind, std::string_view path,
                         Problem* problem, Argument detail) {
  problem->Set(Named(path), kind);
  problem->With(detail);
  return false;
}

PolicyFiles::Result PolicyFiles::Read(std::string_view path, SourceKind kind,
                                      const Source** out, Problem* problem) {
  *out = Find(path);
  if (*out != nullptr) return Result::kFound;
  // Not blocking on a FIFO, not taking a terminal: both are refused below.
  const long fd = sys::OpenAt(AT_FDCWD, path.data(),
                              O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd == -ENOENT || fd == -ENOTDIR || fd == -ENAMETOOLONG) {
    return Result::kMissing;
  }
  if (fd < 0) {
    Refuse(KindOfOpenError(fd), path, problem, ErrorText(fd));
    return Result::kProblem;
  }
  Entry* entry = NewEntry();
  bool good = false;
  if (entry == nullptr) {
    Refuse(ProblemKind::kTooManyFiles, path, problem, kMostTexts);
  } else {
    good = ReadOpened(static_cast<int>(fd), path, entry, problem);
  }
  sys::Close(static_cast<int>(fd));
  if (!good) return Result::kProblem;
  entry->source.kind = kind;
  entry->source.directory = DirectoryOf(entry->source.name);
  *out = &entry->source;
  return Result::kFound;
}

// False: *problem says who else has a say in it.
bool PolicyFiles::MayDecide(std::string_view path, const struct stat& status,
                            Problem* problem) const {
  Weakness weakness;
  if (!FindWeakness(path, status, &weakness)) return true;
  problem->Set(Named(path), ProblemKind::kOthersDecide);
  problem->With(weakness.path)
      .With(static_cast<int>(weakness.owner))
      .With(weakness.mode);
  if (refuses_others_ || sys::Call(__NR_geteuid) == 0) return false;
  Report(*problem);
  return true;
}

bool PolicyFiles::ReadOpened(int fd, std::string_view path, Entry* entry,
                             Problem* problem) {
  struct stat status;
  const long error = sys::Stat(fd, &status);
  if (error < 0) {
    return Refuse(ProblemKind::kPolicyFailed, path, problem, ErrorText(error));
  }
  if (sys::IsDirectory(status.st_mode)) {
    return Refuse(ProblemKind::kPolicyIsDirectory, path, problem);
  }
  if (!sys::IsRegularFile(status.st_mode)) {
    return Refuse(ProblemKind::kPolicyNotRegular, path, problem);
  }
  if (status.st_size == 0) {
    return Refuse(ProblemKind::kPolicyEmpty, path, problem);
  }
  if (static_cast<uint64_t>(status.st_size) > kLargestPolicy) {
    return Refuse(ProblemKind::kPolicyTooLarge, path, problem);
  }
  if (!MayDecide(path, status, problem)) return false;
  entry->device = status.st_dev;
  entry->inode = status.st_ino;
  const auto text_size = static_cast<size_t>(status.st_size);
  entry->source.text = {nullptr, text_size};
  entry->size = text_size + 1 + path.size() + 1;
  return Copy(fd, path, entry, problem);
}

// Zeroed memory, nullptr if there is none.
void* PolicyFiles::RoomFor(size_t size) {
  if (size <= kSmallTexts - small_used_) {
    small_used_ += size;
    return small_ + small_used_ - size;
  }
  const long pages = sys::MapPages(size);
  return pages < 0 && pages > -4096 ? nullptr : reinterpret_cast<void*>(pages);
}

bool PolicyFiles::Copy(int fd, std::string_view path, Entry* entry,
                       Problem* problem) {
  entry->pages = RoomFor(entry->size);
  if (entry->pages == nullptr) {
    return Refuse(ProblemKind::kNoMemory, path, problem);
  }
  auto* text = static_cast<char*>(entry->pages);
  const size_t text_size = entry->source.text.size();
  size_t filled = 0;
  // One byte more than it has: a short read proves that the end was reached.
  while (filled <= text_size) {
    const long got = sys::Read(fd, text + filled, text_size + 1 - filled);
    if (got == -EINTR) continue;
    if (got < 0) {
      return Refuse(ProblemKind::kPolicyFailed, path, problem, ErrorText(got));
    }
    filled += static_cast<size_t>(got);
    if (got == 0 || filled == text_size) break;
  }
  if (filled != text_size) {
    return Refuse(ProblemKind::kPolicyChanged, path, problem);
  }
  char* name = text + text_size + 1;
  std::memcpy(name, path.data(), path.size());
  entry->source.name = {name, path.size()};
  entry->source.text = {text, filled};
  return true;
}

void PolicyFiles::Release() {
  for (int i = 0; i < count_; ++i) {
    Entry& entry = EntryAt(i);
    const auto* at = static_cast<const char*>(entry.pages);
    if (at != nullptr && (at < small_ || at >= small_ + kSmallTexts)) {
      sys::UnmapPages(entry.pages, entry.size);
    }
    entry = Entry{};
  }
  count_ = 0;
}

}  // namespace landshim
