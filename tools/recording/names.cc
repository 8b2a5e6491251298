// Tables, read in both directions.
#include "tools/recording/names.h"

#include <charconv>
#include <cstring>

namespace landshim {
namespace {

struct KindName {
  FileKind kind;
  std::string_view name;
};

constexpr KindName kKinds[] = {
    {FileKind::kNone, "nothing"},        {FileKind::kRegular, "file"},
    {FileKind::kDirectory, "directory"}, {FileKind::kSymlink, "link"},
    {FileKind::kFifo, "fifo"},           {FileKind::kSocket, "socket"},
    {FileKind::kCharDevice, "chardev"},  {FileKind::kBlockDevice, "blockdev"},
};

constexpr std::string_view kUnnamed = "errno ";

// MAX_ERRNO of linux/err.h.
constexpr int kLastError = 4095;

}  // namespace

std::string_view NameOf(FileKind kind) {
  for (const KindName& known : kKinds) {
    if (known.kind == kind) return known.name;
  }
  return {};
}

bool FindFileKind(std::string_view name, FileKind* kind) {
  for (const KindName& known : kKinds) {
    if (known.name != name) continue;
    *kind = known.kind;
    return true;
  }
  return false;
}

std::string NameOfError(int error) {
  const char* const name = strerrorname_np(error);
  return name == nullptr ? std::string(kUnnamed) + std::to_string(error) : name;
}

int ErrorOfName(std::string_view name) {
  if (name.starts_with(kUnnamed)) {
    name.remove_prefix(kUnnamed.size());
    int error = 0;
    const auto [end, problem] =
        std::from_chars(name.data(), name.data() + name.size(), error);
    const bool good =
        problem == std::errc() && end == name.data() + name.size();
    return good && error > 0 && error <= kLastError ? error : 0;
  }
  for (int error = 1; error <= kLastError; ++error) {
    const char* const known = strerrorname_np(error);
    if (known != nullptr && name == known) return error;
  }
  return 0;
}

}  // namespace landshim
