// Which files ld.so opens to start a program.
#ifndef LANDSHIM_TOOLS_CHECKER_LIBRARIES_H_
#define LANDSHIM_TOOLS_CHECKER_LIBRARIES_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/checker/content.h"
#include "tools/checker/elf_file.h"

namespace landshim {

// Looks libraries up as ld.so(8) does without LD_LIBRARY_PATH: in the
// directories that the files name, in glibc's cache, in the standard
// directories. What it cannot find is left out: it is advice, not ld.so.
class Libraries {
 public:
  // `content` must outlive it.
  explicit Libraries(Content* content);

  // The libraries that `path` needs, and those need, each once; nothing where
  // `path` is no ELF file. Without the loader itself.
  std::vector<std::string> NeededBy(const std::string& path);

  // The directories that the file itself names to be searched, first.
  std::vector<std::string> SearchedBy(const std::string& path);

 private:
  // A library in glibc's cache: its name and where it is.
  struct Cached {
    std::string name;
    std::string path;
  };

  void ReadCache();
  std::optional<std::string> Find(const std::string& name,
                                  const std::string& needed_by,
                                  const ElfFile& file);

  Content* content_;
  std::vector<Cached> cache_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_LIBRARIES_H_
