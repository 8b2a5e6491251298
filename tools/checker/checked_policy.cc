// The mistakes themselves are found where the shim's are: by policy/.
#include "tools/checker/checked_policy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "policy/problem.h"
#include "tools/message.h"

namespace landshim {
namespace {

// shim/policy_files.h: kLargestPolicy.
constexpr size_t kLargestPolicy = size_t{1} << 20;

FileText Refused(ProblemKind problem, std::string detail = {}) {
  return {.result = FileText::Result::kRefused,
          .problem = problem,
          .detail = std::move(detail)};
}

FileText RefusedBy(int error) {
  if (error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG) return {};
  if (error == EACCES || error == EPERM) {
    return Refused(ProblemKind::kPolicyDenied);
  }
  if (error == EMFILE || error == ENFILE) {
    return Refused(ProblemKind::kNoDescriptors);
  }
  return Refused(ProblemKind::kPolicyFailed, DescribeError(error));
}

FileText ReadOpened(int fd) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) return RefusedBy(errno);
  if (S_ISDIR(status.st_mode)) return Refused(ProblemKind::kPolicyIsDirectory);
  if (!S_ISREG(status.st_mode)) return Refused(ProblemKind::kPolicyNotRegular);
  if (status.st_size == 0) return Refused(ProblemKind::kPolicyEmpty);
  const auto size = static_cast<size_t>(status.st_size);
  if (size > kLargestPolicy) return Refused(ProblemKind::kPolicyTooLarge);
  FileText file = {.result = FileText::Result::kFound,
                   .text = std::string(size + 1, '\0'),
                   .id = {status.st_dev, status.st_ino}};
  size_t filled = 0;
  // One byte more than it has: a short read proves that the end was reached.
  while (filled <= size) {
    const ssize_t got = read(fd, file.text.data() + filled, size + 1 - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return RefusedBy(errno);
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  if (filled != size) return Refused(ProblemKind::kPolicyChanged);
  file.text.resize(size);
  return file;
}

// The line about a file as a whole.
std::string DescribeWhole(const std::string& name, ProblemKind kind,
                          const std::string& detail) {
  const Source source = {.name = name, .text = {}};
  Problem problem;
  problem.Set({&source, 0, 0}, kind);
  if (!detail.empty()) problem.With(std::string_view(detail));
  return ToText(problem);
}

// The statement that an error is about.
size_t IndexOfBlamed(const PolicyStatements& policy, const std::string& error) {
  size_t index = 0;
  while (index < policy.list.size() &&
         error.rfind(ToText(policy.list[index].place) + ": ", 0) != 0) {
    ++index;
  }
  return index;
}

// Leaves out one statement after the other, until the rest is good.
void CheckPaths(Filesystem* filesystem, CheckedPolicy* out) {
  std::string error;
  while (!BuildLayer(out->policy, {}, filesystem, &out->layer, &error)) {
    out->errors.push_back(error);
    const size_t index = IndexOfBlamed(out->policy, error);
    if (index == out->policy.list.size()) return;
    out->policy.list.erase(out->policy.list.begin() +
                           static_cast<ptrdiff_t>(index));
  }
}

}  // namespace

FileText ReadPolicyFile(const std::string& path) {
  // Not blocking on a FIFO, not taking a terminal: both are refused below.
  const int fd =
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return RefusedBy(errno);
  FileText file = ReadOpened(fd);
  close(fd);
  return file;
}

void CheckPolicy(const PolicyNames& names, Environment environment,
                 const FileReader& reader, Filesystem* filesystem,
                 CheckedPolicy* out) {
  std::vector<Source> sources;
  FileText file;
  const size_t slash = names.file.rfind('/');
  const std::string directory =
      slash == std::string::npos
          ? ""
          : names.file.substr(0, std::max<size_t>(slash, 1));
  if (!names.file.empty()) {
    file = reader(names.file);
    if (file.result != FileText::Result::kFound) {
      out->errors.push_back(
          DescribeWhole(names.file,
                        file.result == FileText::Result::kMissing
                            ? ProblemKind::kPolicyMissing
                            : file.problem,
                        file.detail));
      return;
    }
    sources.push_back({.name = names.file,
                       .text = file.text,
                       .kind = SourceKind::kFile,
                       .directory = directory});
  }
  std::string rules;
  for (const std::string& rule : names.rules) rules += rule + '\n';
  if (!rules.empty()) {
    sources.push_back({.name = kRulesName,
                       .text = rules,
                       .kind = SourceKind::kRules,
                       .directory = names.working_directory,
                       .working_directory = names.working_directory});
  }
  std::string error;
  out->read =
      ReadStatements(sources, environment, reader, &out->policy, &error);
  if (out->read) {
    CheckPaths(filesystem, out);
  } else {
    out->errors.push_back(error);
  }
}

}  // namespace landshim
