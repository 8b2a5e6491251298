// What a policy asks of each kernel, and from which ABI on it works at all.
#include "policy/ruleset.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "policy/read_text.h"

namespace landshim::testing {
namespace {

Summary Summarized(const std::string& text,
                   SourceKind kind = SourceKind::kRules) {
  const Reading reading = Read({text, kind});
  EXPECT_EQ(reading.problem, "") << text;
  return reading.summary;
}

// The ABI range of a text that states none, as "LEAST..MOST".
std::string DefaultRange(const std::string& text) {
  const AbiRange abi = Summarized(text).abi;
  return std::to_string(abi.least) + ".." + std::to_string(abi.most);
}

// The classes of `handled` and the kernel's numbers for them.
struct Handled {
  uint32_t fs;
  uint32_t net;
  uint32_t scope;

  bool operator==(const Handled&) const = default;
};

void PrintTo(const Handled& handled, std::ostream* out) {
  *out << std::hex << "fs " << handled.fs << " net " << handled.net << " scope "
       << handled.scope;
}

Handled HandledOn(const Summary& summary, int kernel_abi) {
  const AccessMasks handled = Lower(summary, kernel_abi).handled;
  return {handled.fs(), handled.net(), handled.scope()};
}

TEST(DefaultAbi, IsWhatTheStatementsNeed) {
  EXPECT_EQ(DefaultRange(""), "1..11");
  EXPECT_EQ(DefaultRange("read /x"), "1..11");
  EXPECT_EQ(DefaultRange("exec /x"), "1..11");
  EXPECT_EQ(DefaultRange("connect tcp 1"), "4..11");
  EXPECT_EQ(DefaultRange("bind tcp 1"), "4..11");
  EXPECT_EQ(DefaultRange("connect unix /x"), "9..11");
  EXPECT_EQ(DefaultRange("bind udp 1"), "10..11");
  EXPECT_EQ(DefaultRange("connect udp 1"), "10..11");
}

TEST(DefaultAbi, IsTheFirstAtWhichAVerbGrantsAnything) {
  EXPECT_EQ(DefaultRange("write /x"), "1..11");
  EXPECT_EQ(DefaultRange("device /x"), "1..11");
}

TEST(DefaultAbi, IsThatOfTheNewestRightNamed) {
  EXPECT_EQ(DefaultRange("allow read_file /x"), "1..11");
  EXPECT_EQ(DefaultRange("allow refer /x"), "2..11");
  EXPECT_EQ(DefaultRange("allow truncate /x"), "3..11");
  EXPECT_EQ(DefaultRange("allow truncate,read_file /x"), "3..11");
  EXPECT_EQ(DefaultRange("allow read_file,ioctl_dev,truncate /x"), "5..11");
  EXPECT_EQ(DefaultRange("allow resolve_unix /x"), "9..11");
  EXPECT_EQ(DefaultRange("allow bind_tcp,bind_udp 1"), "10..11");
}

TEST(DefaultAbi, IsTheHighestOfAllStatements) {
  EXPECT_EQ(DefaultRange("connect tcp 1; allow truncate /x; read /x"), "4..11");
  EXPECT_EQ(DefaultRange("read /x\nbind udp 1\nbind tcp 1"), "10..11");
}

TEST(DefaultAbi, IsNotRaisedByWhatLiftsOrMutes) {
  EXPECT_EQ(DefaultRange("quiet /x"), "1..11");
  EXPECT_EQ(DefaultRange("log new_exec on"), "1..11");
  EXPECT_EQ(DefaultRange("unscope signal"), "1..11");
  EXPECT_EQ(DefaultRange("unrestrict net.udp"), "1..11");
  EXPECT_EQ(DefaultRange("unrestrict resolve_unix"), "1..11");
}

TEST(DefaultAbi, IsNotRaisedByFragments) {
  const Summary summary = Summarized(
      "connect unix /x; bind udp 1; allow ioctl_dev /x", SourceKind::kFragment);
  EXPECT_EQ(summary.abi, (AbiRange{1, 11}));
}

TEST(DefaultAbi, IsRaisedByIncludedFiles) {
  EXPECT_EQ(Summarized("bind udp 1", SourceKind::kIncluded).abi,
            (AbiRange{10, 11}));
}

TEST(StatedAbi, WinsOverWhatTheStatementsNeed) {
  EXPECT_EQ(Summarized("abi 1..11; bind udp 1").abi, (AbiRange{1, 11}));
  EXPECT_EQ(Summarized("bind udp 1; abi 11").abi, (AbiRange{11, 11}));
  EXPECT_EQ(Summarized("abi 0..4").abi, (AbiRange{0, 4}));
  EXPECT_EQ(Summarized("landshim 1; abi 2..3", SourceKind::kFile).abi,
            (AbiRange{2, 3}));
}

TEST(StatedAbi, AllowsVerbsThatMeanNewerRights) {
  EXPECT_EQ(Summarized("abi 1; write /x; device /x; connect unix /x").abi,
            (AbiRange{1, 1}));
  EXPECT_EQ(Summarized("abi 1; connect tcp 1; bind udp 1").abi,
            (AbiRange{1, 1}));
}

TEST(StatedAbi, RefusesNewerRightsByName) {
  EXPECT_EQ(Read({"abi 1..2; allow truncate /x"}).kind,
            ProblemKind::kRightAboveAbi);
  EXPECT_EQ(Read({"allow truncate /x; abi 1..2"}).kind,
            ProblemKind::kRightAboveAbi);
  EXPECT_EQ(Summarized("abi 1..3; allow truncate /x").abi, (AbiRange{1, 3}));
}

TEST(StatedAbi, RefusesTheNewestOfSeveralNames) {
  EXPECT_EQ(Read({"abi 1; allow refer /a; allow read_file,truncate /b; allow "
                  "refer /c"})
                .problem,
            "app.policy:1:49: right 'truncate' needs ABI 3, above this "
            "policy's 1; raise the upper bound of 'abi', or remove the right");
}

TEST(Place, OfTheAbiIsItsStatementOrTheWhole) {
  const Source source = {"x", ""};
  Summary summary;
  Problem problem;
  Statement statement;
  ASSERT_TRUE(Finish(&summary, {&source, 0, 0}, &problem));
  EXPECT_EQ(summary.abi_place.source, &source);
  EXPECT_EQ(summary.abi_place.line, 0U);
  summary = {};
  statement.place = {&source, 2, 5};
  statement.abi = {4, 11};
  ASSERT_TRUE(Summarize(statement, &summary, &problem));
  ASSERT_TRUE(Finish(&summary, {&source, 0, 0}, &problem));
  EXPECT_EQ(summary.abi_place.line, 2U);
}

TEST(Lowering, HandlesWhatTheKernelKnows) {
  const Summary summary = Summarized("abi 1..11; read /x");
  EXPECT_EQ(HandledOn(summary, 0), (Handled{0, 0, 0}));
  EXPECT_EQ(HandledOn(summary, 1), (Handled{0x1fff, 0, 0}));
  EXPECT_EQ(HandledOn(summary, 2), (Handled{0x3fff, 0, 0}));
  EXPECT_EQ(HandledOn(summary, 3), (Handled{0x7fff, 0, 0}));
  EXPECT_EQ(HandledOn(summary, 4), (Handled{0x7fff, 0x3, 0}));
  EXPECT_EQ(HandledOn(summary, 5), (Handled{0xffff, 0x3, 0}));
  EXPECT_EQ(HandledOn(summary, 6), (Handled{0xffff, 0x3, 0x3}));
  EXPECT_EQ(HandledOn(summary, 7), (Handled{0xffff, 0x3, 0x3}));
  EXPECT_EQ(HandledOn(summary, 8), (Handled{0xffff, 0x3, 0x3}));
  EXPECT_EQ(HandledOn(summary, 9), (Handled{0x1ffff, 0x3, 0x3}));
  EXPECT_EQ(HandledOn(summary, 10), (Handled{0x1ffff, 0xf, 0x3}));
  EXPECT_EQ(HandledOn(summary, 11), (Handled{0x1ffff, 0xf, 0x3}));
  EXPECT_EQ(HandledOn(summary, 12), (Handled{0x1ffff, 0xf, 0x3}));
}

TEST(Lowering, HandlesNothingAboveTheUpperBound) {
  EXPECT_EQ(HandledOn(Summarized("abi 1"), 11), (Handled{0x1fff, 0, 0}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..2"), 11), (Handled{0x3fff, 0, 0}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..3"), 11), (Handled{0x7fff, 0, 0}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..4"), 11), (Handled{0x7fff, 0x3, 0}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..5"), 11), (Handled{0xffff, 0x3, 0}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..8"), 11), (Handled{0xffff, 0x3, 0x3}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..9"), 11),
            (Handled{0x1ffff, 0x3, 0x3}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..10"), 11),
            (Handled{0x1ffff, 0xf, 0x3}));
  EXPECT_EQ(HandledOn(Summarized("abi 1..5"), 4), (Handled{0x7fff, 0x3, 0}));
}

