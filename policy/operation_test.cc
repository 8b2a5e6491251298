// The table of operations, and how users write them.
#include "policy/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "policy/read_text.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Parsed {
  Operation operation;
  std::string error;
};

Parsed Parse(const std::string& text, const std::string& directory = "/work") {
  const Variables variables({"HOME=/home/me", "D=/d", "EMPTY="});
  Parsed parsed;
  ParseOperation(text, "--may", variables.environment(), directory,
                 &parsed.operation, &parsed.error);
  return parsed;
}

TEST(Operations, HaveNamesOfTheirOwnAndAMeaning) {
  std::set<std::string_view> names;
  for (const OperationKind& kind : OperationKinds()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_NE(kind.meaning, "") << kind.name;
    EXPECT_EQ(FindOperationKind(kind.name), &kind);
  }
  for (const Right& r : kRights) EXPECT_EQ(names.count(r.Name()), 1U);
  EXPECT_EQ(FindOperationKind("raed"), nullptr);
}

TEST(Operations, AreReadAsTheyAreWritten) {
  for (const OperationKind& kind : OperationKinds()) {
    Operation operation = MakeOperation(kind.name);
    switch (kind.operands) {
      case OperandKind::kNone:
        break;
      case OperandKind::kPort:
        operation.port = 443;
        break;
      case OperandKind::kTwoPaths:
        operation.new_path = "/d/new file";
        [[fallthrough]];
      case OperandKind::kPath:
      case OperandKind::kAnyPath:
      case OperandKind::kName:
        operation.path = "/d/$file";
        break;
      case OperandKind::kRightList:
        operation.path = "/d";
        operation.access = right::read_file | right::make_reg;
        break;
      case OperandKind::kFlagList:
        operation.path = "/d";
        operation.open = {.read = true, .create = true};
        break;
    }
    const std::string text = ToText(operation);
    const Parsed parsed = Parse(text);
    EXPECT_EQ(parsed.error, "") << text;
    EXPECT_EQ(parsed.operation.kind, operation.kind) << text;
    EXPECT_EQ(parsed.operation.path, operation.path) << text;
    EXPECT_EQ(parsed.operation.new_path, operation.new_path) << text;
    EXPECT_EQ(parsed.operation.port, operation.port) << text;
    EXPECT_EQ(parsed.operation.access, operation.access) << text;
    EXPECT_EQ(ToText(parsed.operation), text);
  }
}

TEST(Operations, TakeTheWordsOfThePolicyLanguage) {
  EXPECT_EQ(Parse("read ~/x").operation.path, "/home/me/x");
  EXPECT_EQ(Parse("read ${D}/x").operation.path, "/d/x");
  EXPECT_EQ(Parse("read \"/a b\"").operation.path, "/a b");
  EXPECT_EQ(Parse("read x/y").operation.path, "/work/x/y");
  EXPECT_EQ(Parse("read x", "/").operation.path, "/x");
  EXPECT_EQ(Parse("read /x # why").operation.path, "/x");
  EXPECT_EQ(Parse("read /x;").operation.path, "/x");
  EXPECT_EQ(Parse("connect abstract name").operation.path, "name");
}

TEST(Operations, HaveOtherNames) {
  const struct {
    const char* written;
    const char* meant;
  } cases[] = {
      {"cat /x", "read /x"},
      {"ls /x", "list /x"},
      {"rm /x", "remove /x"},
      {"mv /x /y", "rename /x /y"},
      {"ln /x /y", "link /x /y"},
      {"kill", "signal"},
      {"execve /x", "exec /x"},
      {"send unix /x", "connect unix /x"},
      {"send udp 53", "send udp 53"},
      {"make_reg /d", "make_reg /d"},
      {"connect_tcp 443", "connect_tcp 443"},
      {"allow connect_tcp,bind_tcp 1", "allow bind_tcp,connect_tcp 1"},
      {"open write,nofollow /x", "open write,nofollow /x"},
  };
  for (const auto& known : cases) {
    EXPECT_EQ(Parse(known.written).error, "");
    EXPECT_EQ(ToText(Parse(known.written).operation), known.meant);
  }
}

TEST(OperationProblems, NameTheWordAndTheCure) {
  const struct {
    const char* text;
    const char* error;
  } cases[] = {
      {"",
       "--may: there is no operation; write one such as 'read /etc/passwd'"},
      {"read", "--may: 'read' names nothing; write it as in 'read PATH'"},
      {"rename /a",
       "--may: 'rename' wants more words; write it as in 'rename PATH PATH'"},
      {"read /a /b", "--may: unexpected word '/b'; write it as in 'read PATH'"},
      {"signal 9", "--may: unexpected word '9'; write it as in 'signal'"},
      {"read \"\"", "--may: a path is empty; name a file"},
      {"connect",
       "--may: 'connect' names nothing; it goes with unix, abstract, "
       "tcp, udp"},
      {"connect tpc 443",
       "--may: unknown protocol 'tpc'; 'connect' goes with unix, abstract, "
       "tcp, udp"},
      {"connect tcp https", "--may: bad port 'https'; ports are numbers: 443"},
      {"connect tcp 65536",
       "--may: port '65536' is over 65535; write a smaller number"},
      {"bind tcp x", "--may: bad port 'x'; ports are numbers: 443"},
      {"allow raed_file /x",
       "--may: unknown right 'raed_file'; did you mean 'read_file'?"},
      {"allow signal /x",
       "--may: 'signal' is a scope, not a right; write 'signal' alone"},
      {"allow read_file,bind_tcp /x",
       "--may: rights on paths and on ports are mixed; ask about one kind at a "
       "time"},
      {"open raed /x", "--may: unknown flag 'raed'; did you mean 'read'?"},
      {"rx /bin/ls", "--may: unknown operation 'rx'; write 'exec'"},
      {"read /a; read /b",
       "--may: 'read' begins a second operation; ask about one at a time"},
      {"read ${NONE}",
       "--may:1:6: variable 'NONE' is not set; set it, or give a default: "
       "${NONE:-default}"},
      {"read \"/x",
       "--may:1:6: this quote is not closed on its line; add the closing "
       "'\"'; a newline is written \\n"},
  };
  for (const auto& bad : cases) EXPECT_EQ(Parse(bad.text).error, bad.error);
  EXPECT_EQ(Parse("read x", "").error,
            "--may: relative path 'x'; write it from the root");
}

TEST(OperationProblems, SuggestTheNearestAndShowAll) {
  EXPECT_THAT(Parse("raed /x").error,
              StartsWith("--may: unknown operation 'raed'; did you mean "
                         "'read'? operations are read, list, write, "));
  EXPECT_THAT(Parse("conect tcp 1").error,
              HasSubstr("did you mean 'connect'?"));
  EXPECT_THAT(Parse("mkae_reg /x").error,
              HasSubstr("did you mean 'make_reg'?"));
  EXPECT_THAT(
      Parse("frobnicate").error,
      StartsWith("--may: unknown operation 'frobnicate'; operations are "
                 "read, "));
}

TEST(Operations, AreDescribedOneALine) {
  const std::string text = DescribeOperations();
  EXPECT_THAT(text, StartsWith("read PATH  "));
  EXPECT_THAT(text, HasSubstr("\nrename PATH PATH  "));
  EXPECT_THAT(text, HasSubstr("\nconnect tcp PORT  "));
  EXPECT_THAT(text, HasSubstr("\nmake_block PATH  "));
}

}  // namespace
}  // namespace landshim::testing
