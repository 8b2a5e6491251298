// Line by line; a run's first line begins it.
#include "tools/recording/read_recording.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "tools/message.h"
#include "tools/read_file.h"
#include "tools/recording/lines.h"

namespace landshim {
namespace {

// How a run's first line begins (lines.cc).
constexpr std::string_view kStart = R"({"landshim":"recording",)";

constexpr char kNoRecording[] = "it does not begin as a recording; is it one?";

constexpr char kOddPath[] =
    "no recorder writes such a path; record again, or remove the line";

// What has no path, as the kernel calls it (fs/d_path.c), is told as a gap.
bool IsPathOfRecorder(std::string_view path) {
  return IsPlainPath(path) || path.starts_with("(unreachable)");
}

// Of a fact that needs something; what failed is not granted.
bool HasOddPath(const Fact& fact) {
  const OperationKind* const kind = FindOperationKind(fact.operation);
  const bool is_abstract = kind != nullptr && kind->deed == Deed::kScope;
  const auto has_nul = [](const std::string& path) {
    return path.find('\0') != std::string::npos;
  };
  if (!is_abstract && (has_nul(fact.path) || has_nul(fact.new_path))) {
    return true;
  }
  if (kind == nullptr || fact.error != 0) return false;
  // A slash, and a name in one directory.
  if (kind->deed == Deed::kQueue) {
    const std::string name =
        fact.path.starts_with('/') ? fact.path : '/' + fact.path;
    return name == "/" || !IsPlainPath(name) ||
           name.find('/', 1) != std::string::npos;
  }
  switch (kind->operands) {
    case OperandKind::kPath:
    case OperandKind::kFlagList:
      return !IsPathOfRecorder(fact.path);
    case OperandKind::kTwoPaths:
      return !IsPathOfRecorder(fact.path) || !IsPathOfRecorder(fact.new_path);
    default:
      return false;
  }
}

class Reading {
 public:
  Reading(std::string_view name, std::vector<RecordedRun>* runs,
          std::string* error)
      : name_(name), runs_(runs), error_(error) {}

  // False: there is a mistake.
  bool Read(std::string_view text) {
    while (!text.empty()) {
      ++number_;
      const size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const size_t start = line.find(kStart);
      if (start == std::string_view::npos || start == 0) {
        const bool is_last = text.empty() || text.starts_with(kStart);
        if (!Add(line, is_last)) return false;
        continue;
      }
      // Another recording was put behind one that was cut off.
      if (!Add(line.substr(0, start), true) ||
          !Add(line.substr(start), text.empty())) {
        return false;
      }
    }
    EndRun();
    if (begun_) return true;
    number_ = 0;
    return Fail("there is no run in it; record one by 'landshim learn'");
  }

 private:
  bool Fail(const std::string& what_and_cure) {
    *error_ = Escape(name_);
    if (number_ > 0) *error_ += ":" + std::to_string(number_);
    *error_ += ": " + Escape(what_and_cure);
    return false;
  }

  // `is_last`: of a run, so that it may be cut off.
  bool Add(std::string_view text, bool is_last) {
    Line line;
    std::string why;
    if (text.empty()) return true;
    if (!ParseLine(text, &line, &why)) {
      const bool cut_off =
          is_last && begun_ && text.front() == '{' && text.back() != '}';
      if (cut_off) return AddCutOff();
      const bool is_ours = begun_ || text.starts_with(kStart);
      return Fail(is_ours ? why : kNoRecording);
    }
    if (auto* start = std::get_if<RunStart>(&line)) {
      EndRun();
      runs_->push_back({.start = std::move(*start)});
      begun_ = true;
      return true;
    }
    if (!begun_) return Fail(kNoRecording);
    RecordedRun& run = runs_->back();
    if (auto* fact = std::get_if<Fact>(&line)) {
      if (HasOddPath(*fact)) return Fail(kOddPath);
      run.facts.push_back(std::move(*fact));
    } else if (auto* gap = std::get_if<Gap>(&line)) {
      run.gaps.push_back(std::move(*gap));
    } else if (std::holds_alternative<RunMark>(line)) {
      marked_ = true;
    } else if (const auto* end = std::get_if<RunEnd>(&line)) {
      run.status = end->status;
    }
    return true;
  }

  // Where no shim said that it was there, none was: what the program did then
  // counts.
  void EndRun() {
    if (begun_ && !marked_) {
      for (Fact& fact : runs_->back().facts) {
        if (fact.operation != "exec") fact.actor.phase = Phase::kMain;
      }
    }
    marked_ = false;
  }

  bool AddCutOff() {
    runs_->back().gaps.push_back(
        {.why = "the recording's last line was cut off"});
    return true;
  }

  std::string_view name_;
  std::vector<RecordedRun>* runs_;
  std::string* error_;
  size_t number_ = 0;
  bool begun_ = false;
  bool marked_ = false;  // the run that was begun last
};

// False, and errno.
bool ReadAll(int fd, std::string* text) {
  char buffer[65536];
  while (true) {
    const ssize_t size = read(fd, buffer, sizeof(buffer));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return size == 0;
    text->append(buffer, static_cast<size_t>(size));
  }
}

}  // namespace

bool ReadRuns(std::string_view name, std::string_view text,
              std::vector<RecordedRun>* runs, std::string* error) {
  return Reading(name, runs, error).Read(text);
}

bool ReadRecording(const std::string& path, std::vector<RecordedRun>* runs,
                   std::string* error) {
  const std::string name = NameOfInput(path);
  const bool standard_input = path == "-";
  const int fd =
      standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  if (fd < 0 || !ReadAll(fd, &text)) {
    const int reason = errno;
    if (fd >= 0 && !standard_input) close(fd);
    *error = Escape(name) +
             ": the recording cannot be read: " + DescribeError(reason) + "; " +
             (reason == ENOENT ? "record one by 'landshim learn'"
                               : "make it readable");
    return false;
  }
  if (!standard_input) close(fd);
  return ReadRuns(name, text, runs, error);
}

}  // namespace landshim
