// What recorded facts need of a policy, before anything is generalised.
#ifndef LANDSHIM_TOOLS_DRAFTER_WANTS_H_
#define LANDSHIM_TOOLS_DRAFTER_WANTS_H_

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "policy/access.h"
#include "policy/filesystem.h"
#include "tools/drafter/recorded.h"
#include "tools/drafter/recorded_filesystem.h"

namespace landshim {

// Who needs something, and what for.
struct Reason {
  std::string program;  // its name, without directories
  std::string deed;     // "read", "mkdir"

  auto operator<=>(const Reason&) const = default;
};

using Reasons = std::set<Reason>;

// Rights on one file or directory.
struct Want {
  std::string path;
  FileKind kind = FileKind::kNone;
  AccessMasks access;
  std::string used;  // what the program named: it, or something in it
  Reasons reasons;
  std::string example;  // an operation that needs it: "mkdir /home/ann/x"
};

// A rename or link from one directory into another.
struct WantedMove {
  std::string from;
  std::string to;
  bool directory = false;  // what is moved

  auto operator<=>(const WantedMove&) const = default;
};

struct Wants {
  std::vector<Want> paths;
  std::map<std::pair<uint64_t, uint16_t>, Reasons> ports;  // rights, port
  AccessMasks scopes;
  Reasons scope_reasons;
  std::set<WantedMove> moves;
  std::vector<const MergedFact*> replayed;  // what the draft must allow
  std::vector<std::string> impossible;      // lines: what no policy allows
};

// `recorded` must outlive the result.
Wants WantsOf(const Recorded& recorded, RecordedFilesystem* filesystem);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_WANTS_H_
