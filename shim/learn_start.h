// What the shim, its watcher and `landshim recorder` agree about.
#ifndef LANDSHIM_SHIM_LEARN_START_H_
#define LANDSHIM_SHIM_LEARN_START_H_

#include <cstdint>

namespace landshim {

// Descriptors of `landshim recorder`. There may be others, which it is to close
// before anything else: they are the program's.
enum LearnDescriptor : int {
  kListenerDescriptor,
  kChannelDescriptor,
  kMessageDescriptor,
};

// What comes to the program through its channel, a byte each.
enum class LearnNews : uint8_t {
  kNone,      // the end of the channel: nobody is left
  kReady,     // the recorder answers from now on
  kSaidWhy,   // there will be no recorder, and a message was written
  kUnshared,  // the watcher has descriptors of its own
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LEARN_START_H_
