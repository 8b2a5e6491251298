// Names, arguments and texts that steer a terminal, or deceive who reads it,
// in everything that landshim prints or writes.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "tests/attacks/attack.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

// CSI in its three forms, an OSC that sets a title, DEL, a right-to-left
// override and its kin, separators, a mark, and bytes that are no text.
constexpr const char* kHostile[] = {"\x1b[31m",
                                    "\xc2\x9b"
                                    "31m",
                                    "\x9b"
                                    "31m",
                                    "\x1b]0;t\x07",
                                    "\x7f",
                                    "\xe2\x80\xae",
                                    "\xe2\x81\xa6",
                                    "\xe2\x80\xa8",
                                    "\xe2\x80\xa9",
                                    "\xef\xbb\xbf",
                                    "\xe2\x80\x8f",
                                    "\xd8\x9c",
                                    "\xff\xfe",
                                    "\n# read /\nread /\n",
                                    "\r"};

// What a terminal could take for more than text; written for this test alone.
// Newlines are asked about elsewhere.
std::string HiddenIn(const std::string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto at = [&](size_t k) {
      return k < text.size() ? static_cast<unsigned char>(text[k]) : 0;
    };
    const unsigned char c = at(i);
    const std::string here = std::to_string(i) + " of: " + text;
    if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f)) continue;
    if (c < 0x20 || c == 0x7f) return "a control at " + here;
    if (c == 0xc2 && at(i + 1) >= 0x80 && at(i + 1) < 0xa0) return "C1 " + here;
    if (c == 0xd8 && at(i + 1) == 0x9c) return "a mark at " + here;
    if (c == 0xe2 && at(i + 1) == 0x80 &&
        (at(i + 2) == 0x8e || at(i + 2) == 0x8f ||
         (at(i + 2) >= 0xa8 && at(i + 2) <= 0xae))) {
      return "a direction at " + here;
    }
    if (c == 0xe2 && at(i + 1) == 0x81 && at(i + 2) >= 0xa6 &&
        at(i + 2) <= 0xa9) {
      return "an isolate at " + here;
    }
    if (c == 0xef && at(i + 1) == 0xbb && at(i + 2) == 0xbf) {
      return "a byte order mark at " + here;
    }
    const int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc2 ? 1 : -1;
    if (more < 0) return "a byte that is no text at " + here;
    for (int k = 1; k <= more; ++k) {
      if ((at(i + k) & 0xc0) != 0x80) return "half a character at " + here;
    }
    i += more;
  }
  return "";
}

class HostileNames : public ::testing::Test {
 protected:
  static void IsHarmless(const Words& words, const Result& result) {
    EXPECT_EQ(HiddenIn(result.out), "") << ::testing::PrintToString(words);
    EXPECT_EQ(HiddenIn(result.err), "") << ::testing::PrintToString(words);
  }

  Result Say(const Words& words) const {
    Result result = Landshim(words).Cwd(scene_.path()).Run();
    IsHarmless(words, result);
    return result;
  }

  Scene scene_;
};

// The control: others print it as it is.
TEST_F(HostileNames, ArePrintedByOthers) {
  for (const std::string name : kHostile) {
    const Result result = Command({"/bin/echo", "a" + name}).Run();
    EXPECT_EQ(result.out, "a" + name + "\n");
  }
  EXPECT_NE(HiddenIn("\x1b"), "");
  EXPECT_NE(HiddenIn("\xc2\x9b"), "");
  EXPECT_NE(HiddenIn("\x9b"), "");
  EXPECT_EQ(HiddenIn("\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac"), "");
}

TEST_F(HostileNames, AreEscapedInMistakes) {
  for (const std::string hostile : kHostile) {
    const std::string name = "a" + hostile + "b";
    for (const Words& words :
         {Words{name},
          {"--" + name},
          {"show", name},
          {"run", "--" + name},
          {"run", "--rule", "raed " + name, "--", "true"},
          {"run", "--read", "/" + name, "--", "true"},
          {"run", "--policy", name, "--", "true"},
          {"run", "--rule", "abi 0..11", "--", "./" + name},
          {"check", name},
          {"check", "--json", name},
          {"check", "--rule", "read? /" + name, "--may", "read /" + name},
          {"fmt", name},
          {"draft", name},
          {"draft", name, "-o", name},
          {"shim", "-o", "no/" + name},
          {"learn", "-o", "no/" + name, "--", "true"},
          {"learn", "--", "./" + name},
          {"explain", "--policy", name, "--", "true"},
          {"explain", "-o", "no/" + name, "--", "true"},
          {"doctor", "./" + name},
          {"doctor", "--json", "./" + name}}) {
      EXPECT_NE(Say(words).status, 0) << ::testing::PrintToString(words);
    }
    const Result result =
        Landshim({"run", "--", "true"}).Env("LANDSHIM_A" + hostile, "1").Run();
    IsHarmless({"run", hostile}, result);
  }
}

