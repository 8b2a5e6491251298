// Whatever a program does, its draft allows it. LANDSHIM_SEED repeats a run.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "policy/decide.h"
#include "policy/domain.h"
#include "policy/statements.h"
#include "tools/drafter/draft_world.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

using testing::DraftWorld;

constexpr char kRoot[] = "/srv/work";

// A program that does what is possible, in a tree that it changes.
class Program {
 public:
  explicit Program(unsigned seed) : random_(seed) {
    world_.files().File("/usr/bin/tool");
    files_[kRoot] = FileKind::kDirectory;
    for (const char* directory : {"/a", "/b", "/b/c", "/d-20261127"}) {
      const std::string path = kRoot + std::string(directory);
      files_[path] = FileKind::kDirectory;
      world_.files().Directory(path);
      for (int i = Number(6); i > 0; --i) {
        const std::string file = path + "/f" + std::to_string(i);
        files_[file] = FileKind::kRegular;
        world_.files().File(file);
      }
    }
  }

  void Run(int steps) {
    for (int i = 0; i < steps; ++i) Step();
  }

  DraftWorld& world() { return world_; }

 private:
  int Number(int below) {
    return std::uniform_int_distribution<int>(0, below - 1)(random_);
  }

  // One of what is there; empty: there is none.
  std::string Any(FileKind kind) {
    std::vector<std::string> all;
    for (const auto& [path, there] : files_) {
      if (there == kind) all.push_back(path);
    }
    return all.empty() ? "" : all[Number(static_cast<int>(all.size()))];
  }

  std::string NewName() {
    return Any(FileKind::kDirectory) + "/n" + std::to_string(Number(100));
  }

  bool IsEmpty(const std::string& directory) const {
    return std::none_of(files_.begin(), files_.end(), [&](const auto& file) {
      return IsBeneath(file.first, directory);
    });
  }

  void Step() {
    switch (Number(5)) {
      case 0:
        return Use();
      case 1:
        return Make();
      case 2:
        return Remove();
      case 3:
        return Move();
      default:
        return Lead();
    }
  }

  void Use() {
    const std::string file = Any(FileKind::kRegular);
    const std::string directory = Any(FileKind::kDirectory);
    world_.Did("list " + directory, FileKind::kDirectory);
    world_.Did("tmpfile " + directory, FileKind::kDirectory);
    if (file.empty()) return;
    constexpr const char* kUses[] = {"read ", "open_write ", "overwrite ",
                                     "exec ", "truncate ",   "append "};
    world_.Did(kUses[Number(6)] + file, FileKind::kRegular);
  }

  void Make() {
    struct Making {
      const char* operation;
      FileKind kind;
    };
    constexpr Making kMakings[] = {
        {"create ", FileKind::kRegular},  {"append ", FileKind::kRegular},
        {"mkdir ", FileKind::kDirectory}, {"symlink ", FileKind::kSymlink},
        {"mkfifo ", FileKind::kFifo},     {"bind unix ", FileKind::kSocket}};
    const Making& making = kMakings[Number(6)];
    const std::string path = NewName();
    if (files_.contains(path)) return;
    world_.Made(making.operation + path);
    files_[path] = making.kind;
  }

  void Remove() {
    const std::string file = Any(FileKind::kRegular);
    const std::string directory = Any(FileKind::kDirectory);
    if (!file.empty()) {
      world_.Did("unlink " + file, FileKind::kRegular);
      files_.erase(file);
    }
    if (IsEmpty(directory) && directory != kRoot) {
      world_.Did("rmdir " + directory, FileKind::kDirectory);
      files_.erase(directory);
    }
  }

  void Move() {
    const std::string file = Any(FileKind::kRegular);
    const std::string other = Any(FileKind::kRegular);
    const std::string path = NewName();
    if (file.empty()) return;
    if (!files_.contains(path)) {
      world_.Did("link " + file + ' ' + path, FileKind::kRegular,
                 FileKind::kNone);
      files_[path] = FileKind::kRegular;
    }
    if (file == other) return;
    if (Number(2) == 0) {
      world_.Did("exchange " + file + ' ' + other, FileKind::kRegular,
                 FileKind::kRegular);
      return;
    }
    world_.Did("rename " + file + ' ' + other, FileKind::kRegular,
               FileKind::kRegular);
    files_.erase(file);
  }

  // Out of the tree.
  void Lead() {
    constexpr const char* kLeads[] = {"connect tcp 443", "bind tcp 0",
                                      "send udp 53",     "signal",
                                      "list /etc",       "exec /usr/bin/tool",
                                      "read /dev/null",  "connect abstract x"};
    world_.Did(kLeads[Number(8)]);
    if (Number(20) == 0) world_.Run();
  }

  std::mt19937 random_;
  DraftWorld world_;
  std::map<std::string, FileKind> files_;
};

unsigned FirstSeed() {
  const char* const given = std::getenv("LANDSHIM_SEED");
  return given == nullptr ? std::random_device()() : std::stoul(given);
}

