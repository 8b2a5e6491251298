// What other recorders miss, misread or make up: each of these is a hole in one
// of them.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "tests/learn/learning.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

class Holes : public ::testing::Test {
 protected:
  const Learned& Learn(const std::string& code) {
    learned_ = ground_.LearnPython(code);
    EXPECT_EQ(learned_.result.status, 0) << learned_;
    EXPECT_EQ(learned_.result.err, "") << learned_;
    return learned_;
  }

  // What it did in its directory, which is '@' in the lines.
  Words Lines() const {
    Words lines = learned_.Lines(ground_.path());
    for (std::string& line : lines) {
      for (size_t at = 0;
           (at = line.find(ground_.path(), at)) != std::string::npos;) {
        line.replace(at, ground_.path().size(), "@");
      }
    }
    return lines;
  }

  const Fact* Find(const std::string& operation,
                   const std::string& path) const {
    for (const Fact& fact : learned_.runs.at(0).facts) {
      if (fact.operation == operation && fact.path == path) return &fact;
    }
    return nullptr;
  }

  const Workshop& ground() const { return ground_; }
  const Learned& learned() const { return learned_; }
  void Take(Learned learned) { learned_ = std::move(learned); }

 private:
  Workshop ground_;
  Learned learned_;
};

TEST_F(Holes, ADirectoryThatIsThereIsNotMade) {
  Learn(
      "os.mkdir('d')\n"
      "for i in range(2):\n"
      "  try: os.mkdir('d', dir_fd=os.open('.', os.O_PATH))\n"
      "  except FileExistsError: pass\n");
  EXPECT_EQ(Lines(), Words({"mkdir @/d", "mkdir @/d: EEXIST"}));
}

TEST_F(Holes, AProbeForWhatIsMissingIsAProbe) {
  Learn(
      "for path in ('no', 'no/file', os.getcwd() + '/no'):\n"
      "  try: open(path)\n"
      "  except FileNotFoundError: pass\n"
      "try: os.remove('no')\n"
      "except FileNotFoundError: pass\n"
      "try: os.execv('no', ['no'])\n"
      "except FileNotFoundError: pass\n");
  EXPECT_EQ(Lines(),
            Words({"open read @/no: ENOENT", "open read @/no/file: ENOENT",
                   "unlink @/no: ENOENT", "exec @/no: ENOENT"}));
}

TEST_F(Holes, WhatIsMadeAndRemovedAgainWasThere) {
  Learn(
      "open('f', 'w').close(); os.remove('f')\n"
      "os.mkdir('d'); os.rmdir('d')\n");
  EXPECT_EQ(Lines(), Words({"open write,create,truncate @/f (nothing)",
                            "unlink @/f", "mkdir @/d", "rmdir @/d"}));
}

TEST_F(Holes, AnyByteOfAPathSurvives) {
  Learn(
      "for name in (b'a:b', b'new\\nline', b'\\xff\\xfe', b'\"quoted\\\\', "
      "b' blank ', b'\\x01'):\n"
      "  open(name, 'w')\n");
  const std::string begin = "open write,create,truncate @/";
  const std::string end = " (nothing)";
  EXPECT_EQ(Lines(),
            Words({begin + "a:b" + end, begin + "new\nline" + end,
                   begin + "\xff\xfe" + end, begin + "\"quoted\\" + end,
                   begin + " blank " + end, begin + "\x01" + end}));
}

TEST_F(Holes, ItsOwnDirectoryOfProcIsKnownAsSuch) {
  Learn(
      "open('/proc/self/status')\n"
      "open('/proc/%d/stat' % os.getpid())\n"
      "open('/proc/thread-self/comm')\n"
      "os.listdir('/proc/self/fd')\n"
      "os.chdir('/proc/self'); open('statm'); open('../self/limits')\n"
      "open('/proc/mounts'); open('/proc/net/dev')\n"
      "if os.fork() == 0: open('/proc/self/wchan'); os._exit(0)\n"
      "os.wait()\n");
  for (const char* name :
       {"status", "stat", "statm", "limits", "mounts", "net/dev"}) {
    const Fact* fact = Find("open", std::string("/proc/self/") + name);
    ASSERT_NE(fact, nullptr) << name << learned();
    EXPECT_FALSE(fact->actor.child);
  }
  EXPECT_NE(Find("open", "/proc/self/fd"), nullptr) << learned();
  const Fact* fact = Find("open", "/proc/self/wchan");
  ASSERT_NE(fact, nullptr) << learned();
  EXPECT_TRUE(fact->actor.child);
}

