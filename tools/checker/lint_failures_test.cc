// What the program will not be able to do, though the policy reads as if.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/checker/fake_machine.h"

namespace landshim::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(UnevenRename, IsToldInTheDirectionThatFails) {
  FakeMachine machine;
  machine.Directory("/srv/in").Directory("/srv/out");
  EXPECT_THAT(
      machine.Lint("write /srv/in /srv/out\ndevice /srv/out"),
      ElementsAre("3:15: warning: a file cannot be moved or linked from "
                  "'/srv/in' to '/srv/out', as it would gain ioctl_dev there "
                  "(EXDEV); give both directories the same statements "
                  "[uneven-rename]"));
  EXPECT_THAT(machine.Lint("write /srv/in /srv/out"), IsEmpty());
}

TEST(UnevenRename, IsToldOfDirectoriesWhereFilesCanMove) {
  FakeMachine machine;
  machine.Directory("/srv/in").Directory("/srv/out");
  EXPECT_THAT(
      machine.Lint("write /srv/in /srv/out\nallow make_char /srv/out"),
      ElementsAre("3:15: warning: a directory cannot be moved or linked from "
                  "'/srv/in' to '/srv/out', as it would gain make_char there "
                  "(EXDEV); give both directories the same statements "
                  "[uneven-rename]"));
}

TEST(UnevenRename, IsToldOfADirectoryBeneathTheOther) {
  FakeMachine machine;
  machine.Directory("/srv/app/devices");
  EXPECT_THAT(NamesOf(machine.Lint("write /srv/app\ndevice /srv/app/devices")),
              ElementsAre("4:8 uneven-rename"));
}

TEST(UnevenRename, IsNotToldWhereNothingMayMove) {
  FakeMachine machine;
  machine.Directory("/srv/in").Directory("/srv/out");
  // Denied with EACCES, as the policy says.
  EXPECT_THAT(machine.Lint("write /srv/in\nread /srv/out"), IsEmpty());
  EXPECT_THAT(machine.Lint("write /srv/in\nallow refer,read_file /srv/out"),
              IsEmpty());
}

TEST(UnevenRename, IsNotToldAcrossMounts) {
  FakeMachine machine;
  machine.Directory("/srv/in").files().Mount("/mnt/out");
  for (const std::string& name :
       NamesOf(machine.Lint("write /srv/in /mnt/out\nexec /mnt/out"))) {
    EXPECT_EQ(name.find("uneven"), std::string::npos) << name;
  }
}

TEST(NoRename, IsToldOfAPolicyForAbi1) {
  FakeMachine machine;
  machine.Directory("/srv/app");
  EXPECT_THAT(
      machine.LintPolicy("landshim 1\nabi 1\nwrite /srv/app\n"),
      Contains("2:5: warning: at ABI 1 no file can be moved or linked into "
               "another directory, not even beneath '/srv/app' (EXDEV); raise "
               "the upper bound to 2 or more [no-rename]"));
  EXPECT_THAT(machine.LintPolicy("landshim 1\nabi 1\nread /srv/app\n"),
              IsEmpty());
}

TEST(RenameInOuterLayer, IsToldWhereFilesAreLeftAlone) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("unrestrict fs"),
      Contains("3:12: info: inside another sandbox that restricts files, and "
               "in a program that makes such a one itself, no file can be "
               "moved or linked into another directory, as this layer does "
               "not grant refer (EXDEV); write 'allow refer /' beside it "
               "(then nothing can be mounted) [rename-in-outer-layer]"));
  for (const char* policy :
       {"unrestrict fs\nallow refer /", "unrestrict net"}) {
    EXPECT_THAT(machine.Lint(policy),
                Not(Contains(HasSubstr("rename-in-outer-layer"))))
        << policy;
  }
}

