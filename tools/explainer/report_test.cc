#include "tools/explainer/report.h"

#include <gtest/gtest.h>

#include "tools/explainer/amend.h"

namespace landshim {
namespace {

Denial ReadOfShadow() {
  return {.call = "openat",
          .operation = "open read /etc/shadow",
          .program = "/usr/bin/cat",
          .process = 4711,
          .reason = "no rule grants read_file on /etc/shadow",
          .error = "EACCES",
          .cure = "read /etc/shadow"};
}

TEST(Report, SaysThatNothingWasDenied) {
  EXPECT_EQ(TextOf({.operations = 12}, "cat", 0),
            "cat ended with status 0; Landlock denied nothing of 12 "
            "operations\n");
}

TEST(Report, SaysWhatWasDeniedOnce) {
  EXPECT_EQ(TextOf({.denials = {ReadOfShadow()}, .operations = 12}, "cat", 1),
            "cat[4711] openat: open read /etc/shadow: EACCES: no rule grants "
            "read_file on /etc/shadow\n"
            "    add: read /etc/shadow\n"
            "cat ended with status 1; Landlock denied 1 operation of 12; 1 "
            "statement allows it\n");
}

TEST(Report, CountsWhatWasDeniedAgain) {
  Denial denial = ReadOfShadow();
  denial.count = 3;
  EXPECT_EQ(TextOf({.denials = {denial}, .operations = 12}, "cat", 1),
            "cat[4711] openat: open read /etc/shadow: EACCES: no rule grants "
            "read_file on /etc/shadow (3 times)\n"
            "    add: read /etc/shadow\n"
            "cat ended with status 1; Landlock denied 3 operations of 12, 1 "
            "different one; 1 statement allows them\n");
}

TEST(Report, SaysWhereNoStatementHelps) {
  Denial denial = ReadOfShadow();
  denial.operation = "mount /mnt";
  denial.cure.clear();
  denial.hint = "a hint";
  EXPECT_EQ(TextOf({.denials = {denial}, .operations = 1}, "a\nb", 1),
            "cat[4711] openat: mount /mnt: EACCES: no rule grants read_file on "
            "/etc/shadow\n"
            "    a hint\n"
            "    nothing in a policy can allow it\n"
            "a\\x0ab ended with status 1; Landlock denied 1 operation of 1; "
            "no statement allows it\n");
}

TEST(Report, SaysWhereNoPathLeads) {
  Denial denial = ReadOfShadow();
  denial.cure.clear();
  denial.unnamed = true;
  denial.hint = "no path leads there";
  EXPECT_EQ(TextOf({.denials = {denial}, .operations = 1}, "cat", 1),
            "cat[4711] openat: open read /etc/shadow: EACCES: no rule grants "
            "read_file on /etc/shadow\n"
            "    no path leads there\n"
            "cat ended with status 1; Landlock denied 1 operation of 1; no "
            "statement allows it\n");
}

TEST(Report, SaysWhatAStatementWouldMean) {
  Denial denial = ReadOfShadow();
  denial.cure = "read /etc";
  denial.danger.words = "the settings of the whole system";
  EXPECT_EQ(TextOf({.denials = {denial}, .operations = 1}, "cat", 1),
            "cat[4711] openat: open read /etc/shadow: EACCES: no rule grants "
            "read_file on /etc/shadow\n"
            "    add: read /etc (the settings of the whole system)\n"
            "cat ended with status 1; Landlock denied 1 operation of 1; 1 "
            "statement allows it\n");
}

TEST(Report, CountsHowManyOfSeveralAreAllowed) {
  Denial hopeless = ReadOfShadow();
  hopeless.cure.clear();
  hopeless.count = 4;
  const std::string text = TextOf(
      {.denials = {ReadOfShadow(), hopeless}, .operations = 9}, "cat", 1);
  EXPECT_EQ(text.substr(text.rfind("cat ended")),
            "cat ended with status 1; Landlock denied 5 operations of 9, 2 "
            "different ones; 1 statement allows 1 of them\n"
            "amend, and explain again: what is denied later may only follow "
            "from what was denied first\n");
  const std::string none =
      TextOf({.denials = {hopeless}, .operations = 9}, "cat", 1);
  EXPECT_EQ(none.substr(none.rfind("cat ended")),
            "cat ended with status 1; Landlock denied 4 operations of 9, 1 "
            "different one; no statement allows them\n");
}

TEST(Report, NamesGapsAndWhatIsNotEnforced) {
  EXPECT_EQ(TextOf({.gaps = {"openat: its memory cannot be read"},
                    .unenforced = "this kernel can deny nothing of the policy"},
                   "cat", 0),
            "not seen: openat: its memory cannot be read\n"
            "not enforced: this kernel can deny nothing of the policy\n"
            "cat ended with status 0; Landlock denied nothing of 0 "
            "operations that could be seen; what could not be seen may have "
            "been denied\n");
}

TEST(Report, IsOneJsonDocument) {
  EXPECT_EQ(JsonOf({.denials = {ReadOfShadow()}, .operations = 2}, "c\xff", 1),
            R"({
  "program": "c\\xff",
  "status": 1,
  "operations": 2,
  "denials": [
    {
      "call": "openat",
      "operation": "open read /etc/shadow",
      "program": "/usr/bin/cat",
      "pid": 4711,
      "errno": "EACCES",
      "reason": "no rule grants read_file on /etc/shadow",
      "cure": "read /etc/shadow",
      "broad": null,
      "hint": null,
      "count": 1
    }
  ],
  "gaps": [],
  "enforced": true
}
)");
}

TEST(Report, TellsJsonTheStatementAsItIs) {
  Denial denial = ReadOfShadow();
  denial.operation = R"(open read "/a\\b\xff")";
  denial.reason = R"(no rule grants read_file on "/a\\b\xff")";
  denial.cure = R"(read "/a\\b\xff")";
  denial.danger.words = "every file of the machine";
  const std::string json = JsonOf({.denials = {denial}}, "cat", 1);
  for (const char* line :
       {R"("operation": "open read \"/a\\\\b\\xff\"",)",
        R"("reason": "no rule grants read_file on \"/a\\\\b\\xff\"",)",
        R"("cure": "read \"/a\\\\b\\xff\"",)",
        R"("broad": "every file of the machine",)"}) {
    EXPECT_NE(json.find(line), std::string::npos) << json << line;
  }
}

TEST(Amend, AddsEachCureOnceAndChangesNothingElse) {
  Denial other = ReadOfShadow();
  other.program = "/usr/bin/head";
  Denial hopeless = ReadOfShadow();
  hopeless.cure.clear();
  const std::vector<Amendment> amendments =
      AmendmentsOf({.denials = {ReadOfShadow(), other, hopeless}});
  EXPECT_EQ(Amend("landshim 1 # mine\nabi 1", amendments),
            "landshim 1 # mine\nabi 1\n"
            "\n# Added by landshim explain.\n# cat: open read /etc/shadow\n"
            "# head: open read /etc/shadow\n"
            "read /etc/shadow\n");
}

}  // namespace
}  // namespace landshim
