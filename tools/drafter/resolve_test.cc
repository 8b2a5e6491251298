#include "tools/drafter/resolve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/fake_filesystem.h"

namespace landshim {
namespace {

using ::testing::ElementsAre;

TEST(Normalising, GoesByTheTextAlone) {
  EXPECT_EQ(Normalise("/a/b", "/x"), "/a/b");
  EXPECT_EQ(Normalise("//a/./b//", "/x"), "/a/b");
  EXPECT_EQ(Normalise("/a/../../b/.", "/x"), "/b");
  EXPECT_EQ(Normalise("../home", "/x/y"), "/x/home");
  EXPECT_EQ(Normalise(".", "/x/y"), "/x/y");
  EXPECT_EQ(Normalise("a", ""), "/a");
  EXPECT_EQ(Normalise("..", ""), "/");
  EXPECT_EQ(Normalise("", "/x"), "");
}

TEST(Resolving, FollowsLinksAnywhere) {
  testing::FakeFilesystem files;
  files.Directory("/real/u").Link("/l", "real").Link("/last", "/l/u");
  EXPECT_EQ(Resolve("/l/u", "/", &files), "/real/u");
  EXPECT_EQ(Resolve("/last", "/", &files), "/real/u");
  EXPECT_EQ(Resolve("u", "/l", &files), "/real/u");
  // As the kernel does: '..' is above where the link leads.
  EXPECT_EQ(Resolve("/last/../x", "/", &files), "/real/x");
}

TEST(Resolving, GoesOnWhereNothingIs) {
  testing::FakeFilesystem files;
  files.Directory("/real").Link("/l", "real").Link("/dangling", "real/new");
  files.Link("/loop", "loop");
  EXPECT_EQ(Resolve("/l/new/deep", "/", &files), "/real/new/deep");
  EXPECT_EQ(Resolve("/dangling/x", "/", &files), "/real/new/x");
  EXPECT_EQ(Resolve("/loop/x", "/", &files), "/loop/x");
}

TEST(NamesOfPlaces, AreTheTextAndWhereItLeads) {
  testing::FakeFilesystem files;
  files.Directory("/real").Link("/l", "real").Link("/root", "/");
  EXPECT_THAT(NamesOfPlace("/l/.", "/", &files), ElementsAre("/l", "/real"));
  EXPECT_THAT(NamesOfPlace("/real", "/", &files), ElementsAre("/real"));
  EXPECT_THAT(NamesOfPlace("/root", "/", &files), ElementsAre("/root"));
  EXPECT_THAT(NamesOfPlace("/", "/", &files), ElementsAre());
  EXPECT_THAT(NamesOfPlace("", "/", &files), ElementsAre());
}

}  // namespace
}  // namespace landshim
