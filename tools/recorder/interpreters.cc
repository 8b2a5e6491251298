#include "tools/recorder/interpreters.h"

#include <sys/stat.h>

#include <cstddef>

#include "tools/checker/interpreters.h"
#include "tools/checker/real_content.h"
#include "tools/filesystem/process_filesystem.h"
#include "tools/recorder/lookup.h"

namespace landshim {
namespace {

// Of programs that are made and started while they are watched there can be
// any number.
constexpr size_t kMostKnown = 4096;

Chain Read(const std::string& path, Filesystem* files) {
  Chain chain;
  RealContent content;
  for (const Interpreter& next : InterpretersOf(path, files, &content)) {
    chain.paths.push_back(next.path);
  }
  const std::string& last = chain.paths.empty() ? path : chain.paths.back();
  const Found found = files->Find(last, LastName::kFollow);
  chain.unreadable = found.error == 0 &&
                     found.object.kind == FileKind::kRegular &&
                     !content.Read(found.path, 0, 1).has_value();
  return chain;
}

}  // namespace

const Chain& InterpreterFinder::Find(const Attempt& exec,
                                     const Requester& requester,
                                     Lookups* lookups) {
  if (known_.size() >= kMostKnown) known_.clear();
  Looked looked;
  Key key;
  if (lookups != nullptr &&
      lookups->Look(requester, exec.path, true, &looked) && looked.error == 0) {
    const struct stat& status = looked.status;
    constexpr int64_t kSecond = 1000000000;
    key = {status.st_dev, status.st_ino, status.st_size,
           status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec,
           status.st_ctim.tv_sec * kSecond + status.st_ctim.tv_nsec};
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
  }
  ProcessFilesystem files(requester.thread(), requester.Process());
  return known_[key] =
             Read(files.From(exec.path.directory, exec.path.path), &files);
}

}  // namespace landshim
