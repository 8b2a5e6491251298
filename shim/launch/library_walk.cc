// The order of search: glibc's elf/dl-load.c, musl's ldso/dynlink.c. Like them,
// it looks for each name once, in the order in which the objects are loaded.
#include "shim/launch/library_walk.h"

#include <linux/elf-em.h>
#include <linux/elf.h>
#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/launch/launch_problems.h"
#include "shim/launch/system_directories.h"
#include "shim/launch/text_pool.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

WordBuffer candidate_buffer;
WordBuffer expanded_buffer;
PathList list_buffer;

[[noreturn]] void RefuseMany(const Program& program) {
  Refuse(program.path, LaunchProblem::kTooManyLibraries, kMostLibraries);
}

long OpenForReading(const char* path) {
  return sys::OpenAt(AT_FDCWD, path,
                     O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

std::string_view DirectoryOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return "."sv;
  return path.substr(0, slash == 0 ? 1 : slash);
}

// The values of $LIB that distributions build into ld.so.
constexpr std::string_view kLibTokens[] = {
#if defined(__x86_64__)
    "lib/x86_64-linux-gnu",
#elif defined(__aarch64__)
    "lib/aarch64-linux-gnu",
#endif
    "lib64",
    "lib",
    "lib/i386-linux-gnu",
    "lib32",
};

constexpr std::string_view kPlatform =
#if defined(__x86_64__)
    "x86_64";
#elif defined(__aarch64__)
    "aarch64";
#endif

// The subdirectories in which glibc looks first (2.33 and later).
constexpr std::string_view kHwcaps[] = {
#if defined(__x86_64__)
    "/glibc-hwcaps/x86-64-v4/",
    "/glibc-hwcaps/x86-64-v3/",
    "/glibc-hwcaps/x86-64-v2/",
#endif
    "/",
};

struct TokenValues {
  std::string_view origin;
  std::string_view lib;
};

// Cuts $NAME or ${NAME} off the front of *text if it is there.
bool CutToken(std::string_view name, std::string_view* text) {
  std::string_view rest = text->substr(1);
  const bool braces = !rest.empty() && rest[0] == '{';
  if (braces) rest.remove_prefix(1);
  if (rest.substr(0, name.size()) != name) return false;
  rest.remove_prefix(name.size());
  if (braces) {
    if (rest.empty() || rest[0] != '}') return false;
    rest.remove_prefix(1);
  }
  *text = rest;
  return true;
}

// $ORIGIN, $LIB and $PLATFORM replaced (ld.so(8)); empty where it is too long.
std::string_view Expand(std::string_view text, const TokenValues& values) {
  Text out(expanded_buffer, kLongestWord);
  while (!text.empty()) {
    const bool token = text[0] == '$';
    if (token && CutToken("ORIGIN"sv, &text)) {
      out.Append(values.origin);
    } else if (token && CutToken("LIB"sv, &text)) {
      out.Append(values.lib);
    } else if (token && CutToken("PLATFORM"sv, &text)) {
      out.Append(kPlatform);
    } else {
      out.Append(text[0]);
      text.remove_prefix(1);
    }
  }
  return out.full() ? std::string_view() : out.Terminated();
}

// FNV-1a.
uint32_t HashOf(std::string_view name) {
  uint32_t hash = 2166136261U;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return hash;
}

}  // namespace

void LibraryWalk::Start(const Program& program, std::string_view library_path,
                        std::string_view musl_path, StartRules* rules) {
  program_ = &program;
  library_path_ = library_path;
  musl_path_ = musl_path;
  rules_ = rules;
  has_cache_ = !IsMusl() && cache_.Open();
  const long fd = OpenForReading(program.image());
  elf_file.Open(static_cast<int>(fd));
  elf_file.Read();
  AddObject(DirectoryOf(program.real_path), -1);
  if (fd >= 0) sys::Close(static_cast<int>(fd));
}

void LibraryWalk::Add(std::string_view name) {
  const char* kept = KeepText(name);
  if (kept == nullptr) RefuseMany(*program_);
  Search(kept, 0);
}

void LibraryWalk::Finish() {
  for (int i = 0; i < queue_.size(); ++i) {
    Search(queue_[i].name, queue_[i].loader);
  }
}

void LibraryWalk::Want(std::string_view name, int loader) {
  const uint32_t hash = HashOf(name);
  for (int i = 0; i < queue_.size(); ++i) {
    if (queue_[i].hash == hash && queue_[i].name == name) return;
  }
  const char* kept = KeepText(name);
  if (kept == nullptr || queue_.size() == kMostLibraries ||
      !queue_.Add({kept, hash, loader})) {
    RefuseMany(*program_);
  }
}

bool LibraryWalk::Search(const char* name, int loader) {
  searcher_ = loader;
  if (std::string_view(name).find('/') != std::string_view::npos) {
    return SearchPath(name, loader);
  }
  return IsMusl() ? SearchForMusl(name, loader) : SearchForGlibc(name, loader);
}

bool LibraryWalk::SearchPath(std::string_view name, int loader) {
  for (const std::string_view lib : kLibTokens) {
    if (!Expand(name, {objects_[loader].origin, lib}).empty() &&
        TryFile(expanded_buffer)) {
      return true;
    }
    if (name.find('$') == std::string_view::npos) return false;
  }
  return false;
}

bool LibraryWalk::SearchForGlibc(const char* name, int loader) {
  if (objects_[loader].runpath == nullptr && SearchRpaths(name, loader)) {
    return true;
  }
  return SearchList(library_path_, name, 0) ||
         SearchList(objects_[loader].runpath, name, loader) ||
         SearchCache(name) || SearchSystem(name);
}

