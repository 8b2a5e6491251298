// Every operation of the table: what it needs, at which ABI, and its errno.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "policy/decide_world.h"

namespace landshim::testing {
namespace {

struct Row {
  const char* operation;
  const char* denied;  // under a policy that grants nothing, at ABI 11
};

// One for each name at least.
constexpr Row kRows[] = {
    {"read /d/f", "EACCES: read_file /d/f"},
    {"read /d", "EACCES: read_dir /d"},
    {"read /d/l", "EACCES: read_file /d/f"},
    {"read /dev/tty", "EACCES: read_file /dev/tty"},
    {"read /d/none", "fails: ENOENT"},
    {"list /d", "EACCES: read_dir /d"},
    {"list /d/f", "fails: ENOTDIR"},
    {"write /d/f", "EACCES: write_file /d/f"},
    {"write /d/new", "EACCES: make_reg /d; write_file /d/new"},
    {"write /d", "fails: EISDIR"},
    {"append /d/f", "EACCES: write_file /d/f"},
    {"overwrite /d/f", "EACCES: write_file,truncate /d/f"},
    // A pipe has nothing to truncate.
    {"overwrite /d/pipe", "EACCES: write_file /d/pipe"},
    {"overwrite /d/new", "EACCES: make_reg /d; write_file /d/new"},
    {"create /d/new", "EACCES: make_reg /d; write_file /d/new"},
    {"create /d/f", "fails: EEXIST"},
    {"create /d/l", "fails: EEXIST"},
    {"open_write /d/f", "EACCES: write_file /d/f"},
    {"open_write /d/new", "fails: ENOENT"},
    {"read_write /d/f", "EACCES: write_file,read_file /d/f"},
    {"device /dev/tty", "EACCES: write_file,read_file,ioctl_dev /dev/tty"},
    {"device /d/f", "EACCES: write_file,read_file /d/f"},
    {"tmpfile /d", "EACCES: write_file,read_file /d"},
    {"tmpfile /d/f", "fails: ENOTDIR"},
    {"locate /d/f", "unrestricted"},
    {"locate /d/none", "fails: ENOENT"},
    {"open_for_ioctl /dev/tty", "unrestricted"},
    {"open read,truncate /d/f", "EACCES: read_file,truncate /d/f"},
    {"open nofollow /d/l", "fails: ELOOP"},
    {"open path,nofollow /d/l", "unrestricted"},
    {"open create,directory /d/e", "fails: EINVAL"},
    {"open tmpfile /d", "fails: EINVAL"},
    {"open write,tmpfile /d", "EACCES: write_file /d"},
    {"open create /d/new", "EACCES: make_reg /d; read_file /d/new"},
    {"exec /d/f", "EACCES: execute,read_file /d/f"},
    {"exec /d", "fails: EACCES"},
    {"truncate /d/f", "EACCES: truncate /d/f"},
    {"truncate /d", "fails: EISDIR"},
    {"truncate /d/pipe", "fails: EINVAL"},
    {"ioctl /dev/tty", "EACCES: ioctl_dev /dev/tty"},
    {"ioctl /d/f", "unrestricted"},
    {"mkdir /d/new", "EACCES: make_dir /d"},
    {"mkdir /d/new/", "EACCES: make_dir /d"},
    {"mkdir /d/e", "fails: EEXIST"},
    {"mkdir /", "fails: EEXIST"},
    {"mkfile /d/new", "EACCES: make_reg /d"},
    {"mkfile /d/new/", "fails: ENOENT"},
    {"mkfifo /d/new", "EACCES: make_fifo /d"},
    {"mksock /d/new", "EACCES: make_sock /d"},
    {"mkchar /d/new", "EACCES: make_char /d"},
    {"mkblock /d/new", "EACCES: make_block /d"},
    {"mkwhiteout /d/new", "EACCES: make_char /d"},
    {"symlink /d/new", "EACCES: make_sym /d"},
    {"symlink /d/l", "fails: EEXIST"},
    {"remove /d/f", "EACCES: remove_file /d"},
    {"remove /d/e", "EACCES: remove_dir /d"},
    {"remove /d/l", "EACCES: remove_file /d"},
    {"unlink /d/f", "EACCES: remove_file /d"},
    // The parent directory is asked before the kind is.
    {"unlink /d/e", "EACCES: remove_file /d"},
    {"unlink /d/none", "fails: ENOENT"},
    {"unlink /d/f/", "fails: ENOTDIR"},
    {"unlink /d/.", "fails: EISDIR"},
    {"rmdir /d/e", "EACCES: remove_dir /d"},
    {"rmdir /d/f", "EACCES: remove_dir /d"},
    {"rmdir /d/.", "fails: EINVAL"},
    {"rmdir /d/..", "fails: ENOTEMPTY"},
    {"rmdir /", "fails: EBUSY"},
    {"rename /d/f /d/new", "EACCES: remove_file,make_reg /d"},
    {"rename /d/f /d/g", "EACCES: remove_file,make_reg /d"},
    {"rename /d/f /a/new", "EACCES: remove_file,refer /d; make_reg,refer /a"},
    {"rename /d/f /a/f",
     "EACCES: remove_file,refer /d; remove_file,make_reg,refer /a"},
    {"rename /d/e /a/new", "EACCES: remove_dir,refer /d; make_dir,refer /a"},
    {"rename /d/none /a/new", "fails: ENOENT"},
    {"rename /d /d/e/new", "fails: EINVAL"},
    {"rename /d/e/../f /d", "fails: ENOTEMPTY"},
    {"rename /d/f /a/new/", "fails: ENOTDIR"},
    {"rename /d/. /a/new", "fails: EBUSY"},
    {"rename_new /d/f /a/f", "fails: EEXIST"},
    {"rename_new /d/f /a/new",
     "EACCES: remove_file,refer /d; make_reg,refer /a"},
    {"exchange /d/f /d/e",
     "EACCES: remove_dir,remove_file,make_dir,make_reg /d"},
    {"exchange /d/e /a/f",
     "EACCES: remove_dir,make_reg,refer /d; remove_file,make_dir,refer /a"},
    {"exchange /d/f /a/new", "fails: ENOENT"},
    {"rename_whiteout /d/f /a/new",
     "EACCES: remove_file,refer /d; make_reg,refer /a"},
    {"link /d/f /d/new", "EACCES: make_reg /d"},
    {"link /d/f /a/new", "EACCES: refer /d; make_reg,refer /a"},
    {"link /d/l /d/new", "EACCES: make_sym /d"},
    {"link /d/f /a/f", "fails: EEXIST"},
    {"link_tmpfile /d /d/new", "EACCES: make_reg /d"},
    {"link_tmpfile /d /a/new", "EACCES: refer /d; make_reg,refer /a"},
    {"bind unix /d/new", "EACCES: make_sock /d"},
    {"bind unix /d/f", "fails: EADDRINUSE"},
    {"connect unix /d/socket", "EACCES: resolve_unix /d/socket"},
    {"connect unix /d/f", "fails: ECONNREFUSED"},
    {"connect abstract name", "EPERM: abstract_unix_socket"},
    {"bind tcp 80", "EACCES: bind_tcp 80"},
    {"connect tcp 80", "EACCES: connect_tcp 80"},
    {"bind udp 80", "EACCES: bind_udp 80"},
    // The kernel binds the socket first.
    {"connect udp 80", "EACCES: connect_send_udp 80; bind_udp 0"},
    {"send udp 80", "EACCES: connect_send_udp 80; bind_udp 0"},
    {"signal", "EPERM: signal"},
    {"ptrace", "EPERM"},
    {"mount", "EPERM"},
    {"umount", "EPERM"},
    {"remount", "EPERM"},
    {"move_mount", "EPERM"},
    {"pivot_root", "EPERM"},
    {"mq_open /q", "EACCES: write_file,read_file /dev/mqueue/q"},
    // No make_reg: mq_open(3) has no hook for the name.
    {"mq_open /new", "EACCES: write_file,read_file /dev/mqueue/new"},
    {"mq_receive /q", "EACCES: read_file /dev/mqueue/q"},
    {"mq_send /q", "EACCES: write_file /dev/mqueue/q"},
    {"mq_send /new", "fails: ENOENT"},
    {"allow read_file,make_reg /d", "EACCES: read_file,make_reg /d"},
    {"allow bind_tcp,connect_tcp 80", "EACCES: bind_tcp 80; connect_tcp 80"},
    {"stat /d/f", "unrestricted"},
    {"stat /d/none", "fails: ENOENT"},
    {"readlink /d/l", "unrestricted"},
    {"access /d/f", "unrestricted"},
    {"chdir /d", "unrestricted"},
    {"chroot /d", "unrestricted"},
    {"chmod /d/f", "unrestricted"},
    {"chown /d/f", "unrestricted"},
    {"utime /d/f", "unrestricted"},
    {"setxattr /d/f", "unrestricted"},
    {"watch /d/f", "unrestricted"},
    {"listen", "unrestricted"},
    {"accept", "unrestricted"},
    {"fork", "unrestricted"},
    {"execute /d/f", "EACCES: execute /d/f"},
    {"write_file /d/f", "EACCES: write_file /d/f"},
    {"read_file /d", "EACCES: read_file /d"},
    {"read_dir /d", "EACCES: read_dir /d"},
    {"remove_dir /d", "EACCES: remove_dir /d"},
    {"remove_file /d", "EACCES: remove_file /d"},
    {"make_char /d", "EACCES: make_char /d"},
    {"make_dir /d", "EACCES: make_dir /d"},
    {"make_reg /d", "EACCES: make_reg /d"},
    {"make_reg /d/f", "fails: ENOTDIR"},
    {"make_sock /d", "EACCES: make_sock /d"},
    {"make_fifo /d", "EACCES: make_fifo /d"},
    {"make_block /d", "EACCES: make_block /d"},
    {"make_sym /d", "EACCES: make_sym /d"},
    {"refer /d", "EACCES: refer /d"},
    {"ioctl_dev /dev/tty", "EACCES: ioctl_dev /dev/tty"},
    {"resolve_unix /d/socket", "EACCES: resolve_unix /d/socket"},
    {"bind_tcp 80", "EACCES: bind_tcp 80"},
    {"connect_tcp 80", "EACCES: connect_tcp 80"},
    {"bind_udp 80", "EACCES: bind_udp 80"},
    {"connect_send_udp 80", "EACCES: connect_send_udp 80"},
    {"abstract_unix_socket", "EPERM: abstract_unix_socket"},
};

TEST(DecideTable, DeniesEachByWhatItNeeds) {
  DecideWorld world;
  world.Under("abi 0..11");
  for (const Row& row : kRows) {
    EXPECT_EQ(world.May(row.operation), row.denied) << row.operation;
  }
}

TEST(DecideTable, HasARowForEachOperation) {
  std::set<const OperationKind*> seen;
  for (const Row& row : kRows) {
    Operation operation;
    std::string error;
    ASSERT_TRUE(ParseOperation(row.operation, "", {}, "/", &operation, &error));
    seen.insert(operation.kind);
  }
  for (const OperationKind& kind : OperationKinds()) {
    EXPECT_EQ(seen.count(&kind), 1U) << kind.name;
  }
}

// Whatever is denied works without a policy, and with its cure.
TEST(DecideTable, IsUnrestrictedWithoutAPolicy) {
  DecideWorld world;
  for (const Row& row : kRows) {
    const std::string text = world.May(row.operation);
    const bool same = text == row.denied;  // fails of itself
    EXPECT_TRUE(same || text.starts_with("unrestricted"))
        << row.operation << ": " << text;
  }
}

TEST(DecideTable, AllowsEachByItsCure) {
  for (const Row& row : kRows) {
    DecideWorld world;
    world.Under("abi 0..11");
    for (const std::string& cure : world.Cures(row.operation)) {
      DecideWorld cured;
      cured.Under("abi 0..11; " + cure);
      EXPECT_TRUE(cured.May(row.operation).starts_with("allowed") ||
                  cured.May(row.operation).starts_with("unrestricted"))
          << row.operation << " by " << cure;
      EXPECT_FALSE(cured.GrantedBy(row.operation).empty())
          << row.operation << " by " << cure;
    }
  }
}

TEST(DecideTable, NamesNoCureOnlyWhereThereIsNone) {
  const std::set<std::string> incurable = {
      "ptrace", "mount", "umount", "remount", "move_mount", "pivot_root"};
  DecideWorld world;
  world.Under("abi 0..11");
  for (const Row& row : kRows) {
    const bool denied = world.Decide(row.operation).verdict == Verdict::kDenied;
    EXPECT_EQ(denied && world.Cures(row.operation).empty(),
              incurable.count(row.operation) == 1)
        << row.operation;
  }
}

struct Boundary {
  int abi;  // the first that can deny it
  const char* operation;
  const char* denied;
};

constexpr Boundary kBoundaries[] = {
    {1, "read /d/f", "EACCES: read_file /d/f"},
    {3, "truncate /d/f", "EACCES: truncate /d/f"},
    {3, "open truncate /d/f", "EACCES: read_file,truncate /d/f"},
    {4, "bind tcp 1", "EACCES: bind_tcp 1"},
    {4, "connect tcp 1", "EACCES: connect_tcp 1"},
    {5, "ioctl /dev/tty", "EACCES: ioctl_dev /dev/tty"},
    {6, "connect abstract x", "EPERM: abstract_unix_socket"},
    {6, "signal", "EPERM: signal"},
    {9, "connect unix /d/socket", "EACCES: resolve_unix /d/socket"},
    {10, "bind udp 1", "EACCES: bind_udp 1"},
    {10, "connect udp 1", "EACCES: connect_send_udp 1; bind_udp 0"},
    {10, "send udp 1", "EACCES: connect_send_udp 1; bind_udp 0"},
};

// By the policy's upper bound on a new kernel, and by the kernel alike.
TEST(DecideAbi, DeniesFromTheFirstAbiOn) {
  for (const Boundary& right : kBoundaries) {
    for (int abi = 1; abi <= kNewestAbi; ++abi) {
      DecideWorld by_policy;
      by_policy.Under("abi 0.." + std::to_string(abi));
      DecideWorld by_kernel(abi);
      by_kernel.Under("abi 0..11");
      const std::string expected = abi >= right.abi ? right.denied : "";
      for (DecideWorld* world : {&by_policy, &by_kernel}) {
        const std::string text = world->May(right.operation);
        if (expected.empty()) {
          EXPECT_TRUE(text == "unrestricted" ||
                      text == "EACCES: read_file /d/f")
              << right.operation << " at " << abi << ": " << text;
        } else {
          EXPECT_EQ(text, expected) << right.operation << " at " << abi;
        }
      }
    }
  }
}

TEST(DecideAbi, OfAKernelWithoutLandlockDeniesNothing) {
  DecideWorld world(0);
  world.Under("abi 0..11");
  for (const Row& row : kRows) {
    EXPECT_NE(world.Decide(row.operation).verdict, Verdict::kDenied)
        << row.operation;
  }
}

TEST(DecideAbi, NeverLetsThePeerInsideBeDenied) {
  DecideWorld world;
  world.Under("abi 0..11");
  for (const char* name : {"signal", "connect abstract", "ptrace"}) {
    Operation operation = MakeOperation(name);
    operation.outside = false;
    EXPECT_EQ(Decide(world.domain(), operation, &world.files()).verdict,
              Verdict::kUnrestricted);
  }
  Operation operation = MakeOperation("connect unix", "/d/socket");
  operation.outside = false;
  EXPECT_EQ(Decide(world.domain(), operation, &world.files()).verdict,
            Verdict::kUnrestricted);
}

}  // namespace
}  // namespace landshim::testing
