// The list of /etc/ld.so.preload, as ld.so reads it.
#include "tools/installer/preload_list.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace landshim::installer {
namespace {

constexpr char kObject[] = "/nowhere/lib/liblandshim.so";

TEST(PreloadList, IsLeftAsItIsWhereNothingNamesTheObject) {
  for (const char* text :
       {"", "\n", "/a.so /b.so\n", "# /nowhere/lib/liblandshim.so\n",
        "/a.so# /nowhere/lib/liblandshim.so\n", "/other/liblandshim.so"}) {
    EXPECT_FALSE(IsPreloaded(text, kObject)) << text;
    EXPECT_EQ(WithoutPreload(text, kObject), text);
  }
}

TEST(PreloadList, LosesEveryNameOfTheObjectAndNothingElse) {
  const std::string object = kObject;
  EXPECT_EQ(WithoutPreload(object, object), "");
  EXPECT_EQ(WithoutPreload(object + "\n/a.so\n", object), "/a.so\n");
  EXPECT_EQ(WithoutPreload("# why\n" + object + "\n", object), "# why\n");
  EXPECT_EQ(WithoutPreload("/a.so:" + object + "\t/b.so", object),
            "/a.so:\t/b.so");
  EXPECT_EQ(WithoutPreload(object + " # why\n", object), " # why\n");
  EXPECT_EQ(WithoutPreload(object + "#why", object), "#why");
  EXPECT_EQ(WithoutPreload("/a.so\n" + object + "\n" + object, object),
            "/a.so\n");
}

TEST(PreloadList, NamesAnObjectInEveryWayThatLdSoKnows) {
  EXPECT_TRUE(IsPreloaded("liblandshim.so", kObject));
  EXPECT_TRUE(IsPreloaded("/nowhere/$LIB/liblandshim.so", kObject));
  EXPECT_FALSE(IsPreloaded("/nowhere/$LIB/libother.so", kObject));
}

TEST(PreloadList, KnowsTheObjectByAnotherPath) {
  char directory[] = "/tmp/landshim-XXXXXX";
  ASSERT_NE(mkdtemp(directory), nullptr);
  const std::string object = std::string(directory) + "/liblandshim.so";
  const std::string link = std::string(directory) + "/link.so";
  std::ofstream(object) << "object";
  ASSERT_EQ(symlink(object.c_str(), link.c_str()), 0);
  EXPECT_TRUE(IsPreloaded(link, object));
  EXPECT_TRUE(IsPreloaded(std::string(directory) + "//liblandshim.so", object));
  EXPECT_FALSE(IsPreloaded(directory, object));
  unlink(link.c_str());
  unlink(object.c_str());
  rmdir(directory);
}

TEST(PreloadList, SaysNothingIfItIsBlank) {
  EXPECT_FALSE(SaysAnything(" \n\t:"));
  EXPECT_TRUE(SaysAnything("\n#"));
}

}  // namespace
}  // namespace landshim::installer
