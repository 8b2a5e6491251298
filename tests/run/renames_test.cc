// Moving and linking files ends under both layers as under the shim's alone,
// whatever the first layer grants for the start: where an object would gain
// rights by a move, the kernel refuses it in every layer.
#include <errno.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

struct Move {
  const char* testcase;
  const char* from;
  const char* to;
};

std::ostream& operator<<(std::ostream& stream, const Move& move) {
  return stream << move.testcase << ' ' << move.from << ' ' << move.to;
}

// In a tree with the program itself, its script's interpreter and a library of
// it, all of which the first layer grants.
const Move kMoves[] = {
    {"rename_across", "one/file", "two/file"},
    {"rename_across", "one/file", "one/renamed"},
    {"rename_across", "one/file", "bin/file"},
    {"rename_across", "one/file", "lib/file"},
    {"rename_across", "one/file", "outside/file"},
    {"rename_across", "outside/file", "one/file2"},
    {"rename_across", "one/directory", "two/directory"},
    {"rename_across", "one/directory", "bin/directory"},
    // Onto what is granted, and what is granted itself.
    {"rename_across", "one/file", "bin/rename_across"},
    {"rename_across", "one/file", "lib/liba.so"},
    {"rename_across", "bin/rename_across", "two/program"},
    {"rename_across", "bin/rename_across", "outside/program"},
    {"rename_across", "bin/rename_across", "bin/renamed"},
    {"rename_across", "lib/liba.so", "two/liba.so"},
    {"rename_across", "lib/liba.so", "bin/liba.so"},
    {"rename_across", "bin", "two/bin"},
    {"rename_across", "lib", "two/lib"},
    {"link_across", "one/file", "two/file"},
    {"link_across", "one/file", "bin/file"},
    {"link_across", "bin/link_across", "two/program"},
    {"link_across", "lib/liba.so", "two/liba.so"},
    {"link_across", "lib/liba.so", "outside/liba.so"},
};

// '@' is the tree.
const char* const kPolicies[] = {
    "abi 1..11",
    "abi 1..11; write @",
    "abi 1..11; write @/one @/two @/bin @/lib",
    "abi 1..11; write @/one @/two",
    "abi 1..11; write @ ; exec @/outside",
    "abi 1..11; write @ ; exec @/bin",
    "abi 1..11; write @ ; exec @/two",
    "abi 1..11; write @ ; read /usr",
    "abi 1..11; exec @ ; write @",
    "abi 1..11; write @ ; allow execute @/bin/rename_across @/bin/link_across",
    "abi 1..11; allow make_reg,make_dir,remove_file,remove_dir,refer @",
    "abi 1..11; allow make_reg,make_dir,remove_file,remove_dir,refer @; "
    "read @/one",
    "abi 1..11; allow make_reg,make_dir,remove_file,remove_dir,refer @; "
    "read @/two",
    "abi 1..11; allow make_reg,remove_file,refer @/one @/bin @/lib; write "
    "@/two",
    "abi 1..11; unrestrict execute; write @",
    "abi 1..11; unrestrict read_file; write @/one @/two",
    "abi 1..11; unrestrict fs",
    "abi 1; write @",
    "abi 2; write @",
};

class Renames : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { REQUIRE_ABI(2); }
};

std::string Expand(const std::string& text, const std::string& tree) {
  std::string expanded;
  for (const char c : text) expanded += c == '@' ? tree : std::string(1, c);
  return expanded;
}

// All files and directories of the tree, to see what became of them.
std::string Listing(const std::string& tree) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(tree)) {
    names.push_back(fs::relative(entry.path(), tree));
  }
  std::sort(names.begin(), names.end());
  std::string listing;
  for (const std::string& name : names) listing += name + "\n";
  return listing;
}

// What came of a move on a fresh tree, started one way or another.
template <typename Start>
Result Outcome(const Move& move, const std::string& policy,
               const Start& start) {
  const Scene scene;
  const std::string tree = scene.Sub("tree");
  for (const char* name : {"one/file", "two/other", "outside/file"}) {
    scene.Write(std::string("tree/") + name, "content\n");
  }
  fs::create_directories(tree + "/one/directory/empty");
  for (const char* testcase : {"rename_across", "link_across"}) {
    scene.Copy(TestFile(std::string("tests/testcases/") + testcase),
               std::string("tree/bin/") + testcase);
  }
  const std::string library =
      scene.Copy(Program("glibc/libsay_a.so"), "tree/lib/liba.so");
  Result result = start(Expand(policy, tree),
                        Words{tree + "/bin/" + move.testcase,
                              tree + "/" + move.from, tree + "/" + move.to},
                        library);
  result.out += Listing(tree);
  return result;
}

