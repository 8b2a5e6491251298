// All that the calls point to lies behind them in the table, at addresses that
// are known because the executable is linked to one place.
#include "tests/bench/replay_image.h"

#include <cstring>
#include <fstream>
#include <iterator>

#include "tests/bench/replayed_calls.h"

namespace landshim::bench {
namespace {

// The room of one table, filled from its beginning.
class Room {
 public:
  Room(uint64_t address, size_t calls) : address_(address) {
    content_.resize(calls * sizeof(ReplayedCall));
  }

  void SetCall(size_t index, const ReplayedCall& call) {
    std::memcpy(content_.data() + index * sizeof(call), &call, sizeof(call));
  }

  // Returns the address.
  int64_t Add(const std::string& bytes) {
    content_.resize((content_.size() + 7) / 8 * 8);
    const size_t at = content_.size();
    content_ += bytes;
    if (content_.size() > kReplayRoom) Die("too many calls for kReplayRoom");
    return static_cast<int64_t>(address_ + at);
  }

  int64_t AddTexts(const std::vector<std::string>& texts) {
    std::vector<int64_t> pointers;
    pointers.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
      pointers.push_back(Add(text + '\0'));
    }
    pointers.push_back(0);
    return Add({reinterpret_cast<const char*>(pointers.data()),
                pointers.size() * sizeof(pointers[0])});
  }

  const std::string& content() const { return content_; }

 private:
  uint64_t address_;
  std::string content_;
};

// The addresses that were mapped so far, in this order.
using Mappings = std::vector<uint64_t>;

int64_t IndexOf(const Mappings& mappings, uint64_t address) {
  for (size_t i = mappings.size(); i-- > 0;) {
    if (mappings[i] == address) return static_cast<int64_t>(i);
  }
  Die("a launcher unmaps what it did not map");
}

ReplayedCall Translate(const RecordedCall& call, Room* room,
                       Mappings* mappings) {
  ReplayedCall out;
  out.number = call.type->number;
  out.result = call.result;
  for (int i = 0; i < 6; ++i) {
    const RecordedArgument& argument = call.arguments[i];
    int64_t& to = out.arguments[i];
    to = static_cast<int64_t>(argument.number);
    if (argument.number == 0) continue;
    switch (call.type->arguments[i].kind) {
      case ArgumentKind::kNumber:
        break;
      case ArgumentKind::kText:
        to = room->Add(argument.content[0] + '\0');
        break;
      case ArgumentKind::kTexts:
        to = room->AddTexts(argument.content);
        break;
      case ArgumentKind::kBytes:
        to = room->Add(argument.content[0]);
        break;
      case ArgumentKind::kWritten:
        if (argument.size > kLargestWritten) Die("kLargestWritten is too low");
        out.kinds[i] = ReplayedArgument::kWritten;
        break;
      case ArgumentKind::kMapping:
        out.kinds[i] = ReplayedArgument::kMapping;
        to = IndexOf(*mappings, argument.number);
        break;
    }
  }
  // One that fails is to fail again.
  out.maps = Maps(call) && (call.result < -4095 || call.result > 0);
  if (out.maps) mappings->push_back(static_cast<uint64_t>(call.result));
  if (mappings->size() > kMostMappings) Die("kMostMappings is too low");
  return out;
}

}  // namespace

std::string ReplayImage(const std::string& replay_calls,
                        const std::vector<RecordedCall>& calls) {
  std::ifstream file(replay_calls, std::ios::binary);
  std::string image{std::istreambuf_iterator<char>(file), {}};
  const size_t at =
      image.find(std::string(kReplayMark.text, sizeof(kReplayMark.text)));
  if (at == std::string::npos) Die(replay_calls + " has no table");
  ReplayTable table;
  std::memcpy(&table, image.data() + at, offsetof(ReplayTable, room));
  table.count = calls.size();

  Room room(reinterpret_cast<uint64_t>(table.address->room), calls.size());
  Mappings mappings;
  for (size_t i = 0; i < calls.size(); ++i) {
    room.SetCall(i, Translate(calls[i], &room, &mappings));
  }
  std::memcpy(image.data() + at, &table, offsetof(ReplayTable, room));
  room.content().copy(image.data() + at + offsetof(ReplayTable, room),
                      room.content().size());
  return image;
}

}  // namespace landshim::bench
