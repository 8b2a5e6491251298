// Which plan is for which operation.
#include "tools/checker/plan.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "policy/requirement.h"
#include "tools/message.h"

namespace landshim {
namespace {

// One right on a path: by an operation that needs it and nothing else.
std::string OperationFor(AccessMasks right, bool on_directory) {
  constexpr struct {
    AccessMasks right;
    const char* on_file;
    const char* in_directory;
  } kOperations[] = {
      {right::read_file, "read", ""},
      {right::write_file, "open_write", ""},
      {right::truncate, "truncate", ""},
      {right::ioctl_dev, "ioctl", ""},
      {right::resolve_unix, "connect unix", ""},
      {right::read_dir, "", "list"},
      {right::make_reg, "", "mkfile"},
      {right::make_dir, "", "mkdir"},
      {right::make_sym, "", "symlink"},
      {right::make_fifo, "", "mkfifo"},
      {right::make_sock, "", "mksock"},
      {right::make_char, "", "mkchar"},
      {right::make_block, "", "mkblock"},
      {right::remove_file, "", "unlink"},
      {right::remove_dir, "", "rmdir"},
  };
  for (const auto& row : kOperations) {
    if (row.right != right) continue;
    return on_directory ? row.in_directory : row.on_file;
  }
  return {};
}

// Whether a call on something of this kind ever asks for the right.
bool IsUsedOn(AccessMasks right, FileKind kind) {
  if (right == right::ioctl_dev) {
    return kind == FileKind::kCharDevice || kind == FileKind::kBlockDevice;
  }
  if (right == right::resolve_unix) return kind == FileKind::kSocket;
  return right != right::truncate || kind == FileKind::kRegular;
}

Plan PlanRight(const Operation& operation, Filesystem* filesystem,
               Stage* stage) {
  if (operation.access.net() != 0) return PlanPort(operation);
  const Found found = filesystem->Find(operation.path, LastName::kFollow);
  if (found.error != 0) return EndsWith(found.error);
  const bool directory = found.object.kind == FileKind::kDirectory;
  const std::string name = OperationFor(operation.access, directory);
  if (name.empty() || !IsUsedOn(operation.access, found.object.kind)) {
    return CannotBeTried("no call needs exactly that right there");
  }
  if (!directory || name == "list") {
    return PlanFor(MakeOperation(name, operation.path), filesystem, stage);
  }
  // In the directory, on something that was not there before.
  StageName entry;
  int error = 0;
  FileObject kind;
  kind.kind = name == "rmdir" ? FileKind::kDirectory : FileKind::kRegular;
  const bool made = name == "unlink" || name == "rmdir"
                        ? stage->Make(found.path, kind, &entry, &error)
                        : stage->NewName(found.path, &entry, &error);
  if (!made) return NoStandIn(found.path, error);
  return PlanFor(MakeOperation(name, entry.path), filesystem, stage);
}

// What needs no right, but may ask who may trace a process.
Plan PlanLook(const Operation& operation) {
  const std::string path = operation.path;
  const std::string_view name = operation.kind->name;
  Plan plan;
  if (name == "readlink") {
    plan.deed = [path] {
      char target[1];
      return readlink(path.c_str(), target, sizeof(target)) < 0 ? errno : 0;
    };
  } else if (name == "chdir") {
    plan.deed = [path] { return chdir(path.c_str()) != 0 ? errno : 0; };
  } else {
    plan.deed = [path] {
      struct stat status = {};
      return stat(path.c_str(), &status) != 0 ? errno : 0;
    };
    if (name != "stat") return CannotBeTried("it is tried as 'stat' only");
  }
  return plan;
}

}  // namespace

Plan CannotBeTried(std::string why) {
  Plan plan;
  plan.why_not = std::move(why);
  return plan;
}

Plan NoStandIn(const std::string& directory, int error) {
  return CannotBeTried("a stand-in for it cannot be made in '" +
                       Escape(directory) + "': " + DescribeError(error));
}

Plan EndsWith(int error) {
  Plan plan;
  plan.deed = [error] { return error; };
  return plan;
}

std::string DirectoryOf(const Found& found) {
  const size_t slash = found.path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/"
                                                  : found.path.substr(0, slash);
}

Plan PlanFor(const Operation& operation, Filesystem* filesystem, Stage* stage) {
  switch (operation.kind->deed) {
    case Deed::kOpen:
      return PlanOpen(operation, filesystem, stage);
    case Deed::kExecute: {
      Plan plan;
      plan.executes = operation.path;
      return plan;
    }
    case Deed::kTruncate:
      return PlanTruncate(operation, filesystem, stage);
    case Deed::kIoctl:
      return PlanIoctl(operation, filesystem, stage);
    case Deed::kMake:
    case Deed::kBindUnix:
      return PlanMake(operation, filesystem, stage);
    case Deed::kUnlink:
    case Deed::kRmdir:
    case Deed::kRemove:
      return PlanRemove(operation, filesystem, stage);
    case Deed::kRename:
      return PlanRename(operation, filesystem, stage);
    case Deed::kLink:
    case Deed::kLinkUnnamed:
      return PlanLink(operation, filesystem, stage);
    case Deed::kConnectUnix:
      return PlanConnectUnix(operation, filesystem, stage);
    case Deed::kPort:
      return PlanPort(operation);
    case Deed::kScope:
      return PlanScope(operation, stage);
    case Deed::kTrace:
      return PlanTrace();
    case Deed::kTopology:
      return PlanTopology(operation);
    case Deed::kQueue:
      return PlanQueue(operation, stage);
    case Deed::kRight:
      return PlanRight(operation, filesystem, stage);
    case Deed::kFree:
      if (RequirementOf(operation, {}, filesystem).trace) {
        return PlanLook(operation);
      }
      break;
  }
  return CannotBeTried("Landlock never restricts it");
}

}  // namespace landshim