void Try(unsigned seed) {
  SCOPED_TRACE("LANDSHIM_SEED=" + std::to_string(seed));
  Program program(seed);
  program.Run(3 + static_cast<int>(seed % 60));
  DraftWorld& world = program.world();
  world.request().keep_files = seed % 3 == 0;
  world.request().allow_broad = {"unscope signal",
                                 "unscope abstract_unix_socket"};
  ASSERT_EQ(world.Error(), "");
  const std::string text = world.report().text;

  std::mt19937 random(seed);
  std::shuffle(world.runs().begin(), world.runs().end(), random);
  ASSERT_EQ(world.Text(), text);

  // On another machine, or after all was removed.
  testing::FakeFilesystem nothing;
  world.context().filesystem = &nothing;
  ASSERT_EQ(world.Error(), "");
  world.context().filesystem = &world.files();

  world.request().merge = "/srv/draft.policy";
  world.context().merge_text = text;
  ASSERT_EQ(world.Text(), text) << "a draft does not grant what it is for";
}

// In each of these lies a file "secret" that no program of these tests uses.
constexpr const char* kBroad[] = {"",
                                  "/etc",
                                  "/proc",
                                  "/sys",
                                  "/dev",
                                  "/root",
                                  "/home",
                                  "/home/ann",
                                  "/home/ann/.ssh",
                                  "/home/ann/.gnupg/private",
                                  "/home/bob",
                                  "/srv/people/eve",
                                  "/srv/x/.aws"};

// What `draft` decides about an operation on these files.
Verdict VerdictOn(const std::string& draft, const std::string& operation,
                  testing::FakeFilesystem* files) {
  PolicyStatements policy;
  std::string error;
  const char* const environment[] = {"HOME=/home/ann", nullptr};
  const Source source = {.name = "draft", .text = draft};
  EXPECT_TRUE(ReadStatements({source}, {environment}, {}, &policy, &error))
      << error;
  Domain domain;
  domain.layers.emplace_back();
  EXPECT_TRUE(
      BuildLayer(policy, domain.kernel, files, &domain.layers.front(), &error))
      << error;
  Operation parsed;
  EXPECT_TRUE(ParseOperation(operation, "test", {}, "/", &parsed, &error));
  return Decide(domain, parsed, files).verdict;
}

int drafted_broad = 0;  // by the next function, and not refused

// A program that uses some files where secrets are.
void TryBroad(unsigned seed) {
  SCOPED_TRACE("LANDSHIM_SEED=" + std::to_string(seed));
  std::mt19937 random(seed);
  const auto number = [&random](int below) {
    return std::uniform_int_distribution<int>(0, below - 1)(random);
  };
  DraftWorld world;
  world.context().dangers.homes = {"/srv/people/eve"};
  // What it uses in them, file by file.
  for (const char* directory : kBroad) {
    for (const char* name : {"/f0", "/f1", "/f2", "/f3", "/f4", "/f5", "/f6",
                             "/f7", "/g-20261127"}) {
      world.request().allow_broad.push_back(directory + std::string(name));
    }
  }
  for (const char* directory : kBroad) {
    world.files().File(directory + std::string("/secret"));
  }
  for (int i = number(30); i >= 0; --i) {
    const std::string directory = kBroad[number(std::size(kBroad))];
    const std::string file = directory + "/f" + std::to_string(number(8));
    const std::string varying = directory + "/g-20261127";
    world.files().File(file).File(varying);
    constexpr const char* kUses[] = {"read ", "append ", "exec "};
    world.Did(kUses[number(3)] + file);
    if (number(4) == 0) world.Did("read " + varying);
    if (number(4) == 0)
      world.Did("list " + (directory.empty() ? "/" : directory));
    // Mostly it keeps to reading, or nothing would ever be drafted.
    if (number(60) == 0) world.Made("create " + directory + "/new");
    if (number(60) == 0) world.Did("unlink " + file);
    if (number(20) == 0) world.Run();
  }
  const std::string error = world.Error();
  if (!error.empty()) {
    ASSERT_NE(error.find("'--allow-broad "), std::string::npos) << error;
    return;
  }
  ++drafted_broad;
  for (const char* directory : kBroad) {
    for (const char* use : {"read ", "open_write ", "exec ", "unlink "}) {
      const std::string operation = use + std::string(directory) + "/secret";
      ASSERT_EQ(VerdictOn(world.report().text, operation, &world.files()),
                Verdict::kDenied)
          << operation << '\n'
          << world.report().text;
    }
  }
}

void TryMany(void (*attempt)(unsigned seed)) {
  const unsigned first = FirstSeed();
  std::printf("LANDSHIM_SEED=%u\n", first);
  for (unsigned i = 0; i < 300 && !::testing::Test::HasFatalFailure(); ++i) {
    attempt(first + i);
  }
}

TEST(RandomDrafts, AllowWhatWasRecorded) { TryMany(Try); }

TEST(RandomDrafts, DenyWhatLiesBesideItInBroadDirectories) {
  TryMany(TryBroad);
  EXPECT_GT(drafted_broad, 30);
}

}  // namespace
}  // namespace landshim
