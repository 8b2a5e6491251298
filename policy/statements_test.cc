// Whole policies as lists of statements, and the line that is shown instead.
#include "policy/statements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "policy/read_text.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;

// Files by name; a text that begins with '!' is refused by that detail.
using Files = std::map<std::string, std::string>;

FileReader ReaderOf(const Files& files) {
  return [files](const std::string& path) {
    FileText file;
    const auto found = files.find(path);
    if (found == files.end()) return file;
    if (found->second.front() == '!') {
      file.result = FileText::Result::kRefused;
      file.detail = found->second.substr(1);
      return file;
    }
    file.result = FileText::Result::kFound;
    file.text = found->second;
    // "/a/b" and "/a//b" are one file.
    for (char c : path) {
      if (c != '/')
        file.id.inode = file.id.inode * 31 + static_cast<uint8_t>(c);
    }
    return file;
  };
}

struct Policies {
  PolicyStatements policy;
  std::string error;

  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const PolicyStatement& statement : policy.list) {
      lines.push_back(ToText(statement.place) + ' ' + ToText(statement));
    }
    return lines;
  }
};

Policies ReadAll(const std::vector<Source>& sources, const Files& files = {},
                 std::vector<std::string> environment = {}) {
  const Variables variables(std::move(environment));
  Policies read;
  if (!ReadStatements(sources, variables.environment(), ReaderOf(files),
                      &read.policy, &read.error)) {
    EXPECT_NE(read.error, "");
  }
  return read;
}

Source File(std::string_view text) {
  return {.name = "app.policy", .text = text};
}

Source Rules(std::string_view text) {
  return {.name = "LANDSHIM_RULES", .text = text, .kind = SourceKind::kRules};
}

TEST(Statements, KeepTheirWordsAndPlaces) {
  const Policies read = ReadAll(
      {File("landshim 1\nabi 4..11\nread? /a \"/b c\"\n  allow "
            "read_file,make_reg /d\n"
            "connect tcp 443 8000..8010; bind udp 0\nconnect unix /run\n"
            "unscope signal\nunrestrict net.udp read_dir\nquiet /proc\n"
            "log new_exec on\n")});
  EXPECT_EQ(read.error, "");
  EXPECT_THAT(
      read.Lines(),
      ElementsAre(
          "app.policy:2:5 abi 4..11", "app.policy:3:7 read? /a",
          "app.policy:3:10 read? \"/b c\"",
          "app.policy:4:28 allow read_file,make_reg /d",
          "app.policy:5:13 connect tcp 443",
          "app.policy:5:17 connect tcp 8000..8010",
          "app.policy:5:38 bind udp 0", "app.policy:6:14 connect unix /run",
          "app.policy:7:9 unscope signal", "app.policy:8:12 unrestrict net.udp",
          "app.policy:8:20 unrestrict read_dir", "app.policy:9:7 quiet /proc",
          "app.policy:10:14 log new_exec on"));
  EXPECT_EQ(read.policy.summary.abi, (AbiRange{4, 11}));
}

TEST(Statements, SayWhichOnesGrant) {
  const Policies read = ReadAll({Rules(
      "read /a; quiet /b; connect tcp 1; unscope signal; log subdomains off")});
  std::vector<bool> grants;
  for (const PolicyStatement& statement : read.policy.list) {
    grants.push_back(statement.Grants());
  }
  EXPECT_THAT(grants, ElementsAre(true, false, true, false, false));
}

TEST(Statements, AreReadAgainFromTheirText) {
  const Policies read =
      ReadAll({Rules("read \"/a;b\"; allow? make_reg \"/ c\"; bind tcp 1..2")});
  for (const PolicyStatement& statement : read.policy.list) {
    const std::string text = ToText(statement);
    const Policies again = ReadAll({Rules(text)});
    ASSERT_EQ(again.policy.list.size(), 1U) << text;
    EXPECT_EQ(ToText(again.policy.list[0]), text);
    EXPECT_EQ(again.policy.list[0].text, statement.text);
    EXPECT_EQ(again.policy.list[0].access, statement.access);
  }
}

TEST(Statements, OwnWhatTheyHold) {
  Policies read;
  {
    const std::string name = "gone.policy";
    const std::string text = "landshim 1\nabi 4..11\nread ${D}/x\n";
    read = ReadAll({{.name = name, .text = text}}, {}, {"D=/d"});
  }
  EXPECT_THAT(read.Lines(), ElementsAre("gone.policy:2:5 abi 4..11",
                                        "gone.policy:3:6 read /d/x"));
}

TEST(Statements, OfIncludesStandWhereTheIncludeStands) {
  const Files files = {{"/p/more", "landshim 1\nread /more\ninclude less\n"},
                       {"/p/less", "landshim 1\nread /less\n"}};
  const Policies read =
      ReadAll({{.name = "/p/app",
                .text = "landshim 1\nabi 4..11\nread /a\ninclude more\nread /b",
                .directory = "/p"}},
              files);
  EXPECT_EQ(read.error, "");
  EXPECT_THAT(read.Lines(),
              ElementsAre("/p/app:2:5 abi 4..11", "/p/app:3:6 read /a",
                          "/p/more:2:6 read /more", "/p/less:2:6 read /less",
                          "/p/app:5:6 read /b"));
}

