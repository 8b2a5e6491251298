// Build tool: packs landshim's messages and fragments into a C++ header.
//
//   pack_texts FRAGMENT.policy... > packed_texts.h
//
// The object that is loaded into every program has room for 64 KiB, and a
// third of it would be English. Messages are packed as small as can be, as they
// are unpacked only where something is wrong (a model that learns, arithmetic
// coding); fragments so that unpacking them takes next to nothing (LZ77).
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "policy/problem_table.h"
#include "policy/text_model.h"

namespace {

using landshim::TextModel;

constexpr int kCharacterBits = 7;
constexpr size_t kShortestCopy = 3;
constexpr size_t kLongestCopy = kShortestCopy + 15;

using Bytes = std::vector<int>;

Bytes Messages() {
  const std::string texts =
#define LANDSHIM_P(name, what, cure) std::string(what) + '\0' + (cure) + '\0' +
      LANDSHIM_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
#define LANDSHIM_E(number, text) std::string(text) + '\0' +
          LANDSHIM_ERRORS(LANDSHIM_E)
#undef LANDSHIM_E
#define LANDSHIM_E(text) std::string(text) + '\0' +
              LANDSHIM_EXAMPLES(LANDSHIM_E)
#undef LANDSHIM_E
                  std::string();
  return {texts.begin(), texts.end()};
}

// A fragment without what only people read. The lines of comments stay, empty:
// messages name the lines of the file.
std::string Strip(std::istream& in) {
  std::string out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') out += line;
    out += '\n';
  }
  return out;
}

std::string NameOf(const std::string& path) {
  const size_t start = path.rfind('/') + 1;
  return path.substr(start, path.rfind('.') - start);
}

// The texts, a NUL behind each.
Bytes Fragments(int argc, char** argv) {
  std::string texts;
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i]);
    texts += Strip(in) + '\0';
  }
  return {texts.begin(), texts.end()};
}

void PrintNames(int argc, char** argv) {
  std::printf("struct FragmentName {\n  char name[16];\n};\n\n");
  std::printf("inline constexpr FragmentName kFragmentNames[] = {\n");
  for (int i = 1; i < argc; ++i) {
    std::printf("    {\"%s\"},\n", NameOf(argv[i]).c_str());
  }
  std::printf("};\n\n");
}

// Binary arithmetic coding under policy/text_model.h.
class BitPacker {
 public:
  void Pack(bool bit, uint32_t chance) {
    for (; range_ <= 0xffffff; range_ = range_ << 8 | 0xff) {
      out_.push_back(static_cast<int>(low_ >> 24));
      low_ = low_ << 8 & 0xffffffff;
    }
    const uint32_t share = (range_ >> 16) * chance;
    range_ = bit ? share - 1 : range_ - share;
    if (!bit) low_ += share;
    // What overflows belongs to the bytes before.
    for (size_t i = out_.size(); low_ >> 32 != 0; low_ &= 0xffffffff) {
      while (out_[--i] == 0xff) out_[i] = 0;
      ++out_[i];
    }
  }

  Bytes End() {
    for (int i = 0; i < 4; ++i, low_ = low_ << 8 & 0xffffffff) {
      out_.push_back(static_cast<int>(low_ >> 24));
    }
    return out_;
  }

 private:
  Bytes out_;
  uint64_t low_ = 0;
  uint32_t range_ = ~uint32_t{0};  // less one
};

// Empty: the model is too sure of something.
Bytes PackMessages(const Bytes& texts) {
  static TextModel::Table table;
  TextModel model(table);
  BitPacker packer;
  for (const int character : texts) {
    for (int shift = kCharacterBits - 1; shift >= 0; --shift) {
      const bool bit = (character >> shift & 1) != 0;
      const uint32_t chance = model.Predict();
      if (chance == 0 || chance >= TextModel::kWhole) return {};
      packer.Pack(bit, chance);
      model.Learn(bit, chance);
    }
  }
  return packer.End();
}

// A piece of a text: a character, or a copy of what begins so much earlier.
struct Piece {
  size_t size = 1;
  size_t distance = 0;
  size_t cost = ~size_t{0} / 2;  // of all up to its end, at the least
};

// The pieces that take the least, each at its end.
std::vector<Piece> CutUp(const Bytes& text) {
  std::vector<Piece> best(text.size() + 1);
  best[0].cost = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto offer = [&](size_t size, size_t distance, size_t cost) {
      Piece& so_far = best[i + size];
      cost += best[i].cost;
      if (cost < so_far.cost) so_far = {size, distance, cost};
    };
    offer(1, 0, 1);
    for (size_t distance = 1; distance <= i && distance < 2048; ++distance) {
      for (size_t n = 1; i + n <= text.size() && n <= kLongestCopy; ++n) {
        if (text[i + n - 1] != text[i + n - 1 - distance]) break;
        if (n >= kShortestCopy) offer(n, distance, 2);
      }
    }
  }
  return best;
}

Bytes PackFragments(const Bytes& text) {
  const std::vector<Piece> ends = CutUp(text);
  Bytes reversed;
  for (size_t end = text.size(); end > 0; end -= ends[end].size) {
    const Piece& piece = ends[end];
    if (piece.distance == 0) {
      reversed.push_back(text[end - 1]);
      continue;
    }
    const size_t code =
        0x8000 | (piece.size - kShortestCopy) << 11 | piece.distance;
    reversed.push_back(static_cast<int>(code & 0xff));
    reversed.push_back(static_cast<int>(code >> 8));
  }
  return {reversed.rbegin(), reversed.rend()};
}

void Print(const char* name, const Bytes& bytes) {
  std::printf("inline constexpr unsigned char %s[] = {", name);
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::printf("%s%d,", i % 16 == 0 ? "\n    " : " ", bytes[i]);
  }
  std::printf("\n};\n");
}

}  // namespace

int main(int argc, char** argv) {
  const Bytes messages = Messages();
  const Bytes fragments = Fragments(argc, argv);
  for (const Bytes& texts : {messages, fragments}) {
    for (const int byte : texts) {
      if (byte < 0 || byte >= 1 << kCharacterBits) {
        std::cerr << "pack_texts: a text is not ASCII; write it in ASCII\n";
        return 1;
      }
    }
  }
  const Bytes packed = PackMessages(messages);
  if (packed.empty()) {
    std::cerr << "pack_texts: the model is too sure; raise its scale\n";
    return 1;
  }
  std::printf("// Generated by policy/pack_texts.cc.\n#pragma once\n\n");
  std::printf("namespace landshim {\n\n");
  PrintNames(argc, argv);
  std::printf("// Of all texts, unpacked, with a NUL behind each.\n");
  std::printf("inline constexpr int kMessagesSize = %zu;\n", messages.size());
  std::printf("inline constexpr int kFragmentsSize = %zu;\n\n",
              fragments.size());
  std::printf("inline constexpr int kShortestCopy = %zu;\n\n", kShortestCopy);
  Print("kPackedMessages", packed);
  Print("kPackedFragments", PackFragments(fragments));
  std::printf("\n}  // namespace landshim\n");
  return 0;
}
