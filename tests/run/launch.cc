// Nothing here runs in a sandbox: only what Command starts does.
#include "tests/run/launch.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <regex>

namespace landshim::testing {

namespace fs = std::filesystem;

std::string LandshimPath() {
  return ForEverybody(TestFile("tools/landshim"), "landshim");
}

Command RunWith(const Words& options, const Words& program) {
  Words argv = {LandshimPath(), "run"};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.emplace_back("--");
  argv.insert(argv.end(), program.begin(), program.end());
  return Command(argv);
}

Command RunUnder(const std::string& rules, const Words& program) {
  return RunWith({"--rule", rules}, program);
}

Command PreloadUnder(const std::string& rules, const Words& program) {
  return Command(program).Preload().Rules(rules);
}

std::string Program(const std::string& name) {
  return ForEverybody(TestFile("tests/run/" + name), name);
}

Scene::Scene() {
  Write("granted/file", kGrantedText);
  Write("secret/file", kSecretText);
}

std::string Scene::Write(const std::string& name,
                         const std::string& text) const {
  fs::create_directories(fs::path(Sub(name)).parent_path());
  return directory_.Write(name, text);
}

std::string Scene::Script(const std::string& name,
                          const std::string& text) const {
  std::string path = Write(name, text);
  EXPECT_EQ(chmod(path.c_str(), 0755), 0) << path;
  return path;
}

std::string Scene::Copy(const std::string& file, const std::string& name,
                        unsigned mode) const {
  std::string path = Sub(name);
  fs::create_directories(fs::path(path).parent_path());
  fs::copy_file(file, path);
  EXPECT_EQ(chmod(path.c_str(), mode), 0) << path;
  return path;
}

::testing::AssertionResult Ended(const Result& result, int status,
                                 const std::string& out, const Words& lines) {
  std::string err;
  for (const std::string& line : lines) err += "landshim: " + line + "\n";
  if (result.status == status && result.out == out && result.err == err) {
    return ::testing::AssertionSuccess() << result;
  }
  return ::testing::AssertionFailure()
         << result << "\nexpected status " << status << "\n--- out:\n"
         << out << "--- err:\n"
         << err << "---";
}

::testing::AssertionResult Refused(const Result& result, int status,
                                   const std::string& line) {
  return Ended(result, status, "", {line});
}

::testing::AssertionResult Same(const Result& result, const Result& control) {
  if (result.status == control.status && result.out == control.out &&
      result.err == control.err) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure()
         << result << "\nand the control: " << control;
}

std::string OneLayer(const std::string& program, const std::string& reason) {
  return program + ": " + reason +
         ", so it cannot load the shim: beyond the policy it keeps what its "
         "start takes, reading or executing N of its files; LANDSHIM_LOG=info "
         "names them";
}

Result WithoutCount(Result result) {
  static const std::regex count("executing [0-9]+ of its files");
  result.err =
      std::regex_replace(result.err, count, "executing N of its files");
  return result;
}

}  // namespace landshim::testing
