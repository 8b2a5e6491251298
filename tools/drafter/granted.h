// What statements grant, by paths without links.
#ifndef LANDSHIM_TOOLS_DRAFTER_GRANTED_H_
#define LANDSHIM_TOOLS_DRAFTER_GRANTED_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "policy/access.h"
#include "policy/domain.h"
#include "policy/filesystem.h"

namespace landshim {

class Granted {
 public:
  void Add(const std::string& path, AccessMasks access) {
    paths_[path] |= access;
  }

  // All that a layer grants; its paths are looked up once more.
  void Add(const Layer& layer, Filesystem* filesystem);

  // On a file or directory, by it and by all directories above.
  AccessMasks On(const std::string& path) const;

  // The same, by the directories above only.
  AccessMasks Above(const std::string& path) const;

  AccessMasks OnPort(uint16_t port) const;

 private:
  std::map<std::string, AccessMasks> paths_;
  std::vector<PortGrant> ports_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_GRANTED_H_
