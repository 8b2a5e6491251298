// The other direction is policy/pack_texts.cc.
#include "policy/packed.h"

#include <cstdint>

#include "policy/text_model.h"

namespace landshim {
namespace {

TextModel::Table table;
char messages[kMessagesSize];
char fragments[kFragmentsSize];

// Binary arithmetic coding: each bit takes its share of what is left of a
// range.
void UnpackMessages() {
  TextModel model(table);
  const unsigned char* next = kPackedMessages;
  uint32_t range = 0;  // less one
  uint32_t code = 0;   // in it
  for (char& character : messages) {
    do {
      for (; range <= 0xffffff; range = range << 8 | 0xff) {
        code = code << 8 | *next++;
      }
      const uint32_t chance = model.Predict();
      const uint32_t share = (range >> 16) * chance;
      const bool bit = code < share;
      range = bit ? share - 1 : range - share;
      if (!bit) code -= share;
      model.Learn(bit, chance);
    } while (!model.between());
    character = model.last();
  }
}

// LZ77: a byte below 0x80 is a character; from there on, it and the next one
// say how much of what came before is copied.
void UnpackFragments() {
  const unsigned char* next = kPackedFragments;
  for (char* out = fragments; out != fragments + kFragmentsSize;) {
    const unsigned byte = *next++;
    if (byte < 0x80) {
      *out++ = static_cast<char>(byte);
      continue;
    }
    const char* from = out - ((byte & 7) << 8 | *next++);
    for (unsigned left = (byte >> 3 & 15) + kShortestCopy; left > 0; --left) {
      *out++ = *from++;
    }
  }
}

std::string_view Find(const char* texts, size_t index) {
  for (; index > 0; --index) texts += std::string_view(texts).size() + 1;
  return texts;
}

}  // namespace

std::string_view MessageText(int index) {
  if (*messages == '\0') UnpackMessages();
  return Find(messages, static_cast<size_t>(index));
}

std::string_view FragmentText(size_t index) {
  if (*fragments == '\0') UnpackFragments();
  return Find(fragments, index);
}

}  // namespace landshim
