#include "tools/drafter/granted.h"

#include "tools/drafter/path_text.h"

namespace landshim {

void Granted::Add(const Layer& layer, Filesystem* filesystem) {
  for (const PathGrant& grant : layer.paths) {
    const Found found =
        filesystem->Find(grant.statement->text, LastName::kFollow);
    if (found.error == 0) Add(found.path, grant.access);
  }
  ports_.insert(ports_.end(), layer.ports.begin(), layer.ports.end());
}

AccessMasks Granted::Above(const std::string& path) const {
  AccessMasks access;
  std::string part = path;
  while (part != "/") {
    part = ParentOf(part);
    const auto rule = paths_.find(part);
    if (rule != paths_.end()) access |= rule->second;
  }
  return access;
}

AccessMasks Granted::On(const std::string& path) const {
  const auto rule = paths_.find(path);
  const AccessMasks own = rule == paths_.end() ? AccessMasks() : rule->second;
  return own | Above(path);
}

AccessMasks Granted::OnPort(uint16_t port) const {
  AccessMasks access;
  for (const PortGrant& grant : ports_) {
    if (grant.first <= port && port <= grant.last) access |= grant.access;
  }
  return access;
}

}  // namespace landshim
