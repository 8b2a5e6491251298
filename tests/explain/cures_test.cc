// What explain says would allow an operation, added alone, allows just that.
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/e2e/playground.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using Json = nlohmann::json;

// `landshim VERB --rule RULE... -- TESTCASE...`, in a playground.
Result RunLandshim(const Playground& playground, const std::string& verb,
                   const std::string& rules, const std::string& command) {
  std::vector<std::string> argv = {
      ForEverybody(TestFile("tools/landshim"), "landshim"), verb};
  if (verb == "explain") argv.emplace_back("--json");
  argv.insert(argv.end(), {"--rule", playground.Expand(rules), "--"});
  std::istringstream words(playground.Expand(command));
  std::string word;
  words >> word;
  argv.push_back(TestFile("tests/testcases/" + word));
  while (words >> word) argv.push_back(word);
  return Command(argv).Run();
}

int RunUnder(const std::string& rules, const std::string& command) {
  const Result result = RunLandshim(Playground(), "run", rules, command);
  EXPECT_EQ(result.err, "") << command << " under " << rules;
  return result.status;
}

// All denials of one run, with '@' for the playground.
std::vector<Json> Denials(const std::string& rules,
                          const std::string& command) {
  const Playground playground;
  const Result result = RunLandshim(playground, "explain", rules, command);
  std::string text = result.out;
  const std::string path = playground.Expand("@");
  for (size_t at = 0; (at = text.find(path, at)) != std::string::npos;) {
    text.replace(at, path.size(), "@");
  }
  const Json document = Json::parse(text, nullptr, false);
  EXPECT_FALSE(document.is_discarded()) << result;
  if (document.is_discarded()) return {};
  EXPECT_EQ(document["status"], result.status) << result;
  EXPECT_EQ(document["gaps"], Json::array());
  return document["denials"];
}

std::string TheCure(const std::string& rules, const std::string& command) {
  const std::vector<Json> denials = Denials(rules, command);
  EXPECT_EQ(denials.size(), 1U)
      << command << " under " << rules << ": " << Json(denials).dump(2);
  if (denials.size() != 1 || !denials[0]["cure"].is_string()) return {};
  return denials[0]["cure"];
}

// All rights but one, as `allow` takes them.
std::string RightsBut(const std::string& missing) {
  std::string rights;
  for (const Deed& deed : kDeeds) {
    if (deed.right == missing) continue;
    rights += (rights.empty() ? "" : ",") + std::string(deed.right);
  }
  return rights;
}

// Free, the deed is done; under the rules it is denied, and one denial is
// found; with its cure it is done.
void ExpectCured(const std::string& rules, const std::string& command,
                 int refusal) {
  SCOPED_TRACE(command + " under " + rules);
  ASSERT_EQ(Do(command), 0);
  EXPECT_EQ(RunUnder(rules, command), refusal);
  const std::string cure = TheCure(rules, command);
  ASSERT_NE(cure, "");
  SCOPED_TRACE(cure);
  EXPECT_EQ(RunUnder(rules + "; " + cure, command), 0);
  EXPECT_EQ(Denials(rules + "; " + cure, command).size(), 0U);
}

class CureOfARight : public ::testing::TestWithParam<Deed> {
 protected:
  void SetUp() override {
    REQUIRE_ABI(GetParam().abi);
    if (NeedsPrivilege(GetParam())) {
      GTEST_SKIP() << "this user may not do it anyhow";
    }
  }
};

TEST_P(CureOfARight, AllowsIt) {
  const Deed& deed = GetParam();
  ExpectCured("abi 1..11; allow " + RightsBut(deed.right) + " /", deed.command,
              deed.refusal);
}

TEST_P(CureOfARight, AllowsItWhereNothingIsGranted) {
  const Deed& deed = GetParam();
  // Opening the device and asking it are two operations.
  if (std::string(deed.right) == "ioctl_dev") return;
  ExpectCured("abi 1..11", deed.command, EACCES);
}

