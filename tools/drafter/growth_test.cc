// How drafting grows with a recording that an adversary wrote.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "tools/drafter/draft_world.h"

namespace landshim::testing {
namespace {

// Counts what is looked for.
class Counting : public Filesystem {
 public:
  explicit Counting(Filesystem* files) : files_(files) {}

  Found Find(const std::string& path, LastName last) override {
    ++count_;
    return files_->Find(path, last);
  }

  Found FindMessageQueue(const std::string& name) override {
    ++count_;
    return files_->FindMessageQueue(name);
  }

  size_t count() const { return count_; }

 private:
  Filesystem* files_;
  size_t count_ = 0;
};

// So many look-ups in the file system does drafting take.
size_t LookUps(DraftWorld* world) {
  Counting files(world->context().filesystem);
  world->context().filesystem = &files;
  EXPECT_EQ(world->Error(), "");
  return files.count();
}

size_t LookUpsForDirectories(int count) {
  DraftWorld world;
  for (int i = 0; i < count; ++i) {
    const std::string directory = "/srv/work/d" + std::to_string(i);
    world.files().File(directory + "/a");
    world.Did("read " + directory + "/a");
    world.Made("create " + directory + "/new");
  }
  return LookUps(&world);
}

size_t LookUpsForMoves(int count) {
  DraftWorld world;
  for (int i = 0; i <= count; ++i) {
    world.files().File("/srv/work/d" + std::to_string(i) + "/a");
  }
  for (int i = 0; i < count; ++i) {
    world.Did("rename /srv/work/d" + std::to_string(i) + "/a /srv/work/d" +
                  std::to_string(i + 1) + "/a",
              FileKind::kRegular);
  }
  return LookUps(&world);
}

size_t LookUpsForLevels(int count) {
  DraftWorld world;
  std::string path = "/srv/work";
  for (int i = 0; i < count; ++i) {
    path += "/d";
    world.files().File(path + "/a");
    world.Did("read " + path + "/a");
    world.Made("create " + path + "/new");
  }
  return LookUps(&world);
}

TEST(Drafting, LooksTwiceAsOftenForTwiceAsMany) {
  constexpr int kMany = 200;
  EXPECT_LE(LookUpsForDirectories(2 * kMany),
            2 * LookUpsForDirectories(kMany) + kMany);
  EXPECT_LE(LookUpsForMoves(2 * kMany), 2 * LookUpsForMoves(kMany) + kMany);
  EXPECT_LE(LookUpsForLevels(2 * kMany), 2 * LookUpsForLevels(kMany) + kMany);
}

TEST(Drafting, RefusesMoreNamesThanProgramsUse) {
  DraftWorld world;
  std::string path = "/srv/work";
  constexpr int kLevels = 2000;
  for (int i = 0; i < kLevels; ++i) path += "/d";
  world.Did("read " + path, FileKind::kRegular);
  // As many more, without asking the file system for each.
  const Fact fact = world.runs()[0].facts[0];
  world.runs()[0].facts.resize(2000, fact);
  EXPECT_EQ(world.Error(),
            "the paths of the recording have more than 4000000 names; record "
            "less at a time");
}

}  // namespace
}  // namespace landshim::testing