Result Free(const std::string&, const Words& words,
            const std::string& library) {
  return Command(words).Env("LD_PRELOAD", library).Run();
}

Result Preloaded(const std::string& rules, const Words& words,
                 const std::string& library) {
  return Command(words)
      .Env("LD_PRELOAD", library + ":" + ShimPath())
      .Rules(rules)
      .Run();
}

Result Bound(const std::string& rules, const Words& words,
             const std::string& library) {
  return RunUnder(rules, words).Env("LD_PRELOAD", library).Run();
}

TEST_P(Renames, EndAsWithAPreload) {
  for (const Move& move : kMoves) {
    SCOPED_TRACE(::testing::PrintToString(move));
    EXPECT_TRUE(Same(Outcome(move, GetParam(), Bound),
                     Outcome(move, GetParam(), Preloaded)));
  }
}

INSTANTIATE_TEST_SUITE_P(Under, Renames, ::testing::ValuesIn(kPolicies),
                         [](const auto& policy) {
                           return "policy" + std::to_string(policy.index);
                         });

TEST(RenamesWithoutASandbox, Succeed) {
  for (const Move& move : kMoves) {
    const Result result = Outcome(move, "", Free);
    EXPECT_EQ(result.status, 0) << ::testing::PrintToString(move) << result;
  }
}

// Where the policy covers a directory of the system's libraries, which the
// first layer grants as well.
TEST(RenamesBetweenSystemDirectories, EndAsWithAPreload) {
  REQUIRE_ABI(2);
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  for (const char* policy :
       {"abi 1..11; write @ /usr/local/lib",
        "abi 1..11; write @/one /usr/local/lib/two",
        "abi 1..11; write @/one; write /usr/local/lib; exec /usr/local/lib/two",
        "abi 1..11; allow make_reg,remove_file,refer @ /usr/local/lib",
        "abi 1..11; allow make_reg,remove_file,refer @/one "
        "/usr/local/lib/two"}) {
    SCOPED_TRACE(policy);
    const auto outcome = [&](auto start, const char* from, const char* to) {
      const Scene scene;
      scene.Write("one/file", "");
      scene.Write("system/two/other", "");
      const std::string system = scene.Sub("system");
      const std::string place = Expand(from, scene.path());
      Command command = start(Expand(policy, scene.path()),
                              Words{TestFile("tests/testcases/rename_across"),
                                    place, Expand(to, scene.path())});
      command.Before(
          [system, place] { MountOver(system.c_str(), "/usr/local/lib"); });
      return command.Run();
    };
    // The scene is on the file system that is mounted there.
    for (const auto& [from, to] :
         {std::pair{"/usr/local/lib/two/other", "/usr/local/lib/moved"},
          std::pair{"@/system/two/other", "@/one/moved"},
          std::pair{"@/one/file", "@/system/two/moved"}}) {
      EXPECT_TRUE(
          Same(outcome(RunUnder, from, to), outcome(PreloadUnder, from, to)))
          << from << " to " << to;
    }
  }
}

// A sandbox in a sandbox: one leaves files alone, the other grants the move.
int Nested(const std::string& outer, const std::string& inner,
           bool refer = true) {
  const Scene scene;
  scene.Write("one/file", "");
  scene.Write("two/other", "");
  const std::string granted =
      "abi 1..11; exec /; read /; " +
      std::string(refer ? "write " : "allow make_reg,remove_file ") +
      scene.path();
  const auto rules = [&](const std::string& own) {
    return own == "granted" ? granted : own;
  };
  Words words = {TestFile("tests/testcases/rename_across"),
                 scene.Sub("one/file"), scene.Sub("two/moved")};
  words.insert(words.begin(),
               {LandshimPath(), "run", "--rule", rules(inner), "--"});
  return RunUnder(rules(outer), words).Run().status;
}

TEST(RenamesInNestedSandboxes, NeedReferInTheOneThatLeavesFilesAlone) {
  REQUIRE_ABI(2);
  const std::string alone = "abi 1..11; unrestrict fs";
  const std::string refers = alone + "; allow refer /";
  EXPECT_EQ(Nested(alone, "granted"), EXDEV);
  EXPECT_EQ(Nested(refers, "granted"), 0);
  EXPECT_EQ(Nested("granted", alone), EXDEV);
  EXPECT_EQ(Nested("granted", refers), 0);
  EXPECT_EQ(Nested(alone, alone), 0);
  EXPECT_EQ(Nested(refers, refers), 0);
  // It grants nothing that the other one does not.
  EXPECT_EQ(Nested(refers, "granted", /*refer=*/false), EXDEV);
  EXPECT_EQ(Nested("granted", refers, /*refer=*/false), EXDEV);
}

}  // namespace
}  // namespace landshim::testing