TEST_F(Holes, LinksOfDescriptorsLeadWhereTheProgramsLead) {
  Learn(
      "fd = os.open('f', os.O_RDWR | os.O_CREAT)\n"
      "open('/proc/self/fd/%d' % fd)\n"
      "open('/dev/fd/%d' % fd, 'w')\n"
      "r, w = os.pipe()\n"
      "open('/dev/fd/%d' % w, 'w')\n"
      "m = os.memfd_create('m')\n"
      "open('/proc/self/fd/%d' % m)\n"
      "try: open('/dev/fd/99')\n"
      "except FileNotFoundError: pass\n");
  EXPECT_EQ(Lines(),
            Words({"open read,write,create @/f (nothing)", "open read @/f",
                   "open write,create,truncate @/f"}));
  // Landlock does not restrict pipes and memfds.
  EXPECT_EQ(learned().Lines("pipe:"), Words());
  EXPECT_EQ(learned().Lines("memfd"), Words());
}

TEST_F(Holes, ListingADirectoryIsAboutItAndNotAboutTheOneAbove) {
  Take(ground().Learn({"/bin/ls", "/etc"}));
  EXPECT_TRUE(learned().Has("open read,directory /etc")) << learned();
  EXPECT_EQ(Find("open", "/"), nullptr) << learned();
}

TEST_F(Holes, PathsStartAtTheDirectoryTheyAreFor) {
  Learn(
      "for name in 'ab': os.mkdir(name)\n"
      "a, b = (os.open(name, os.O_PATH) for name in 'ab')\n"
      "os.close(os.open('f', os.O_WRONLY | os.O_CREAT, dir_fd=a))\n"
      "os.rename('f', 'f', src_dir_fd=a, dst_dir_fd=b)\n"
      "os.chdir('a')\n"
      "os.open('../b/./f', os.O_RDONLY)\n"
      "os.symlink('../b', 'l'); os.open('l/f', os.O_RDWR)\n"
      "os.unlink('f', dir_fd=b)\n"
      "os.fchdir(b); open('here', 'w')\n");
  EXPECT_EQ(
      Lines(),
      Words({"mkdir @/a", "mkdir @/b", "open write,create @/a/f (nothing)",
             "rename @/a/f @/b/f", "open read @/b/f", "symlink @/a/l",
             "open read,write @/b/f", "unlink @/b/f",
             "open write,create,truncate @/b/here (nothing)"}));
}

TEST_F(Holes, AChangedLinkIsFollowedAnew) {
  Learn(
      "for name in 'ab': os.mkdir(name); open(name + '/f', 'w')\n"
      "os.symlink('a', 'l'); open(os.getcwd() + '/l/f')\n"
      "os.remove('l'); os.symlink('b', 'l'); open(os.getcwd() + '/l/f')\n");
  EXPECT_TRUE(learned().Has("open read " + ground().Sub("a/f"))) << learned();
  EXPECT_TRUE(learned().Has("open read " + ground().Sub("b/f"))) << learned();
}

TEST_F(Holes, PathsOfAChangedRootAreThoseOutside) {
  if (geteuid() != 0) GTEST_SKIP() << "changes the root";
  Learn(
      "os.makedirs('jail/etc'); open('jail/etc/file', 'w')\n"
      "os.symlink('/etc/file', 'jail/link')\n"
      "os.chroot('jail'); os.chdir('/')\n"
      "os.close(os.open('/etc/file', os.O_RDONLY))\n"
      "os.close(os.open('/../../link', os.O_WRONLY))\n"
      "os.mkdir('/made')\n");
  const Words lines = Lines();
  const Words last(lines.end() - 3, lines.end());
  EXPECT_EQ(last, Words({"open read @/jail/etc/file",
                         "open write @/jail/etc/file", "mkdir @/jail/made"}));
}

TEST_F(Holes, AMountNamespaceIsLookedIntoFromInside) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  Learn(
      "os.mkdir('m'); open('m/below', 'w')\n"
      "libc.unshare(0x20000)\n"
      "libc.mount(b'none', b'/', None, 0x44000, None)\n"
      "libc.mount(b'none', b'm', b'tmpfs', 0, None)\n"
      "open('m/above', 'w').close(); open('m/above')\n"
      "try: open('m/below')\n"
      "except FileNotFoundError: pass\n");
  EXPECT_TRUE(learned().Has("open read " + ground().Sub("m/above")))
      << learned();
  EXPECT_TRUE(
      learned().Has("open read " + ground().Sub("m/below") + ": ENOENT"))
      << learned();
}

