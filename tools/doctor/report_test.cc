// Tests how facts look.
#include "tools/doctor/report.h"

#include <gtest/gtest.h>

namespace landshim::doctor {
namespace {

Report Example() {
  Report report;
  report.verdict = {"It does not work: a; b", "It never did."};
  report.Add({.key = "kernel",
              .text = "Linux 6.1",
              .values = {{"release", std::string("6.1")}}});
  report.Add({.key = "cannot_deny",
              .state = State::kLimited,
              .text = "much",
              .cure = "buy more",
              .values = {{"rights", Texts{"a", "b"}}, {"count", int64_t{2}}}});
  report.Add(
      {.key = "proc",
       .state = State::kWrong,
       .text = "not\nmounted",
       .values = {{"mounted", false},
                  {"places", std::vector<Object>{{{"path", "/\xff"}}}}}});
  return report;
}

TEST(Report, IsALineForEachFact) {
  EXPECT_EQ(ToText(Example()),
            "It does not work: a; b\n"
            "It never did.\n"
            "\n"
            "  kernel       Linux 6.1\n"
            "- cannot deny  much; buy more\n"
            "! proc         not\n"
            "               mounted\n");
}

TEST(Report, HasStableKeysInJson) {
  EXPECT_EQ(ToJson(Example()), R"({
  "works": false,
  "verdict": [
    "It does not work: a; b",
    "It never did."
  ],
  "facts": {
    "kernel": {
      "state": "fine",
      "text": "Linux 6.1",
      "release": "6.1"
    },
    "cannot_deny": {
      "state": "limited",
      "text": "much",
      "cure": "buy more",
      "rights": [
        "a",
        "b"
      ],
      "count": 2
    },
    "proc": {
      "state": "wrong",
      "text": "not\nmounted",
      "mounted": false,
      "places": [
        {
          "path": "/�"
        }
      ]
    }
  }
}
)");
}

TEST(Join, ReadsAsASentence) {
  EXPECT_EQ(Join({}), "");
  EXPECT_EQ(Join({"a"}), "a");
  EXPECT_EQ(Join({"a", "b"}), "a and b");
  EXPECT_EQ(Join({"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace landshim::doctor
