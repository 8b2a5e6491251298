// Ways out of the sandbox, by files that others believe in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/checker/fake_machine.h"

namespace landshim::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Writes, NamesThePolicyItself) {
  FakeMachine machine;
  EXPECT_THAT(
      machine.Lint("write /policies"),
      ElementsAre("3:7: warning: the program can change "
                  "'/policies/app.policy', which is this policy: its next "
                  "start is as free as it likes; keep that outside of what it "
                  "may write [writes-policy]"));
}

TEST(Writes, NamesAnIncludedFile) {
  FakeMachine machine;
  machine.File("/policies/site/more.policy", "landshim 1\n");
  EXPECT_THAT(
      machine.Lint("include \"site/more.policy\"\nwrite /policies/site"),
      ElementsAre("4:7: warning: the program can change "
                  "'/policies/site/more.policy', which this policy includes: "
                  "its next start is as free as it likes; keep that outside "
                  "of what it may write [writes-policy]"));
}

// Missing now, it would be read at the next start.
TEST(Writes, NamesAnIncludedFileThatTheProgramCanMake) {
  FakeMachine machine;
  machine.Directory("/srv/app");
  EXPECT_THAT(NamesOf(machine.Lint("include? \"/srv/app/conf/more.policy\"\n"
                                   "write /srv/app")),
              ElementsAre("4:7 writes-policy"));
  EXPECT_THAT(machine.Lint("include? \"/srv/other/more.policy\"\n"
                           "write /srv/app"),
              IsEmpty());
}

TEST(Writes, NamesDirectoriesOfPolicies) {
  FakeMachine machine;
  machine.Directory("/etc/landshim").Directory("/home/ann/.config");
  EXPECT_THAT(NamesOf(machine.Lint("allow write_file /etc/landshim")),
              ElementsAre("3:18 writes-policy"));
  // It does not exist, and can be made.
  EXPECT_THAT(
      NamesOf(machine.Lint("allow make_dir,make_reg /home/ann/.config")),
      Contains("3:25 writes-policy"));
  // Without make_dir it cannot.
  EXPECT_THAT(NamesOf(machine.Lint("allow make_fifo /home/ann/.config")),
              IsEmpty());
}

TEST(Writes, NamesTheShim) {
  FakeMachine machine;
  machine.File("/usr/lib/liblandshim.so");
  machine.machine().shim_files = {"/usr/lib/liblandshim.so"};
  EXPECT_THAT(
      machine.Lint("allow write_file /usr/lib/liblandshim.so"),
      Contains("3:18: warning: the program can change "
               "'/usr/lib/liblandshim.so', which enforces policies: the next "
               "start is as free as it likes; keep that outside of what it "
               "may write [writes-shim]"));
}

TEST(Writes, NamesThePreloadListThoughItIsMissing) {
  FakeMachine machine;
  machine.Directory("/etc");
  EXPECT_THAT(NamesOf(machine.Lint("allow make_reg /etc")),
              Contains("3:16 writes-shim"));
}

TEST(Writes, NamesStartUpFilesOfShells) {
  FakeMachine machine;
  machine.File("/home/ann/.bashrc").File("/home/ann/.zshrc");
  EXPECT_THAT(
      machine.Lint("allow write_file ~/.zshrc"),
      ElementsAre("3:18: warning: the program can change '/home/ann/.zshrc', "
                  "which shells run when they start, without a sandbox; grant "
                  "a directory that holds none of these "
                  "[writes-startup-file]"));
}

TEST(Writes, CountsWhatElseAStatementReaches) {
  FakeMachine machine;
  machine.File("/home/ann/.bashrc").File("/home/ann/.zshrc");
  EXPECT_THAT(
      machine.Lint("allow write_file ~"),
      Contains("3:18: warning: the program can change '/home/ann/.bashrc', "
               "which shells run when they start (and so with 1 more), "
               "without a sandbox; grant a directory that holds none of these "
               "[writes-startup-file]"));
}

