#include "tools/recorder/recording_file.h"

#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>

#include "tools/message.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

// As tools/recording/lines.cc begins a run.
constexpr std::string_view kBegin = R"({"landshim":"recording",)";

}  // namespace

RecordingFile::~RecordingFile() {
  if (fd_ >= 0) close(fd_);
}

bool RecordingFile::Open(const std::string& path, std::string* error) {
  const std::string name = Escape(path);
  std::string why;
  fd_ = OpenToAppend(path, &why);
  if (fd_ < 0) {
    *error = name + ": " + why;
    return false;
  }
  return Prepare(name, error);
}

// Half a line must not stay.
void RecordingFile::TakeBack(size_t size) {
  struct stat status = {};
  if (!regular_ || size == 0 || fstat(fd_, &status) != 0) return;
  const off_t before = status.st_size - static_cast<off_t>(size);
  torn_ = ftruncate(fd_, before) != 0;
}

bool RecordingFile::Prepare(const std::string& name, std::string* error) {
  // A file size limit (setrlimit(2)) is a full disk.
  signal(SIGXFSZ, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  struct stat status = {};
  fstat(fd_, &status);
  regular_ = S_ISREG(status.st_mode);
  if (!regular_) return true;
  if (flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    *error = name +
             ": another run is being recorded there; wait for its end, or name "
             "another file by '-o'";
    return false;
  }
  char bytes[kBegin.size()];
  const ssize_t size = pread(fd_, bytes, sizeof(bytes), 0);
  if (size == 0) return true;
  if (size < 0 ||
      std::string_view(bytes, static_cast<size_t>(size)) != kBegin) {
    *error = name +
             ": the file is there and is no recording; remove it, or name "
             "another one by '-o'";
    return false;
  }
  // The end of a run that was cut off.
  char last = '\n';
  torn_ = pread(fd_, &last, 1, status.st_size - 1) == 1 && last != '\n';
  return true;
}

void RecordingFile::HoldLines() {
  // Whoever reads a pipe reads along.
  if (!regular_) return;
  void* const shared = mmap(nullptr, sizeof(Held), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared != MAP_FAILED) held_ = new (shared) Held;
}

void RecordingFile::Write(std::string_view line) {
  if (held_ == nullptr) return Append(line);
  if (held_->size + line.size() > sizeof(held_->lines)) Flush();
  if (line.size() > sizeof(held_->lines)) return Append(line);
  memcpy(held_->lines + held_->size, line.data(), line.size());
  held_->size += static_cast<uint32_t>(line.size());
}

void RecordingFile::Flush() {
  if (held_ == nullptr || held_->size == 0) return;
  struct stat status = {};
  if (fstat(fd_, &status) == 0) held_->before = status.st_size;
  Append({held_->lines, held_->size});
  held_->size = 0;
  held_->before = -1;
}

void RecordingFile::Rescue() {
  if (held_ == nullptr || held_->size == 0) return;
  // Some of them may be there already.
  if (held_->before >= 0 && ftruncate(fd_, held_->before) != 0) return;
  Flush();
}

size_t RecordingFile::WriteAsMuch(std::string_view bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = write(fd_, &bytes[done], bytes.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      last_error_ = written < 0 ? errno : ENOSPC;
      break;
    }
    done += static_cast<size_t>(written);
  }
  return done;
}

void RecordingFile::Append(std::string_view lines) {
  while (!lines.empty()) {
    if (torn_) torn_ = WriteAsMuch("\n") != 1;
    const size_t done = torn_ ? 0 : WriteAsMuch(lines);
    if (done == lines.size()) return;
    // Behind the last line that is there as a whole.
    const size_t start = lines.substr(0, done).rfind('\n') + 1;
    TakeBack(done - start);
    ++lost_;
    lines.remove_prefix(lines.find('\n', start) + 1);
  }
}

void RecordingFile::RemoveIfEmpty(const std::string& path) const {
  struct stat status = {};
  struct stat named = {};
  if (fstat(fd_, &status) == 0 && regular_ && status.st_size == 0 &&
      lstat(path.c_str(), &named) == 0 && named.st_ino == status.st_ino &&
      named.st_dev == status.st_dev) {
    unlink(path.c_str());
  }
}

}  // namespace landshim