// DT_RPATH is also for what the needed libraries need; the program's comes last
// where it is not among those that led here.
bool LibraryWalk::SearchRpaths(std::string_view name, int loader) {
  int last = loader;
  for (int i = loader; i >= 0; i = objects_[i].loader) {
    if (SearchList(objects_[i].rpath, name, i)) return true;
    last = i;
  }
  return last != 0 && SearchList(objects_[0].rpath, name, 0);
}

// Here DT_RUNPATH is the same as DT_RPATH.
bool LibraryWalk::SearchForMusl(std::string_view name, int loader) {
  if (SearchList(library_path_, name, 0)) return true;
  for (int i = loader; i >= 0; i = objects_[i].loader) {
    if (SearchList(objects_[i].rpath, name, i)) return true;
    if (SearchList(objects_[i].runpath, name, i)) return true;
  }
  if (musl_path_.data() != nullptr) return SearchList(musl_path_, name, 0);
  return SearchList("/lib:/usr/local/lib:/usr/lib", name, 0);
}

bool LibraryWalk::SearchList(const char* list, std::string_view name,
                             int origin_of) {
  return list != nullptr && SearchList(std::string_view(list), name, origin_of);
}

bool LibraryWalk::SearchList(std::string_view list, std::string_view name,
                             int origin_of) {
  const std::string_view separators = IsMusl() ? ":\n"sv : ":;"sv;
  while (!list.empty()) {
    const size_t end = list.find_first_of(separators);
    const std::string_view entry = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    if (entry.empty() && IsMusl()) continue;
    for (const std::string_view lib : kLibTokens) {
      // An empty one is the working directory.
      const std::string_view directory =
          entry.empty() ? "."sv
                        : Expand(entry, {objects_[origin_of].origin, lib});
      if (!directory.empty() && SearchDirectory(directory, name)) return true;
      if (entry.find('$') == std::string_view::npos) break;
    }
  }
  return false;
}

// Of a library in versions for several processors, the linker takes one.
bool LibraryWalk::SearchDirectory(std::string_view directory,
                                  std::string_view name) {
  Text probe(candidate_buffer, kLongestWord);
  probe.Append(directory);
  probe.Append("/glibc-hwcaps"sv);
  probe.Terminated();
  const bool has_hwcaps = !IsMusl() && sys::Access(candidate_buffer, 0) == 0;
  bool found = false;
  for (const std::string_view sub : kHwcaps) {
    if (!has_hwcaps && sub != "/"sv) continue;
    Text path(candidate_buffer, kLongestWord);
    path.Append(directory);
    path.Append(sub);
    path.Append(name);
    if (path.full()) continue;
    path.Terminated();
    if (TryFile(candidate_buffer)) found = true;
  }
  return found;
}

bool LibraryWalk::SearchCache(const char* name) {
  if (!has_cache_) return false;
  bool found = false;
  for (const char* path = cache_.Find(name); path != nullptr;
       path = cache_.FindNext(name)) {
    if (TryFile(path)) found = true;
  }
  return found;
}

bool LibraryWalk::SearchSystem(std::string_view name) {
  for (const SystemDirectory& directory : kSystemDirectories) {
    if (directory.elf_class != ElfClass{} &&
        directory.elf_class != program_->elf_class) {
      continue;
    }
    if (SearchDirectory(directory.path, name)) return true;
  }
  return false;
}

// Files in the system's directories are granted one by one as well: a link
// there may lead elsewhere.
bool LibraryWalk::TryFile(const char* path) {
  const long fd = OpenForReading(path);
  if (fd < 0) return false;
  const int file = static_cast<int>(fd);
  struct stat status;
  elf_file.Open(file);
  const bool fits = sys::Stat(file, &status) == 0 &&
                    sys::IsRegularFile(status.st_mode) && elf_file.Read() &&
                    elf_file.elf_class() == program_->elf_class;
  if (fits && IsNew(status.st_dev, status.st_ino)) {
    rules_->GrantOpen(file, path, right::read_file);
    AddObject(DirectoryOf(path), searcher_);
  }
  sys::Close(file);
  return fits;
}

bool LibraryWalk::IsNew(uint64_t device, uint64_t inode) {
  for (int i = 0; i < files_.size(); ++i) {
    if (files_[i].device == device && files_[i].inode == inode) return false;
  }
  if (files_.size() == kMostLibraries || !files_.Add({device, inode})) {
    RefuseMany(*program_);
  }
  return true;
}

// The file that was looked at, and what it needs.
void LibraryWalk::AddObject(std::string_view directory, int loader) {
  const int index = objects_.size();
  const char* origin = KeepText(directory);
  if (origin == nullptr || !objects_.Add({nullptr, nullptr, origin, loader})) {
    RefuseMany(*program_);
  }
  if (!elf_file.ReadDynamic()) return;
  LoadedObject& object = objects_[index];
  const std::string_view rpath = elf_file.Rpath(&list_buffer);
  if (!rpath.empty()) object.rpath = KeepText(rpath);
  const std::string_view runpath = elf_file.Runpath(&list_buffer);
  if (!runpath.empty()) object.runpath = KeepText(runpath);
  if ((object.rpath == nullptr) != rpath.empty() ||
      (object.runpath == nullptr) != runpath.empty()) {
    RefuseMany(*program_);
  }
  for (int i = 0;; ++i) {
    const std::string_view name = elf_file.Needed(i, &text_buffer);
    if (name.data() == nullptr) return;
    Want(name, index);
  }
}

}  // namespace landshim
