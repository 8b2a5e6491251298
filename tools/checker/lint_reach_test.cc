// Grants that are wider than they need to be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/checker/fake_machine.h"

namespace landshim::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BroadGrant, NamesADirectoryThatHoldsEverythingOfTheUser) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("read ~"),
      ElementsAre("3:6: warning: '/home/ann' is granted for reading as a "
                  "whole: everything of this user, keys and passwords too; "
                  "name the directories in it that the program needs "
                  "[broad-grant]"));
}

TEST(BroadGrant, NamesWhatIsAboveTheHome) {
  FakeMachine machine;
  machine.machine().home = "/data/people/ann";
  machine.Directory("/data/people/ann");
  EXPECT_THAT(NamesOf(machine.Lint("read /data")),
              ElementsAre("3:6 broad-grant"));
}

TEST(BroadGrant, SaysHowItIsGranted) {
  FakeMachine machine;
  machine.Directory("/sys");
  EXPECT_THAT(
      machine.Lint("allow write_file /sys\nwrite /sys"),
      ElementsAre(
          "3:18: warning: '/sys' is granted for writing as a whole: the "
          "machine's devices and the kernel's settings; name the directories "
          "in it that the program needs [broad-grant]",
          "3:18: info: 'allow write_file /sys' grants nothing beyond 'write "
          "/sys' (app.policy:4:7); remove it [redundant]",
          "4:7: warning: '/sys' is granted for reading and writing as a "
          "whole: the machine's devices and the kernel's settings; name the "
          "directories in it that the program needs [broad-grant]",
          "4:7: warning: the program can change '/sys/kernel', a setting of "
          "the kernel (and so with 4 more); grant a directory that holds none "
          "of these [writes-system]"));
}

// Each mount of procfs has inodes of its own.
TEST(BroadGrant, KnowsOtherMountsOfTheSame) {
  FakeMachine machine;
  machine.Directory("/proc").Directory("/srv/p/sys/kernel").Directory("/srv/q");
  machine.machine().mounts = MountsIn(
      "1 0 0:9 / /proc rw - proc x rw\n2 1 0:10 / /srv/p rw - proc x rw\n");
  EXPECT_THAT(NamesOf(machine.Lint("read /srv/p")),
              ElementsAre("3:6 broad-grant"));
  EXPECT_THAT(machine.Lint("allow write_file /srv/p/sys/kernel"),
              ElementsAre("3:18: warning: the program can change "
                          "'/srv/p/sys/kernel', a setting of the kernel; grant "
                          "a directory that holds none of these "
                          "[writes-system]"));
  EXPECT_THAT(machine.Lint("read /srv/q"), IsEmpty());
}

TEST(BroadGrant, ComparesWhatPathsLeadTo) {
  FakeMachine machine;
  machine.Link("/srv/home", "/home/ann");
  EXPECT_THAT(NamesOf(machine.Lint("read /srv/home")),
              ElementsAre("3:6 broad-grant"));
}

TEST(BroadGrant, HoldsOfEachDirectoryOfSecrets) {
  for (const char* path :
       {"/", "/etc", "/proc", "/sys", "/dev", "/root", "/home", "/home/ann",
        "/home/ann/.ssh", "/home/ann/.gnupg", "/home/ann/.aws",
        "/home/ann/.kube"}) {
    FakeMachine machine;
    machine.Directory(path);
    EXPECT_THAT(NamesOf(machine.Lint(std::string("read ") + path)),
                ElementsAre("3:6 broad-grant"))
        << path;
  }
}

TEST(BroadGrant, DoesNotHoldOfWhatIsBeneath) {
  FakeMachine machine;
  machine.Directory("/home/ann/inbox").Directory("/etc/nginx");
  EXPECT_THAT(machine.Lint("read ~/inbox /etc/nginx"), IsEmpty());
}

TEST(BroadGrant, DoesNotHoldOfRightsThatReachNoContent) {
  FakeMachine machine;
  EXPECT_THAT(machine.Lint("allow refer,read_dir /\nquiet /"), IsEmpty());
}

TEST(BroadGrant, HoldsOfWhatIsLeftUnrestricted) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("unrestrict read_file"),
      ElementsAre("3:12: warning: '/' is granted for reading as a whole: every "
                  "file of the machine; name the directories in it that the "
                  "program needs [broad-grant]"));
  EXPECT_THAT(machine.Lint("unrestrict ioctl_dev net scope"), IsEmpty());
}

