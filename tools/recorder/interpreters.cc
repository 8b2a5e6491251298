#include "tools/recorder/interpreters.h"

#include <sys/stat.h>

#include <cstddef>
#include <optional>

#include "tools/checker/elf_file.h"
#include "tools/checker/interpreters.h"
#include "tools/checker/real_content.h"
#include "tools/filesystem/process_filesystem.h"
#include "tools/recorder/lookup.h"

namespace landshim {
namespace {

// Of programs that are made and started while they are watched there can be
// any number.
constexpr size_t kMostKnown = 4096;

// As ProcessFilesystem, and much faster where Lookups can answer.
class QuickFilesystem : public Filesystem {
 public:
  // `lookups`: null where they cannot be asked.
  QuickFilesystem(const Requester& requester, Lookups* lookups)
      : requester_(requester), lookups_(lookups) {}

  Found Find(const std::string& path, LastName last) override {
    Looked looked;
    if (lookups_ == nullptr || last != LastName::kFollow ||
        !path.starts_with('/') ||
        !lookups_->Look(requester_, {AT_FDCWD, path}, true, &looked)) {
      return Whole().Find(path, last);
    }
    Found found;
    found.error = looked.error;
    if (found.error == 0) {
      found.path = looked.path;
      found.object.kind = KindOf(looked.status);
    }
    return found;
  }

  Found FindMessageQueue(const std::string& name) override {
    return Whole().FindMessageQueue(name);
  }

  ProcessFilesystem& Whole() {
    if (!whole_.has_value()) {
      whole_.emplace(requester_.thread(), requester_.Process());
    }
    return *whole_;
  }

 private:
  const Requester& requester_;
  Lookups* lookups_;
  std::optional<ProcessFilesystem> whole_;
};

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
  // No script; and no interpreter was registered for it (binfmt_misc), as for
  // programs of other machines.
  const std::optional<ElfFile> file = ReadElf(path, &content);
  chain.is_program = file.has_value() && IsNative(*file);
  return chain;
}

}  // namespace

const Chain& InterpreterFinder::Find(const Attempt& exec,
                                     const Requester& requester,
                                     Lookups* lookups, Looked* looked) {
  if (known_.size() >= kMostKnown) known_.clear();
  Key key;
  const bool quick = lookups != nullptr &&
                     lookups->Look(requester, exec.path, true, looked) &&
                     looked->error == 0;
  if (quick) {
    const struct stat& status = looked->status;
    constexpr int64_t kSecond = 1000000000;
    key = {status.st_dev, status.st_ino, status.st_size,
           status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec,
           status.st_ctim.tv_sec * kSecond + status.st_ctim.tv_nsec};
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
  } else {
    looked->path.clear();
  }
  QuickFilesystem files(requester, lookups);
  const std::string path =
      quick ? looked->path
            : files.Whole().From(exec.path.directory, exec.path.path);
  return known_[key] = Read(path, &files);
}

}  // namespace landshim