TEST(Writes, NamesWhatIsStartedLater) {
  for (const char* path :
       {"/etc/cron.d", "/var/spool/cron", "/etc/systemd/system",
        "/home/ann/.config/autostart", "/home/ann/.config/systemd/user",
        "/home/ann/.local/share/systemd/user"}) {
    FakeMachine machine;
    machine.Directory(path);
    EXPECT_THAT(NamesOf(machine.Lint(std::string("allow make_reg ") + path)),
                ElementsAre("3:16 writes-schedule"))
        << path;
  }
}

TEST(Writes, NamesSettingsOfSsh) {
  FakeMachine machine;
  machine.File("/home/ann/.ssh/authorized_keys");
  EXPECT_THAT(
      machine.Lint("allow write_file ~/.ssh/authorized_keys"),
      ElementsAre("3:18: warning: the program can change "
                  "'/home/ann/.ssh/authorized_keys', which says who may log "
                  "in; grant a directory that holds none of these "
                  "[writes-ssh-settings]"));
}

TEST(Writes, NamesDirectoriesOfPath) {
  FakeMachine machine;
  machine.File("/opt/tools/bin/tool").Directory("/opt/tools/bin/data");
  machine.machine().path_directories = {"/opt/tools/bin"};
  EXPECT_THAT(
      machine.Lint("write /opt/tools"),
      ElementsAre("3:7: warning: the program can put programs into "
                  "'/opt/tools/bin', a directory of PATH: others start them "
                  "without a sandbox; grant a directory that is not in PATH "
                  "[writes-path-directory]"));
  EXPECT_THAT(NamesOf(machine.Lint("allow write_file /opt/tools/bin/tool")),
              ElementsAre("3:18 writes-path-directory"));
  // Names in a directory beneath are not found by PATH.
  EXPECT_THAT(machine.Lint("write /opt/tools/bin/data"), IsEmpty());
}

TEST(Writes, NamesWhatSaysWhoBecomesRoot) {
  FakeMachine machine;
  machine.Directory("/etc/sudoers.d");
  EXPECT_THAT(
      machine.Lint("write /etc/sudoers.d"),
      ElementsAre("3:7: warning: the program can change '/etc/sudoers.d', "
                  "which says who becomes root; grant a directory that holds "
                  "none of these [writes-system]"));
}

TEST(Writes, AllowsADirectoryBesideTheLibraries) {
  FakeMachine machine;
  machine.File("/usr/lib/libc.so.6").Directory("/usr/lib/app/data");
  EXPECT_THAT(machine.Lint("write /usr/lib/app/data"), IsEmpty());
  EXPECT_THAT(NamesOf(machine.Lint("allow write_file /usr/lib/libc.so.6")),
              ElementsAre("3:18 writes-system"));
}

TEST(Writes, FollowsLinksToTheFileItself) {
  FakeMachine machine;
  machine.File("/srv/dotfiles/bashrc")
      .Link("/home/ann/.bashrc", "/srv/dotfiles/bashrc");
  EXPECT_THAT(NamesOf(machine.Lint("allow write_file /srv/dotfiles")),
              ElementsAre("3:18 writes-startup-file"));
}

// Whoever can replace a link on the way decides what is found.
TEST(Writes, LooksAtEachLinkOnTheWay) {
  FakeMachine machine;
  machine.File("/opt/dotfiles/bashrc")
      .Link("/srv/app/link", "/opt/dotfiles/bashrc")
      .Link("/home/ann/.bashrc", "/srv/app/link");
  EXPECT_THAT(NamesOf(machine.Lint("allow remove_file,make_sym /srv/app")),
              ElementsAre("3:28 writes-startup-file"));
  EXPECT_THAT(machine.Lint("allow remove_file /srv/app"), IsEmpty());
}

TEST(Writes, AllowsAnApplicationsOwnDirectories) {
  FakeMachine machine;
  machine.Directory("/home/ann/.config/app").Directory("/home/ann/.cache/app");
  machine.Directory("/home/ann/.local/share/app").Directory("/var/lib/app");
  machine.File("/home/ann/.bashrc").Directory("/etc/landshim");
  EXPECT_THAT(machine.Lint("write ~/.config/app ~/.cache/app "
                           "~/.local/share/app /var/lib/app\nread ~/.bashrc"),
              IsEmpty());
}

}  // namespace
}  // namespace landshim::testing
