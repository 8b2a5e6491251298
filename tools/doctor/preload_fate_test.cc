// Tests what is expected of ld.so by what a program is. Whether ld.so agrees is
// tested in tests/doctor.
#include "tools/doctor/preload_fate.h"

#include <elf.h>
#include <gtest/gtest.h>

namespace landshim::doctor {
namespace {

Inspection Image(ImageKind kind) {
  Inspection image;
  image.kind = kind;
  image.elf_class = {ELFCLASS64, EM_X86_64};
  image.linker = kind == ImageKind::kStatic ? "" : "/lib64/ld-linux.so";
  return image;
}

const ShimEntry kGood = {"/usr/lib/liblandshim.so", {}};
const ShimEntry kBad = {"/no/liblandshim.so", {"it is missing", "correct it"}};

PreloadFate FateOf(ImageKind kind) { return FateOf(Image(kind), nullptr); }

TEST(PreloadFate, IsLoadedIntoDynamicPrograms) {
  EXPECT_EQ(FateOf(ImageKind::kDynamic).fate, Fate::kLoaded);
  EXPECT_EQ(FateOf(Image(ImageKind::kDynamic), &kGood).fate, Fate::kLoaded);
}

TEST(PreloadFate, IsSkippedSilentlyByStaticAndPrivilegedPrograms) {
  EXPECT_EQ(FateOf(ImageKind::kStatic).fate, Fate::kSkipped);
  EXPECT_EQ(FateOf(ImageKind::kStatic).reason, "it is static");
  Inspection image = Image(ImageKind::kDynamic);
  image.privileged = true;
  EXPECT_EQ(FateOf(image, nullptr).fate, Fate::kSkipped);
  EXPECT_EQ(FateOf(image, nullptr).reason,
            "it is set-id, or has file capabilities");
}

TEST(PreloadFate, IsWarnedAboutInOtherArchitectures) {
  Inspection image = Image(ImageKind::kForeign);
  image.elf_class = {ELFCLASS32, EM_386};
  EXPECT_EQ(FateOf(image, nullptr).fate, Fate::kWarned);
  EXPECT_EQ(FateOf(image, nullptr).reason,
            "it is of another architecture (32-bit i386)");
  image.linker = "";
  EXPECT_EQ(FateOf(image, nullptr).fate, Fate::kSkipped);
  EXPECT_EQ(FateOf(image, nullptr).reason,
            "it is static and of another architecture (32-bit i386)");
}

TEST(PreloadFate, IsNotToldWhereFilesDoNotTell) {
  EXPECT_EQ(FateOf(ImageKind::kOddLinker).fate, Fate::kUnknown);
  EXPECT_EQ(FateOf(ImageKind::kUnreadable).fate, Fate::kUnknown);
  EXPECT_EQ(FateOf(ImageKind::kSanitized).fate, Fate::kRefused);
}

// glibc compares names, musl files.
TEST(PreloadFate, IsSkippedWhereTheProgramBearsItsName) {
  Inspection image = Image(ImageKind::kDynamic);
  image.soname = kGood.name;
  const char* const reason =
      "its own DT_SONAME is the object's name, so that ld.so takes the object "
      "for loaded";
  EXPECT_EQ(FateOf(image, &kGood).fate, Fate::kSkipped);
  EXPECT_EQ(FateOf(image, &kGood).reason, reason);
  EXPECT_EQ(FateOf(image, nullptr).fate, Fate::kSkipped);
  image.libc = Libc::kMusl;
  EXPECT_EQ(FateOf(image, &kGood).fate, Fate::kLoaded);
  image.libc = Libc::kGlibc;
  image.soname = "libother.so";
  EXPECT_EQ(FateOf(image, &kGood).fate, Fate::kLoaded);
  EXPECT_EQ(FateOf(image, nullptr).fate, Fate::kLoaded);
}

TEST(PreloadFate, DependsOnTheEntryThatThereIs) {
  Inspection image = Image(ImageKind::kDynamic);
  EXPECT_EQ(FateOf(image, &kBad).fate, Fate::kWarned);
  EXPECT_EQ(FateOf(image, &kBad).reason, "it is missing");
  image.libc = Libc::kMusl;
  EXPECT_EQ(FateOf(image, &kBad).fate, Fate::kSkipped);
}

std::vector<Stage> Stages(ImageKind first, ImageKind second) {
  return {{"/usr/bin/script", Image(first)}, {"/usr/bin/app", Image(second)}};
}

TEST(PreloadPrediction, BindsTheFirstThatLoadsTheShim) {
  EXPECT_EQ(PredictPreload(Stages(ImageKind::kDynamic, ImageKind::kDynamic), {})
                .bound,
            0U);
  EXPECT_EQ(
      PredictPreload(Stages(ImageKind::kStatic, ImageKind::kDynamic), {}).bound,
      1U);
}

TEST(PreloadPrediction, BindsNoneBehindWhatEndsOrCannotBeTold) {
  for (const ImageKind first :
       {ImageKind::kSanitized, ImageKind::kUnreadable, ImageKind::kOddLinker}) {
    EXPECT_FALSE(
        PredictPreload(Stages(first, ImageKind::kDynamic), {}).IsBound());
  }
  EXPECT_FALSE(
      PredictPreload(Stages(ImageKind::kStatic, ImageKind::kStatic), {})
          .IsBound());
  std::vector<Stage> stages = Stages(ImageKind::kDynamic, ImageKind::kDynamic);
  // ld.so takes the variable away from what such a program starts.
  stages[0].image.privileged = true;
  EXPECT_FALSE(PredictPreload(stages, {}).IsBound());
}

TEST(PreloadPrediction, NeedsOneGoodEntry) {
  const std::vector<Stage> stages = {{"/bin/app", Image(ImageKind::kDynamic)}};
  EXPECT_FALSE(PredictPreload(stages, {kBad}).IsBound());
  EXPECT_TRUE(PredictPreload(stages, {kBad, kGood}).IsBound());
  EXPECT_TRUE(PredictPreload(stages, {kGood, kBad}).IsBound());
}

TEST(StartsOthers, IsAboutNames) {
  EXPECT_TRUE(StartsOthers("/usr/bin/timeout"));
  EXPECT_TRUE(StartsOthers("env"));
  EXPECT_FALSE(StartsOthers("/usr/bin/environment"));
  EXPECT_FALSE(StartsOthers("/env/ls"));
}

}  // namespace
}  // namespace landshim::doctor
