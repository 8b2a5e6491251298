#include "tools/recording/fact.h"

namespace landshim {

bool OperationOf(const Fact& fact, Operation* operation) {
  const OperationKind* kind = FindOperationKind(fact.operation);
  if (kind == nullptr) return false;
  *operation = {.kind = kind,
                .path = fact.path,
                .new_path = fact.new_path,
                .port = fact.port,
                .access = kind->access,
                .open = kind->operands == OperandKind::kFlagList ? fact.open
                                                                 : kind->open};
  return true;
}

bool IsPlainPath(std::string_view path) {
  if (path == "/") return true;
  do {
    if (!path.starts_with('/')) return false;
    path.remove_prefix(1);
    const std::string_view name = path.substr(0, path.find('/'));
    if (name.empty() || name == "." || name == "..") return false;
    path.remove_prefix(name.size());
  } while (!path.empty());
  return true;
}

}  // namespace landshim
