#include "tools/explainer/anchored_cure.h"

#include <gtest/gtest.h>

namespace landshim {
namespace {

// Without what the names of `gone` lead to.
std::string Anchored(const std::string& cure, const std::set<std::string>& gone,
                     const std::set<std::string>& files = {}) {
  return AnchoredCure(cure, files, [&gone](const std::string& path) {
    return LastingPart(path, [&gone](const std::string& part) {
      return !gone.contains(part);
    });
  });
}

TEST(AnchoredCure, StaysAsItIsWhereItsPathsStay) {
  EXPECT_EQ(Anchored("allow refer /a /b; include <libs>", {"/c"}),
            "allow refer /a /b; include <libs>");
  EXPECT_EQ(Anchored("connect tcp 443", {"/"}), "connect tcp 443");
}

TEST(AnchoredCure, IsOnTheDirectoryThatHoldsWhatIsGone) {
  EXPECT_EQ(Anchored("allow write_file,make_reg /t/tmp.aB3/d", {"/t/tmp.aB3"}),
            "allow write_file,make_reg /t");
  EXPECT_EQ(Anchored("write /tmp.aB3", {"/tmp.aB3"}), "write /");
}

TEST(AnchoredCure, GrantsOnTheDirectoryWhatTheFileCouldHave) {
  EXPECT_EQ(Anchored("read /t/f", {"/t/f"}, {"/t/f"}), "allow read_file /t");
  EXPECT_EQ(Anchored("exec /t/f; include <libs>", {"/t/f"}, {"/t/f"}),
            "allow execute,read_file /t; include <libs>");
  EXPECT_EQ(Anchored("connect unix /t/f", {"/t/f"}, {"/t/f"}),
            "connect unix /t");
}

TEST(AnchoredCure, SaysTheSameOnce) {
  EXPECT_EQ(Anchored("allow refer /t/a /t/b /c", {"/t/a", "/t/b"}),
            "allow refer /t; allow refer /c");
}

TEST(AnchoredCure, IsNoneWhereNoPlaceHelps) {
  EXPECT_EQ(AnchoredCure("read /a", {},
                         [](const std::string&) { return std::string(); }),
            "");
}

}  // namespace
}  // namespace landshim
