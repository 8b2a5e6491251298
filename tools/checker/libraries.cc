// The cache's format: sysdeps/generic/dl-cache.h of glibc 2.32 and newer.
#include "tools/checker/libraries.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace landshim {
namespace {

constexpr char kCachePath[] = "/etc/ld.so.cache";
constexpr size_t kLargestCache = size_t{16} << 20;
constexpr std::string_view kCacheMagic = "glibc-ld.so.cache1.1";
constexpr size_t kMostLibraries = 512;

// Where glibc's and musl's loaders look at last, on the systems there are.
constexpr std::string_view kStandardDirectories[] = {
    "/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu",
    "/lib/aarch64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/lib/i386-linux-gnu",
    "/usr/lib/i386-linux-gnu",
    "/lib64",
    "/usr/lib64",
    "/lib",
    "/usr/lib",
    "/usr/local/lib",
};

struct CacheHeader {
  char magic[20];
  uint32_t entries;
  uint32_t strings_size;
  uint8_t flags[4];
  uint32_t extensions;
  uint32_t unused[3];
};

struct CacheEntry {
  int32_t flags;
  uint32_t name;  // both count from the beginning of the file
  uint32_t path;
  uint32_t os_version;
  uint64_t hardware;
};

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string StringAt(const std::string& bytes, size_t offset) {
  if (offset >= bytes.size()) return {};
  return bytes.c_str() + offset;
}

// $ORIGIN is the directory of the file that names it; $LIB and $PLATFORM
// differ from one ld.so to the next, so what has them is passed over.
std::string ExpandOrigin(std::string directory, const std::string& origin) {
  for (const std::string_view token : {"${ORIGIN}", "$ORIGIN"}) {
    const size_t at = directory.find(token);
    if (at != std::string::npos) directory.replace(at, token.size(), origin);
  }
  return directory.find('$') == std::string::npos ? directory : "";
}

}  // namespace

Libraries::Libraries(Content* content) : content_(content) { ReadCache(); }

void Libraries::ReadCache() {
  const std::string bytes =
      content_->Read(kCachePath, 0, kLargestCache).value_or("");
  CacheHeader header;
  if (bytes.size() < sizeof(header)) return;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::string_view(header.magic, sizeof(header.magic)) != kCacheMagic) {
    return;
  }
  const size_t room = (bytes.size() - sizeof(header)) / sizeof(CacheEntry);
  const size_t entries = std::min<size_t>(header.entries, room);
  for (size_t i = 0; i < entries; ++i) {
    CacheEntry entry;
    std::memcpy(&entry, bytes.data() + sizeof(header) + i * sizeof(entry),
                sizeof(entry));
    cache_.push_back(
        {StringAt(bytes, entry.name), StringAt(bytes, entry.path)});
  }
}

std::optional<std::string> Libraries::Find(const std::string& name,
                                           const std::string& needed_by,
                                           const ElfFile& file) {
  std::vector<std::string> candidates;
  if (name.find('/') != std::string::npos) {
    candidates.push_back(name);
  } else {
    for (const std::string& directory : file.search) {
      const std::string expanded =
          ExpandOrigin(directory, DirectoryOf(needed_by));
      if (!expanded.empty()) candidates.push_back(expanded + '/' + name);
    }
    for (const Cached& cached : cache_) {
      if (cached.name == name) candidates.push_back(cached.path);
    }
    for (const std::string_view directory : kStandardDirectories) {
      candidates.push_back(std::string(directory) + '/' + name);
    }
  }
  for (const std::string& candidate : candidates) {
    const std::optional<ElfFile> found = ReadElf(candidate, content_);
    if (found.has_value() && found->elf_class == file.elf_class &&
        found->machine == file.machine) {
      return candidate;
    }
  }
  return std::nullopt;
}

std::vector<std::string> Libraries::NeededBy(const std::string& path) {
  std::vector<std::string> found;
  std::vector<std::string> seen;  // names, as ld.so loads each once
  std::vector<std::string> open = {path};
  while (!open.empty() && found.size() < kMostLibraries) {
    const std::string current = open.back();
    open.pop_back();
    const std::optional<ElfFile> file = ReadElf(current, content_);
    if (!file.has_value()) continue;
    for (const std::string& name : file->needed) {
      if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
      seen.push_back(name);
      std::optional<std::string> library = Find(name, current, *file);
      if (!library.has_value()) continue;
      open.push_back(*library);
      found.push_back(std::move(*library));
    }
  }
  return found;
}

std::vector<std::string> Libraries::SearchedBy(const std::string& path) {
  std::vector<std::string> directories;
  const std::optional<ElfFile> file = ReadElf(path, content_);
  if (!file.has_value()) return directories;
  for (const std::string& directory : file->search) {
    const std::string expanded = ExpandOrigin(directory, DirectoryOf(path));
    if (expanded.starts_with('/')) directories.push_back(expanded);
  }
  return directories;
}

}  // namespace landshim