TEST(TerminalWithoutIoctl, IsToldOfEachTerminal) {
  FakeMachine machine;
  machine.Make("/dev/tty", FileKind::kCharDevice).Directory("/dev/pts");
  EXPECT_THAT(
      machine.Lint("allow read_file,write_file /dev/tty"),
      ElementsAre("3:28: warning: '/dev/tty' is a terminal, and without "
                  "ioctl_dev the program can neither ask for its size nor "
                  "change its modes (EACCES); write 'device /dev/tty' "
                  "[terminal-without-ioctl]"));
  EXPECT_THAT(NamesOf(machine.Lint("read /dev/pts")),
              ElementsAre("3:6 terminal-without-ioctl"));
  EXPECT_THAT(NamesOf(machine.Lint("device /dev/tty /dev/pts")),
              ElementsAre("3:17 device-access"));
}

TEST(TerminalWithoutIoctl, IsNotToldWhereIoctlIsFree) {
  FakeMachine machine;
  machine.Make("/dev/tty", FileKind::kCharDevice);
  EXPECT_THAT(machine.LintPolicy("landshim 1\nabi 1..4\nread /dev/tty\n"),
              IsEmpty());
  EXPECT_THAT(machine.Lint("read /dev/tty\nunrestrict ioctl_dev"), IsEmpty());
}

TEST(ReplacedFile, IsToldOfASocket) {
  FakeMachine machine;
  machine.Make("/run/db/socket", FileKind::kSocket);
  EXPECT_THAT(
      machine.Lint("connect unix /run/db/socket"),
      ElementsAre("3:14: warning: '/run/db/socket' is a socket, which its "
                  "server makes anew: a rule stays with the old file when a "
                  "new one takes its place; grant its directory '/run/db', or "
                  "start the program anew after that [replaced-file]"));
  EXPECT_THAT(machine.Lint("connect unix /run/db"), IsEmpty());
}

TEST(ReplacedFile, DoesNotAdviseToGrantADirectoryOfManyThings) {
  FakeMachine machine;
  machine.File("/etc/resolv.conf");
  EXPECT_THAT(
      machine.Lint("read /etc/resolv.conf"),
      ElementsAre("3:6: warning: '/etc/resolv.conf' is made anew when the "
                  "network changes: a rule stays with the old file when a new "
                  "one takes its place; start the program anew after that "
                  "[replaced-file]"));
}

TEST(ReplacedFile, IsToldOfWhatOtherProgramsSaveAnew) {
  for (const char* path :
       {"/var/log/app/today", "/srv/app/app.log", "/run/app.pid",
        "/etc/resolv.conf", "/etc/passwd", "/run/resolvconf/resolv.conf"}) {
    FakeMachine machine;
    machine.File(path);
    EXPECT_THAT(NamesOf(machine.Lint(std::string("allow read_file ") + path)),
                ElementsAre("3:17 replaced-file"))
        << path;
  }
}

TEST(ReplacedFile, IsToldOfALinkToOne) {
  FakeMachine machine;
  machine.File("/run/app.pid").Link("/srv/app/pid", "/run/app.pid");
  EXPECT_THAT(NamesOf(machine.Lint("read /srv/app/pid")),
              ElementsAre("3:6 replaced-file"));
}

TEST(ReplacedFile, IsNotToldWhereItsDirectoryGrantsTheSame) {
  FakeMachine machine;
  machine.File("/srv/app/app.log");
  EXPECT_THAT(NamesOf(machine.Lint("write /srv/app\nread /srv/app/app.log")),
              ElementsAre("4:6 redundant"));
}

TEST(ProcessDirectory, IsToldOfItsLink) {
  FakeMachine machine;
  machine.Directory("/proc/4711").Link("/proc/self", "4711");
  EXPECT_THAT(
      machine.Lint("read /proc/self"),
      ElementsAre("3:6: warning: '/proc/self' is the directory of this one "
                  "process: its children have others, which they may not "
                  "read; grant /proc instead if children read theirs "
                  "[process-directory]"));
  machine.Directory("/proc/sys");
  EXPECT_THAT(machine.Lint("read /proc/sys"), IsEmpty());
}

}  // namespace
}  // namespace landshim::testing
