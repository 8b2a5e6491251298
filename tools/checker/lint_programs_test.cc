// Programs that may be executed and still cannot start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/checker/fake_machine.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kLoader[] = "/lib64/ld-linux-x86-64.so.2";

class Programs : public ::testing::Test {
 public:
  Programs() {
    machine_.File(kLoader, Elf({}))
        .File("/usr/lib/libc.so.6", Elf({}))
        .File("/srv/app/lib/libapp.so", Elf({.needed = {"libc.so.6"}}))
        .File("/srv/app/bin/app", Elf({.interpreter = kLoader,
                                       .needed = {"libapp.so"},
                                       .runpath = "$ORIGIN/../lib"}))
        .File("/srv/static/tool", Elf({}))
        .File("/bin/sh", Elf({}))
        .File("/srv/scripts/run", "#! /bin/sh -e\n");
  }

  FakeMachine machine_;
};

TEST_F(Programs, NeedTheirLoader) {
  EXPECT_THAT(
      machine_.Lint("exec /srv/app/bin/app"),
      ElementsAre("3:6: warning: '/srv/app/bin/app' cannot be started, as its "
                  "loader '/lib64/ld-linux-x86-64.so.2' may not be executed "
                  "(cannot open shared object file); write 'include <libs>' "
                  "[exec-without-libraries]"));
}

TEST_F(Programs, NeedTheirLibraries) {
  EXPECT_THAT(
      machine_.Lint("include <libs>\nexec /srv/app/bin/app"),
      ElementsAre("4:6: warning: '/srv/app/bin/app' cannot be started, as its "
                  "library '/srv/app/bin/../lib/libapp.so' may not be read "
                  "(cannot open shared object file); write 'include <libs>', "
                  "or 'read' its directory [exec-without-libraries]"));
  EXPECT_THAT(machine_.Lint("include <libs>\nexec /srv/app/bin/app\n"
                            "read /srv/app/lib"),
              IsEmpty());
}

TEST_F(Programs, NeedTheLibrariesOfTheirLibraries) {
  EXPECT_THAT(
      machine_.Lint("exec /lib64/ld-linux-x86-64.so.2 /srv/app/bin/app\n"
                    "read /srv/app/lib"),
      ElementsAre("3:34: warning: '/srv/app/bin/app' cannot be started, as "
                  "its library '/usr/lib/libc.so.6' may not be read (cannot "
                  "open shared object file); write 'include <libs>', or "
                  "'read' its directory [exec-without-libraries]"));
}

TEST_F(Programs, AreToldOfWhereTheirCodeCanBeChanged) {
  for (const char* path : {"/srv/app/lib", "/srv/app/lib/libapp.so",
                           "/lib64/ld-linux-x86-64.so.2"}) {
    EXPECT_THAT(NamesOf(machine_.Lint(std::string("include <libs>\n"
                                                  "exec /srv/app/bin/app\n"
                                                  "read /srv/app/lib\n"
                                                  "write ") +
                                      path)),
                ::testing::Contains("6:7 writes-libraries"))
        << path;
  }
  // Missing now, it is looked into first.
  machine_.File("/srv/own/app",
                Elf({.interpreter = kLoader, .runpath = "$ORIGIN/plugins"}));
  EXPECT_THAT(NamesOf(machine_.Lint("include <libs>\nexec /srv/own/app\n"
                                    "write /srv/own")),
              ::testing::Contains("5:7 writes-libraries"));
}

TEST_F(Programs, ThatAreStaticNeedNothing) {
  EXPECT_THAT(machine_.Lint("exec /srv/static/tool"), IsEmpty());
  EXPECT_THAT(machine_.Lint("exec /srv/static"), IsEmpty());
}

TEST_F(Programs, InADirectoryAreToldOfIfNoneCanStart) {
  EXPECT_THAT(NamesOf(machine_.Lint("exec /srv/app")),
              ElementsAre("3:6 exec-without-libraries"));
  machine_.File("/srv/app/bin/plain",
                Elf({.interpreter = kLoader, .needed = {"libc.so.6"}}));
  // One can, so the others are no matter of this policy.
  EXPECT_THAT(machine_.Lint("include <libs>\nexec /srv/app/bin"), IsEmpty());
}

TEST_F(Programs, ThatMayNotBeExecutedDoNotCount) {
  machine_.files().At("/srv/app/bin/app").execute_error = 13;
  EXPECT_THAT(machine_.Lint("exec /srv/app/bin"), IsEmpty());
}

TEST_F(Programs, ThatAreScriptsNeedTheirInterpreter) {
  EXPECT_THAT(
      machine_.Lint("exec /srv/scripts/run"),
      ElementsAre("3:6: warning: '/srv/scripts/run' is a script and cannot be "
                  "started, as its interpreter '/bin/sh' may not be executed; "
                  "write 'exec /bin/sh' [script-without-interpreter]"));
  EXPECT_THAT(machine_.Lint("exec /srv/scripts/run /bin/sh"), IsEmpty());
}

TEST_F(Programs, ThatEnvStartsNeedBoth) {
  machine_.File("/usr/bin/env", Elf({}))
      .File("/usr/bin/python3", Elf({}))
      .File("/srv/scripts/report", "#!/usr/bin/env -S python3 -u\n");
  machine_.machine().path_directories = {"/usr/local/bin", "/usr/bin"};
  EXPECT_THAT(
      machine_.Lint("exec /srv/scripts/report /usr/bin/env"),
      ElementsAre("3:6: warning: '/srv/scripts/report' is a script and cannot "
                  "be started, as its interpreter '/usr/bin/python3' may not "
                  "be executed; write 'exec /usr/bin/python3' "
                  "[script-without-interpreter]"));
  EXPECT_THAT(
      machine_.Lint("exec /srv/scripts/report /usr/bin/env /usr/bin/python3"),
      IsEmpty());
}

TEST_F(Programs, ThatAreDamagedAreNoMatterOfThePolicy) {
  const std::string good =
      Elf({.interpreter = kLoader, .needed = {"libapp.so"}, .runpath = "/x"});
  for (size_t size = 0; size < good.size(); ++size) {
    FakeMachine machine;
    machine.File("/srv/app", good.substr(0, size));
    machine.Lint("exec /srv/app");
  }
  // Each byte wrong in its turn: whatever it says, nothing breaks.
  for (size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(~bad[at]);
    FakeMachine machine;
    machine.File("/srv/app", bad);
    machine.Lint("exec /srv/app");
  }
}

}  // namespace
}  // namespace landshim::testing
