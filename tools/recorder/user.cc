// The raw calls change the calling thread and no other.
#include "tools/recorder/user.h"

#include <grp.h>
#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <sstream>
#include <string>

#include "tools/filesystem/proc.h"

namespace landshim {
namespace {

// "Uid: real effective saved filesystem"
unsigned FilesystemId(pid_t thread, const std::string& key) {
  std::istringstream line(StatusOf(thread, key));
  unsigned id = 0;
  for (int i = 0; i < 4; ++i) line >> id;
  return id;
}

void SetGroups(const std::vector<gid_t>& groups) {
  syscall(SYS_setgroups, groups.size(), groups.data());
}

}  // namespace

UserOf::UserOf(const Requester& requester, bool wanted) {
  if (!wanted || geteuid() != 0) return;
  const pid_t thread = requester.thread();
  const unsigned user = FilesystemId(thread, "Uid");
  const unsigned group = FilesystemId(thread, "Gid");
  if (user == 0 && group == getegid()) return;
  groups_.resize(static_cast<size_t>(getgroups(0, nullptr)));
  getgroups(static_cast<int>(groups_.size()), groups_.data());
  std::istringstream line(StatusOf(thread, "Groups"));
  std::vector<gid_t> groups;
  for (gid_t number = 0; line >> number;) groups.push_back(number);
  changed_ = true;
  SetGroups(groups);
  setfsgid(group);
  setfsuid(user);
}

UserOf::~UserOf() {
  if (!changed_) return;
  setfsuid(geteuid());
  setfsgid(getegid());
  SetGroups(groups_);
}

}  // namespace landshim
