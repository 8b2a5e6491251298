// Several texts at once: how the reader goes from one to another and back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "policy/read_text.h"
#include "policy/reader.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;

// A file that the test includes under the name `a`.
class Included {
 public:
  explicit Included(std::string_view text, SourceKind kind)
      : source_{"a", text, kind, "/dir"} {}

  // What is read where each include in `source` opens this.
  std::vector<std::string> ReadWithin(const Source& source) const {
    Reader reader{Environment{}};
    reader.Open(&source);
    std::vector<std::string> read;
    Statement statement;
    Reader::Result result = reader.Next(&statement);
    for (; result == Reader::Result::kStatement;
         result = reader.Next(&statement)) {
      read.push_back(std::string(statement.place.source->name) + ":" +
                     Say(statement));
      if (statement.kind == StatementKind::kInclude) reader.Open(&source_);
    }
    if (result == Reader::Result::kProblem) {
      read.push_back(Describe(reader.problem()));
    }
    return read;
  }

 private:
  Source source_;
};

TEST(Includes, AreReadWhereTheyStand) {
  const Included included("unscope signal", SourceKind::kIncluded);
  const Source source = {"top", "read /a\ninclude a\nread /b",
                         SourceKind::kRules};
  EXPECT_THAT(included.ReadWithin(source),
              ElementsAre("top:1:6 read /a: read_file read_dir",
                          "top:2:9 include file a", "a:1:9 unscope signal",
                          "top:3:6 read /b: read_file read_dir"));
}

TEST(Includes, MayStandAmongOthersInOneStatement) {
  const Included included("landshim 1\nunscope signal", SourceKind::kIncluded);
  const Source source = {"top", "include? /x /y; read /b", SourceKind::kRules};
  EXPECT_THAT(included.ReadWithin(source),
              ElementsAre("top:1:10 include? file /x", "a:2:9 unscope signal",
                          "top:1:13 include? file /y", "a:2:9 unscope signal",
                          "top:1:22 read /b: read_file read_dir"));
}

TEST(Includes, MayBeEmpty) {
  const Included included("", SourceKind::kIncluded);
  const Source source = {"top", "include a;unscope signal", SourceKind::kRules};
  EXPECT_THAT(included.ReadWithin(source),
              ElementsAre("top:1:9 include file a", "top:1:19 unscope signal"));
}

TEST(Includes, NameThemselvesInProblems) {
  const Source source = {"top", "include a", SourceKind::kRules};
  // A file is known for a policy by a statement that is right.
  EXPECT_THAT(
      Included("read /b\n reed /a", SourceKind::kIncluded).ReadWithin(source),
      ElementsAre("top:1:9 include file a", "a:1:6 read /b: read_file read_dir",
                  "a:2:2: unknown statement 'reed'; did you mean "
                  "'read'?"));
  EXPECT_THAT(Included("\n reed /a", SourceKind::kIncluded).ReadWithin(source),
              ElementsAre("top:1:9 include file a",
                          "a:2:2: this is no statement of a policy; what it "
                          "says is not shown; correct it, or name a policy"));
  EXPECT_THAT(Included("reed /a", SourceKind::kFragment).ReadWithin(source),
              ElementsAre("top:1:9 include file a",
                          "<a>:1:1: unknown statement 'reed'; did you mean "
                          "'read'?"));
}

TEST(Includes, HaveNoAbiOfTheirOwn) {
  const Source source = {"top", "include a", SourceKind::kRules};
  for (const SourceKind kind : {SourceKind::kIncluded, SourceKind::kFragment}) {
    const std::vector<std::string> read =
        Included("abi 4", kind).ReadWithin(source);
    EXPECT_THAT(read.back(),
                ::testing::EndsWith(":1:1: 'abi' in an included file; write it "
                                    "in the policy that includes this"));
  }
}

TEST(OpenSources, AreCountedAndKnown) {
  const Source outer = {"outer", "include a;unscope signal",
                        SourceKind::kRules};
  const Source inner = {"inner", "unscope signal", SourceKind::kIncluded};
  Reader reader{Environment{}};
  EXPECT_EQ(reader.depth(), 0);
  reader.Open(&outer);
  Statement statement;
  ASSERT_EQ(reader.Next(&statement), Reader::Result::kStatement);
  reader.Open(&inner);
  EXPECT_EQ(reader.depth(), 2);
  EXPECT_TRUE(reader.IsOpen(&outer));
  EXPECT_TRUE(reader.IsOpen(&inner));
  ASSERT_EQ(reader.Next(&statement), Reader::Result::kStatement);
  EXPECT_EQ(statement.place.source, &inner);
  ASSERT_EQ(reader.Next(&statement), Reader::Result::kStatement);
  EXPECT_EQ(statement.place.source, &outer);
  EXPECT_EQ(reader.depth(), 1);
  EXPECT_FALSE(reader.IsOpen(&inner));
  EXPECT_EQ(reader.Next(&statement), Reader::Result::kEnd);
  EXPECT_EQ(reader.Next(&statement), Reader::Result::kEnd);
  EXPECT_EQ(reader.depth(), 0);
}

TEST(OpenSources, MayBeNineAtOnce) {
  const Source source = {"top", "include a", SourceKind::kRules};
  Reader reader{Environment{}};
  Statement statement;
  for (int i = 0; i <= kDeepestInclude; ++i) {
    reader.Open(&source);
    ASSERT_EQ(reader.Next(&statement), Reader::Result::kStatement);
  }
  EXPECT_EQ(reader.depth(), 9);
  EXPECT_EQ(reader.Next(&statement), Reader::Result::kEnd);
}

TEST(Readers, StartAfresh) {
  const Variables variables({"A=/a"});
  const Source source = {"top", "read ${A} ${A}", SourceKind::kRules};
  Reader reader;
  reader.Open(&source);
  Statement statement;
  EXPECT_EQ(reader.Next(&statement), Reader::Result::kProblem);
  reader.Start(variables.environment());
  EXPECT_EQ(reader.depth(), 0);
  reader.Open(&source);
  ASSERT_EQ(reader.Next(&statement), Reader::Result::kStatement);
  EXPECT_EQ(Say(statement), "1:6 read /a: read_file read_dir");
}

}  // namespace
}  // namespace landshim::testing
