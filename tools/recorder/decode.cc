#include "tools/recorder/decode.h"

#include <cerrno>
#include <utility>
#include <vector>

#include "tools/message.h"

namespace landshim {
namespace {

// True where `error` of reading the program's memory is the program's own
// mistake: its call fails, too. ESRCH: it was killed.
bool IsProgramsOwn(int error) {
  return error == EFAULT || error == ENAMETOOLONG || error == ESRCH;
}

void NoteUnreadable(int error, Decoded* decoded) {
  if (IsProgramsOwn(error)) return;
  decoded->gap = "its memory cannot be read: " + DescribeError(error);
}

}  // namespace

bool TakeText(const Requester& requester, uint64_t address, std::string* text,
              Decoded* decoded) {
  const int error = requester.ReadText(address, text);
  if (error != 0) NoteUnreadable(error, decoded);
  return error == 0;
}

bool TakeBytes(const Requester& requester, uint64_t address, void* to,
               size_t size, Decoded* decoded) {
  const int error = requester.Read(address, to, size);
  if (error != 0) NoteUnreadable(error, decoded);
  return error == 0;
}

void Decoded::Clear() {
  std::vector<Attempt> room = std::move(attempts);
  room.clear();
  *this = {.attempts = std::move(room)};
}

void Decode(const CallData& call, const Requester& requester,
            Decoded* decoded) {
  decoded->Clear();
  if (call.call == Call::kUnknown) {
    decoded->gap = "it is a call of an architecture that is not understood";
    return;
  }
  if (call.call == Call::kOther) return;
  if (!DecodePathCall(call, requester, decoded) &&
      !DecodeSocketCall(call, requester, decoded)) {
    DecodeOtherCall(call, requester, decoded);
  }
}

}  // namespace landshim