TEST_F(Holes, APidNamespaceHasItsOwnNumbers) {
  if (!MayMount()) GTEST_SKIP() << "this user may not make namespaces";
  Take(ground().Learn({"/usr/bin/unshare", "--pid", "--fork", "--mount-proc",
                       "/usr/bin/python3", "-I", "-S", "-B", "-c",
                       "import os\n"
                       "open('/proc/self/wchan')\n"
                       "open('/proc/%d/statm' % os.getpid())\n"
                       "os.kill(os.getpid(), 0)\n"
                       "open('f', 'w')\n"}));
  EXPECT_EQ(learned().result.status, 0) << learned();
  EXPECT_TRUE(learned().Has("open write,create,truncate " + ground().Sub("f") +
                            " (nothing)"))
      << learned();
  EXPECT_FALSE(learned().Has("signal")) << learned();
}

TEST_F(Holes, AProgramThatCannotBeReadIsAGap) {
  if (geteuid() != 0) GTEST_SKIP() << "becomes another user";
  const std::string program = ground().Sub("hidden");
  fs::copy_file(fs::canonical("/bin/cat"), program);
  ASSERT_EQ(chmod(program.c_str(), 0111), 0);
  std::ofstream(ground().Sub("file")) << "text\n";
  Take(ground().Read(ground()
                         .Learning({program, ground().Sub("file")})
                         .Before([] {
                           if (setgid(65534) != 0 || setuid(65534) != 0) {
                             _exit(1);
                           }
                         })
                         .Run()));
  EXPECT_EQ(learned().result.out, "text\n") << learned();
  const std::vector<Gap>& gaps = learned().runs.at(0).gaps;
  ASSERT_FALSE(gaps.empty()) << learned();
  Words whys;
  for (const Gap& gap : gaps) whys.push_back(gap.call + ": " + gap.why);
  EXPECT_NE(std::find(whys.begin(), whys.end(),
                      "execve: what it executes cannot be read, so its "
                      "interpreter is not known"),
            whys.end())
      << learned();
  EXPECT_NE(std::find(whys.begin(), whys.end(),
                      "openat: its memory cannot be read: permission denied "
                      "(EACCES)"),
            whys.end())
      << learned();
}

TEST_F(Holes, AProgramThatHidesItselfIsAGap) {
  if (geteuid() != 0) GTEST_SKIP() << "becomes another user";
  ASSERT_EQ(chmod(ground().path().c_str(), 0777), 0);
  Take(ground().Read(
      ground()
          .Learning(ground().Python("open('a', 'w').close()\n"
                                    "libc.prctl(4, 0)\n"
                                    "open('b', 'w').close(); os.mkdir('d')\n"
                                    "open(os.getcwd() + '/c', 'w')\n"))
          .Before(BecomeNobody)
          .Run()));
  EXPECT_EQ(learned().result.status, 0) << learned();
  EXPECT_EQ(Lines(), Words({"open write,create,truncate @/a (nothing)"}));
  std::set<std::string> calls;
  for (const Gap& gap : learned().runs.at(0).gaps) calls.insert(gap.call);
  EXPECT_TRUE(calls.contains("openat") && calls.contains("mkdir")) << learned();
}

TEST_F(Holes, WhatNoPathLeadsToIsAGap) {
  Take(ground().LearnPython(
      "for i in range(40):\n"
      "  os.mkdir('n' * 120); os.chdir('n' * 120)\n"
      "os.close(os.open('deep', os.O_CREAT | os.O_WRONLY))\n"));
  EXPECT_EQ(Find("open", "/deep"), nullptr) << learned();
  const std::vector<Gap>& gaps = learned().runs.at(0).gaps;
  ASSERT_FALSE(gaps.empty()) << learned();
  EXPECT_EQ(gaps[0].why, "no path is known that leads to what it uses");
}

TEST_F(Holes, AFailedProgramIsRecordedToItsEnd) {
  Take(ground().LearnPython("open('f', 'w')\nos._exit(7)\n"));
  EXPECT_EQ(learned().result.status, 7);
  EXPECT_EQ(learned().runs.at(0).status, 7);
  EXPECT_EQ(Lines(), Words({"open write,create,truncate @/f (nothing)"}));
}