TEST(WriteAndExec, HoldsOfOneTreeBeneathTheOther) {
  FakeMachine machine;
  machine.Directory("/srv/app/bin");
  EXPECT_THAT(NamesOf(machine.Lint("write /srv/app\nexec /srv/app/bin")),
              ElementsAre("4:6 write-and-exec", "4:6 uneven-rename"));
  EXPECT_THAT(
      machine.Lint("exec /srv/app\nallow make_reg /srv/app/bin"),
      ElementsAre("4:16: warning: '/srv/app/bin' may be both written and "
                  "executed (see 'exec /srv/app' (app.policy:3:6)): whatever "
                  "the program puts there it can run; keep what is executed "
                  "apart from what is written [write-and-exec]"));
}

TEST(WriteAndExec, HoldsOfOneStatementThatSaysBoth) {
  FakeMachine machine;
  machine.Directory("/srv/app");
  EXPECT_THAT(NamesOf(machine.Lint("allow execute,write_file /srv/app")),
              ElementsAre("3:26 write-and-exec"));
}

TEST(WriteAndExec, HoldsOfAProgramThatCanBeReplaced) {
  FakeMachine machine;
  machine.File("/srv/app/program");
  EXPECT_THAT(NamesOf(machine.Lint("exec /srv/app/program\nallow "
                                   "make_reg,remove_file /srv/app")),
              ElementsAre("3:6 write-and-exec"));
}

TEST(WriteAndExec, IsToldOnceForTheUppermostDirectory) {
  FakeMachine machine;
  machine.Directory("/srv/app/bin/more");
  EXPECT_THAT(NamesOf(machine.Lint("write /srv/app\nexec /srv/app\n"
                                   "exec /srv/app/bin/more")),
              ElementsAre("3:7 write-and-exec", "5:6 redundant"));
}

TEST(WriteAndExec, HoldsOfWhatIsUnrestricted) {
  FakeMachine machine;
  machine.Directory("/srv/app");
  EXPECT_THAT(
      machine.Lint("unrestrict execute\nallow write_file /srv/app"),
      ElementsAre("4:18: warning: '/srv/app' may be both written and executed "
                  "(see 'unrestrict execute' (app.policy:3:12)): whatever the "
                  "program puts there it can run; keep what is executed apart "
                  "from what is written [write-and-exec]"));
}

TEST(WriteAndExec, DoesNotHoldOfTreesBesideEachOther) {
  FakeMachine machine;
  machine.Directory("/srv/app/bin").Directory("/srv/app/data");
  EXPECT_THAT(machine.Lint("write /srv/app/data\nexec /srv/app/bin"),
              IsEmpty());
}

TEST(EngineSocket, IsReachedWhereTheKernelCannotDenyIt) {
  FakeMachine machine;
  machine.Make("/run/docker.sock", FileKind::kSocket);
  machine.machine().engine_sockets = {"/run/docker.sock"};
  machine.machine().kernel_abi = 8;
  EXPECT_THAT(
      machine.Lint(""),
      ElementsAre("2:5: warning: '/run/docker.sock' can be connected to, as "
                  "Landlock restricts unix sockets from ABI 9 on only: "
                  "whoever does so controls all containers, and the machine; "
                  "run it as a user who may not open the socket "
                  "[engine-socket]"));
  machine.machine().kernel_abi = 9;
  EXPECT_THAT(machine.Lint(""), IsEmpty());
}

TEST(EngineSocket, IsReachedWhereThePolicyDoesNotDenyIt) {
  FakeMachine machine;
  machine.Make("/run/docker.sock", FileKind::kSocket);
  machine.machine().engine_sockets = {"/run/docker.sock"};
  EXPECT_THAT(
      machine.LintPolicy("landshim 1\nabi 4..8\n"),
      ElementsAre("2:5: warning: '/run/docker.sock' can be connected to, as "
                  "the policy's ABI ends before 9: whoever does so controls "
                  "all containers, and the machine; raise the upper bound to "
                  "9 or more [engine-socket]"));
  EXPECT_THAT(
      machine.Lint("unrestrict resolve_unix"),
      ElementsAre("2:5: warning: '/run/docker.sock' can be connected to, as "
                  "the policy leaves resolve_unix unrestricted: whoever does "
                  "so controls all containers, and the machine; do not leave "
                  "it so [engine-socket]"));
  EXPECT_THAT(
      machine.Lint("connect unix /run"),
      ElementsAre("3:14: warning: '/run/docker.sock' can be connected to, as "
                  "'connect unix /run' (app.policy:3:14) allows: whoever does "
                  "so controls all containers, and the machine; grant the "
                  "sockets that the program needs [engine-socket]"));
}

