// Every offset is checked: the file may be damaged.
#include "shim/launch/linker_cache.h"

#include <cstring>

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr std::string_view kMagic = "glibc-ld.so.cache1.1"sv;

struct Header {
  char magic[20];
  uint32_t count;
  uint32_t strings_size;
  uint32_t unused[5];
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

uint32_t CutNumber(const char** text) {
  uint32_t number = 0;
  while (IsDigit(**text)) {
    number = number * 10 + static_cast<uint32_t>(*(*text)++ - '0');
  }
  return number;
}

// The order of the entries, where a number counts as one character
// (elf/dl-cache.c, _dl_cache_libcmp).
int Compare(const char* name, const char* key) {
  while (*name != '\0') {
    if (IsDigit(*name) && IsDigit(*key)) {
      const uint32_t a = CutNumber(&name);
      const uint32_t b = CutNumber(&key);
      if (a != b) return a < b ? -1 : 1;
      continue;
    }
    if (IsDigit(*name)) return 1;
    if (IsDigit(*key)) return -1;
    if (*name != *key) return *name - *key;
    ++name;
    ++key;
  }
  return -*key;
}

}  // namespace

struct LinkerCache::Entry {
  int32_t flags;
  uint32_t key;    // offsets from the header
  uint32_t value;  // of texts that end with NUL
  uint32_t os_version;
  uint64_t hwcap;
};

bool LinkerCache::Open(int fd, Machine* machine) {
  // Those of large systems have less than 1 MiB.
  constexpr int64_t kLargest = int64_t{256} << 20;
  machine_ = machine;
  FileStatus status;
  if (machine->Stat(fd, &status) < 0 || status.size <= 0 ||
      status.size > kLargest) {
    return false;
  }
  file_size_ = static_cast<size_t>(status.size);
  const long pages = machine->Map(fd, file_size_);
  if (pages < 0 && pages > -4096) return false;
  file_ = reinterpret_cast<const char*>(pages);
  // An older format may come first, for older dynamic linkers; and behind the
  // texts may be more, which need not end with NUL (since glibc 2.33).
  std::string_view whole(file_, file_size_);
  whole = whole.substr(0, whole.rfind('\0') + 1);
  const size_t start = whole.find(kMagic);
  if (start == std::string_view::npos ||
      whole.size() - start < sizeof(Header)) {
    Close();
    return false;
  }
  base_ = file_ + start;
  size_ = whole.size() - start;
  Header header;
  std::memcpy(&header, base_, sizeof(header));
  const size_t most = (size_ - sizeof(Header)) / sizeof(Entry);
  count_ = header.count < most ? header.count : static_cast<uint32_t>(most);
  return true;
}

void LinkerCache::Close() {
  if (file_ == nullptr) return;
  machine_->Unmap(const_cast<char*>(file_), file_size_);
  file_ = nullptr;
  count_ = 0;
}

LinkerCache::Entry LinkerCache::EntryAt(uint32_t index) const {
  Entry entry;
  std::memcpy(&entry, base_ + sizeof(Header) + index * sizeof(entry),
              sizeof(entry));
  return entry;
}

const char* LinkerCache::TextAt(uint32_t offset) const {
  return offset < size_ ? base_ + offset : "";
}

// Entries descend, and those of one name lie side by side.
const char* LinkerCache::Find(const char* name) {
  uint32_t low = 0;
  uint32_t high = count_;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (Compare(name, TextAt(EntryAt(middle).key)) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  next_ = low;
  return FindNext(name);
}

const char* LinkerCache::FindNext(const char* name) {
  if (next_ == count_) return nullptr;
  const Entry entry = EntryAt(next_);
  if (Compare(name, TextAt(entry.key)) != 0) return nullptr;
  ++next_;
  return TextAt(entry.value);
}

}  // namespace landshim
