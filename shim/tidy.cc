// Edits the environment without moving or allocating any string.
#include "shim/tidy.h"

#include <linux/auxvec.h>
#include <linux/errno.h>

#include <cstring>

#include "policy/own_variable.h"
#include "policy/text.h"
#include "shim/hand_over.h"
#include "shim/sample.h"
#include "shim/syscalls.h"

extern "C" __attribute__((weak, visibility("default"))) char** environ;

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr char kParityEntry[] = "LANDSHIM=1";

// A descriptor as only `landshim run` spells it: see kPreloadFrom.
bool IsDisguisedDescriptor(std::string_view path) {
  if (!Begins(path, kPreloadFrom)) return false;
  path.remove_prefix(sizeof(kPreloadFrom) - 1);
  int pieces = 0;
  while (!path.empty()) {
    const size_t size = path[0] == '.' ? 2 : 1;
    if (path[size - 1] != '/') break;
    path.remove_prefix(size);
    ++pieces;
  }
  return pieces == kDisguisePieces;
}

bool IsOwnObject(std::string_view path) {
  return Begins(BaseName(path), "liblandshim") || IsDisguisedDescriptor(path);
}

// True if `entry` is to go; an LD_PRELOAD may only be shortened.
bool IsTrace(char* entry, const Traces& traces) {
  const std::string_view text = entry;
  if (!Begins(text, "LD_PRELOAD=")) {
    return IsOwnEntry(text, traces);
  }
  if (RemoveOwnPreloads(entry + "LD_PRELOAD="sv.size())) return false;
  // The same string may stand in libc's copy of the environment: make it one
  // that is recognised there.
  std::memcpy(entry, "LANDSHIM_", "LANDSHIM_"sv.size());
  return true;
}

struct Kept {
  char** end;  // where the NULL belongs
  size_t removed = 0;
  char* roomiest = nullptr;  // the longest removed string, and its length
  size_t room = 0;
};

Kept RemoveTraces(char** entries, const Traces& traces) {
  Kept kept = {entries};
  for (char** entry = entries; *entry != nullptr; ++entry) {
    const size_t room = std::strlen(*entry);
    if (!IsTrace(*entry, traces)) {
      *kept.end++ = *entry;
      continue;
    }
    ++kept.removed;
    if (room > kept.room) {
      kept.room = room;
      kept.roomiest = *entry;
    }
  }
  return kept;
}

// Where no removed string has room for it: LL_FS_RO= and two like it, empty.
char spare_parity_entry[sizeof(kParityEntry)];

char* ParityEntry(const Kept& kept) {
  char* const entry =
      kept.room < sizeof(kParityEntry) - 1 ? spare_parity_entry : kept.roomiest;
  std::memcpy(entry, kParityEntry, sizeof(kParityEntry));
  return entry;
}

void TidyInitialBlock(const ProcessStart& start, const Traces& traces) {
  Kept kept = RemoveTraces(start.envp, traces);
  if (kept.removed % 2 != 0) {
    *kept.end++ = ParityEntry(kept);
    --kept.removed;
  }
  *kept.end = nullptr;
  auto* slots = reinterpret_cast<uint64_t*>(kept.end + 1);
  for (size_t i = 0; i < kept.removed; i += 2) {
    slots[i] = AT_IGNORE;
    slots[i + 1] = 0;
  }
}

bool IsReadable(const void* address) {
  // An impossible `how` is looked at after the set was read.
  constexpr long kNoSuchHow = -1;
  return sys::Call(__NR_rt_sigprocmask, kNoSuchHow, sys::Address(address), 0,
                   8) != -EFAULT;
}

// libc's copy shares its strings with the initial block; a variable of the
// same name that some library exports does not, and is none of our business.
bool IsLibcsCopy(char** entries, const ProcessStart& start) {
  if (entries == start.envp || start.envp[0] == nullptr) return false;
  for (; IsReadable(entries) && *entries != nullptr; ++entries) {
    for (char** original = start.envp; *original != nullptr; ++original) {
      if (*entries == *original) return true;
    }
  }
  return false;
}

}  // namespace

bool IsOwnEntry(std::string_view entry, const Traces& traces) {
  if (Begins(entry, "LANDSHIM_RUN=")) return true;
  if (traces.keep) return false;
  if (Is(entry, "LANDSHIM=1")) return true;
  if (IsOwnVariable(Before(entry, '='))) return true;
  return traces.sample_variables && IsSampleVariable(entry);
}

bool RemoveOwnPreloads(char* list) {
  bool has_own = false;
  bool has_others = false;
  char* out = list;
  const char* in = list;
  while (*in != '\0') {
    const char* name = in;
    while (*in != '\0' && !IsListSeparator(*in)) ++in;
    const std::string_view token(name, static_cast<size_t>(in - name));
    if (!IsOwnObject(token)) {
      has_others |= !token.empty();
      if (*in != '\0') ++in;
      while (name != in) *out++ = *name++;
      continue;
    }
    has_own = true;
    if (out != list) {
      --out;
    } else if (*in != '\0') {
      ++in;
    }
  }
  while (out != in) *out++ = '\0';
  return has_others || !has_own;
}

void Tidy(const ProcessStart& start, const Traces& traces) {
  const bool has_copy =
      &environ != nullptr && environ != nullptr && IsLibcsCopy(environ, start);
  TidyInitialBlock(start, traces);
  if (has_copy) *RemoveTraces(environ, traces).end = nullptr;
}

}  // namespace landshim