TEST(EscapeSocket, NamesAllOfThemWhereNothingDeniesThem) {
  FakeMachine machine;
  machine.machine().escape_sockets = {
      {"/run/user/1000/bus", dangerous::kBus},
      {"/tmp/tmux-1000/default", dangerous::kScreen}};
  machine.machine().kernel_abi = 8;
  EXPECT_THAT(
      machine.Lint(""),
      ElementsAre("2:5: info: sockets of programs that do things outside can "
                  "be connected to, as Landlock restricts unix sockets from "
                  "ABI 9 on only: '/run/user/1000/bus', by which the session "
                  "or the system starts programs; '/tmp/tmux-1000/default', by "
                  "which one types into other programs; run it as a user who "
                  "may not open the socket [escape-socket]"));
  machine.machine().kernel_abi = 9;
  EXPECT_THAT(machine.Lint(""), IsEmpty());
}

TEST(GrantsEscapeSocket, IsSaidOfADirectoryWithOne) {
  FakeMachine machine;
  machine.Make("/run/user/1000/bus", FileKind::kSocket);
  machine.machine().escape_sockets = {{"/run/user/1000/bus", dangerous::kBus}};
  for (const char* path : {"/run/user/1000", "/run/user/1000/bus"}) {
    EXPECT_THAT(NamesOf(machine.Lint(std::string("connect unix ") + path)),
                Contains("3:14 grants-escape-socket"));
  }
}

TEST(WideReach, NamesPortsThatLeadFurtherThanTheySeem) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("connect tcp 2375"),
      ElementsAre("3:13: info: 'connect tcp 2375' is a port of any host: a "
                  "container engine, which controls its machine, is one of "
                  "them; leave it away if the program does not need it "
                  "[wide-reach]"));
  EXPECT_THAT(NamesOf(machine.Lint("connect tcp 1..100")),
              ElementsAre("3:13 wide-reach"));
  EXPECT_THAT(machine.Lint("connect tcp 443"), IsEmpty());
  EXPECT_THAT(machine.Lint("bind tcp 80"), IsEmpty());
}

TEST(ReadsSecret, IsSaidOfFilesAndWhatHoldsThem) {
  FakeMachine machine;
  machine.File("/home/ann/.netrc").File("/home/ann/.config/gh/hosts.yml");
  EXPECT_THAT(machine.Lint("read ~/.netrc"),
              ElementsAre("3:6: warning: '/home/ann/.netrc' may be read: "
                          "passwords and keys; grant files and directories "
                          "that hold none of these [reads-secret]"));
  EXPECT_THAT(NamesOf(machine.Lint("read ~/.config")),
              ElementsAre("3:6 reads-secret"));
}

TEST(DeviceAccess, IsSaidOfDisksWhereverTheyLie) {
  FakeMachine machine;
  machine.Make("/srv/disk", FileKind::kBlockDevice);
  EXPECT_THAT(NamesOf(machine.Lint("device /srv/disk")),
              Contains("3:8 device-access"));
}

TEST(MayRunUnsandboxed, IsSaidOfAPolicyWithoutALeastAbi) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.LintPolicy("landshim 1\nabi 0..11\n"),
      ElementsAre("2:5: warning: 'abi 0..11' runs the program without any "
                  "sandbox where Landlock is missing; write 'abi 1..11' to "
                  "refuse that [may-run-unsandboxed]"));
  EXPECT_THAT(machine.LintPolicy("landshim 1\nabi 1..11\n"), IsEmpty());
}

TEST(WidePortRange, BeginsBehind1024Ports) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("connect tcp 1000..2024"),
      ElementsAre("3:13: warning: this grants 1025 ports: whatever else "
                  "listens on one of them is reached or impersonated as well; "
                  "name the ports [wide-port-range]"));
  EXPECT_THAT(
      machine.Lint("bind tcp 0..65535"),
      ElementsAre("3:10: warning: this grants 65536 ports: whatever else "
                  "listens on one of them is reached or impersonated as well; "
                  "name the ports, or write 0 if any free one will do "
                  "[wide-port-range]"));
  EXPECT_THAT(machine.Lint("connect tcp 1000..2023"), IsEmpty());
}

}  // namespace
}  // namespace landshim::testing
