// Trees that may be written to and hold what is run.
#include "tools/drafter/code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "tools/drafter/draft_world.h"

namespace landshim {
namespace {

using testing::DraftWorld;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHolds[] =
    ": what is sandboxed may change what is started next; keep it elsewhere, "
    "or have the program write to a directory of its own";

// Started as a script: its file and its interpreter are executed.
void StartScript(DraftWorld* world) {
  world->files().File("/srv/app/app.sh").File("/usr/bin/sh");
  world->start().program = "app.sh";
  world->By("/usr/bin/landshim");
  for (const char* file : {"/srv/app/app.sh", "/usr/bin/sh"}) {
    world->Did(std::string("exec ") + file);
    world->runs()[0].facts.back().actor.phase = Phase::kStart;
  }
  world->By("/usr/bin/sh").Did("read /srv/app/app.sh");
}

TEST(WrittenCode, IsTheProgramThatWasStarted) {
  DraftWorld world;
  StartScript(&world);
  world.Made("create /srv/app/log");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().surprises,
              ElementsAre(std::string("'/srv/app' holds the program itself, "
                                      "'/srv/app/app.sh'") +
                          kHolds));
}

TEST(WrittenCode, IsTheExecutableThatTheRecordingNames) {
  DraftWorld world;
  world.start().program = "/srv/app/bin/app";
  world.files().Directory("/srv/app/log").File("/srv/app/bin/app");
  world.Made("create /srv/app/log/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().surprises, IsEmpty());
  world.Made("create /srv/app/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().surprises,
              ElementsAre(std::string("'/srv/app' holds the program itself, "
                                      "'/srv/app/bin/app'") +
                          kHolds));
}

TEST(WrittenCode, IsAScriptThatAnInterpreterWasGiven) {
  DraftWorld world;
  world.start().program = "/usr/bin/python3.11";
  world.start().command = {"python3", "-u", "app.py", "data"};
  world.files().File("/srv/work/app.py").File("/srv/work/data");
  world.Did("read /srv/work/app.py").Did("read /srv/work/data");
  world.Made("create /srv/work/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().surprises,
              ElementsAre(std::string("'/srv/work' holds the program itself, "
                                      "'/srv/work/app.py'") +
                          kHolds));
}

TEST(WrittenCode, IsWhatIsExecutedAndLoaded) {
  DraftWorld world;
  for (const char* file : {"/srv/work/tool", "/srv/work/two"}) {
    world.files().File(file);
    world.Did(std::string("exec ") + file);
  }
  world.files().File("/srv/work/lib/libx.so.1").File("/srv/work/some.txt");
  world.Did("read /srv/work/lib/libx.so.1").Did("read /srv/work/some.txt");
  world.Made("create /srv/work/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(
      world.report().surprises,
      ElementsAre(std::string("'/srv/work' holds what the program starts, "
                              "'/srv/work/tool' and 1 more") +
                      kHolds,
                  std::string("'/srv/work' holds what the program loads, "
                              "'/srv/work/lib/libx.so.1'") +
                      kHolds));
}

TEST(WrittenCode, MayBeTheFileItself) {
  DraftWorld world;
  world.start().program = "/srv/work/app";
  world.files().File("/srv/work/app");
  world.Did("append /srv/work/app");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().surprises,
              ElementsAre("'/srv/work/app' is the program itself: what is "
                          "sandboxed may change what is started next; have "
                          "the program write to another file"));
}

TEST(WrittenCode, IsNotWhatTheProgramMadeOrOnlyLookedFor) {
  DraftWorld world;
  world.Made("create /srv/work/tool");
  world.Did("exec /srv/work/tool", FileKind::kRegular);
  world.Failed("exec /srv/work/other", ENOENT);
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().surprises, IsEmpty());
}

TEST(WrittenCode, IsSafeWhereOnlyNewThingsAreMade) {
  DraftWorld world;
  world.request().allow_broad = {"~"};
  world.start().program = "/home/ann/app";
  world.files().File("/home/ann/app");
  world.Made("mkdir /home/ann/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().surprises,
              ElementsAre("'allow make_dir ~': the program changes files in "
                          "HOME"));
}

}  // namespace
}  // namespace landshim
