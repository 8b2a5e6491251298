// ld.so(8); measured with glibc 2.36 and musl 1.2.3 (tests/doctor).
#include "tools/doctor/preload_fate.h"

#include <algorithm>
#include <string_view>

#include "policy/text.h"

namespace landshim::doctor {
namespace {

constexpr std::string_view kStarters[] = {
    "ash",     "bash",   "busybox",   "catatonit", "chroot",  "chrt",
    "dash",    "doas",   "dumb-init", "env",       "fish",    "flock",
    "gdb",     "ionice", "ksh",       "linux32",   "linux64", "ltrace",
    "make",    "mksh",   "nice",      "nohup",     "nsenter", "parallel",
    "pkexec",  "rbash",  "runuser",   "script",    "setarch", "setpriv",
    "setsid",  "sh",     "stdbuf",    "strace",    "su",      "sudo",
    "taskset", "time",   "timeout",   "tini",      "unshare", "valgrind",
    "xargs",   "zsh",
};

}  // namespace

PreloadFate FateOf(const Inspection& image, const ShimEntry* entry) {
  // The kernel and ld.so look at these first.
  if (image.kind == ImageKind::kStatic) return {Fate::kSkipped, "it is static"};
  if (image.privileged) {
    return {Fate::kSkipped, "it is set-id, or has file capabilities"};
  }
  switch (image.kind) {
    case ImageKind::kForeign:
      if (image.linker.empty()) {
        return {Fate::kSkipped, "it is static and of another architecture (" +
                                    DescribeClass(image) + ")"};
      }
      return {Fate::kWarned,
              "it is of another architecture (" + DescribeClass(image) + ")"};
    case ImageKind::kOddLinker:
      return {Fate::kUnknown, "its dynamic linker is not one of the system's"};
    case ImageKind::kUnreadable:
      return {Fate::kUnknown, "it cannot be read, and may be static"};
    case ImageKind::kSanitized:
      return {Fate::kRefused,
              "AddressSanitizer's runtime must be loaded first"};
    case ImageKind::kDynamic:
    case ImageKind::kStatic:
      break;
  }
  // By any name of the object where none is preloaded now.
  const bool has_its_name = entry != nullptr
                                ? image.soname == entry->name
                                : Begins(BaseName(image.soname), "liblandshim");
  if (image.libc == Libc::kGlibc && has_its_name && !image.soname.empty()) {
    return {Fate::kSkipped,
            "its own DT_SONAME is the object's name, so that "
            "ld.so takes the object for loaded"};
  }
  if (entry != nullptr && !entry->trouble.empty()) {
    // musl says nothing about an object that it cannot load.
    return {image.libc == Libc::kMusl ? Fate::kSkipped : Fate::kWarned,
            entry->trouble.what};
  }
  return {Fate::kLoaded, ""};
}

PreloadPrediction PredictPreload(const std::vector<Stage>& stages,
                                 const std::vector<ShimEntry>& shims) {
  // One good entry is enough.
  const ShimEntry* entry = shims.empty() ? nullptr : &shims.front();
  for (const ShimEntry& shim : shims) {
    if (shim.trouble.empty()) entry = &shim;
  }
  PreloadPrediction prediction;
  for (const Stage& stage : stages) {
    prediction.fates.push_back(FateOf(stage.image, entry));
    const Fate fate = prediction.fates.back().fate;
    if (fate == Fate::kLoaded) return prediction;
    // What ends, is not known, or takes LD_PRELOAD out of the environment
    // (AT_SECURE) decides about those behind it.
    const bool ends = stage.image.privileged || fate == Fate::kRefused ||
                      fate == Fate::kUnknown;
    prediction.bound = ends ? stages.size() : prediction.bound + 1;
    if (ends) return prediction;
  }
  return prediction;
}

bool StartsOthers(const std::string& path) {
  return std::find(std::begin(kStarters), std::end(kStarters),
                   BaseName(path)) != std::end(kStarters);
}

}  // namespace landshim::doctor
