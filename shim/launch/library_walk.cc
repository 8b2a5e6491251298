// The order of search: glibc's elf/dl-load.c, musl's ldso/dynlink.c. Like them,
// it looks for each name once, in the order in which the objects are loaded.
#include "shim/launch/library_walk.h"

#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/launch/launch.h"
#include "shim/launch/system_directories.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

std::string_view OriginOf(std::string_view path) {
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
std::string_view Expand(std::string_view text, const TokenValues& values,
                        WordBuffer* buffer) {
  Text out(*buffer, kLongestWord);
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

bool LibraryWalk::IsMusl() const { return program().libc == Libc::kMusl; }

const Program& LibraryWalk::program() const { return launch_->program; }

// False, and nothing is searched any more.
bool LibraryWalk::Fail() {
  return launch_->Refuse(program().path, LaunchProblem::kTooManyLibraries,
                         kMostLibraries);
}

// The linker reads it too.
void LibraryWalk::OpenCache() {
  FileStatus status;
  const long fd = launch_->OpenFile(kLinkerCachePath, O_RDONLY, &status);
  if (fd < 0) return;
  const int file = static_cast<int>(fd);
  sink_->Grant(file, kLinkerCachePath, right::read_file);
  has_cache_ = cache_.Open(file, launch_->machine);
  launch_->machine->Close(file);
}

void LibraryWalk::Start(Launch* launch, std::string_view library_path,
                        std::string_view musl_path, StartSink* sink) {
  launch_ = launch;
  library_path_ = library_path;
  musl_path_ = musl_path;
  sink_ = sink;
  if (!IsMusl()) OpenCache();
  const int image = launch->files.chain[program().chain_count - 1];
  launch->elf_file.Open(image, launch->machine, &launch->pool);
  if (launch->elf_file.ReadProgram()) launch->elf_file.ReadDynamic();
  AddObject(OriginOf(program().real_path), -1);
}

void LibraryWalk::Add(std::string_view name) {
  const char* kept = launch_->pool.Keep(name);
  if (kept == nullptr) {
    Fail();
    return;
  }
  Search(kept, 0);
}

bool LibraryWalk::Finish() {
  for (int i = 0; i < queue_.size() && !launch_->refused; ++i) {
    Search(queue_[i].name, queue_[i].loader);
  }
  cache_.Close();
  return !launch_->refused;
}

void LibraryWalk::Want(std::string_view name, int loader) {
  const uint32_t hash = HashOf(name);
  for (int i = 0; i < queue_.size(); ++i) {
    if (queue_[i].hash == hash && queue_[i].name == name) return;
  }
  const char* kept = launch_->pool.Keep(name);
  if (kept == nullptr || queue_.size() == kMostLibraries ||
      !queue_.Add({kept, hash, loader}, &launch_->pool)) {
    Fail();
  }
}

bool LibraryWalk::Search(const char* name, int loader) {
  if (*name == '\0') return false;
  searcher_ = loader;
  if (std::string_view(name).find('/') != std::string_view::npos) {
    return SearchPath(name, loader);
  }
  return IsMusl() ? SearchForMusl(name, loader) : SearchForGlibc(name, loader);
}

bool LibraryWalk::SearchPath(std::string_view name, int loader) {
  for (const std::string_view lib : kLibTokens) {
    const TokenValues values = {objects_[loader].origin, lib};
    if (!Expand(name, values, &launch_->expanded_buffer).empty() &&
        TryFile(launch_->expanded_buffer)) {
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
  while (!list.empty() && !launch_->refused) {
    const size_t end = list.find_first_of(separators);
    const std::string_view entry = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    if (entry.empty() && IsMusl()) continue;
    for (const std::string_view lib : kLibTokens) {
      // An empty one is the working directory.
      const std::string_view directory =
          entry.empty() ? "."sv
                        : Expand(entry, {objects_[origin_of].origin, lib},
                                 &launch_->expanded_buffer);
      if (!directory.empty() && SearchDirectory(directory, name)) return true;
      if (entry.find('$') == std::string_view::npos) break;
    }
  }
  return false;
}

// Of a library in versions for several processors, the linker takes one.
bool LibraryWalk::SearchDirectory(std::string_view directory,
                                  std::string_view name) {
  if (++tries_ > kMostTries) return Fail();
  char* const buffer = launch_->candidate_buffer;
  Text probe(buffer, kLongestWord);
  probe.Append(directory);
  probe.Append("/glibc-hwcaps"sv);
  probe.Terminated();
  constexpr int kExists = 0;  // F_OK
  const bool has_hwcaps = !IsMusl() && !probe.full() &&
                          launch_->machine->Access(buffer, kExists) == 0;
  bool found = false;
  for (const std::string_view sub : kHwcaps) {
    if (!has_hwcaps && sub != "/"sv) continue;
    Text path(buffer, kLongestWord);
    path.Append(directory);
    path.Append(sub);
    path.Append(name);
    if (path.full()) continue;
    path.Terminated();
    if (TryFile(buffer)) found = true;
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
        directory.elf_class != program().elf_class) {
      continue;
    }
    if (SearchDirectory(directory.path, name)) return true;
  }
  return false;
}

// What the program loads is granted where it can be loaded: an ELF file of
// another kind is none of its libraries, whatever names it.
bool LibraryWalk::IsLibrary() {
  ElfFile& file = launch_->elf_file;
  if (!file.ReadLibrary() || file.elf_class() != program().elf_class) {
    return false;
  }
  file.ReadDynamic();
  return IsMusl() || !file.is_pie();
}

bool LibraryWalk::TryFile(const char* path) {
  if (launch_->refused || ++tries_ > kMostTries) return Fail();
  FileStatus status;
  const long fd = launch_->OpenFile(path, O_RDONLY, &status);
  if (fd < 0) return false;
  const int file = static_cast<int>(fd);
  launch_->elf_file.Open(file, launch_->machine, &launch_->pool);
  const bool fits = IsLibrary();
  if (fits && IsNew(status.device, status.inode)) {
    sink_->Grant(file, path, right::read_file);
    AddObject(OriginOf(path), searcher_);
  }
  launch_->machine->Close(file);
  return fits;
}

bool LibraryWalk::IsNew(uint64_t device, uint64_t inode) {
  for (int i = 0; i < files_.size(); ++i) {
    if (files_[i].device == device && files_[i].inode == inode) return false;
  }
  if (files_.size() == kMostLibraries ||
      !files_.Add({device, inode}, &launch_->pool)) {
    return Fail();
  }
  return true;
}

// The file that was looked at, and what it needs.
void LibraryWalk::AddObject(std::string_view directory, int loader) {
  TextPool* const pool = &launch_->pool;
  ElfFile& file = launch_->elf_file;
  const int index = objects_.size();
  const char* origin = pool->Keep(directory);
  if (origin == nullptr ||
      !objects_.Add({nullptr, nullptr, origin, loader}, pool)) {
    Fail();
    return;
  }
  LoadedObject& object = objects_[index];
  const std::string_view rpath = file.Rpath(&launch_->list_buffer);
  if (!rpath.empty()) object.rpath = pool->Keep(rpath);
  const std::string_view runpath = file.Runpath(&launch_->list_buffer);
  if (!runpath.empty()) object.runpath = pool->Keep(runpath);
  text_bytes_ += rpath.size() + runpath.size();
  if ((object.rpath == nullptr) != rpath.empty() ||
      (object.runpath == nullptr) != runpath.empty()) {
    Fail();
    return;
  }
  for (int i = 0; !launch_->refused; ++i) {
    const std::string_view name = file.Needed(i, &launch_->text_buffer);
    if (name.data() == nullptr) return;
    text_bytes_ += name.size() + 1;
    if (text_bytes_ > kMostTextBytes) {
      Fail();
      return;
    }
    if (!name.empty()) Want(name, index);
  }
}

}  // namespace landshim
