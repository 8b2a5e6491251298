#include "tools/drafter/recorded_filesystem.h"

#include <cerrno>
#include <string_view>

#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

constexpr std::string_view kOwn = "/proc/self";

}  // namespace

std::string SpellProc(const std::string& path, bool child) {
  if (!child || !IsIn(path, kOwn)) return path;
  // No process has the number 0.
  return "/proc/0" + path.substr(kOwn.size());
}

std::string QueuePath(const std::string& name) {
  return "/dev/mqueue" + (name.starts_with('/') ? name : '/' + name);
}

void RecordedFilesystem::AddExisting(const std::string& path, FileKind kind) {
  existing_.emplace(path, kind);
  for (std::string above = ParentOf(path);; above = ParentOf(above)) {
    FileKind& known = existing_[above];
    // Then so are those above it.
    if (known == FileKind::kDirectory && above != path) return;
    known = FileKind::kDirectory;
    if (above == "/") return;
  }
}

FileObject RecordedFilesystem::Object(const std::string& path, FileKind kind) {
  FileObject object = {.kind = kind, .mount = 1};
  const auto [known, added] = inodes_.emplace(path, inodes_.size() + 1);
  object.id = {1, known->second};
  return object;
}

Found RecordedFilesystem::Answer(const std::string& path, FileKind kind,
                                 LastName last) {
  Found found;
  found.path = path;
  if (kind == FileKind::kNone) {
    found.error = last == LastName::kEntry ? 0 : ENOENT;
  } else {
    found.object = Object(path, kind);
  }
  if (path == "/") {
    found.last_type = LastType::kRoot;
    return found;
  }
  found.parent = Object(ParentOf(path), FileKind::kDirectory);
  for (std::string above = ParentOf(path);; above = ParentOf(above)) {
    found.above.push_back(Object(above, FileKind::kDirectory).id);
    if (above == "/") break;
  }
  found.above_on_mount = found.above.size();
  return found;
}

Found RecordedFilesystem::Find(const std::string& path, LastName last) {
  if (fact_ != nullptr) {
    if (path == fact_->path) return Answer(path, fact_->kind, last);
    if (path == fact_->new_path) return Answer(path, fact_->new_kind, last);
  }
  const auto existing = existing_.find(path);
  if (existing != existing_.end() && IsIn(path, kOwn)) {
    return Answer(path, existing->second, last);
  }
  auto known = looked_up_.find(path);
  if (known == looked_up_.end()) {
    known = looked_up_.emplace(path, real_->Find(path, last)).first;
  }
  const Found& real = known->second;
  if (real.error == 0 && real.object.kind != FileKind::kNone &&
      real.path.starts_with('/')) {
    Found found = Answer(real.path, real.object.kind, last);
    found.links_until = real.links_until;
    found.object.unrestricted = real.object.unrestricted;
    return found;
  }
  if (existing != existing_.end()) {
    return Answer(path, existing->second, last);
  }
  Found found = Answer(path, FileKind::kNone, last);
  if (real.error != 0) found.error = real.error;
  found.links_until = real.links_until;
  return found;
}

Found RecordedFilesystem::FindMessageQueue(const std::string& name) {
  const FileKind kind = fact_ == nullptr ? FileKind::kNone : fact_->kind;
  Found found = Answer(QueuePath(name), kind, LastName::kFollow);
  found.above.resize(1);
  found.above_on_mount = 1;
  return found;
}

}  // namespace landshim
