// What fuzz targets are made of: values out of bytes, and what must hold.
#ifndef LANDSHIM_TESTS_FUZZ_INPUT_H_
#define LANDSHIM_TESTS_FUZZ_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace landshim::testing {

// Defined by each target: does with these bytes what landshim would do with
// what they stand for. Ends the process where something does not hold.
int TestOneInput(const uint8_t* data, size_t size);

// Says what does not hold, and ends the process.
void Require(bool holds, const char* what, std::string_view with = {});

// Control bytes have no place in what is shown on a terminal.
bool HasControlByte(std::string_view line);

// Values out of the bytes, one behind the other; zeros behind the last.
class ByteReader {
 public:
  ByteReader(const uint8_t* data, size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }
  uint8_t Byte();
  uint64_t Number();  // of eight bytes
  std::string Text(size_t size);
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

// The bytes as sections: what lies between lines that hold only "%%".
std::vector<std::string> Sections(const uint8_t* data, size_t size);

// The first line of *section, which loses it.
std::string TakeLine(std::string* section);

}  // namespace landshim::testing

#endif  // LANDSHIM_TESTS_FUZZ_INPUT_H_
