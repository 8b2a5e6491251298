// Byte pair encoding: a byte from 0x80 on stands for two others.
#include "policy/packed.h"

namespace landshim {
namespace {

void AppendUnpacked(unsigned char byte, Text* out) {
  if (byte < 0x80) {
    out->Append(static_cast<char>(byte));
    return;
  }
  const unsigned char* pair = &kTokenPairs[(byte - 0x80) * 2];
  AppendUnpacked(pair[0], out);
  AppendUnpacked(pair[1], out);
}

void UnpackText(const unsigned char* texts, size_t index, Text* out) {
  for (; index > 0; --index) {
    while (*texts++ != 0) {
    }
  }
  while (*texts != 0) AppendUnpacked(*texts++, out);
}

}  // namespace

void UnpackMessage(int index, Text* out) {
  UnpackText(kPackedMessages, static_cast<size_t>(index), out);
}

void UnpackFragment(size_t index, Text* out) {
  UnpackText(kPackedFragments, index, out);
}

}  // namespace landshim
