// Runtimes without libc find the auxiliary vector by walking past envp's NULL.
// Removing variables must not hide it from them, however many are removed.
#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

class AuxvWalkTest : public TrapTest {
 protected:
  Words Bare() const { return {"A=1", "B=2"}; }

  // `removed` entries, the first and the last two among them, are landshim's.
  Words Shimmed(int removed) const {
    Words entries = {"LD_PRELOAD=" + ShimPath(), "A=1"};
    for (int i = 2; i < removed; ++i) entries.push_back("LANDSHIM_LOG=info");
    entries.push_back("B=2");
    entries.push_back("LANDSHIM_RULES=" + public_only());
    return entries;
  }

  Result Run(const std::string& program, const Words& environment) {
    Result result = Command({Program(program)}).Environ(environment).Run();
    // What LANDSHIM_LOG=info says.
    if (result.status == 0) result.err.clear();
    return result;
  }
};

TEST_P(AuxvWalkTest, TheVectorIsWhereItWasSearched) {
  const Result bare = Run("walk_behind_environment", Bare());
  EXPECT_EQ(bare.status, 0);
  EXPECT_NE(bare.out, "");

  for (int removed = 2; removed < 9; ++removed) {
    EXPECT_TRUE(
        Ended(Run("walk_behind_environment", Shimmed(removed)), 0, bare.out))
        << removed;
  }
}

TEST_P(AuxvWalkTest, OnlyAnOddNumberLeavesAnEntry) {
  EXPECT_TRUE(Ended(Run("print_environment", Bare()), 0, "A=1\nB=2\n"));

  for (int removed = 2; removed < 9; ++removed) {
    const std::string rest = removed % 2 == 0 ? "" : "LANDSHIM=1\n";
    EXPECT_TRUE(Ended(Run("print_environment", Shimmed(removed)), 0,
                      "A=1\nB=2\n" + rest))
        << removed;
  }
}

TEST_P(AuxvWalkTest, AKeptPreloadIsNotRemoved) {
  const std::string other = Library("start_thread");
  const Words environment = {"LD_PRELOAD=" + ShimPath() + ":" + other,
                             "LANDSHIM_RULES=" + public_only()};

  EXPECT_TRUE(Ended(Run("print_environment", environment), 0,
                    "LD_PRELOAD=" + other + "\nLANDSHIM=1\n"));
  EXPECT_EQ(Run("walk_behind_environment", environment).status, 0);
}

TEST_P(AuxvWalkTest, AnEnvironmentOfNothingElseEndsEmpty) {
  const Words environment = {"LD_PRELOAD=" + ShimPath(),
                             "LANDSHIM_RULES=" + public_only()};

  EXPECT_TRUE(Ended(Run("print_environment", environment), 0, ""));
  EXPECT_EQ(Run("walk_behind_environment", environment).status, 0);
}

INSTANTIATE_TEST_SUITE_P(Libc, AuxvWalkTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
