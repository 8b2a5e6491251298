// Whatever is recorded is read back as it was, byte by byte.
#include "tools/recording/lines.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "tools/recording/names.h"

namespace landshim {
namespace {

// The line without its newline, read again.
template <typename Kind>
Kind Again(const Kind& value) {
  const std::string text = ToLine(value);
  EXPECT_EQ(text.find('\n'), text.size() - 1) << text;
  Line line;
  std::string why;
  EXPECT_TRUE(ParseLine(text.substr(0, text.size() - 1), &line, &why)) << why;
  EXPECT_TRUE(std::holds_alternative<Kind>(line)) << text;
  return std::holds_alternative<Kind>(line) ? std::get<Kind>(line) : Kind();
}

Fact Rename() {
  return {.operation = "rename",
          .path = "/a/b",
          .new_path = "/c/d",
          .kind = FileKind::kRegular,
          .new_kind = FileKind::kNone,
          .actor = {"/usr/bin/mv", Phase::kMain, true}};
}

std::string Reason(const std::string& text) {
  Line line;
  std::string why;
  EXPECT_FALSE(ParseLine(text, &line, &why)) << text;
  return why;
}

TEST(Lines, AreTheDocumentedText) {
  EXPECT_EQ(
      ToLine(Fact{.operation = "open",
                  .open = {.read = true, .create = true},
                  .path = "/etc/hosts",
                  .kind = FileKind::kRegular,
                  .inherited = true,
                  .actor = {"/usr/bin/curl", Phase::kStart, false}}),
      R"({"op":"open","flags":["read","create"],"path":"/etc/hosts",)"
      R"("kind":"file","inherited":true,"by":"/usr/bin/curl","phase":"start"})"
      "\n");
  EXPECT_EQ(ToLine(Rename()),
            R"({"op":"rename","path":"/a/b","kind":"file","to":"/c/d",)"
            R"("by":"/usr/bin/mv","child":true})"
            "\n");
  EXPECT_EQ(ToLine(Fact{.operation = "bind tcp", .actor = {.program = "/x"}}),
            R"({"op":"bind tcp","port":0,"by":"/x"})"
            "\n");
  EXPECT_EQ(ToLine(Gap{"openat", "why", {.program = "/x"}}),
            R"({"gap":"why","call":"openat","by":"/x"})"
            "\n");
  EXPECT_EQ(ToLine(RunMark{}), "{\"mark\":true}\n");
  EXPECT_EQ(ToLine(RunEnd{3}), "{\"end\":3}\n");
  EXPECT_EQ(ToLine(RunStart{.id = "1",
                            .program = "/x",
                            .command = {"x", "y"},
                            .directory = "/",
                            .kernel = "6.1",
                            .abi = 2,
                            .environment = {{"HOME", "/h"}}}),
            R"({"landshim":"recording","version":1,"run":"1","program":"/x",)"
            R"("command":["x","y"],"directory":"/","kernel":"6.1","abi":2,)"
            R"("user":0,"environment":{"HOME":"/h"}})"
            "\n");
}

TEST(Lines, ComeBackAsTheyWere) {
  EXPECT_EQ(Again(Rename()), Rename());
  Fact probe = Rename();
  probe.error = ENOENT;
  EXPECT_EQ(Again(probe), probe);
  probe.error = 999;
  EXPECT_EQ(Again(probe), probe);
  const Gap gap = {"openat", "a \"reason\"\n", {"/x\xff", Phase::kStart, true}};
  EXPECT_EQ(Again(gap), gap);
  EXPECT_EQ(Again(RunMark{}), RunMark{});
  EXPECT_EQ(Again(RunEnd{137}), RunEnd{137});
  const RunStart start = {.id = "id",
                          .program = "/\xe4",
                          .command = {"", "\xff", "ü"},
                          .directory = "/d",
                          .kernel = "6.18",
                          .abi = 7,
                          .user = 65534,
                          .environment = {{"HOME", "/\xfe"}}};
  EXPECT_EQ(Again(start), start);
  EXPECT_EQ(Again(RunStart{}), RunStart{});
}

TEST(Lines, KeepEachFlagOfOpen) {
  for (const OpenFlag& flag : kOpenFlags) {
    Fact fact = {.operation = "open", .path = "/x", .actor = {.program = "/y"}};
    fact.open.*flag.member = true;
    EXPECT_EQ(Again(fact), fact) << flag.name;
  }
}

TEST(Lines, KeepAnyByteOfAPath) {
  const uint32_t seed = std::random_device()();
  printf("seed %u\n", seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string path = "/";
    for (size_t size = random() % 12; size > 0; --size) {
      path += static_cast<char>(random() % 255 + 1);
    }
    Fact fact = Rename();
    fact.path = path;
    EXPECT_EQ(Again(fact), fact);
    // A library reads it too.
    EXPECT_TRUE(nlohmann::json::accept(ToLine(fact)));
  }
}

TEST(Lines, OfALaterVersionWithOtherContentArePassedOver) {
  Line line;
  std::string why;
  EXPECT_TRUE(ParseLine(R"({"weather":"fine"})", &line, &why));
  EXPECT_EQ(line, Line(Unknown{}));
}

TEST(Lines, ThatAreWrongSayWhy) {
  const std::string cure = "; record again, or remove the line";
  EXPECT_EQ(Reason("{"), "it is no JSON" + cure);
  EXPECT_EQ(Reason("[]"), "it is no object" + cure);
  EXPECT_EQ(Reason(R"({"op":"open"})"), "there is no 'by'" + cure);
  EXPECT_EQ(Reason(R"({"op":1,"by":"/x"})"), "a text is none" + cure);
  EXPECT_EQ(Reason(R"({"op":{"hex":"2"},"by":"/x"})"),
            "'hex' is cut off" + cure);
  EXPECT_EQ(Reason(R"({"op":{"hex":"zz"},"by":"/x"})"),
            "'hex' is no hex" + cure);
  EXPECT_EQ(Reason(R"({"op":"open","flags":["reed"],"by":"/x"})"),
            "the flag 'reed' is unknown" + cure);
  EXPECT_EQ(Reason(R"({"op":"open","kind":"dog","by":"/x"})"),
            "the file kind is unknown" + cure);
  EXPECT_EQ(Reason(R"({"op":"bind tcp","port":65536,"by":"/x"})"),
            "the port is none" + cure);
  EXPECT_EQ(Reason(R"({"op":"bind tcp","port":"1","by":"/x"})"),
            "a number is none" + cure);
  EXPECT_EQ(Reason(R"({"op":"open","error":"EMOOSE","by":"/x"})"),
            "the error is unknown" + cure);
  EXPECT_EQ(Reason(R"({"landshim":"recording","version":2})"),
            "it has version 2, and this landshim reads up to 1" + cure);
}

TEST(Names, OfErrorsAreReadBack) {
  for (int error = 1; error < 200; ++error) {
    EXPECT_EQ(ErrorOfName(NameOfError(error)), error);
  }
  EXPECT_EQ(ErrorOfName("errno 0"), 0);
  EXPECT_EQ(ErrorOfName("errno x"), 0);
  EXPECT_EQ(ErrorOfName("errno 99999"), 0);
}

}  // namespace
}  // namespace landshim
