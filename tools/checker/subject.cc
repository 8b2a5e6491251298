// Grants are looked up by inode, as the kernel does.
#include "tools/checker/subject.h"

#include <algorithm>

namespace landshim {

namespace {

constexpr int kDeepest = 2;
constexpr size_t kMostEntries = 500;

void FindNamed(const std::string& directory, const std::string& name, int depth,
               Filesystem* filesystem, Content* content,
               std::vector<std::string>* found) {
  const std::string above = directory == "/" ? directory : directory + '/';
  const auto kind_of = [filesystem](const std::string& path) {
    return filesystem->Find(path, LastName::kKeep).object.kind;
  };
  if (kind_of(above + name) != FileKind::kNone) found->push_back(above + name);
  if (depth == kDeepest) return;
  for (const std::string& entry : content->List(directory, kMostEntries)) {
    if (entry != name && kind_of(above + entry) == FileKind::kDirectory) {
      FindNamed(above + entry, name, depth + 1, filesystem, content, found);
    }
  }
}

DangerSetting DangersOn(const Machine& machine, Filesystem* filesystem,
                        Content* content) {
  DangerSetting setting = DangersOf(machine);
  setting.resolve = [filesystem](const std::string& path) {
    const Found found = filesystem->Find(path, LastName::kFollow);
    return found.path.empty() ? path : found.path;
  };
  setting.kind = [filesystem](const std::string& path) {
    return filesystem->Find(path, LastName::kKeep).object.kind;
  };
  setting.named = [filesystem, content](const std::string& directory,
                                        const std::string& name) {
    std::vector<std::string> found;
    FindNamed(directory, name, 0, filesystem, content, &found);
    return found;
  };
  return setting;
}

}  // namespace

bool IsWritten(const PolicyStatement& statement) {
  return statement.place.source->kind != SourceKind::kFragment;
}

Subject::Subject(const PolicyStatements& policy, const Layer& layer,
                 Environment environment, Filesystem* filesystem,
                 Content* content, const Machine& machine)
    : policy_(policy),
      layer_(layer),
      environment_(environment),
      filesystem_(filesystem),
      content_(content),
      machine_(machine),
      dangerous_(DangersOn(machine, filesystem, content)) {
  std::map<const PolicyStatement*, AccessMasks> access;
  for (const PathGrant& grant : layer.paths) {
    access[grant.statement] |= grant.access;
  }
  for (const PolicyStatement& statement : policy.list) {
    if (statement.kind != StatementKind::kPath) continue;
    const auto granted = access.find(&statement);
    paths_.push_back(
        {&statement, Find(statement.text),
         granted == access.end() ? AccessMasks{} : granted->second});
  }
  // Only now: they point into it.
  for (const PathStatement& path : paths_) {
    if (!path.access.empty()) grants_[path.found.object.id].push_back(&path);
  }
}

const std::vector<const PathStatement*>* Subject::GrantsOn(
    ObjectId object) const {
  const auto found = grants_.find(object);
  return found == grants_.end() ? nullptr : &found->second;
}

AccessMasks Subject::GrantedAbove(const Found& found) const {
  AccessMasks access;
  for (const ObjectId& object : found.above) {
    const auto* grants = GrantsOn(object);
    if (grants == nullptr) continue;
    for (const PathStatement* path : *grants) access |= path->access;
  }
  return access;
}

AccessMasks Subject::GrantedAt(const Found& found) const {
  AccessMasks access = GrantedAbove(found);
  const auto* grants = found.object.kind == FileKind::kNone
                           ? nullptr
                           : GrantsOn(found.object.id);
  if (grants == nullptr) return access;
  for (const PathStatement* path : *grants) access |= path->access;
  return access;
}

const PathStatement* Subject::GrantorOf(const Found& found,
                                        AccessMasks access) const {
  std::vector<ObjectId> objects = found.above;
  if (found.object.kind != FileKind::kNone) objects.push_back(found.object.id);
  const PathStatement* first = nullptr;
  for (const ObjectId& object : objects) {
    const auto* grants = GrantsOn(object);
    if (grants == nullptr) continue;
    for (const PathStatement* path : *grants) {
      // All are in one vector, so that their order is that of addresses.
      if (path->access.Overlaps(access) && (first == nullptr || path < first)) {
        first = path;
      }
    }
  }
  return first;
}

std::string JoinNames(AccessMasks access) {
  std::vector<std::string_view> names;
  for (const Right& r : kRights) {
    if (access.Overlaps(r.Masks())) names.push_back(r.Name());
  }
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::string Mention(const PolicyStatement& statement) {
  return "'" + ToText(statement) + "' (" + ToText(statement.place) + ")";
}

bool IsAtOrBeneath(const std::string& path, const std::string& directory) {
  if (directory == "/") return true;
  return path.compare(0, directory.size(), directory) == 0 &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

}  // namespace landshim