TEST_F(Holes, WhoDoesSomethingIsKnownWhateverBecameOfAnExec) {
  const std::string tool = ground().Sub("tool");
  fs::copy_file(fs::canonical("/bin/cat"), tool);
  const std::string broken = ground().Sub("broken");
  fs::copy_file(tool, broken);
  constexpr int kHeader = 64;
  fs::resize_file(broken, kHeader);
  for (const char* name : {"in0", "in1", "in2", "in3"}) {
    std::ofstream(ground().Sub(name)) << name;
  }
  Learn(
      "try: os.execv('broken', ['broken'])\n"
      "except OSError: open('out', 'w')\n"
      "for i in range(3):\n"
      "  if os.fork() == 0: os.execv('tool', ['tool', 'in%d' % i])\n"
      "  os.wait(); open('out%d' % i, 'w')\n"
      "os.posix_spawn('" +
      tool +
      "', ['tool', 'in3'], {}); os.wait()\n"
      "os.execv('/bin/sh', ['sh', '-c', ': >out3; ./tool in0 >out4'])\n");
  const auto actor = [this](const std::string& name) {
    const Fact* const fact = Find("open", ground().Sub(name));
    return fact == nullptr ? "nobody" : fact->actor.program;
  };
  const std::string python = actor("out");
  EXPECT_NE(python.find("/python"), std::string::npos) << learned();
  for (const char* name : {"out0", "out1", "out2"}) {
    EXPECT_EQ(actor(name), python) << name;
  }
  for (const char* name : {"in0", "in1", "in2", "in3"}) {
    EXPECT_EQ(actor(name), tool) << name;
  }
  for (const char* name : {"out3", "out4"}) {
    EXPECT_EQ(actor(name), fs::canonical("/bin/sh").string()) << name;
  }
}

TEST_F(Holes, AThreadThatExecutesTakesTheProcessAlong) {
  Learn(
      "import threading\n"
      "open('before', 'w')\n"
      "thread = threading.Thread(target=lambda: os.execv('/bin/sh', ['sh', "
      "'-c', ': >after; : </proc/self/wchan']))\n"
      "thread.start(); thread.join()\n");
  const Fact* before = Find("open", ground().Sub("before"));
  const Fact* after = Find("open", ground().Sub("after"));
  ASSERT_NE(before, nullptr) << learned();
  ASSERT_NE(after, nullptr) << learned();
  EXPECT_NE(before->actor.program, after->actor.program);
  EXPECT_EQ(after->actor.program, fs::canonical("/bin/sh").string());
  // It still is the process that was started.
  const Fact* own = Find("open", "/proc/self/wchan");
  ASSERT_NE(own, nullptr) << learned();
  EXPECT_FALSE(own->actor.child);
}

// vfork(2) and posix_spawn(3): until then both have one memory.
TEST_F(Holes, AChildThatBorrowsTheMemoryOfItsParentHasItsOwnAfterwards) {
  Learn(
      "import subprocess\n"
      "for i in range(20):\n"
      "  subprocess.run(['/bin/sh', '-c', ': >file%d' % i])\n");
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(learned().Has("open write,create,truncate " +
                              ground().Sub("file" + std::to_string(i)) +
                              " (nothing)"))
        << i;
  }
}

TEST_F(Holes, EveryThreadIsSeen) {
  Learn(
      "import threading\n"
      "def work(i):\n"
      "  for j in range(50): open('f%d-%d' % (i, j), 'w').close()\n"
      "threads = [threading.Thread(target=work, args=(i,)) for i in "
      "range(8)]\n"
      "for t in threads: t.start()\n"
      "for t in threads: t.join()\n");
  EXPECT_EQ(Lines().size(), 400U);
}

TEST_F(Holes, StaticAndForeignProgramsAreSeen) {
  std::ofstream(ground().Sub("file")) << "text\n";
  std::vector<const char*> kinds = {"read_file_go", "read_file_musl",
                                    "read_file_musl_static",
                                    "read_file_static"};
  if (landshim::testing::Runs32BitPrograms()) {
    kinds.insert(kinds.end(), {"read_file_32", "read_file_32_static"});
  }
  for (const char* kind : kinds) {
    Take(ground().Learn(
        {TestFile(std::string("tests/run/") + kind), ground().Sub("file")}));
    EXPECT_EQ(learned().result.out, "text\n") << kind;
    EXPECT_TRUE(learned().Has("open read " + ground().Sub("file")))
        << kind << learned();
    EXPECT_TRUE(learned().runs.at(0).gaps.empty()) << kind << learned();
    fs::remove(ground().recording());
  }
}

TEST_F(Holes, WhatIsNotSeenIsRefusedAndSaid) {
  Take(
      ground().LearnPython("import errno\n"
                           "libc.syscall(425, 1, bytes(120))\n"
                           "assert ctypes.get_errno() == errno.ENOSYS\n"));
  EXPECT_EQ(learned().result.status, 0) << learned();
  const std::vector<Gap>& gaps = learned().runs.at(0).gaps;
  ASSERT_EQ(gaps.size(), 1U) << learned();
  EXPECT_EQ(gaps[0].call, "io_uring_setup");
  EXPECT_EQ(gaps[0].why,
            "io_uring is refused (ENOSYS) while its calls could not be seen");
}

}  // namespace
}  // namespace landshim::testing
