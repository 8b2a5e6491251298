// What was installed is read back as it was written, and nothing else is.
#include "tools/installer/manifest.h"

#include <gtest/gtest.h>

#include <string>

namespace landshim::installer {
namespace {

bool IsManifest(const std::string& text) {
  Manifest manifest;
  return ReadManifest(text, &manifest);
}

TEST(Manifest, ComesBackAsItWasWritten) {
  const Manifest written = {{".", "share", "share/man"},
                            {"lib/liblandshim.so", "bin/a b"}};
  Manifest read;
  ASSERT_TRUE(ReadManifest(WriteManifest(written), &read));
  EXPECT_EQ(read.directories, written.directories);
  EXPECT_EQ(read.files, written.files);
}

TEST(Manifest, NeverLeadsOutOfItsInstallation) {
  const std::string title = "landshim manifest 1\n";
  EXPECT_TRUE(IsManifest(title + "file a/..b\n"));
  for (const char* path : {"/etc/passwd", "..", "../a", "a/../../b", "a/..",
                           ".", "./a", "a//b", "a/", ""}) {
    EXPECT_FALSE(IsManifest(title + "file " + path + "\n")) << path;
  }
  EXPECT_TRUE(IsManifest(title + "directory .\n"));
  EXPECT_FALSE(IsManifest(title + "directory ..\n"));
}

TEST(Manifest, IsReadWholeOrNotAtAll) {
  EXPECT_TRUE(IsManifest("landshim manifest 1\nfile a\n"));
  EXPECT_FALSE(IsManifest(""));
  EXPECT_FALSE(IsManifest("landshim manifest 1\nfile a"));
  EXPECT_FALSE(IsManifest("landshim manifest 2\nfile a\n"));
  EXPECT_FALSE(IsManifest("landshim manifest 1\nlink a\n"));
  std::string many = "landshim manifest 1\n";
  for (int i = 0; i <= 1000; ++i) many += "file " + std::to_string(i) + "\n";
  EXPECT_FALSE(IsManifest(many));
}

}  // namespace
}  // namespace landshim::installer
