// The manual pages say what the command's help and the policy language say.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/statement.h"
#include "tests/command/help_text.h"
#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

// Not HasSubstr: that would print the whole page.
void ExpectHolds(const std::string& page, const std::string& text) {
  EXPECT_NE(page.find(text), std::string::npos) << "the page lacks " << text;
}

std::vector<std::string> LinesOf(const std::string& page) {
  std::vector<std::string> lines;
  std::istringstream in(ContentOf(TestFile("docs/" + page)));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  EXPECT_GT(lines.size(), 100U) << page;
  return lines;
}

std::string TextOf(const std::string& page) {
  std::string text = "\n";
  for (const std::string& line : LinesOf(page)) text += line + "\n";
  return text;
}

// The options that a list's item is about: ".It Fl o Ar FILE , Fl -output".
std::set<std::string> OptionsOfItem(const std::string& line) {
  std::set<std::string> options;
  std::istringstream words(line);
  std::string before;
  for (std::string word; words >> word; before = word) {
    if (before == "Fl") options.insert("-" + word);
  }
  return options;
}

// The options of each command's subsection; of "" those before any command.
std::map<std::string, std::set<std::string>> OptionsInPage() {
  std::map<std::string, std::set<std::string>> options;
  std::string command;
  for (const std::string& line : LinesOf("landshim.1")) {
    if (line.rfind(".Sh ", 0) == 0) command = "";
    if (line.rfind(".Ss ", 0) == 0) command = line.substr(4);
    options[command];
    if (line.rfind(".It Fl ", 0) == 0)
      options[command].merge(OptionsOfItem(line));
  }
  return options;
}

TEST(ManPage, HasExactlyTheOptionsOfTheHelp) {
  std::map<std::string, std::set<std::string>> expected;
  expected[""] = OptionsIn(Printed({"help"}));
  for (const std::string& command : CommandsInHelp()) {
    expected[command] = OptionsIn(Printed({"help", command}));
    // The page says once that all commands have it.
    EXPECT_EQ(expected[command].erase("--help"), 1U) << command;
    EXPECT_EQ(expected[command].erase("-h"), 1U) << command;
  }
  EXPECT_EQ(OptionsInPage(), expected);
}

TEST(ManPage, HasEveryCommandInItsSynopsis) {
  const std::string text = TextOf("landshim.1");
  for (const std::string& command : CommandsInHelp()) {
    ExpectHolds(text, "\n.Nm landshim Cm " + command + "\n");
  }
}

// Lines that show a message, without blanks around.
std::vector<std::string> MessagesIn(const std::string& page) {
  std::vector<std::string> messages;
  for (const std::string& line : LinesOf(page)) {
    if (line.rfind("landshim: ", 0) == 0) messages.push_back(line.substr(10));
  }
  return messages;
}

TEST(ManPage, ShowsMessagesAsTheyArePrinted) {
  const TempDir directory;
  directory.Write("app.policy", std::string(11, '\n') + "allow raed_file /x\n");
  std::set<std::string> printed;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"fmt", "app.policy"},
        {"shwo"},
        {"show", "--jsn"}}) {
    const Result result = Landshim(words).Cwd(directory.path()).Run();
    printed.insert("landshim: " + result.err);
  }
  const std::vector<std::string> messages = MessagesIn("landshim.1");
  EXPECT_EQ(messages.size(), 3U);
  for (const std::string& message : messages) {
    EXPECT_EQ(printed.count("landshim: landshim: " + message + "\n"), 1U)
        << message;
  }
}

TEST(LanguagePage, HasEveryRightWithItsAbiAndMeaning) {
  const std::string text = TextOf("landshim-policy.5");
  for (size_t i = 0; i < std::size(kRights); ++i) {
    ExpectHolds(text, "\n.It " + std::string(kRights[i].Name()) + " Ta " +
                          std::to_string(kRights[i].abi) + " Ta " +
                          std::string(kRightMeanings[i]) + "\n");
  }
}

