// A target without a fuzzer: its corpus, changes of it that are the same every
// time, and inputs that grow. Arguments: the corpus's directory in the
// workspace.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/input.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kMutations = 3000;
constexpr double kSecondsForMutations = 6;
constexpr size_t kLargestFile = 65536;
constexpr size_t kSmall = 16384;
constexpr size_t kTimesLarger = 4;

std::string corpus_directory;

double SecondsOfProcessor() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) / 1e9;
}

double Replay(const std::string& input) {
  const double start = SecondsOfProcessor();
  // Of exactly its size, so that a sanitizer sees every step too far.
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  TestOneInput(bytes.data(), bytes.size());
  return SecondsOfProcessor() - start;
}

const std::vector<std::string>& Corpus() {
  static const auto& corpus = *new std::vector<std::string>([] {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(corpus_directory)) {
      paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> inputs;
    for (const fs::path& path : paths) {
      std::ifstream in(path, std::ios::binary);
      inputs.emplace_back(std::istreambuf_iterator<char>(in),
                          std::istreambuf_iterator<char>());
    }
    return inputs;
  }());
  return corpus;
}

class Mutations {
 public:
  std::string Next() {
    std::string input = Corpus()[Below(Corpus().size())];
    for (size_t i = 1 + Below(4); i > 0; --i) Change(&input);
    return input;
  }

 private:
  size_t Below(size_t count) { return random_() % count; }

  void Change(std::string* input) {
    const size_t at = Below(input->size() + 1);
    const size_t size = Below(std::min<size_t>(input->size() - at, 64) + 1);
    switch (Below(5)) {
      case 0:
        if (at < input->size()) (*input)[at] = static_cast<char>(random_());
        break;
      case 1:
        input->erase(at, size);
        break;
      case 2:
        input->insert(at, input->substr(at, size));
        break;
      case 3: {
        // A part of another one.
        const std::string& other = Corpus()[Below(Corpus().size())];
        input->insert(at, other.substr(Below(other.size() + 1), 64));
        break;
      }
      default:
        if (at < input->size()) (*input)[at] ^= char(1 << Below(8));
    }
  }

  std::mt19937 random_{4711};
};

TEST(Corpus, IsSmallAndDoesNoHarm) {
  EXPECT_GE(Corpus().size(), 2U);
  for (const std::string& input : Corpus()) {
    EXPECT_LE(input.size(), kLargestFile);
    Replay(input);
  }
  Replay("");
}

TEST(Corpus, DoesNoHarmWhereItIsChanged) {
  Mutations mutations;
  double spent = 0;
  int tried = 0;
  for (; tried < kMutations && spent < kSecondsForMutations; ++tried) {
    spent += Replay(mutations.Next());
  }
  EXPECT_GE(tried, 100);
}

// Four times the input may take four times as long; much more is work that
// grows faster than the input.
TEST(Corpus, TakesNoMoreThanItsShareOfTimeWhereItGrows) {
  constexpr double kNoise = 0.02;
  for (const std::string& input : Corpus()) {
    if (input.empty()) continue;
    const auto grown = [&input](size_t size) {
      std::string text;
      while (text.size() < size) text += input;
      return text;
    };
    double small = Replay(grown(kSmall));
    double large = Replay(grown(kSmall * kTimesLarger));
    for (int again = 0; again < 2 && large > 10 * small + kNoise; ++again) {
      small = std::max(small, Replay(grown(kSmall)));
      large = std::min(large, Replay(grown(kSmall * kTimesLarger)));
    }
    EXPECT_LE(large, 10 * small + kNoise)
        << ::testing::PrintToString(input.substr(0, 500));
  }
}

}  // namespace
}  // namespace landshim::testing

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  landshim::testing::corpus_directory = argc > 1 ? argv[1] : ".";
  return RUN_ALL_TESTS();
}