// The program, its argument and the files that it uses.
TEST_F(HostileNames, AreEscapedInWhatAProgramDid) {
  REQUIRE_ABI(1);
  for (const std::string hostile : kHostile) {
    const std::string name = "a" + hostile + "b";
    // A newline cannot be escaped into a path of one part with '/'.
    std::string part = name;
    std::replace(part.begin(), part.end(), '/', ':');
    const std::string file = scene_.Write("data/" + part, "text\n");
    const std::string cat = scene_.Copy("/bin/cat", "bin/" + part);
    const std::string recording = scene_.Sub("app.rec");
    fs::remove(recording);
    EXPECT_EQ(Say({"learn", "-o", recording, "--", cat, file}).status, 0);
    EXPECT_EQ(HiddenIn(ContentOf(recording)), "");
    const Result draft = Say({"draft", recording});
    EXPECT_EQ(draft.status, 0) << draft;
    EXPECT_THAT(draft.out, Not(HasSubstr("\nread /\n")));
    const std::string policy = scene_.Sub("app.policy");
    fs::remove(policy);
    EXPECT_EQ(
        Say({"learn", "-o", recording, "--draft", policy, "--", cat, file})
            .status,
        0);
    EXPECT_EQ(HiddenIn(ContentOf(policy)), "");
    for (const Words& words : {Words{"check", policy},
                               {"check", "--json", policy},
                               {"check", policy, "--may", "write " + file},
                               {"run", "--policy", policy, "--print-policy"},
                               {"fmt", policy},
                               {"doctor", cat},
                               {"doctor", "--json", cat}}) {
      Say(words);
    }
    // What the draft says works: the names come back byte by byte.
    EXPECT_EQ(Say({"run", "--policy", policy, "--", cat, file}).out, "text\n");
    for (const Words& words :
         {Words{"explain", "--rule",
                "abi 1..11; include <base> <libs>; exec "
                "/usr/bin/cat",
                "--", "/usr/bin/cat", file},
          {"explain", "--json", "--rule",
           "abi 1..11; include <base> <libs>; exec /usr/bin/cat", "--",
           "/usr/bin/cat", file}}) {
      Result result = Landshim(words).Cwd(scene_.path()).Run();
      // cat(1) speaks for itself, in its own line.
      const size_t own = result.err.find("/usr/bin/cat: ");
      if (own != std::string::npos) {
        result.err.erase(own, result.err.find("ermission denied\n", own) - own);
      }
      IsHarmless(words, result);
    }
  }
}

TEST_F(HostileNames, AreEscapedWherePoliciesAreFormatted) {
  for (const std::string hostile : kHostile) {
    if (hostile.find_first_of("\r\n;") != std::string::npos) continue;
    const std::string policy = scene_.Write(
        "app.policy", "landshim 1\nabi 1..11\nread? /a" + hostile + "b \"/a b" +
                          hostile + "\" # why" + hostile + "\tyes\n# and " +
                          hostile + "\n");
    const Result formatted = Say({"fmt", policy});
    EXPECT_EQ(formatted.status, 0) << formatted;
    EXPECT_THAT(formatted.out, HasSubstr("\tyes\n"));
    // Once more it stays as it is.
    const std::string again = scene_.Write("again.policy", formatted.out);
    EXPECT_EQ(Say({"fmt", again}).out, formatted.out);
    EXPECT_EQ(Say({"fmt", "--check", again}).status, 0);
  }
}

// Other characters stay readable.
TEST_F(HostileNames, AreNoReasonToEscapeOthers) {
  const std::string name = "caf\xc3\xa9-\xe6\x97\xa5\xe6\x9c\xac";
  EXPECT_THAT(Say({"show", name}).err, HasSubstr(name));
  EXPECT_THAT(Say({"check", "--json", name}).out + Say({"check", name}).err,
              HasSubstr(name));
}

}  // namespace
}  // namespace landshim::attacks
