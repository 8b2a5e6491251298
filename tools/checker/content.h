// What lies behind paths, for checks that look into files and directories: an
// interface beside policy/filesystem.h, so that they can be tested in memory.
#ifndef LANDSHIM_TOOLS_CHECKER_CONTENT_H_
#define LANDSHIM_TOOLS_CHECKER_CONTENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace landshim {

class Content {
 public:
  Content() = default;
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  virtual ~Content() = default;

  // Where the symbolic link `path` points to; nothing where it is none.
  virtual std::optional<std::string> ReadLink(const std::string& path) = 0;

  // Up to `size` bytes of the regular file `path` from `offset` on, fewer where
  // it ends; nothing where it cannot be read.
  virtual std::optional<std::string> Read(const std::string& path,
                                          uint64_t offset, size_t size) = 0;

  // The names in a directory, sorted, without '.' and '..'; of a directory with
  // more than `most` any `most` of them.
  virtual std::vector<std::string> List(const std::string& path,
                                        size_t most) = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_CONTENT_H_
