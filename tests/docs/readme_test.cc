// Every command that the README shows, typed as it stands there, on a machine
// that has what its scenes speak of: nothing but landshim's build, sqlite3, and
// a program called legacy-app.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lib/kernel.h"
#include "tests/lib/process.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

// A command, and the lines that the README says it prints.
struct Example {
  std::string command;
  std::string output;
};

std::string WithoutRemark(const std::string& line) {
  const size_t remark = line.find("  # ");
  std::string text = line.substr(0, remark);
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

bool IsCommand(const std::string& line) {
  static const auto& pattern = *new std::regex(
      "(sudo |landshim |LANDSHIM_[A-Z]+=|tools/).*", std::regex::extended);
  return std::regex_match(line, pattern);
}

// Code blocks are indented by four blanks.
std::vector<Example> ExamplesInReadme() {
  std::vector<Example> examples;
  std::ifstream in(TestFile("README.md"));
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    const bool code = line.rfind("    ", 0) == 0;
    if (!code) {
      // A blank line may be part of a block.
      inside = inside && line.empty();
      if (inside) examples.back().output += '\n';
      continue;
    }
    const std::string text = line.substr(4);
    const bool prompt = text.rfind("$ ", 0) == 0;
    if (prompt || (!inside && IsCommand(text))) {
      examples.push_back({prompt ? text.substr(2) : WithoutRemark(text), ""});
      inside = prompt;
    } else if (inside) {
      examples.back().output += text + '\n';
    }
  }
  for (Example& example : examples) {
    std::string& output = example.output;
    while (output.size() > 1 && output.substr(output.size() - 2) == "\n\n") {
      output.pop_back();
    }
    if (output == "\n") output.clear();
  }
  return examples;
}

// Numbers differ from run to run: processes, operations.
std::string WithoutNumbers(const std::string& text) {
  return std::regex_replace(text, std::regex("[0-9]+"), "N");
}

void Bind(const std::string& from, const char* to) {
  if (mount(from.c_str(), to, nullptr, MS_BIND | MS_REC, nullptr) != 0) {
    _exit(99);
  }
}

class Readme : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0 || !MayMount()) {
      GTEST_SKIP() << "installs below an /usr/local of its own";
    }
    for (const char* name : {"local", "etc", "srv/shop/data", "home/inbox"}) {
      fs::create_directories(directory_.Sub(name));
    }
    for (const char* name :
         {"passwd", "group", "ld.so.cache", "nsswitch.conf", "localtime"}) {
      const std::string from = std::string("/etc/") + name;
      if (fs::exists(from)) fs::copy_file(from, directory_.Sub("etc/") + name);
    }
    // Where awk leads.
    fs::copy("/etc/alternatives", directory_.Sub("etc/alternatives"),
             fs::copy_options::copy_symlinks | fs::copy_options::recursive);
    fs::create_directories(directory_.Sub("local/bin"));
    fs::copy_file(TestFile("tests/docs/legacy-app"),
                  directory_.Sub("local/bin/legacy-app"));
    directory_.Write("etc/app.conf", "settings\n");
    directory_.Write("srv/shop/private.key", "the key\n");
    directory_.Write("home/inbox/sales", "tea 4\ncake 7\n");
    Type("sqlite3 data/shop.db 'create table sales(item, price)'");
  }

  // In a shell, where the example's machine is.
  Result Type(const std::string& command) {
    const std::string root = directory_.path();
    return Command({"sh", "-c", command})
        .Env("HOME", root + "/home")
        .Env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .Before([root] {
          if (unshare(CLONE_NEWNS) != 0 ||
              mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
            _exit(99);
          }
          Bind(root + "/local", "/usr/local");
          Bind(root + "/etc", "/etc");
          Bind(root + "/srv", "/srv");
          if (chdir("/srv/shop") != 0) _exit(99);
        })
        .Run();
  }

  // The command as somebody types it who built landshim and is root.
  static std::string AsRoot(std::string command) {
    const std::string built = "sudo bazel-bin/tools/landshim";
    if (command.rfind(built, 0) == 0) {
      command = TestFile("tools/landshim") + command.substr(built.size());
    }
    return command;
  }

  const TempDir directory_;
};

TEST_F(Readme, ShowsCommandsThatDoWhatItSays) {
  int compared = 0;
  int typed = 0;
  for (const Example& example : ExamplesInReadme()) {
    if (example.command.rfind("tools/", 0) == 0) continue;  // builds
    if (example.command.find(" explain ") != std::string::npos) {
      // The README's policy is one that was written too narrow.
      directory_.Write("srv/shop/app.policy",
                       "landshim 1\nabi 1..11\ninclude <base>\n");
    }
    const Result result = Type(AsRoot(example.command));
    const bool explain = example.command.find(" explain ") != std::string::npos;
    // check answers with 1 where an operation that was asked about is denied.
    const bool check = example.command.find(" check ") != std::string::npos;
    EXPECT_EQ(result.status, explain || check ? 1 : 0)
        << example.command << '\n'
        << result;
    ++typed;
    if (example.output.empty()) continue;
    ++compared;
    // What the program itself says is not shown.
    std::string output = explain ? result.err : result.out + result.err;
    const std::string own = "/etc/app.conf: Permission denied\n";
    const size_t at = output.find(own);
    if (at != std::string::npos) output.erase(at, own.size());
    EXPECT_EQ(WithoutNumbers(output), WithoutNumbers(example.output))
        << example.command;
  }
  EXPECT_GE(typed, 11);
  EXPECT_GE(compared, 5);
}

TEST_F(Readme, PreloadsWhatItInstalled) {
  const std::string preload = "LD_PRELOAD=/usr/local/lib/liblandshim.so ";
  // Without the object ld.so only warns: that is what the README prevents.
  EXPECT_EQ(
      Type("LANDSHIM_RULES='include <base>' " + preload + "legacy-app").status,
      0);
  Type(TestFile("tools/landshim") + " install --prefix /usr/local");
  EXPECT_EQ(
      Type("LANDSHIM_RULES='include <base>' " + preload + "legacy-app").status,
      1);
}

}  // namespace
}  // namespace landshim::testing
