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

}  // namespace landshim
