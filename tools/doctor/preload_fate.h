// What a bare LD_PRELOAD comes to: into which process ld.so would load the
// shim, and what would happen there.
#ifndef LANDSHIM_TOOLS_DOCTOR_PRELOAD_FATE_H_
#define LANDSHIM_TOOLS_DOCTOR_PRELOAD_FATE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/doctor/inspection.h"
#include "tools/doctor/preloads.h"

namespace landshim::doctor {

enum class Fate : uint8_t {
  kLoaded,   // the shim is there before the program begins
  kSkipped,  // the program runs without it, without a word
  kWarned,   // the same, and ld.so warns
  kRefused,  // the program ends itself
  kUnknown,  // cannot be told from the files
};

struct PreloadFate {
  Fate fate = Fate::kUnknown;
  std::string reason;  // why it is not kLoaded: "it is static"
};

// Of one image (docs/limits.md). `entry`: LD_PRELOAD's, if it names a shim now;
// null: one that is all right.
PreloadFate FateOf(const Inspection& image, const ShimEntry* entry);

// Of all stages of a program.
struct PreloadPrediction {
  std::vector<PreloadFate> fates;  // of each
  // The stage that is bound first; the number of stages where none is.
  size_t bound = 0;

  bool IsBound() const { return bound < fates.size(); }
};

PreloadPrediction PredictPreload(const std::vector<Stage>& stages,
                                 const std::vector<ShimEntry>& shims);

// True for programs whose work is to start others: env, timeout, shells.
bool StartsOthers(const std::string& path);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_PRELOAD_FATE_H_