TEST(LanguagePage, HasEveryAbiWithItsLinux) {
  const std::string text = TextOf("landshim-policy.5");
  for (const Abi& abi : kAbis) {
    ExpectHolds(text, "\n.It ABI " + std::to_string(abi.number) + " Ta Linux " +
                          abi.linux_version + " Ta ");
  }
}

TEST(LanguagePage, HasEveryStatement) {
  const std::string text = TextOf("landshim-policy.5");
  for (const Verb& verb : kVerbs) {
    ExpectHolds(text, "\n.It Ic " + std::string(verb.Name()) + " ");
  }
  for (const AccessClass& known : kClasses) {
    ExpectHolds(text, std::string(known.name));
  }
  for (const LogFlag& flag : kLogFlags) {
    ExpectHolds(text, "\n.Pq " + std::string(flag.name) + ",");
  }
}

TEST(LanguagePage, SaysWhatTheVerbsGrant) {
  const std::string text = TextOf("landshim-policy.5");
  for (const Verb& verb : kVerbs) {
    if (verb.access.empty()) continue;
    const size_t begin = text.find("\n.It Ic " + std::string(verb.Name()));
    std::string item =
        text.substr(begin + 1, text.find("\n.It ", begin + 1) - begin);
    for (char& c : item) c = c == '\n' || c == ',' || c == '.' ? ' ' : c;
    for (const Right& right : kRights) {
      const bool granted = verb.access.Overlaps(right.Masks());
      const bool named =
          item.find(" " + std::string(right.Name()) + " ") != std::string::npos;
      EXPECT_EQ(named, granted) << verb.Name() << ": " << right.Name();
    }
  }
}

TEST(LanguagePage, HasEveryFragment) {
  const std::string text = TextOf("landshim-policy.5");
  std::istringstream list(Printed({"show"}));
  int count = 0;
  for (std::string line; std::getline(list, line);) {
    if (line[0] != '<') continue;
    ++count;
    ExpectHolds(text, "\n.It Li " + line.substr(0, line.find('>') + 1) + "\n");
  }
  EXPECT_GE(count, 7);
}

// The texts between ".Bd -literal" and ".Ed" that are policies.
std::vector<std::string> PoliciesIn(const std::string& page) {
  std::vector<std::string> policies;
  bool inside = false;
  for (const std::string& line : LinesOf(page)) {
    if (line == ".Ed") inside = false;
    if (inside && line.rfind("landshim 1", 0) == 0) policies.emplace_back();
    if (inside && !policies.empty()) policies.back() += line + "\n";
    if (line.rfind(".Bd -literal", 0) == 0) inside = true;
  }
  return policies;
}

TEST(LanguagePage, ShowsPoliciesThatAreGood) {
  const std::vector<std::string> policies = PoliciesIn("landshim-policy.5");
  EXPECT_GE(policies.size(), 4U);
  for (const std::string& policy : policies) {
    const Result result = Landshim({"fmt", "-"}).Stdin(policy).Run();
    EXPECT_EQ(result.status, 0) << result << policy;
  }
}

bool IsInstalled(const std::string& program) {
  return Command({"sh", "-c", "command -v " + program}).Run().status == 0;
}

TEST(ManPages, AreFormattedWithoutAWarning) {
  if (!IsInstalled("mandoc") && !IsInstalled("groff")) {
    GTEST_SKIP() << "neither mandoc nor groff is installed";
  }
  for (const char* page : {"landshim.1", "landshim-policy.5"}) {
    const std::string path = TestFile(std::string("docs/") + page);
    if (IsInstalled("mandoc")) {
      const Result result =
          Command({"mandoc", "-T", "lint", "-W", "warning", path}).Run();
      EXPECT_EQ(result.out, "") << page;
      EXPECT_EQ(result.status, 0) << page;
    }
    if (IsInstalled("groff")) {
      const Result result =
          Command({"groff", "-ww", "-mdoc", "-Tutf8", "-z", path}).Run();
      EXPECT_EQ(result.err, "") << page;
      EXPECT_EQ(result.status, 0) << page;
    }
  }
}

}  // namespace
}  // namespace landshim::testing
