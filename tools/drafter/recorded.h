// What several runs did, as one set of facts.
#ifndef LANDSHIM_TOOLS_DRAFTER_RECORDED_H_
#define LANDSHIM_TOOLS_DRAFTER_RECORDED_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/operation.h"
#include "tools/recording/fact.h"

namespace landshim {

// A fact that needs something, each once.
struct MergedFact {
  Fact fact;  // its actor is the least of those that did it
  Operation operation;
  std::set<std::string> programs;  // all that did it
};

struct Recorded {
  std::vector<RunStart> starts;
  std::vector<MergedFact> facts;  // sorted
  // Names that the programs made, removed, moved or replaced. A rule on such a
  // file would be lost, as Landlock's rules are on inodes.
  std::set<std::string> made;
  // What the programs found and did not make, by path.
  std::map<std::string, FileKind> existing;
  // What was opened only by way of descriptors that a program was started with:
  // its output, wherever that led.
  std::set<std::string> inherited;
  // In which runs, counted from 0, a file was opened or looked for in vain.
  std::map<std::string, std::set<size_t>> opened_in;
  // The same for a port, whatever was done with it.
  std::map<uint16_t, std::set<size_t>> port_used_in;
  std::vector<std::string> gaps;  // sorted lines

  // The program made it, or what it lies in.
  bool IsMade(const std::string& path) const;
};

// Without what came before the policy would have been enforced, and without
// what failed for other reasons.
Recorded Merge(const std::vector<RecordedRun>& runs);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_RECORDED_H_
