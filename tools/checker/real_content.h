// The content of this machine's files.
#ifndef LANDSHIM_TOOLS_CHECKER_REAL_CONTENT_H_
#define LANDSHIM_TOOLS_CHECKER_REAL_CONTENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/checker/content.h"

namespace landshim {

// Never blocks on a FIFO and never opens a device. Holds on to the file that
// was read last, as files are read in pieces.
class RealContent : public Content {
 public:
  RealContent() = default;
  ~RealContent() override;
  RealContent(const RealContent&) = delete;
  RealContent& operator=(const RealContent&) = delete;

  std::optional<std::string> ReadLink(const std::string& path) override;
  std::optional<std::string> Read(const std::string& path, uint64_t offset,
                                  size_t size) override;
  std::vector<std::string> List(const std::string& path, size_t most) override;

 private:
  std::string path_;
  int fd_ = -1;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_REAL_CONTENT_H_
