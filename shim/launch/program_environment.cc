// One pass over the entries, then what is ours behind them.
#include "shim/launch/program_environment.h"

#include <cstddef>

#include "policy/text.h"
#include "shim/hand_over.h"
#include "shim/launch/pages.h"
#include "shim/sample.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr std::string_view kPreloadEntry = "LD_PRELOAD="sv;

// LD_PRELOAD at either end; LANDSHIM_RUN twice, LANDSHIM_LOG, and the NULL.
constexpr size_t kMostAdded = 6;

LANDSHIM_HOT(0) char run_buffer[48];

char* Mutable(const char* text) { return const_cast<char*>(text); }

bool NamesAnObject(const char* list) {
  while (IsListSeparator(*list)) ++list;
  return *list != '\0';
}

// The entry that the shim is to be in: where there are several, glibc takes the
// last and musl the first.
char** DecisivePreload(char** entries, Libc libc) {
  char** decisive = nullptr;
  for (char** entry = entries; *entry != nullptr; ++entry) {
    if (!Begins(*entry, "LD_PRELOAD=")) continue;
    decisive = entry;
    if (libc == Libc::kMusl) break;
  }
  return decisive;
}

const char* JoinPreloads(std::string_view others, const char* own, Libc libc,
                         TextPool* pool) {
  const std::string_view first = libc == Libc::kMusl ? own : others;
  const std::string_view second = libc == Libc::kMusl ? others : own;
  const char* list = pool->Keep(first, ":"sv, second);
  return list == nullptr ? nullptr : pool->Keep(kPreloadEntry, list);
}

// Puts the shim into the list that the linker will look at, or into one of its
// own where that names nothing, for which there is room at both ends. The
// entries may begin one earlier then. False: no memory.
bool AddPreload(const char* own, Libc libc, char*** entries, char*** end,
                bool* is_new, TextPool* pool) {
  char** const decisive = DecisivePreload(*entries, libc);
  const char* others =
      decisive == nullptr ? "" : *decisive + kPreloadEntry.size();
  *is_new = !NamesAnObject(others);
  if (!*is_new) {
    *decisive = Mutable(JoinPreloads(others, own, libc, pool));
    return *decisive != nullptr;
  }
  char** const place =
      libc == Libc::kMusl && decisive != nullptr ? --*entries : (*end)++;
  *place = Mutable(pool->Keep(kPreloadEntry, own));
  return *place != nullptr;
}

char* RunEntry(const Hints& hints) {
  Text text(run_buffer, sizeof(run_buffer) - 1);
  text.Append(kHandOverVariable);
  text.Append('=');
  if (hints.observed) text.Append(kHandOverObserved);
  if (hints.learn) {
    text.Append(kHandOverLearn);
  } else {
    text.AppendNumber(static_cast<uint64_t>(hints.policy_fd));
  }
  if (hints.preload_fd >= 0) {
    text.Append(':');
    text.AppendNumber(static_cast<uint64_t>(hints.preload_fd));
  }
  text.Terminated();
  return run_buffer;
}

}  // namespace

char** MakeEnvironment(char** envp, const Program& program,
                       const Traces& traces, const Hints& hints,
                       TextPool* pool) {
  size_t count = 0;
  while (envp[count] != nullptr) ++count;
  auto** entries =
      static_cast<char**>(pool->KeepRoom((count + kMostAdded) * sizeof(char*)));
  if (entries == nullptr) return nullptr;
  ++entries;
  char** end = entries;
  size_t removed_later = 0;  // entries that the shim will take out
  for (char** entry = envp; *entry != nullptr; ++entry) {
    if (IsOwnEntry(*entry, traces)) continue;
    if (Begins(*entry, "LD_PRELOAD=") &&
        !RemoveOwnPreloads(*entry + kPreloadEntry.size())) {
      continue;
    }
    if (hints.sample && !traces.keep && IsSampleVariable(*entry)) {
      ++removed_later;
    }
    *end++ = *entry;
  }
  if (hints.preload == nullptr) return entries;

  bool is_new = false;
  if (!AddPreload(hints.preload, program.libc, &entries, &end, &is_new, pool)) {
    return nullptr;
  }
  if (is_new) ++removed_later;
  *end++ = RunEntry(hints);
  ++removed_later;
  if (hints.info && !traces.keep) {
    *end++ = Mutable("LANDSHIM_LOG=info");
    ++removed_later;
  }
  // An odd number would leave an entry behind. The first RUN counts.
  if (removed_later % 2 != 0) *end++ = Mutable("LANDSHIM_RUN=");
  return entries;
}

}  // namespace landshim
