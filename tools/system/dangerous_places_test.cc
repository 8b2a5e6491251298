// Which grants are dangerous, and in which words: the whole table is tried, at
// each place, in it and above it.
#include "tools/system/dangerous_places.h"

#include <gtest/gtest.h>

#include <map>

namespace landshim {
namespace {

constexpr AccessMasks kRead = right::read_file | right::read_dir;
constexpr AccessMasks kMake = right::write_file | right::make_reg;

class Dangerous : public ::testing::Test {
 protected:
  Dangerous() {
    setting_.own_homes = {"/home/ann"};
    setting_.config_homes = {"/home/ann/.config"};
    setting_.data_homes = {"/home/ann/.local/share"};
    setting_.path_directories = {"/srv/tools"};
    setting_.bound = {{"/srv/app/app.policy", "its own policy"}};
    setting_.resolve = [this](const std::string& path) {
      for (const auto& [link, target] : links_) {
        if (path == link || path.starts_with(link + '/')) {
          return target + path.substr(link.size());
        }
      }
      return path;
    };
    setting_.kind = [this](const std::string& path) {
      const auto known = kinds_.find(path);
      return known == kinds_.end() ? FileKind::kNone : known->second;
    };
  }

  // Why it is dangerous; empty: it is not.
  std::string Why(const std::string& path, AccessMasks access,
                  bool directory = false) const {
    const auto danger =
        DangerousPlaces(setting_).OfGrant(path, access, directory);
    return danger.has_value() ? danger->Words() : "";
  }

  bool Never(const std::string& path, AccessMasks access) const {
    const auto danger = DangerousPlaces(setting_).OfGrant(path, access, true);
    return danger.has_value() && !danger->never.empty();
  }

