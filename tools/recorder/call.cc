// Numbers to names.
#include "tools/recorder/call.h"

#include <linux/audit.h>

#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

namespace landshim {
namespace {

enum Column : uint8_t { kX86, kAarch64, kI386 };

struct Row {
  const char* name;
  int numbers[3];
};

constexpr Row kRows[] = {
#define LANDSHIM_C(name, x86_64, aarch64, i386) \
  {#name, {x86_64, aarch64, i386}},
    LANDSHIM_WATCHED_CALLS(LANDSHIM_C) LANDSHIM_LOOKING_CALLS(LANDSHIM_C)
#undef LANDSHIM_C
};

bool FindColumn(const struct seccomp_data& data, Column* column) {
  switch (data.arch) {
    case AUDIT_ARCH_X86_64:
      *column = kX86;
      // No call has such a number: syscall(-1) is none of x32.
      return data.nr < 0 || (data.nr & kX32Bit) == 0;
    case AUDIT_ARCH_AARCH64:
      *column = kAarch64;
      return true;
    case AUDIT_ARCH_I386:
      *column = kI386;
      return true;
    default:
      return false;
  }
}

using Rows = std::vector<int>;

// The row of each number; -1: none.
Rows IndexColumn(Column column) {
  Rows rows;
  for (size_t i = 0; i < std::size(kRows); ++i) {
    const int number = kRows[i].numbers[column];
    if (number < 0) continue;
    const auto index = static_cast<size_t>(number);
    if (rows.size() <= index) rows.resize(index + 1, -1);
    rows[index] = static_cast<int>(i);
  }
  return rows;
}

const Rows& RowsOf(Column column) {
  static const auto& tables = *new std::array<Rows, 3>{
      IndexColumn(kX86), IndexColumn(kAarch64), IndexColumn(kI386)};
  return tables[column];
}

}  // namespace

CallData IdentifyCall(const struct seccomp_data& data) {
  CallData call;
  Column column = kX86;
  if (!FindColumn(data, &column)) {
    call.call = Call::kUnknown;
    return call;
  }
  call.narrow = column == kI386;
  const Rows& rows = RowsOf(column);
  const auto number = static_cast<size_t>(data.nr);
  const int row = number < rows.size() ? rows[number] : -1;
  if (row >= 0) {
    call.call = static_cast<Call>(row);
    call.name = kRows[row].name;
  }
  for (size_t i = 0; i < call.args.size(); ++i) {
    call.args[i] =
        call.narrow ? static_cast<uint32_t>(data.args[i]) : data.args[i];
  }
  return call;
}

}  // namespace landshim
