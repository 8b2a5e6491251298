// What a policy looks like once it is formatted.
#include "tools/lay_out.h"

#include <gtest/gtest.h>

namespace landshim {
namespace {

std::string LaidOut(const std::string& text) {
  std::string result;
  std::string error;
  EXPECT_TRUE(LayOut({"app.policy", text}, &result, &error)) << error;
  std::string again;
  EXPECT_TRUE(LayOut({"app.policy", result}, &again, &error)) << error;
  EXPECT_EQ(again, result) << "laid out twice";
  return result;
}

TEST(LayOut, LeavesAGoodTextAlone) {
  const std::string text =
      "# A policy for sqlite3.\n"
      "landshim 1\n"
      "abi 1..11           # any kernel with Landlock\n"
      "include <base>      # what nearly every program opens\n"
      "write ${DEMO}/data  # the database\n"
      "                    # and its journal\n"
      "\n"
      "# And now for something else.\n"
      "read /usr/share /etc\n";
  EXPECT_EQ(LaidOut(text), text);
}

TEST(LayOut, PutsOneStatementOnALineAndOneBlankBetweenWords) {
  EXPECT_EQ(LaidOut("landshim\t 1;abi   4..11 ;;\n\tread    /a\t/b  \n ;\n"),
            "landshim 1\nabi 4..11\nread /a /b\n");
}

TEST(LayOut, KeepsOneEmptyLineOfSeveralAndNoneAtTheEnds) {
  EXPECT_EQ(LaidOut("\n \nread /a\n\n\t\n\nread /b\n# c\n\n# d\n\n\n"),
            "read /a\n\nread /b\n# c\n\n# d\n");
  EXPECT_EQ(LaidOut(""), "");
  EXPECT_EQ(LaidOut("\n\n"), "");
  EXPECT_EQ(LaidOut(" # only this"), "# only this\n");
}

TEST(LayOut, PutsTheCommentsOfABlockInOneColumn) {
  EXPECT_EQ(LaidOut("read /a # one\nread /longer   # two\nread /b\nexec /c#no\n"
                    "\nread /d #three\n"),
            "read /a       # one\nread /longer  # two\nread /b\nexec /c#no\n\n"
            "read /d  #three\n");
}

TEST(LayOut, BeginsAnotherBlockBehindALineThatIsAComment) {
  EXPECT_EQ(LaidOut("read /longer # 1\n# new\nread /a # 2\n"),
            "read /longer  # 1\n# new\nread /a  # 2\n");
}

TEST(LayOut, KeepsACommentTogetherThatGoesOnBelow) {
  EXPECT_EQ(
      LaidOut("read /a      # one\n             # two\n             #  x\n"
              "read /longer # three\n   # four\n"),
      "read /a       # one\n              # two\n              #  x\n"
      "read /longer  # three\n# four\n");
}

TEST(LayOut, LetsAWideStatementMoveNoOtherComment) {
  const std::string wide = "read /" + std::string(60, 'x');
  EXPECT_EQ(LaidOut("read /a # 1\n" + wide + " # 2\n"),
            "read /a  # 1\n" + wide + "  # 2\n");
}

TEST(LayOut, CountsColumnsOfTheScreen) {
  EXPECT_EQ(LaidOut("read /\xc3\xa9\xc3\xa9 # 1\nread /a # 2\n"),
            "read /\xc3\xa9\xc3\xa9  # 1\nread /a   # 2\n");
}

TEST(LayOut, GivesACommentBehindSeveralStatementsToTheLast) {
  EXPECT_EQ(LaidOut("connect tcp 443; bind udp 0;  connect udp 53; # dns\n"),
            "connect tcp 443\nbind udp 0\nconnect udp 53  # dns\n");
}

TEST(LayOut, TakesAwayOnlyQuotesThatDoNothing) {
  EXPECT_EQ(LaidOut("read \"/a\" /b\"c\"/d \"${A}/e\" \"/f\xff\"\n"),
            "read /a /bc/d ${A}/e \"/f\\xff\"\n");
  for (const char* text :
       {"read \"/a b\"\n", "read \"/a;b\"\n", "read \"/\\x41\"\n",
        "read /\"\\$A\"\n", "read ${A:-\"/}\"}\n", "read \"${A:-/b c}\"\n",
        "include \"<base>\"\n", "include \"${A}\"\n", "read /\"$\"{A} /b$\n",
        "connect tcp ${A:-\"1\"}\n"}) {
    EXPECT_EQ(LaidOut(text), text);
  }
  EXPECT_EQ(LaidOut("read /\"a\"\"b c\" /\"\"#d\n"), "read /a\"b c\" /#d\n");
}

TEST(LayOut, NeverExpandsAnything) {
  const std::string text =
      "abi ${LEAST:-4}..11\nread ~ ~/a ${A} ${B:-${C:-~/d}} "
      "\"\\x2f\\n\"\nconnect tcp ${PORT}\n${VERB} /x\n";
  EXPECT_EQ(LaidOut(text), text);
}

TEST(LayOut, MakesSeveralStatementsOfOneThatIsTooWide) {
  std::string text = "allow? read_file,read_dir";
  for (char c = 'a'; c < 'h'; ++c) text += " /" + std::string(20, c);
  const auto path = [](char c) { return " /" + std::string(20, c); };
  EXPECT_EQ(LaidOut(text + " # why\n"),
            "allow? read_file,read_dir" + path('a') + path('b') + path('c') +
                "\nallow? read_file,read_dir" + path('d') + path('e') +
                path('f') + "\nallow? read_file,read_dir" + path('g') +
                "  # why\n");
}

TEST(LayOut, LeavesALongWordWhole) {
  const std::string text = "read /" + std::string(200, 'a') + "\nread /b\n";
  EXPECT_EQ(LaidOut(text), text);
}

TEST(LayOut, NeverSplitsWhatIsOneStatementOnly) {
  const std::string text =
      "log new_exec ${" + std::string(100, 'A') + ":-on}\n";
  EXPECT_EQ(LaidOut(text), text);
}

TEST(LayOut, KeepsEveryByteOfCommentsAndPathsAsFarAsItCanBeShown) {
  std::string bytes;
  for (int byte = 1; byte < 256; ++byte) {
    if (byte != '\n' && byte != '\r') bytes += static_cast<char>(byte);
  }
  std::string path;
  for (char c : bytes) {
    if (static_cast<unsigned char>(c) > ' ' && c != '"' && c != '$' &&
        c != '\\' && c != ';') {
      path += c;
    }
  }
  const auto shown = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\t' || (byte >= ' ' && byte < 0x7f)) return std::string(1, c);
    constexpr char kDigits[] = "0123456789abcdef";
    return std::string("\\x") + kDigits[byte >> 4] + kDigits[byte & 15];
  };
  std::string comment;
  for (char c : bytes) comment += shown(c);
  // What must not be shown comes last in it, in quotes.
  std::string word;
  for (char c : path) word += shown(c);
  word.insert(word.find("\\x7f"), "\"");
  EXPECT_EQ(LaidOut("# " + bytes + "\nread /" + path + "  #" + bytes + "\n"),
            "# " + comment + "\nread /" + word + "\"  #" + comment + "\n");
}

TEST(LayOut, NamesThePlaceOfAMistake) {
  std::string result;
  std::string error;
  EXPECT_FALSE(
      LayOut({"a\x01.policy", "landshim 1\n raed /x\n"}, &result, &error));
  EXPECT_EQ(error,
            "a\\x01.policy:2:2: unknown statement 'raed'; did you mean "
            "'read'?");
}

}  // namespace
}  // namespace landshim
