// From a call's numbers to what it tries.
#ifndef LANDSHIM_TOOLS_RECORDER_DECODE_H_
#define LANDSHIM_TOOLS_RECORDER_DECODE_H_

#include <string>
#include <vector>

#include "tools/recorder/attempt.h"
#include "tools/recorder/call.h"
#include "tools/recorder/requester.h"

namespace landshim {

// What is to be said about one call.
struct Decoded {
  std::vector<Attempt> attempts;
  // Why it could not be understood; empty: it was.
  std::string gap;
  // It changes how the paths of its process are seen, or makes a process that
  // sees them in another way: a root, a mount namespace.
  bool changes_view = false;
  // It changes whose files are the process's own.
  bool changes_user = false;
  // It is not to be done, but to fail with this errno.
  int refusal = 0;
  // The enforcement point (shim/hand_over.h, kLearnMark).
  bool mark = false;

  // Keeps the room for attempts.
  void Clear();
};

// What Landlock has no say in, and what the kernel will refuse for its form
// (EFAULT, EINVAL), is decoded to nothing.
// *decoded is filled anew, and keeps its room.
void Decode(const CallData& call, const Requester& requester, Decoded* decoded);

// Its parts. Each answers true if the call is one of its own.
bool DecodePathCall(const CallData& call, const Requester& requester,
                    Decoded* decoded);
bool DecodeSocketCall(const CallData& call, const Requester& requester,
                      Decoded* decoded);
bool DecodeOtherCall(const CallData& call, const Requester& requester,
                     Decoded* decoded);

// The text at `address`. False: there is none that could matter, and *decoded
// says so where it should have been there.
bool TakeText(const Requester& requester, uint64_t address, std::string* text,
              Decoded* decoded);

// The same for `size` bytes.
bool TakeBytes(const Requester& requester, uint64_t address, void* to,
               size_t size, Decoded* decoded);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_DECODE_H_
