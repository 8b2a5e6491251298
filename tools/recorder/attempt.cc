#include "tools/recorder/attempt.h"

#include <utility>

namespace landshim {

Operation Attempt::ToOperation(ProcessFilesystem* files) const {
  Operation operation = {
      .kind = kind,
      .port = port,
      .access = kind->access,
      .open = kind->operands == OperandKind::kFlagList ? open : kind->open};
  switch (kind->operands) {
    case OperandKind::kTwoPaths:
      operation.path = files->From(path.directory, path.path);
      operation.new_path = files->From(new_path.directory, new_path.path);
      break;
    case OperandKind::kPath:
    case OperandKind::kAnyPath:
    case OperandKind::kFlagList:
      operation.path = files->From(path.directory, path.path);
      break;
    default:
      operation.path = name;
  }
  return operation;
}

Attempt MakeAttempt(std::string_view name, CallPath path, CallPath new_path) {
  Attempt attempt;
  attempt.kind = FindOperationKind(name);
  attempt.path = std::move(path);
  attempt.new_path = std::move(new_path);
  return attempt;
}

}  // namespace landshim
