// What the build packs comes out as it went in: messages, and fragments that
// the reader takes.
#include "policy/packed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "policy/problem.h"
#include "policy/problem_table.h"
#include "policy/read_text.h"

namespace landshim::testing {
namespace {

constexpr char kFragmentsDirectory[] = "policy/fragments";

// A fragment's file as far as it says anything, each line where it was.
std::string WithoutComments(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') text += line;
    text += "\n";
  }
  return text;
}

std::string Unpacked(size_t index) { return std::string(FragmentText(index)); }

Reading ReadFragment(size_t index) {
  Input input = {Unpacked(index), SourceKind::kFragment};
  input.environment = {"TMPDIR=/tmp", "HOME=/home/u", "XDG_RUNTIME_DIR=/run/u",
                       "XDG_CONFIG_HOME=/home/u/.config"};
  input.name = kFragmentNames[index].name;
  return Read(input);
}

std::vector<std::string_view> MessageTexts() {
  std::vector<std::string_view> texts;
#define LANDSHIM_P(name, what, cure) \
  texts.push_back(what);             \
  texts.push_back(cure);
  LANDSHIM_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
  return texts;
}

TEST(Messages, UnpackToTheTextsOfTheTable) {
  int index = 0;
  for (const std::string_view expected : MessageTexts()) {
    EXPECT_EQ(MessageText(index++), expected);
  }
}

TEST(Messages, ComeInAnyOrder) {
  const std::string last(MessageText(kFirstErrorText - 1));
  EXPECT_EQ(MessageText(0), MessageTexts().front());
  EXPECT_EQ(MessageText(kFirstErrorText - 1), last);
}

TEST(Messages, TakeLessThanThreeBitsACharacter) {
  EXPECT_LT(sizeof(kPackedMessages), kMessagesSize * 3 / 8);
}

TEST(Fragments, AreOneForEachFile) {
  std::set<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(kFragmentsDirectory)) {
    EXPECT_EQ(entry.path().extension(), ".policy");
    files.insert(entry.path().stem());
  }
  std::set<std::string> names;
  for (const FragmentName& fragment : kFragmentNames) {
    names.insert(fragment.name);
  }
  EXPECT_EQ(names, files);
  EXPECT_EQ(std::size(kFragmentNames), names.size());
  EXPECT_TRUE(names.count("base") == 1 && names.count("libs") == 1);
}

TEST(Fragments, AreTheirFilesWithoutComments) {
  for (size_t i = 0; i < std::size(kFragmentNames); ++i) {
    const std::string name = kFragmentNames[i].name;
    EXPECT_EQ(Unpacked(i), WithoutComments(std::string(kFragmentsDirectory) +
                                           "/" + name + ".policy"))
        << name;
  }
}

TEST(Fragments, FitIntoTheRoomThatTheShimKeeps) {
  size_t size = 0;
  for (size_t i = 0; i < std::size(kFragmentNames); ++i) {
    size += Unpacked(i).size() + 1;
  }
  EXPECT_EQ(size, static_cast<size_t>(kFragmentsSize));
}

TEST(Fragments, AreReadWithoutAProblem) {
  for (size_t i = 0; i < std::size(kFragmentNames); ++i) {
    const Reading reading = ReadFragment(i);
    EXPECT_EQ(reading.problem, "");
    EXPECT_FALSE(reading.statements.empty()) << kFragmentNames[i].name;
  }
}

TEST(Fragments, AreReadInAnEmptyEnvironmentToo) {
  for (size_t i = 0; i < std::size(kFragmentNames); ++i) {
    EXPECT_EQ(Read({Unpacked(i), SourceKind::kFragment}).problem, "")
        << kFragmentNames[i].name;
  }
}

// They are for every policy: what names a newer right by `allow` would be
// an error in a policy with a lower bound above.
TEST(Fragments, NameOnlyRightsOfTheFirstAbi) {
  for (size_t i = 0; i < std::size(kFragmentNames); ++i) {
    const Summary summary = ReadFragment(i).summary;
    if (summary.newest_named != nullptr) {
      EXPECT_EQ(summary.newest_named->abi, 1) << kFragmentNames[i].name;
    }
  }
}

TEST(Fragments, NeitherLiftRestrictionsNorDemandAnAbi) {
  for (size_t i = 0; i < std::size(kFragmentNames); ++i) {
    const Summary summary = ReadFragment(i).summary;
    EXPECT_TRUE(summary.unrestricted.empty()) << kFragmentNames[i].name;
    EXPECT_EQ(summary.logs_stated, 0U) << kFragmentNames[i].name;
    EXPECT_EQ(summary.needed_abi, 1) << kFragmentNames[i].name;
  }
}

// A path that is missing on some system must not keep programs from running.
TEST(Fragments, SkipPathsThatAreMissing) {
  for (size_t i = 0; i < std::size(kFragmentNames); ++i) {
    for (const std::string& statement : ReadFragment(i).statements) {
      if (statement.find(" /") == std::string::npos) continue;
      EXPECT_THAT(statement, ::testing::HasSubstr("? /"));
    }
  }
}

}  // namespace
}  // namespace landshim::testing
