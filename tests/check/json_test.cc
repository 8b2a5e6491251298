// The JSON form holds everything, by the keys that the documentation names.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/check/checking.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using Json = nlohmann::json;

Json RunForJson(const Ground& ground, std::vector<std::string> arguments) {
  arguments.emplace_back("--json");
  return Json::parse(ground.Run(arguments).Run().out);
}

TEST(CheckJson, HoldsFindingsWithTheirPlaces) {
  const Ground ground;
  ground.Policy("abi 4..11\nread? @/gone\n");
  Json findings = RunForJson(ground, {"app.policy"})["findings"];
  std::erase_if(findings.get_ref<Json::array_t&>(), [](const Json& finding) {
    return finding["lint"] == "engine-socket";
  });
  EXPECT_EQ(findings,
            Json::parse(ground.Expand(
                R"([{"lint": "missing-path", "severity": "info",
                     "source": "app.policy", "fragment": false, "line": 3,
                     "column": 7,
                     "risk": "'@/gone' does not exist, so the statement is )"
                R"(skipped", "cure": "correct the path if it should"}])")));
}

TEST(CheckJson, HoldsWhatKernelsLeaveUnenforced) {
  const Ground ground;
  ground.Policy("abi 6..9\nread @/file\n");
  const Json document = RunForJson(ground, {"app.policy", "--abi", "8"});
  EXPECT_EQ(document["policy"], "app.policy");
  EXPECT_EQ(document["abi"], Json::parse(R"({"least": 6, "most": 9})"));
  EXPECT_EQ(document["kernel_abi"], 8);
  EXPECT_EQ(document["kernels"], Json::parse(R"([
        {"first_abi": 0, "last_abi": 0, "linux": "none", "starts": false,
         "unenforced": [], "moves_between_directories": true},
        {"first_abi": 1, "last_abi": 5, "linux": "5.13..6.10",
         "starts": false, "unenforced": [],
         "moves_between_directories": true},
        {"first_abi": 6, "last_abi": 8, "linux": "6.12..7.0", "starts": true,
         "unenforced": ["resolve_unix"], "moves_between_directories": true},
        {"first_abi": 9, "last_abi": 11, "linux": "7.1..7.3", "starts": true,
         "unenforced": [], "moves_between_directories": true}])"));
}

TEST(CheckJson, HoldsMistakes) {
  const Ground ground;
  ground.Policy("abi 4..11\nraed @\n");
  const Result result = ground.Run({"app.policy", "--json"}).Run();
  EXPECT_EQ(result.status, 1);
  const std::string line =
      "app.policy:3:1: unknown statement 'raed'; did you mean 'read'?";
  EXPECT_EQ(result.err, "landshim: " + line + "\n");
  const Json document = Json::parse(result.out);
  EXPECT_EQ(document["errors"], Json::array({line}));
  EXPECT_EQ(document["abi"], nullptr);
}

TEST(CheckJson, HoldsAnswers) {
  REQUIRE_ABI(4);
  const Ground ground;
  const std::vector<std::string> arguments = {
      "--rule", "read @/file",          "--rule", "bind tcp 80",
      "--may",  "overwrite @/full/new", "--may",  "connect tcp 443",
      "--may",  "read @/file",          "--may",  "read @/none",
      "--may",  "stat @/file",          "--abi",  "4"};
  const Json may = RunForJson(ground, arguments)["may"];
  ASSERT_EQ(may.size(), 5);
  EXPECT_EQ(may[0]["operation"], ground.Expand("overwrite @/full/new"));
  EXPECT_EQ(may[0]["answer"], "denied");
  EXPECT_EQ(may[0]["errno"], "EACCES");
  EXPECT_EQ(may[0]["missing"][0],
            Json::parse(ground.Expand(
                R"({"rights": ["make_reg"], "path": "@/full"})")));
  EXPECT_EQ(may[0]["cures"][0],
            ground.Expand("allow write_file,make_reg,truncate @/full"));
  EXPECT_EQ(may[1]["missing"],
            Json::parse(R"([{"rights": ["connect_tcp"], "port": 443}])"));
  EXPECT_EQ(may[2]["answer"], "allowed");
  EXPECT_EQ(may[2]["errno"], nullptr);
  EXPECT_EQ(may[2]["granted_by"],
            Json::parse(ground.Expand(
                R"([{"statement": "read @/file", "source": "--rule",
                     "fragment": false, "line": 1, "column": 6}])")));
  EXPECT_EQ(may[3]["answer"], "fails");
  EXPECT_EQ(may[3]["errno"], "ENOENT");
  EXPECT_EQ(may[4]["answer"], "allowed");
  EXPECT_EQ(may[4]["restricted"], false);
}

TEST(CheckJson, HoldsAttempts) {
  REQUIRE_ABI(1);
  const Ground ground;
  const Json attempts =
      RunForJson(ground, {"--rule", "read @/file", "--try", "read @/file",
                          "--try", "remove @/file"})["try"];
  ASSERT_EQ(attempts.size(), 2);
  EXPECT_EQ(attempts[0],
            Json::parse(ground.Expand(
                R"({"operation": "read @/file", "answer": "allowed",
                    "errno": null, "errno_without": null, "stand_in": false,
                    "mirror": "allowed", "disagrees": false,
                    "text": "allowed: read @/file: the kernel allows it"})")));
  EXPECT_EQ(attempts[1]["answer"], "denied");
  EXPECT_EQ(attempts[1]["errno"], "EACCES");
  EXPECT_EQ(attempts[1]["stand_in"], true);
}

TEST(CheckJson, LosesNoByteOfAName) {
  const Ground ground;
  // Latin-1, a backslash, and what looks like an escape.
  const Json findings = RunForJson(
      ground, {"--rule", "read? \"/caf\xe9\\\\x41/\xc3\xa9\""})["findings"];
  ASSERT_GE(findings.size(), 1);
  EXPECT_NE(findings.back()["risk"].get<std::string>().find(
                "'/caf\\xe9\\\\x41/\xc3\xa9'"),
            std::string::npos)
      << findings;
}

// The first words of the table in docs/check.md, and those in backquotes behind
// them, which are keys of what is inside.
TEST(CheckJson, IsDocumented) {
  std::set<std::string> keys;
  std::string table;
  std::ifstream file(TestFile("docs/check.md"));
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("## ", 0) == 0) inside = line == "## JSON";
    if (!inside || line.rfind("| `", 0) != 0) continue;
    keys.insert(line.substr(3, line.find('`', 3) - 3));
    table += line;
  }
  REQUIRE_ABI(1);
  const Ground ground;
  const Json document =
      RunForJson(ground, {"--rule", "read? @/gone; read @/file", "--may",
                          "read @/file", "--try", "read @/file"});
  std::set<std::string> found;
  for (const auto& [key, value] : document.items()) {
    found.insert(key);
    if (!value.is_array() || value.empty() || !value[0].is_object()) continue;
    for (const auto& [inner, unused] : value[0].items()) {
      EXPECT_NE(table.find('`' + inner + '`'), std::string::npos) << inner;
    }
  }
  EXPECT_EQ(found, keys);
}

}  // namespace
}  // namespace landshim::testing
