// A library or program can export an `environ` of its own, which then stands in
// for libc's. The shim must never take its policy from there.
#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

constexpr char kRefusal[] =
    "environ: the environment cannot be found: a library changed it or "
    "exports its own 'environ'; preload landshim without that library";

class ForeignEnvironTest : public TrapTest {
 protected:
  // The attacker's LANDSHIM_RULES grant everything, the real ones public/.
  Result Open(const std::string& program, const std::string& preload,
              const std::string& path) {
    return Command({Program(program), path})
        .Env("LD_PRELOAD", preload)
        .Rules(public_only())
        .Run();
  }

  // glibc hands the real environment to constructors; musl does not, so there
  // the shim has to give up.
  void ExpectRealEnvironmentOrRefusal(const std::string& program,
                                      const std::string& preload) {
    if (IsMusl()) {
      EXPECT_TRUE(Refused(Open(program, preload, public_file()), kRefusal));
      EXPECT_TRUE(Refused(Open(program, preload, secret_file()), kRefusal));
    } else {
      EXPECT_TRUE(Ended(Open(program, preload, public_file()), 0, kMainRan));
      EXPECT_TRUE(
          Ended(Open(program, preload, secret_file()), EACCES, kMainRan));
    }
  }
};

TEST_P(ForeignEnvironTest, OfAPreloadedLibraryIsNotBelieved) {
  const std::string program = "open_for_reading";
  const std::string library = Library("own_environ");
  EXPECT_TRUE(Ended(Open(program, library, secret_file()), 0, kMainRan));

  ExpectRealEnvironmentOrRefusal(program, library + ":" + ShimPath());
  ExpectRealEnvironmentOrRefusal(program, ShimPath() + ":" + library);
}

TEST_P(ForeignEnvironTest, OfANeededLibraryIsNotBelieved) {
  const std::string program = "open_for_reading_with_environ";
  EXPECT_TRUE(Ended(Open(program, "", secret_file()), 0, kMainRan));

  ExpectRealEnvironmentOrRefusal(program, ShimPath());
}

TEST_P(ForeignEnvironTest, OfTheProgramItselfIsNotBelieved) {
  const std::string program = "open_for_reading_and_environ";
  EXPECT_TRUE(Ended(Open(program, "", secret_file()), 0, kMainRan));

  ExpectRealEnvironmentOrRefusal(program, ShimPath());
}

TEST_P(ForeignEnvironTest, StaysAsItsOwnerLeftIt) {
  const Result result = Command({Program("print_own_environ")})
                            .Preload()
                            .Rules(public_only())
                            .Run();

  if (IsMusl()) {
    EXPECT_TRUE(Refused(result, kRefusal));
    return;
  }
  EXPECT_TRUE(Ended(result, 0,
                    "LANDSHIM_RULES=read /\nXDG_CONFIG_HOME=/nonexistent\n"));
}

INSTANTIATE_TEST_SUITE_P(Libc, ForeignEnvironTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