TEST(Statements, OfAFileAndOfRulesMakeOnePolicy) {
  const Policies read = ReadAll({File("landshim 1\nabi 4..6\nread /a\n"),
                                 Rules("read /b; include <tty>")});
  EXPECT_EQ(read.error, "");
  EXPECT_EQ(read.policy.summary.abi, (AbiRange{4, 6}));
  EXPECT_EQ(read.Lines()[2], "LANDSHIM_RULES:1:6 read /b");
  EXPECT_THAT(read.Lines()[3], ::testing::StartsWith("<tty>:"));
  EXPECT_EQ(ToText(read.policy.place), "app.policy");
}

TEST(Statements, ReadEachTextOnce) {
  const Files files = {{"/more", "landshim 1\nread /more\n"}};
  const Policies read = ReadAll(
      {Rules("include /more; include /more; include <tty>; include <tty>")},
      files);
  EXPECT_EQ(read.error, "");
  int more = 0;
  for (const std::string& line : read.Lines()) {
    if (line == "/more:2:6 read /more") ++more;
  }
  EXPECT_EQ(more, 1);
}

// Each as the shim says it: tests/e2e/fail_closed_policy_test.cc.
TEST(StatementProblems, AreTheShimsLines) {
  const Files files = {
      {"/loop", "landshim 1\ninclude /loop\n"},
      {"/twice", "landshim 1\ninclude //twice\n"},
      {"//twice", "landshim 1\n"},
      {"/bad", "landshim 1\nraed /x\n"},
      {"/locked", "!permission denied (EACCES)"},
  };
  const struct {
    Source source;
    std::string error;
  } cases[] = {
      {File("landshim 1\nread /a\n"),
       "app.policy: no 'abi' statement; add one such as 'abi 4..11': the least "
       "ABI that the policy needs and the newest that it enforces"},
      {Rules("raed /a"),
       "LANDSHIM_RULES:1:1: unknown statement 'raed'; did you mean 'read'?"},
      {Rules("include /none"),
       "LANDSHIM_RULES:1:9: no such file '/none'; correct the name, or write "
       "'include?' to skip a missing file"},
      {Rules("include /x/base"),
       "LANDSHIM_RULES:1:9: no such file '/x/base'; did you mean '<base>'?"},
      {Rules("include <bsae>"),
       "LANDSHIM_RULES:1:9: unknown fragment '<bsae>'; did you mean '<base>'?"},
      {Rules("include /loop"),
       "/loop:2:9: '/loop' includes itself; remove one of the includes"},
      {Rules("include /twice"),
       "/twice:2:9: '//twice' includes itself; remove one of the includes"},
      {Rules("include /bad"),
       "/bad:2:1: unknown statement 'raed'; did you mean 'read'?"},
      {Rules("include /locked"),
       "/locked: the policy cannot be read: permission denied (EACCES); "
       "replace the file"},
      {Rules("abi 1; allow connect_udp 1"),
       "LANDSHIM_RULES:1:14: unknown right 'connect_udp'; did you mean "
       "'connect_tcp'?"},
      {Rules("abi 1; allow refer /"),
       "LANDSHIM_RULES:1:20: right 'refer' needs ABI 2, above this policy's 1; "
       "raise the upper bound of 'abi', or remove the right"},
  };
  for (const auto& bad : cases) {
    EXPECT_EQ(ReadAll({bad.source}, files).error, bad.error);
  }
}

TEST(StatementProblems, ComeWithTooManyOrTooDeepIncludes) {
  Files files;
  std::string all;
  for (int i = 0; i < 64; ++i) {
    const std::string name = "/f" + std::to_string(i);
    files[name] = "landshim 1\n";
    all += "include " + name + '\n';
    files["/deep" + std::to_string(i)] =
        "landshim 1\ninclude /deep" + std::to_string(i + 1) + '\n';
  }
  EXPECT_EQ(ReadAll({Rules(all)}, files).error,
            "/f63: the policy is made of more than 64 texts; join some of its "
            "files");
  EXPECT_THAT(ReadAll({Rules("include /deep0")}, files).error,
              EndsWith("includes are nested deeper than 8; include the file "
                       "from a shallower one"));
  EXPECT_THAT(ReadAll({Rules("include? /none /f1; read /x")}, files).Lines(),
              ElementsAre("LANDSHIM_RULES:1:26 read /x"));
}

TEST(StatementProblems, LeaveNothingBehind) {
  Policies read = ReadAll({Rules("read /a; raed /b")});
  EXPECT_NE(read.error, "");
  read = ReadAll({Rules("log new_exec on")});
  EXPECT_EQ(read.error, "");
  EXPECT_THAT(ReadAll({Rules("")}).Lines(), IsEmpty());
}

}  // namespace
}  // namespace landshim::testing
