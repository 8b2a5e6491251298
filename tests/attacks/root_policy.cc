// The same expectations hold for run and for a preload.
#include "tests/attacks/root_policy.h"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstdint>

namespace landshim::attacks {

using landshim::testing::Ended;
using landshim::testing::ForEverybody;
using landshim::testing::kGrantedText;
using landshim::testing::Program;
using landshim::testing::Refused;
using landshim::testing::RunWith;

void RootPolicy::SetUp() {
  if (geteuid() != 0) GTEST_SKIP() << "files of others take root";
  text_ = "landshim 1\nabi 1..11\nread " + scene_.Sub("granted") + "\n";
  policy_ = scene_.Write("p/app.policy", text_);
}

Command RootPolicy::ByRun() const {
  return RunWith({"--policy", policy_},
                 {Program("read_file"), scene_.granted()})
      .Cwd(cwd_);
}

Command RootPolicy::ByPreload() const {
  return Command({Program("read_file"), scene_.granted()})
      .Env("LD_PRELOAD", ForEverybody(ShimPath(), "liblandshim.so"))
      .Policy(policy_)
      .Cwd(cwd_);
}

std::string RootPolicy::Others(const std::string& weak, uid_t owner,
                               const std::string& mode) const {
  return policy_ + ": others may change what it says: '" + weak +
         "' belongs to user " + std::to_string(owner) + " and has mode " +
         mode +
         "; let root or this user own it, and nobody else write to it "
         "(chown, chmod go-w)";
}

void RootPolicy::ExpectUsed(const std::string& why) const {
  EXPECT_TRUE(Ended(ByRun().Run(), 0, kGrantedText)) << why;
  EXPECT_TRUE(Ended(ByPreload().Run(), 0, kGrantedText)) << why;
}

void RootPolicy::ExpectOthers(const std::string& weak, uid_t owner,
                              const std::string& mode) const {
  const std::string line = Others(weak, owner, mode);
  EXPECT_TRUE(Refused(ByRun().Run(), kFailed, line));
  EXPECT_TRUE(Refused(ByPreload().Run(), kFailed, line));
}

bool AddToList(const std::string& path, uid_t user) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0);
  const auto rights = [&status](unsigned shift) {
    return static_cast<uint16_t>(status.st_mode >> shift & 7);
  };
  struct Entry {
    uint16_t tag;
    uint16_t rights;
    uint32_t id;
  };
  constexpr uint32_t kNone = 0xffffffff;
  // Owner, user, group, mask, others.
  const struct {
    uint32_t version;
    Entry entries[5];
  } list = {2,
            {{0x01, rights(6), kNone},
             {0x02, 7, user},
             {0x04, rights(3), kNone},
             {0x10, rights(3), kNone},
             {0x20, rights(0), kNone}}};
  return setxattr(path.c_str(), "system.posix_acl_access", &list, sizeof(list),
                  0) == 0;
}

}  // namespace landshim::attacks
