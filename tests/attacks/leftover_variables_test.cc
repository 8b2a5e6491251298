// A variable that was left behind does not switch enforcement off: each way of
// starting with each mode variable is enforced, refused, or loud.
#include <cerrno>
#include <filesystem>

#include "tests/attacks/attack.h"

namespace landshim::attacks {
namespace {

using landshim::testing::Program;
using landshim::testing::RunWith;

struct Left {
  const char* name;
  const char* value;
};

constexpr Left kLeft[] = {
    {"LANDSHIM_LEARN", "rec"},     {"LANDSHIM_RUN", "learn"},
    {"LANDSHIM_RUN", "learn:7"},   {"LANDSHIM_RUN", "7:8"},
    {"LANDSHIM_RUN", "o7:8"},      {"LANDSHIM_RUN", ""},
    {"LANDSHIM_BIN", "/bin/true"}, {"LANDSHIM_KEEP", "1"},
    {"LANDSHIM_LOG", "info"},
};

class LeftoverVariable : public ::testing::TestWithParam<Left> {
 protected:
  // The secret is not read unless it is said that nothing is enforced.
  void ExpectKept(Command command, const std::string& way) const {
    const Result result = command.Env(GetParam().name, GetParam().value).Run();
    const bool enforced = result.status == EACCES;
    const bool refused = result.status == 125;
    const bool loud = result.err.find("NOT ENFORCED") != std::string::npos;
    EXPECT_TRUE(enforced || refused || loud) << way << result;
    EXPECT_TRUE(loud || result.out.empty()) << way << result;
  }

  landshim::testing::Scene scene_;
  Words words_ = {Program("read_file"), scene_.secret()};
};

TEST_P(LeftoverVariable, DoesNotOpenTheSecret) {
  const std::string text =
      "landshim 1\nabi 1..11\nread " + scene_.Sub("granted") + "\n";
  const std::string policy = scene_.Write("app.policy", text);
  scene_.Write("home/.config/landshim/read_file.policy", text);

  EXPECT_EQ(Command(words_).Env(GetParam().name, GetParam().value).Run().out,
            landshim::testing::kSecretText)
      << "control";
  ExpectKept(RunWith({"--policy", policy}, words_), "run");
  ExpectKept(Command(words_).Preload().Policy(policy), "policy by variable");
  ExpectKept(Command(words_).Preload().Rules(scene_.rules()), "rules");
  ExpectKept(Command(words_).Preload().Env("HOME", scene_.Sub("home")),
             "by name at home");
  ExpectKept(Command(words_).Preload().Env("LL_FS_RO", "").Env("LL_FS_RW", ""),
             "the sample's variables");
}

INSTANTIATE_TEST_SUITE_P(All, LeftoverVariable, ::testing::ValuesIn(kLeft));

}  // namespace
}  // namespace landshim::attacks
