// Finds the libraries that a dynamic linker will look for.
#ifndef LANDSHIM_SHIM_LAUNCH_LIBRARY_WALK_H_
#define LANDSHIM_SHIM_LAUNCH_LIBRARY_WALK_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/access.h"
#include "shim/launch/linker_cache.h"
#include "shim/launch/program.h"
#include "shim/launch/text_pool.h"

namespace landshim {

inline constexpr int kMostLibraries = 1024;

// Is told each file that the start needs and that was inspected, while it is
// open, and what of it.
class StartSink {
 public:
  virtual void Grant(int fd, const char* path, AccessMasks access) = 0;

 protected:
  ~StartSink() = default;
};

// What a loaded object says about where to look for what it needs; null where
// it says nothing.
struct LoadedObject {
  const char* rpath;
  const char* runpath;
  const char* origin;  // the directory that it lies in
  int loader;          // the one that needed it first; -1: this is the program
};

// A name in DT_NEEDED, and the object that has it.
struct WantedLibrary {
  const char* name;
  uint32_t hash;
  int loader;
};

struct FileId {
  uint64_t device;
  uint64_t inode;
};

// Searches as ld.so(8) does, for what the program needs and for what that
// needs in turn. What is found, and is a shared object, is granted for reading.
// A hostile program can make no more of it than kMostTries files looked for and
// kMostTextBytes of names read. Async-signal-safe.
class LibraryWalk {
 public:
  static constexpr int kMostTries = 1 << 20;
  static constexpr size_t kMostTextBytes = size_t{64} << 20;

  constexpr LibraryWalk() = default;

  // Begins at launch->program, which must be readable. Both lists are separated
  // as the linker has it, and live as long as the walk. `musl_path`: where
  // musl's linker looks in the end; null data: in its built-in directories.
  void Start(Launch* launch, std::string_view library_path,
             std::string_view musl_path, StartSink* sink);

  // An object of LD_PRELOAD and the like: a path, or a name to be searched.
  void Add(std::string_view name);

  // Does all that the program needs, and what follows from it. False: the
  // launch ends (launch->refusal).
  bool Finish();

 private:
  bool IsMusl() const;
  const Program& program() const;
  bool Fail();
  void OpenCache();
  void Want(std::string_view name, int loader);
  bool Search(const char* name, int loader);
  bool SearchPath(std::string_view name, int loader);
  bool SearchForGlibc(const char* name, int loader);
  bool SearchForMusl(std::string_view name, int loader);
  bool SearchRpaths(std::string_view name, int loader);
  bool SearchList(const char* list, std::string_view name, int origin_of);
  bool SearchList(std::string_view list, std::string_view name, int origin_of);
  bool SearchDirectory(std::string_view directory, std::string_view name);
  bool SearchCache(const char* name);
  bool SearchSystem(std::string_view name);
  bool TryFile(const char* path);
  bool IsLibrary();
  bool IsNew(uint64_t device, uint64_t inode);
  void AddObject(std::string_view directory, int loader);

  Launch* launch_ = nullptr;
  std::string_view library_path_;
  std::string_view musl_path_;
  StartSink* sink_ = nullptr;
  LinkerCache cache_;
  bool has_cache_ = false;
  int tries_ = 0;
  size_t text_bytes_ = 0;
  int searcher_ = 0;                // for whom is being searched
  KeptList<LoadedObject> objects_;  // the first is the program
  KeptList<WantedLibrary> queue_;   // read from its beginning as it grows
  KeptList<FileId> files_;          // of the objects but the first
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_LIBRARY_WALK_H_
