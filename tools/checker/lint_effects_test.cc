// Statements that do less than it seems.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/checker/fake_machine.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MissingPath, IsToldOfOptionalStatements) {
  FakeMachine machine;
  EXPECT_THAT(machine.Lint("read? /srv/app.conf"),
              ElementsAre("3:7: info: '/srv/app.conf' does not exist, so the "
                          "statement is skipped; correct the path if it should "
                          "[missing-path]"));
}

TEST(MissingPath, IsNotToldOfFragments) {
  FakeMachine machine;
  EXPECT_THAT(machine.Lint("include <base> <libs> <tls> <tty>"), IsEmpty());
}

TEST(MissingVariable, IsToldOfSkippedPaths) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("read? /home/ann/${NO_SUCH}/x"),
      ElementsAre("3:17: info: variable 'NO_SUCH' has no value, so the path "
                  "is skipped; set it if the path is wanted "
                  "[missing-variable]"));
  machine.Set("NO_SUCH", "there").Directory("/home/ann/there/x");
  EXPECT_THAT(machine.Lint("read? /home/ann/${NO_SUCH}/x"), IsEmpty());
}

TEST(AboveAbi, IsToldOfWhatAVerbMeans) {
  FakeMachine machine;
  machine.Directory("/srv/app").Directory("/srv/more");
  EXPECT_THAT(
      machine.LintPolicy("landshim 1\nabi 1..2\nwrite /srv/app /srv/more\n"),
      ElementsAre("3:7: info: 'write /srv/app' means truncate too, which 'abi "
                  "1..2' leaves unrestricted: the program may do that "
                  "everywhere; raise the upper bound to 3 [above-abi]"));
  EXPECT_THAT(machine.LintPolicy("landshim 1\nabi 1..3\nwrite /srv/app\n"),
              IsEmpty());
}

TEST(AboveAbi, IsToldOfWhatAFragmentMeans) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.LintPolicy("landshim 1\nabi 4..8\ninclude <nameservice>\n"),
      ElementsAre("<nameservice>:14:15: info: 'connect? unix /run/nscd' means "
                  "resolve_unix too, which 'abi 4..8' leaves unrestricted: the "
                  "program may do that everywhere; raise the upper bound to 9 "
                  "[above-abi]",
                  "<nameservice>:15:13: info: 'connect udp 53' means "
                  "connect_send_udp too, which 'abi 4..8' leaves unrestricted: "
                  "the program may do that everywhere; raise the upper bound "
                  "to 10 [above-abi]",
                  "<nameservice>:17:10: info: 'bind udp 0' means bind_udp too, "
                  "which 'abi 4..8' leaves unrestricted: the program may do "
                  "that everywhere; raise the upper bound to 10 [above-abi]"));
}

TEST(AboveAbi, IsToldOfAScopeThatIsNotRestricted) {
  FakeMachine machine;
  EXPECT_THAT(
      NamesOf(machine.LintPolicy("landshim 1\nabi 5\nunscope signal\n")),
      ElementsAre("3:9 above-abi"));
}

TEST(NoEffectHere, IsToldOfStatementsForNewerKernels) {
  FakeMachine machine;
  machine.machine().kernel_abi = 8;
  machine.Directory("/run/db");
  EXPECT_THAT(
      machine.Lint("connect unix /run/db\nconnect tcp 53\nbind udp 0"),
      ElementsAre("3:14: info: 'connect unix /run/db' has no effect on this "
                  "kernel: Landlock ABI 8 restricts nothing of that; count on "
                  "it from ABI 9 (Linux 7.1) on [no-effect-here]",
                  "5:10: info: 'bind udp 0' has no effect on this kernel: "
                  "Landlock ABI 8 restricts nothing of that; count on it from "
                  "ABI 10 (Linux 7.2) on [no-effect-here]"));
  machine.machine().kernel_abi = 5;
  EXPECT_THAT(NamesOf(machine.Lint("unscope signal")),
              ElementsAre("3:9 no-effect-here"));
}

TEST(NoEffectHere, IsNotToldWhereThePolicyDoesNotStart) {
  FakeMachine machine;
  machine.machine().kernel_abi = 3;
  EXPECT_THAT(machine.Lint("bind tcp 80"), IsEmpty());
  machine.machine().kernel_abi = 0;
  EXPECT_THAT(machine.Lint("bind tcp 80"), IsEmpty());
}

TEST(Redundant, IsToldOfWhatIsGrantedAbove) {
  FakeMachine machine;
  machine.Directory("/srv/app/data");
  EXPECT_THAT(
      machine.Lint("read /srv/app/data\nread /srv/app"),
      ElementsAre("3:6: info: 'read /srv/app/data' grants nothing beyond "
                  "'read /srv/app' (app.policy:4:6); remove it [redundant]"));
}

TEST(Redundant, IsToldOfTheLaterOfTwoThatSayTheSame) {
  FakeMachine machine;
  machine.Directory("/srv/app").Link("/srv/link", "app");
  EXPECT_THAT(NamesOf(machine.Lint("read /srv/app\nread /srv/link")),
              ElementsAre("4:6 redundant"));
  EXPECT_THAT(NamesOf(machine.Lint("bind tcp 80\nbind tcp 80 81")),
              ElementsAre("4:10 redundant"));
}

TEST(Redundant, IsToldOfWhatOthersGrantTogether) {
  FakeMachine machine;
  machine.Directory("/srv/app");
  EXPECT_THAT(
      machine.Lint("allow read_file,write_file /srv/app\nread /srv/app\n"
                   "allow write_file,truncate /srv/app"),
      ElementsAre("3:28: info: 'allow write_file,read_file /srv/app' grants "
                  "nothing beyond what other statements do; remove it "
                  "[redundant]"));
  EXPECT_THAT(NamesOf(machine.Lint("bind tcp 80..90\nbind tcp 80..85\n"
                                   "allow bind_tcp,connect_tcp 86..90")),
              ElementsAre("4:10 redundant"));
}

TEST(Redundant, IsToldOfWhatIsUnrestrictedAnyway) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("unrestrict net.tcp\nbind tcp 80\nunscope signal signal"),
      ElementsAre("4:10: info: 'bind tcp 80' grants nothing beyond what the "
                  "policy leaves unrestricted; remove it [redundant]",
                  "5:16: info: 'unscope signal' grants nothing beyond what was "
                  "unrestricted before; remove it [redundant]"));
}

TEST(Redundant, NeverLeavesBothOut) {
  FakeMachine machine;
  machine.Directory("/srv/app");
  EXPECT_THAT(NamesOf(machine.Lint("read /srv/app\nread /srv/app\n"
                                   "read /srv/app")),
              ElementsAre("4:6 redundant", "5:6 redundant"));
}

TEST(Redundant, IsNotToldOfStatementsThatAddARight) {
  FakeMachine machine;
  machine.Directory("/srv/app/bin");
  EXPECT_THAT(machine.Lint("read /srv/app\nexec /srv/app/bin\n"
                           "bind tcp 443\nconnect tcp 443"),
              IsEmpty());
}

}  // namespace
}  // namespace landshim::testing
