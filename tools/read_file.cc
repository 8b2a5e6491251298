// The messages are those of the problem table, as the shim says them.
#include "tools/read_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "policy/problem.h"
#include "policy/source.h"
#include "tools/message.h"

namespace landshim {
namespace {

// What the shim takes (shim/policy_files.h).
constexpr size_t kLargestText = size_t{1} << 20;

// 0, or the errno.
int ReadAll(int fd, std::string* text) {
  char buffer[65536];
  while (text->size() <= kLargestText) {
    const ssize_t size = read(fd, buffer, sizeof(buffer));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno;
    if (size == 0) return 0;
    text->append(buffer, static_cast<size_t>(size));
  }
  return EFBIG;
}

bool Fail(const std::string& path, int error, std::string* line) {
  const std::string name = NameOfInput(path);
  const Source source = {name, {}};
  const std::string words = DescribeError(error);
  Problem problem;
  ProblemKind kind = ProblemKind::kPolicyFailed;
  if (error == ENOENT) kind = ProblemKind::kPolicyMissing;
  if (error == EACCES) kind = ProblemKind::kPolicyDenied;
  if (error == EISDIR) kind = ProblemKind::kPolicyIsDirectory;
  if (error == EFBIG) kind = ProblemKind::kPolicyTooLarge;
  problem.Set({&source, 0, 0}, kind);
  if (kind == ProblemKind::kPolicyFailed) problem.With(std::string_view(words));
  *line = DescribeProblem(problem);
  return false;
}

}  // namespace

std::string NameOfInput(const std::string& path) {
  return path == "-" ? kStandardInput : path;
}

bool ReadText(const std::string& path, std::string* text, struct stat* status,
              std::string* error) {
  text->clear();
  const int fd =
      path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Fail(path, errno, error);
  int result = fstat(fd, status) == 0 ? 0 : errno;
  if (result == 0) result = ReadAll(fd, text);
  if (fd != STDIN_FILENO) close(fd);
  return result == 0 || Fail(path, result, error);
}

}  // namespace landshim