  DangerSetting setting_;
  std::map<std::string, std::string> links_;
  std::map<std::string, FileKind> kinds_;
};

TEST_F(Dangerous, IsNotWhatAProgramHasForItself) {
  for (const char* path :
       {"/srv/data", "/home/ann/project", "/home/ann/.cache/app", "/tmp",
        "/var/lib/app", "/run/app", "/dev/null", "/dev/shm/x",
        "/home/ann/.config/app", "/proc/self/oom_score_adj", "/srv/.gitx"}) {
    EXPECT_EQ(Why(path, kRead | kMake, true), "") << path;
  }
  EXPECT_EQ(Why("/etc/hosts", kRead), "");
  EXPECT_EQ(Why("/usr/bin", kRead | right::execute, true), "");
  EXPECT_EQ(Why("/proc/sys/kernel/osrelease", kRead), "");
  EXPECT_EQ(Why("/home/ann/.bashrc", kRead), "");
  EXPECT_EQ(Why("/", right::read_dir, true), "");
}

// A name for a place that is a pattern.
std::string NameFor(std::string path) {
  if (path == "/proc/[0-9]*") return "/proc/17";
  for (size_t at = 0; (at = path.find('*', at)) != std::string::npos;) {
    path.replace(at, 1, "x");
  }
  return path;
}

TEST_F(Dangerous, IsEachPlaceOfTheTableAndWhatIsInIt) {
  const DangerousPlaces dangerous(setting_);
  for (const DangerousPlace& place : dangerous.places()) {
    const std::string path = NameFor(place.path);
    AccessMasks access = right::write_file;
    if (place.kind == DangerKind::kSocket) access = right::resolve_unix;
    if (place.kind == DangerKind::kSecret) access = right::read_file;
    EXPECT_NE(Why(path, access, true), "") << path;
    if (place.kind == DangerKind::kBroad) continue;
    EXPECT_NE(Why(path + "/inside", access), "") << path;
  }
}

TEST_F(Dangerous, IsADirectoryAboveOne) {
  EXPECT_EQ(Why("/home/ann/.config", right::make_dir, true),
            "the program could change /home/ann/.config/fish, which shells run "
            "when they start");
  EXPECT_EQ(Why("/home/ann/.local", kMake, true),
            "the program could change /home/ann/.local/lib, from which "
            "interpreters load code");
  EXPECT_EQ(Why("/srv", kMake, true),
            "the program could change /srv/tools, a directory of PATH");
  EXPECT_EQ(Why("/home/bob/.config", kMake, true),
            "the program could change /home/bob/.config/fish, which shells run "
            "when they start");
}

TEST_F(Dangerous, NamesWhatABroadPlaceHolds) {
  EXPECT_EQ(Why("/", kMake, true), "every file of the machine");
  EXPECT_EQ(Why("/etc", kRead, true), "the settings of the whole system");
  EXPECT_EQ(Why("/home/ann", kMake, true),
            "everything of this user, keys and passwords too");
  EXPECT_EQ(Why("/home/bob", kRead, true),
            "everything of a user, keys and passwords too");
  setting_.own_homes = {"/data/ann"};
  EXPECT_EQ(Why("/data", kRead, true),
            "with /data/ann: everything of this user, keys and passwords too");
}

TEST_F(Dangerous, IsWhatPeopleKeepSecret) {
  EXPECT_EQ(Why("/home/ann/.ssh/id", right::read_file), "the user's keys");
  EXPECT_EQ(Why("/srv/x/.aws", right::read_dir, true),
            "the user's passwords for the cloud");
  EXPECT_EQ(Why("/etc/shadow-", right::read_file),
            "the passwords of all users");
  EXPECT_EQ(Why("/home/bob/.netrc", right::read_file), "passwords and keys");
}

TEST_F(Dangerous, IsWhatStartsPrograms) {
  EXPECT_EQ(Why("/home/ann/.bashrc", right::truncate),
            "the program could change /home/ann/.bashrc, which shells run when "
            "they start");
  EXPECT_EQ(Why("/home/ann/bin", right::make_reg, true),
            "the program could change /home/ann/bin, a directory of PATH");
  EXPECT_EQ(Why("/usr/bin/ls", right::write_file),
            "the program could change /usr/bin/ls, a directory of PATH");
  EXPECT_EQ(Why("/home/ann/.config/systemd/user", right::make_reg, true),
            "the program could change /home/ann/.config/systemd, from which "
            "systemd starts services");
  EXPECT_EQ(Why("/srv/x/.git/hooks", right::make_reg, true),
            "the program could change /srv/x/.git, from which git runs "
            "programs");
  EXPECT_EQ(Why("/srv/x.git/hooks/post-receive", right::write_file),
            "the program could change /srv/x.git, from which git runs "
            "programs");
}

TEST_F(Dangerous, IsAWritableTreeWithARepository) {
  EXPECT_EQ(Why("/srv/x", kMake, true), "");
  kinds_["/srv/x/.git"] = FileKind::kDirectory;
  EXPECT_EQ(Why("/srv/x", kMake, true),
            "the program could change /srv/x/.git, from which git runs "
            "programs");
  EXPECT_EQ(Why("/srv/x", kRead, true), "");
}

TEST_F(Dangerous, AreDevicesAndTheKernel) {
  EXPECT_EQ(Why("/dev/vda", right::write_file),
            "a device of the machine, past what files may");
  kinds_["/srv/disk"] = FileKind::kBlockDevice;
  EXPECT_EQ(Why("/srv/disk", right::read_file),
            "a disk, with every file on it");
  EXPECT_EQ(Why("/dev/kvm", right::ioctl_dev),
            "a device of the machine, past what files may");
  EXPECT_EQ(Why("/dev/pts/3", right::read_file), "the terminals of others");
  EXPECT_EQ(Why("/proc/sys/kernel/core_pattern", right::write_file),
            "the program could change /proc/sys, a setting of the kernel");
  EXPECT_EQ(Why("/sys/class/leds/x", right::write_file),
            "the program could change /sys/class/leds/x, a setting of the "
            "kernel");
}

TEST_F(Dangerous, AreSocketsOfWhoDoesThingsOutside) {
  EXPECT_EQ(Why("/run/docker.sock", right::resolve_unix),
            "/run/docker.sock, which controls all containers, and the machine");
  EXPECT_EQ(Why("/run", right::resolve_unix, true), "");
  kinds_["/run/docker.sock"] = FileKind::kSocket;
  EXPECT_EQ(Why("/run", right::resolve_unix, true),
            "/run/docker.sock, which controls all containers, and the machine");
  EXPECT_EQ(Why("/run/app", right::resolve_unix, true), "");
}

TEST_F(Dangerous, AreScopes) {
  const auto why = [](AccessMasks scopes) {
    return DangerousPlaces::OfScopes(scopes)->Words();
  };
  EXPECT_EQ(why(right::signal), "signals to every process of this user");
  EXPECT_EQ(why(right::abstract_unix_socket),
            "every abstract socket of the machine, such as X11's");
  EXPECT_FALSE(DangerousPlaces::OfScopes({}).has_value());
}

TEST_F(Dangerous, IsFoundBehindLinks) {
  links_["/lib"] = "/usr/lib";
  links_["/srv/way"] = "/home/ann";
  EXPECT_EQ(Why("/usr/lib/modules/6.1/x.ko", right::write_file),
            Why("/lib/modules/6.1/x.ko", right::write_file));
  EXPECT_NE(Why("/lib/modules", right::write_file), "");
  EXPECT_EQ(Why("/srv/way/.bashrc", right::write_file),
            "the program could change /home/ann/.bashrc, which shells run when "
            "they start");
}

TEST_F(Dangerous, IsTheSameByAnotherMount) {
  setting_.mounts = MountsIn(
      "1 0 259:1 / / rw - ext4 x rw\n"
      "2 1 259:1 / /mnt/host rw - ext4 x rw\n"
      "3 1 0:9 / /proc rw - proc x rw\n"
      "4 1 0:10 / /mnt/p rw - proc x rw\n"
      "5 1 259:1 /etc/cron.d/more /mnt/jobs rw - ext4 x rw\n");
  EXPECT_EQ(Why("/mnt/host/etc/shadow", kRead), "the passwords of all users");
  EXPECT_EQ(Why("/mnt/host/home/ann/.ssh/id", kRead), "the user's keys");
  EXPECT_EQ(Why("/mnt/host", kRead, true), "every file of the machine");
  EXPECT_EQ(Why("/mnt", kRead, true),
            "what runs on this machine, and the kernel's settings");
  EXPECT_EQ(Why("/mnt/jobs/a", kMake),
            "the program could change /etc/cron.d, which cron runs");
  EXPECT_EQ(Why("/mnt/p/sys/kernel/core_pattern", kMake),
            "the program could change /proc/sys, a setting of the kernel");
  EXPECT_TRUE(Never("/mnt/host/srv/app/app.policy", kMake));
  EXPECT_EQ(Why("/mnt/host/srv/data", kRead | kMake, true), "");
  EXPECT_EQ(Why("/mnt/p/self/status", kRead), "");
  EXPECT_EQ(Why("/srv/data", kRead | kMake, true), "");
}

// A recording can name as many homes as it has runs.
TEST_F(Dangerous, IsLookedForNearThePathOnly) {
  const auto near = [this](int homes) {
    for (int i = 0; i < homes; ++i) {
      setting_.own_homes.push_back("/srv/homes/h" + std::to_string(i));
    }
    return DangerousPlaces(setting_).PlacesNear("/srv/homes/h1/data/x").size();
  };
  const size_t few = near(10);
  EXPECT_EQ(near(1000), few);
}

TEST_F(Dangerous, IsNeverToBeGrantedWhatBindsTheNextStart) {
  EXPECT_TRUE(Never("/srv/app/app.policy", right::truncate));
  EXPECT_TRUE(Never("/home/ann/.config/landshim/x.policy", right::write_file));
  EXPECT_TRUE(Never("/etc/landshim", right::make_reg));
  EXPECT_TRUE(Never("/etc/ld.so.preload", right::make_reg));
  EXPECT_FALSE(Never("/srv/app", kRead));
  // As long as it is not there, the user may take it on.
  EXPECT_FALSE(Never("/home/ann/.config", kMake));
  kinds_["/home/ann/.config/landshim"] = FileKind::kDirectory;
  EXPECT_TRUE(Never("/home/ann/.config", kMake));
  EXPECT_TRUE(Never("/home/ann", kMake));
}

class Allowing : public Dangerous {
 protected:
  bool Lets(const std::string& words, const std::string& path,
            AccessMasks access) {
    AllowedPlaces allowed;
    std::string error;
    EXPECT_TRUE(allowed.Add(words, setting_, "/home", &error)) << error;
    const auto danger = DangerousPlaces(setting_).OfGrant(path, access, false);
    return allowed.Allows(*danger, path);
  }
};

TEST_F(Allowing, IsOfExactlyThePlace) {
  for (const char* words : {"~", "/home/ann", "/home/ann/", "ann"}) {
    EXPECT_TRUE(Lets(words, "/home/ann", kMake)) << words;
    EXPECT_FALSE(Lets(words, "/home/ann/.bashrc", kMake)) << words;
    EXPECT_FALSE(Lets(words, "/home", kMake)) << words;
    EXPECT_FALSE(Lets(words, "/etc", kMake)) << words;
  }
  EXPECT_TRUE(Lets("~/.ssh", "/home/ann/.ssh/id", kRead));
  EXPECT_FALSE(Lets("~/.ssh", "/home/ann/.ssh/authorized_keys", kMake));
}

TEST_F(Allowing, IsNeverOfWhatBindsTheNextStart) {
  EXPECT_FALSE(Lets("/srv/app/app.policy", "/srv/app/app.policy", kMake));
  EXPECT_FALSE(Lets("/etc/landshim", "/etc/landshim", kMake));
}

TEST_F(Allowing, IsOfAScopeByItsStatement) {
  AllowedPlaces allowed;
  std::string error;
  EXPECT_TRUE(allowed.Add("unscope signal", setting_, "/", &error));
  EXPECT_TRUE(allowed.Allows(*DangerousPlaces::OfScopes(right::signal), ""));
  EXPECT_FALSE(allowed.Allows(
      *DangerousPlaces::OfScopes(right::abstract_unix_socket), ""));
  EXPECT_FALSE(allowed.Add("unscope signals", setting_, "/", &error));
  EXPECT_EQ(error,
            "there is no scope 'signals'; write 'unscope signal' or 'unscope "
            "abstract_unix_socket'");
}

TEST_F(Allowing, IsToldAsAShellReadsIt) {
  Danger danger;
  EXPECT_EQ(OptionFor(danger, "/home/ann"), "--allow-broad /home/ann");
  EXPECT_EQ(OptionFor(danger, "/srv/a b"), "--allow-broad '/srv/a b'");
  EXPECT_EQ(OptionFor(*DangerousPlaces::OfScopes(right::signal), ""),
            "--allow-broad \"unscope signal\"");
}

}  // namespace
}  // namespace landshim
