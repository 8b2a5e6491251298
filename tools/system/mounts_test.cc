// Lines of proc_pid_mountinfo(5), and by which paths the same can be reached.
#include "tools/system/mounts.h"

#include <gmock/gmock.h>

namespace landshim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kMachine[] =
    "21 1 259:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
    "22 21 0:20 / /proc rw shared:2 - proc proc rw\n"
    "23 21 0:21 / /sys rw - sysfs sysfs rw\n"
    "24 21 259:2 / /home rw shared:3 master:4 - ext4 /dev/vda2 rw\n";

std::vector<std::string> Names(const std::string& path,
                               const std::string& more) {
  return OtherNamesOf(path, MountsIn(kMachine + more));
}

TEST(Mounts, AreTheLinesThatSayWhatIsMountedWhere) {
  const std::vector<Mount> mounts = MountsIn(
      "36 35 98:0 /a\\040b /mnt\\134x\\0112 rw master:1 - ext3 /dev/root rw\n"
      "37 35 0:4 net:[4026531840] /run/netns/a rw - nsfs nsfs rw\n"
      "38 35 0:5 / /p rw - proc none rw\n"
      "39 35 0:6 / /cut rw shared:1\n"
      "40\n"
      "\n"
      "41 35 0:7 / /end rw - tmpfs x rw");
  ASSERT_EQ(mounts.size(), 3U);
  EXPECT_EQ(mounts[0].device, "98:0");
  EXPECT_EQ(mounts[0].root, "/a b");
  EXPECT_EQ(mounts[0].point, "/mnt\\x\t2");
  EXPECT_EQ(mounts[1].device, "proc");
  EXPECT_EQ(mounts[2].point, "/end");
}

TEST(OtherNames, AreThereWhereTheSameIsMountedTwice) {
  EXPECT_THAT(Names("/etc/shadow", ""), IsEmpty());
  EXPECT_THAT(Names("/home/u", ""), IsEmpty());
  const std::string root = "30 21 259:1 / /srv/host rw - ext4 /dev/vda1 rw\n";
  EXPECT_THAT(Names("/srv/host/etc/shadow", root), ElementsAre("/etc/shadow"));
  EXPECT_THAT(Names("/srv/host", root), ElementsAre("/"));
  EXPECT_THAT(Names("/etc", root), ElementsAre("/srv/host/etc"));
  EXPECT_THAT(Names("/srv/hosts", root), ElementsAre("/srv/host/srv/hosts"));
  const std::string deep = "30 21 259:1 /etc/cron.d/x /m rw - ext4 x rw\n";
  EXPECT_THAT(Names("/m/y", deep), ElementsAre("/etc/cron.d/x/y"));
  EXPECT_THAT(Names("/m", deep), ElementsAre("/etc/cron.d/x"));
  EXPECT_THAT(Names("/etc", deep), ElementsAre("/m"));
  EXPECT_THAT(Names("/etc/cron.d/x/y", deep), ElementsAre("/m/y"));
}

TEST(OtherNames, AreAlsoOfWhatIsMountedBeneath) {
  const std::string root = "30 21 259:1 /etc /srv/a/m rw - ext4 x rw\n";
  EXPECT_THAT(Names("/srv/a", root), ElementsAre("/etc"));
  EXPECT_THAT(Names("/srv/b", root), IsEmpty());
  EXPECT_THAT(Names("/", root), IsEmpty());
}

TEST(OtherNames, AreOfEachProcfsAndSysfs) {
  const std::string more =
      "30 21 0:44 / /srv/p rw - proc none rw\n"
      "31 21 0:45 /kernel /srv/k rw - sysfs none rw\n"
      "32 21 0:46 / /srv/t rw - tmpfs none rw\n";
  EXPECT_THAT(Names("/srv/p/sys/kernel/core_pattern", more),
              ElementsAre("/proc/sys/kernel/core_pattern"));
  EXPECT_THAT(Names("/srv/k/x", more), ElementsAre("/sys/kernel/x"));
  EXPECT_THAT(Names("/srv", more), ElementsAre("/proc", "/sys/kernel"));
  EXPECT_THAT(Names("/srv/t/x", more), IsEmpty());
}

// As whoever may mount could make of them.
TEST(OtherNames, AreEverythingWhereThereAreTooMany) {
  std::string more;
  for (int i = 0; i < 100; ++i) {
    const std::string number = std::to_string(i);
    more +=
        "30 21 259:1 /srv/r" + number + " /m/" + number + " rw - ext4 x rw\n";
    more += "30 21 259:1 / /n" + number + " rw - ext4 x rw\n";
  }
  EXPECT_THAT(Names("/m", more), ElementsAre("/"));
  EXPECT_EQ(Names("/m/7", more).size(), 101U);
}

// Of several mounts at one place the last one is seen.
TEST(OtherNames, AreOfWhatShows) {
  const std::string more =
      "30 21 259:1 /etc /m rw - ext4 x rw\n"
      "31 30 259:2 /u /m rw - ext4 x rw\n";
  EXPECT_THAT(Names("/m/x", more), ElementsAre("/home/u/x"));
}

}  // namespace
}  // namespace landshim
