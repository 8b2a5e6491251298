// The fragments that `show` prints are the files, and what the shim enforces is
// the same without the comments.
#include "tools/fragments.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "policy/packed.h"

namespace landshim {
namespace {

constexpr char kDirectory[] = "policy/fragments";

std::string FileOf(const Fragment& fragment) {
  std::ifstream in(std::string(kDirectory) + "/" + std::string(fragment.name) +
                   ".policy");
  return {std::istreambuf_iterator<char>(in), {}};
}

// Their lines stay, so that those behind them keep their numbers.
std::string WithoutComments(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::string statements;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('#')) statements += line;
    statements += '\n';
  }
  return statements;
}

std::string Packed(std::string_view name) {
  size_t index = 0;
  while (index < std::size(kFragmentNames) &&
         kFragmentNames[index].name != name) {
    ++index;
  }
  if (index == std::size(kFragmentNames)) return "the shim has none";
  return std::string(FragmentText(index));
}

TEST(Fragments, AreTheFilesByteForByte) {
  for (const Fragment& fragment : Fragments()) {
    EXPECT_FALSE(fragment.text.empty());
    EXPECT_EQ(fragment.text, FileOf(fragment)) << fragment.name;
  }
}

TEST(Fragments, AreAllThatThereAre) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(kDirectory)) {
    files.insert(entry.path().stem());
  }
  std::set<std::string> names;
  for (const Fragment& fragment : Fragments()) names.emplace(fragment.name);
  EXPECT_EQ(names, files);
  EXPECT_EQ(names.size(), std::size(kFragmentNames));
}

TEST(Fragments, AreWhatTheShimEnforces) {
  for (const Fragment& fragment : Fragments()) {
    EXPECT_EQ(Packed(fragment.name), WithoutComments(fragment.text))
        << fragment.name;
  }
}

TEST(Summary, IsTheFirstSentenceInOneLine) {
  EXPECT_EQ(FirstSentence({"x", "# One\n# two. Three.\nread /x\n"}),
            "One two.");
  EXPECT_EQ(FirstSentence({"x", "# One.\n# Two.\n"}), "One.");
  EXPECT_EQ(FirstSentence({"x", "# v1.2 of\n#it"}), "v1.2 of it");
  EXPECT_EQ(FirstSentence({"x", "#\nread /x\n"}), "");
  EXPECT_EQ(FirstSentence({"x", "read /x # No.\n"}), "");
}

TEST(Summary, IsThereForEachFragment) {
  for (const Fragment& fragment : Fragments()) {
    const std::string summary = FirstSentence(fragment);
    ASSERT_GT(summary.size(), 10U) << fragment.name;
    EXPECT_EQ(summary.back(), '.') << fragment.name;
    EXPECT_EQ(summary.find('\n'), std::string::npos) << fragment.name;
  }
}

}  // namespace
}  // namespace landshim
