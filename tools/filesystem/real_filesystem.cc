// A tree whose nodes are O_PATH descriptors.
#include "tools/filesystem/real_filesystem.h"

#include "tools/filesystem/real_tree.h"

namespace landshim {

RealFilesystem::RealFilesystem() : tree_(std::make_unique<RealTree>()) {}

RealFilesystem::~RealFilesystem() = default;

Found RealFilesystem::Find(const std::string& path, LastName last) {
  return WalkPath(tree_.get(), path, last);
}

Found RealFilesystem::FindMessageQueue(const std::string& name) {
  return FindQueue(this, name);
}

}  // namespace landshim