TEST_P(CureOfARight, AllowsNothingElsewhere) {
  const Deed& deed = GetParam();
  const std::string rules = "abi 1..11; allow " + RightsBut(deed.right) + " /";
  const std::string cure = TheCure(rules, deed.command);
  EXPECT_EQ(cure.find(" /\n"), std::string::npos);
  EXPECT_NE(cure.find(' '), std::string::npos);
  // Only what the deed is about is named.
  EXPECT_TRUE(cure.find('@') != std::string::npos ||
              cure.find("/dev/random") != std::string::npos)
      << cure;
}

std::string RightName(const ::testing::TestParamInfo<Deed>& info) {
  return info.param.right;
}

INSTANTIATE_TEST_SUITE_P(Each, CureOfARight, ::testing::ValuesIn(kDeeds),
                         RightName);

TEST(Cure, OfATcpPortAllowsIt) {
  REQUIRE_ABI(4);
  const std::string port = std::to_string(FreePorts(1)[0]);
  ExpectCured("abi 1..11", "bind_tcp " + port, EACCES);
  EXPECT_EQ(TheCure("abi 1..11", "bind_tcp " + port), "bind tcp " + port);
  EXPECT_EQ(TheCure("abi 1..11", "bind_tcp 0"), "bind tcp 0");
  const Listener listener(Listener::Kind::kTcp);
  ExpectCured("abi 1..11", "connect_tcp " + listener.address(), EACCES);
  EXPECT_EQ(TheCure("abi 1..11", "connect_tcp " + listener.address()),
            "connect tcp " + listener.address());
}

TEST(Cure, OfAUdpPortAllowsIt) {
  REQUIRE_ABI(10);
  const std::string port = std::to_string(FreePorts(1)[0]);
  ExpectCured("abi 1..11", "bind_udp " + port, EACCES);
  const Listener listener(Listener::Kind::kUdp);
  for (const char* deed : {"connect_udp ", "send_udp "}) {
    ExpectCured("abi 1..11", deed + listener.address(), EACCES);
    ExpectCured("abi 1..11; connect udp " + listener.address(),
                deed + listener.address(), EACCES);
    ExpectCured("abi 1..11; bind udp 0", deed + listener.address(), EACCES);
  }
}

TEST(Cure, OfAScopeAllowsIt) {
  REQUIRE_ABI(6);
  const Listener listener(Listener::Kind::kAbstract);
  ExpectCured("abi 1..11", "connect_abstract " + listener.address(), EPERM);
  EXPECT_EQ(TheCure("abi 1..11", "connect_abstract " + listener.address()),
            "unscope abstract_unix_socket");
  ExpectCured("abi 1..11", "send_signal", EPERM);
  EXPECT_EQ(TheCure("abi 1..11", "send_signal"), "unscope signal");
}

TEST(Cure, OfAMoveThatWouldGainRightsAllowsIt) {
  REQUIRE_ABI(2);
  ExpectCured("abi 1..11; write @; exec @/away",
              "rename_across @/file @/away/file", EXDEV);
  ExpectCured("abi 1..11; write @ ; exec @/away",
              "link_across @/file @/away/file", EXDEV);
}

TEST(Cure, OfAProgramAllowsItsLoaderToo) {
  REQUIRE_ABI(1);
  const std::string program =
      std::filesystem::canonical(TestFile("tests/testcases/print_marker"));
  const std::string cure = TheCure("abi 1..11", "execute_file " + program);
  EXPECT_EQ(cure, "exec " + program + "; include <libs>");
  EXPECT_EQ(RunUnder("abi 1..11; " + cure, "execute_file " + program), 0);
}

TEST(Cure, OfWhatIsMissingForAnotherReasonIsNotOffered) {
  REQUIRE_ABI(1);
  for (const char* command :
       {"open_read @/no", "remove_file @/no", "make_dir @/empty",
        "remove_dir @/full", "list_dir @/file", "rename_across @/no @/away/no",
        "execute_file @/file", "truncate_file @/empty"}) {
    EXPECT_NE(Do(command), 0) << command;
    EXPECT_EQ(Denials("abi 1..11", command).size(), 0U) << command;
  }
}

}  // namespace
}  // namespace landshim::testing