TEST(Lowering, LeavesOutWhatIsUnrestricted) {
  EXPECT_EQ(HandledOn(Summarized("unrestrict fs"), 11), (Handled{0, 0xf, 0x3}));
  EXPECT_EQ(HandledOn(Summarized("unrestrict net"), 11),
            (Handled{0x1ffff, 0, 0x3}));
  EXPECT_EQ(HandledOn(Summarized("unrestrict net.udp"), 11),
            (Handled{0x1ffff, 0x3, 0x3}));
  EXPECT_EQ(HandledOn(Summarized("unrestrict net.tcp scope"), 11),
            (Handled{0x1ffff, 0xc, 0}));
  EXPECT_EQ(HandledOn(Summarized("unrestrict ioctl_dev"), 11),
            (Handled{0x17fff, 0xf, 0x3}));
  EXPECT_EQ(HandledOn(Summarized("unscope signal"), 11),
            (Handled{0x1ffff, 0xf, 0x1}));
  EXPECT_EQ(HandledOn(Summarized("unrestrict fs net scope"), 11),
            (Handled{0, 0, 0}));
}

TEST(Lowering, PassesLogFlagsFromAbi7) {
  const Summary summary = Summarized(
      "abi 1..11; log same_exec off; log new_exec on; log subdomains off");
  EXPECT_EQ(Lower(summary, 6).restrict_flags, 0U);
  EXPECT_EQ(Lower(summary, 7).restrict_flags, 0x7U);
  EXPECT_EQ(Lower(summary, 11).restrict_flags, 0x7U);
}

