// How likely each bit of an English text is, learned from the bits before it:
// what packs landshim's messages, and unpacks them.
//
// Logistic regression on which characters came last: each context (none to four
// characters, or the word so far), with the bits of the character so far, has a
// weight in a table that the hash of it finds. The weights are learned on the
// way, so the object carries none.
#ifndef LANDSHIM_POLICY_TEXT_MODEL_H_
#define LANDSHIM_POLICY_TEXT_MODEL_H_

#include <cstdint>

namespace landshim {

// The same sequence of Learn() gives the same chances on every machine: all is
// done in integers. Async-signal-safe.
class TextModel {
 public:
  static constexpr int kTableBits = 16;
  using Table = int[1 << kTableBits];

  // The table is all zero at the beginning.
  explicit TextModel(Table& table) : table_(table) {}

  // Chances are of so many.
  static constexpr int kWhole = 65536;

  // How likely the next bit is 1.
  uint32_t Predict() {
    int64_t sum = 0;
    for (int i = 0; i < kContexts; ++i) {
      const uint64_t context =
          i == kLongest + 1 ? word_ : history_ & ((uint64_t{1} << (8 * i)) - 1);
      const uint64_t key =
          (context * kContexts + static_cast<uint64_t>(i)) * kFirstCharacter +
          node_;
      used_[i] = &table_[key * 0x9e3779b97f4a7c15 >> (64 - kTableBits)];
      sum += *used_[i] >> 8;
    }
    return Chance(static_cast<int>(sum >> 8));
  }

  // Which it was, and what Predict() said.
  void Learn(bool bit, uint32_t predicted) {
    const int error = (bit ? kWhole : 0) - static_cast<int>(predicted);
    for (int* const weight : used_) {
      // How often it was learned from is in the last byte.
      *weight += error * 16 / (12 + (*weight & 0xff)) * 256 + 1;
    }
    node_ = node_ * 2 + (bit ? 1 : 0);
    if (node_ >= kFirstCharacter) EndCharacter();
  }

  // The last character that is complete.
  char last() const { return static_cast<char>(history_); }

  // True between two characters.
  bool between() const { return node_ == 1; }

 private:
  static constexpr int kLongest = 4;  // characters
  static constexpr int kContexts = kLongest + 2;
  static constexpr uint32_t kFirstCharacter = 128;
  // Of the weights' sum in 1/256: 1 / (1 + 2^-sum), the power straight between
  // its whole exponents. Sums beyond the scale do not come up: pack_texts sees
  // to that.
  static uint32_t Chance(int sum) {
    constexpr int kScale = 20;
    const auto exponent = static_cast<uint32_t>(kScale * 256 - sum);
    const uint64_t power = uint64_t{256 + (exponent & 255)} << (exponent >> 8);
    constexpr uint64_t kOne = uint64_t{256} << kScale;
    return static_cast<uint32_t>(kWhole * kOne / (kOne + power));
  }

  void EndCharacter() {
    const uint32_t character = node_ - kFirstCharacter;
    node_ = 1;
    history_ = history_ << 8 | character;
    const bool is_letter = (character | 32) - 'a' < 26;
    word_ = is_letter ? (word_ + character) * 0x2f0b4c47 : 0;
  }

  int* table_;
  int* used_[kContexts];
  uint64_t history_ = 0;
  uint32_t word_ = 0;
  uint32_t node_ = 1;  // the bits of this character behind a 1
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_TEXT_MODEL_H_
