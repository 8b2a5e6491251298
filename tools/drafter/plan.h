// From what was needed to the rules of a policy: which paths are generalised,
// which rights go together, what is refused.
#ifndef LANDSHIM_TOOLS_DRAFTER_PLAN_H_
#define LANDSHIM_TOOLS_DRAFTER_PLAN_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "policy/access.h"
#include "policy/filesystem.h"
#include "tools/drafter/granted.h"
#include "tools/drafter/places.h"
#include "tools/drafter/recorded.h"
#include "tools/drafter/wants.h"

namespace landshim {

// A rule of the draft.
struct DraftRule {
  FileKind kind = FileKind::kDirectory;
  AccessMasks access;     // needed, and so granted at least
  bool exactly = false;   // no verb: it would grant too much here
  bool optional = false;  // `?`
  // It is wider than what was seen: why, as a clause; else empty.
  std::string widened;
  std::set<std::string> seen;  // what was used in it
  Reasons reasons;

  bool IsDirectory() const { return kind == FileKind::kDirectory; }
};

// All ports from first to last.
struct PortRange {
  uint16_t first = 0;
  uint16_t last = 0;
  Reasons reasons;
};

struct DraftPlan {
  std::vector<std::string> fragments;      // "base", in their order
  std::map<std::string, DraftRule> rules;  // by path
  std::map<std::pair<uint64_t, uint16_t>, Reasons> ports;  // rights, port
  std::map<uint64_t, PortRange> port_ranges;               // by the right
  AccessMasks scopes;
  Reasons scope_reasons;
  std::vector<std::string> findings;
  std::vector<std::string> refused;  // lines: nothing may be drafted
};

struct PlanOptions {
  bool keep_files = false;
  AllowedPlaces allowed;  // dangerous places that the user named
  AccessMasks known;      // the rights that the policy handles
};

// Everything that planning looks at.
struct PlanInput {
  const Recorded& recorded;
  const Places& places;
  PlanOptions options;
  // What is granted already, by a policy that is completed.
  Granted base;
  // What a fragment grants; nothing in it where none may be included.
  std::map<std::string, Granted> fragments;
};

DraftPlan MakePlan(const PlanInput& input, const Wants& wants);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_PLAN_H_