TEST(Lowering, PassesNoLogFlagsAboveTheUpperBound) {
  EXPECT_EQ(Lower(Summarized("abi 1..6; log new_exec on"), 11).restrict_flags,
            0U);
  EXPECT_EQ(Lower(Summarized("abi 1..7; log new_exec on"), 11).restrict_flags,
            0x2U);
}

TEST(Lowering, SetsOnlyFlagsThatChangeWhatTheKernelDoes) {
  EXPECT_EQ(Lower(Summarized("log same_exec off"), 11).restrict_flags, 0x1U);
  EXPECT_EQ(Lower(Summarized("log new_exec on"), 11).restrict_flags, 0x2U);
  EXPECT_EQ(Lower(Summarized("log subdomains off"), 11).restrict_flags, 0x4U);
  EXPECT_EQ(
      Lower(Summarized("log same_exec on; log new_exec off; log subdomains on"),
            11)
          .restrict_flags,
      0U);
}

TEST(Lowering, MutesFromAbi10) {
  const Summary summary = Summarized("abi 1..11; quiet /x");
  EXPECT_FALSE(Lower(summary, 9).quiet_rules);
  EXPECT_TRUE(Lower(summary, 9).quiet.empty());
  EXPECT_TRUE(Lower(summary, 10).quiet_rules);
  EXPECT_EQ(Lower(summary, 10).quiet.fs(), 0x1ffffU);
  EXPECT_EQ(Lower(summary, 10).quiet.net(), 0U);
  EXPECT_EQ(Lower(summary, 10).quiet.scope(), 0U);
}

TEST(Lowering, MutesOnlyWhatIsHandled) {
  const Summary some = Summarized("quiet /x; unrestrict read_file");
  EXPECT_EQ(Lower(some, 10).quiet.fs(), 0x1fffbU);
  const Summary none = Summarized("quiet /x; unrestrict fs");
  EXPECT_TRUE(Lower(none, 10).quiet.empty());
  EXPECT_FALSE(Lower(none, 10).quiet_rules);
  const Summary below = Summarized("abi 1..9; quiet /x");
  EXPECT_TRUE(Lower(below, 11).quiet.empty());
  EXPECT_FALSE(Lower(below, 11).quiet_rules);
}

TEST(Unenforced, IsWhatTheKernelLacks) {
  const Summary summary = Summarized("abi 0..11");
  EXPECT_EQ(Unenforced(summary, 0), SupportedAccess(11));
  EXPECT_EQ(RightNames(Unenforced(summary, 8)),
            "resolve_unix bind_udp connect_send_udp");
  EXPECT_EQ(RightNames(Unenforced(summary, 9)), "bind_udp connect_send_udp");
  EXPECT_TRUE(Unenforced(summary, 10).empty());
  EXPECT_TRUE(Unenforced(summary, 12).empty());
}

TEST(Unenforced, IsOnlyWhatThePolicyMeansToDeny) {
  EXPECT_TRUE(Unenforced(Summarized("abi 1..4"), 4).empty());
  EXPECT_EQ(RightNames(Unenforced(Summarized("abi 1..4"), 3)),
            "bind_tcp connect_tcp");
  EXPECT_EQ(RightNames(Unenforced(
                Summarized("abi 1..11; unrestrict net; unscope signal"), 5)),
            "resolve_unix abstract_unix_socket");
}

// On every kernel and for every range, nothing gets lost on the way.
TEST(Unenforced, AndHandledAreAllThatThePolicyMeansToDeny) {
  for (int most = 1; most <= kNewestAbi; ++most) {
    const Summary summary = Summarized("abi 0.." + std::to_string(most) +
                                       "; unrestrict net.udp make_sym");
    const AccessMasks meant = SupportedAccess(most) & ~summary.unrestricted;
    for (int kernel = 0; kernel <= kNewestAbi + 1; ++kernel) {
      const AccessMasks handled = Lower(summary, kernel).handled;
      const AccessMasks unenforced = Unenforced(summary, kernel);
      // ABI 1 denies refer without handling it.
      const AccessMasks by_itself =
          kernel == 1 && most > 1 ? right::refer : AccessMasks{};
      EXPECT_EQ(handled | unenforced | by_itself, meant)
          << most << ' ' << kernel;
      EXPECT_FALSE(handled.Overlaps(unenforced)) << most << ' ' << kernel;
    }
  }
}

}  // namespace
}  // namespace landshim::testing
