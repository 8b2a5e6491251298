// Policies as the rules that a kernel gets, and the line that is shown instead.
#include "policy/domain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "policy/abi.h"
#include "policy/decide_world.h"
#include "policy/fake_filesystem.h"
#include "policy/read_text.h"
#include "policy/statements.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;

TEST(BuildLayer, HandlesWhatTheAbiKnowsAndNothingLifts) {
  for (int abi = 1; abi <= kNewestAbi; ++abi) {
    DecideWorld world(abi);
    world.Under("abi 0..11; unrestrict net.tcp; unscope signal");
    const AccessMasks lifted =
        right::bind_tcp | right::connect_tcp | right::signal;
    EXPECT_EQ(world.domain().layers[0].handled, SupportedAccess(abi) & ~lifted);
  }
}

TEST(BuildLayer, GrantsOnAFileWhatAFileCanHave) {
  DecideWorld world;
  world.Under("abi 11; write /d/f; write /d; read /dev/tty");
  const Layer& layer = world.domain().layers[0];
  ASSERT_EQ(layer.paths.size(), 3U);
  EXPECT_EQ(layer.paths[0].access,
            right::read_file | right::write_file | right::truncate);
  EXPECT_EQ(layer.paths[0].object, world.files().Id("/d/f"));
  EXPECT_TRUE(layer.paths[1].access.Overlaps(right::make_reg));
  EXPECT_EQ(layer.paths[2].access, right::read_file);
}

TEST(BuildLayer, SkipsWhatIsOptionalAndMissing) {
  DecideWorld world;
  world.Under("abi 11; read? /none /d/f/x /d/f");
  EXPECT_EQ(world.domain().layers[0].paths.size(), 1U);
}

TEST(BuildLayer, SkipsRulesThatSayNothing) {
  DecideWorld world(4);
  world.files().Make("pipe:[1]", FileKind::kFifo);
  world.files().At("pipe:[1]").unrestricted = true;
  world.files().MagicLink("/proc/1/fd/0", "pipe:[1]");
  world.Under(
      "abi 1..11; connect unix /d; connect udp 1; quiet /d; "
      "read /proc/1/fd/0; connect tcp 1");
  EXPECT_EQ(world.domain().layers[0].paths.size(), 0U);
  EXPECT_EQ(world.domain().layers[0].ports.size(), 1U);
}

TEST(BuildLayer, RemembersWhatWasLifted) {
  DecideWorld world;
  world.Under("abi 11; unrestrict net.udp; unscope signal");
  ASSERT_EQ(world.domain().layers[0].lifts.size(), 2U);
  EXPECT_EQ(world.domain().layers[0].lifts[1].access, right::signal);
}

// Each as the shim says it: tests/e2e/fail_closed_paths_test.cc.
TEST(LayerProblems, AreTheShimsLines) {
  DecideWorld world;
  world.files().Directory("/closed").At("/closed").execute_error = EACCES;
  world.files().Link("/loop", "loop").Link("/d/out", "/a");
  EXPECT_EQ(world.Refuses("abi 11; read /none"),
            "rules:1:14: '/none' does not exist; correct the path, or write "
            "'read?' to skip a missing one");
  EXPECT_EQ(world.Refuses("abi 11; exec /d/f/x"),
            "rules:1:14: '/d/f/x' does not exist; correct the path, or write "
            "'exec?' to skip a missing one");
  EXPECT_EQ(world.Refuses("abi 11; read? /closed/x"),
            "rules:1:15: '/closed/x' cannot be reached: permission denied; "
            "make its directories searchable, or remove the path");
  EXPECT_EQ(world.Refuses("abi 11; read /loop"),
            "rules:1:14: '/loop' cannot be opened: symbolic link loop "
            "(ELOOP); correct the path, or remove it");
  EXPECT_EQ(world.Refuses("abi 11; allow read_file,make_reg /d/f"),
            "rules:1:34: right 'make_reg' is for directories, and '/d/f' is "
            "none; name its directory, or remove the right");
  EXPECT_EQ(world.Refuses("abi 11; write /d; read /d/out/f"),
            "rules:1:24: '/d/out/f' is or goes through a symbolic link beneath "
            "'/d', where this policy lets the program replace names; write the "
            "path that it leads to");
  EXPECT_EQ(world.Refuses("abi 11; write /a; read /d/out/../d/f"),
            "rules:1:24: '/d/out/../d/f' goes through a symbolic link and "
            "'..'; write it without '..'");
  EXPECT_EQ(world.Refuses("abi 11; unrestrict make_reg; read /d/out"),
            "rules:1:35: '/d/out' is or goes through a symbolic link beneath "
            "'/', where this policy lets the program replace names; write the "
            "path that it leads to");
}

TEST(LayerProblems, AreNoneWhereTheLinkIsSafe) {
  DecideWorld world;
  world.files().Link("/safe", "/d").Link("/d/out", "/a");
  EXPECT_EQ(world.Refuses("abi 11; write /safe; read /safe/f"), "");
  EXPECT_EQ(world.Refuses("abi 11; write /d; read /safe/out"), "");
  EXPECT_EQ(world.Refuses("abi 11; write /a; read /d/out"), "");
  EXPECT_EQ(world.Refuses("abi 11; read /d/out/../d/f"), "");
  EXPECT_EQ(world.Refuses("abi 11; write /d; read //d/./e/../f"), "");
}

TEST(LayerProblems, AreBroadPlacesThatAVariableLeadsTo) {
  FakeFilesystem files;
  files.Link("/tmp/root", "/").Directory("/home/u/app");
  files.Link("/tmp/home/u", "/home/u").Directory("/data");
  const auto read = [&files](const std::string& path) {
    const Variables variables({"PLACE=" + path, "HOME=/tmp/home/u"});
    PolicyStatements policy;
    Layer layer;
    std::string error;
    EXPECT_TRUE(ReadStatements({{.name = "p",
                                 .text = "abi 1..11; read ${PLACE} ~ ~/app",
                                 .kind = SourceKind::kRules}},
                               variables.environment(), {}, &policy, &error))
        << error;
    BuildLayer(policy, {}, &files, &layer, &error);
    return error;
  };
  EXPECT_EQ(read("/data"), "");
  for (const char* path : {"/tmp/root", "/tmp/root/home", "/home/u"}) {
    EXPECT_THAT(read(path), HasSubstr("would be open, as PLACE is '")) << path;
  }
}

TEST(LayerProblems, ComeWithAnOldKernel) {
  DecideWorld old(5);
  EXPECT_EQ(old.Refuses("abi 6..11; read /"),
            "rules:1:5: the policy needs Landlock ABI 6 (Linux 6.12) and this "
            "kernel has 5; run a newer kernel, or state a lower 'abi'");
  EXPECT_EQ(old.Refuses("abi 5..11; read /"), "");
  DecideWorld none(0);
  EXPECT_THAT(none.Refuses("abi 1..11"), HasSubstr("has no Landlock"));
  EXPECT_EQ(none.Refuses("abi 0..11; read /none"), "");
}

TEST(LayerProblems, ComeWithNothingToHandle) {
  DecideWorld world;
  const std::string all = "; unrestrict fs net scope";
  EXPECT_EQ(world.Refuses("abi 1..11" + all),
            "rules:1:5: the policy leaves nothing that this kernel could deny; "
            "remove an 'unrestrict', or write 'abi 0..11' to run even so");
  EXPECT_EQ(world.Refuses("abi 0..11" + all), "");
}

}  // namespace
}  // namespace landshim::testing
