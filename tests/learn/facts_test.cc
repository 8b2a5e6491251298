// Each operation that Landlock decides about is recorded as what it is: by its
// name, on what its paths lead to.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/learn/learning.h"

namespace landshim::testing {
namespace {

// What a Python program did in its directory. '@' stands for that directory.
class Facts : public ::testing::Test {
 protected:
  Words Of(const std::string& code) {
    learned_ = ground_.LearnPython(code);
    EXPECT_EQ(learned_.result.status, 0) << learned_;
    EXPECT_EQ(learned_.result.err, "") << learned_;
    EXPECT_TRUE(learned_.runs.empty() || learned_.runs[0].gaps.empty())
        << learned_;
    return learned_.Lines(ground_.path());
  }

  Words Expected(Words lines) const {
    for (std::string& line : lines) {
      for (size_t at = 0; (at = line.find('@', at)) != std::string::npos;) {
        line.replace(at, 1, ground_.path());
      }
    }
    return lines;
  }

  const Learned& learned() const { return learned_; }
  const Workshop& ground() const { return ground_; }

 private:
  Workshop ground_;
  Learned learned_;
};

TEST_F(Facts, OfOpeningFilesInAllModes) {
  EXPECT_EQ(
      Of("for flags in (os.O_WRONLY | os.O_CREAT | os.O_EXCL,\n"
         "              os.O_RDONLY, os.O_RDWR, os.O_WRONLY | os.O_TRUNC,\n"
         "              os.O_RDONLY | os.O_TRUNC, os.O_ACCMODE,\n"
         "              os.O_RDONLY | os.O_NOFOLLOW):\n"
         "  os.open('f', flags)\n"
         "os.open('.', os.O_RDONLY | os.O_DIRECTORY)\n"
         "os.open('.', os.O_RDWR | os.O_TMPFILE)\n"),
      Expected({"open write,create,exclusive @/f (nothing)", "open read @/f",
                "open read,write @/f", "open write,truncate @/f",
                "open read,truncate @/f", "open read,nofollow @/f",
                "open read,directory @", "open read,write,tmpfile @"}));
}

// Access mode 3, above, needs no right.
TEST_F(Facts, LeaveOutWhatOnlyLocates) {
  EXPECT_EQ(Of("os.open('.', os.O_PATH)\n"
               "os.stat('.'), os.access('.', os.R_OK), os.chdir('.')\n"),
            Expected({}));
}

TEST_F(Facts, OfOtherCallsThatOpen) {
  EXPECT_EQ(Of("libc.creat(b'f', 0o600)\n"
               "class How(ctypes.Structure):\n"
               "  _fields_ = [(n, ctypes.c_uint64) for n in 'fmr']\n"
               "def openat2(path, flags, resolve=0):\n"
               "  how = How(flags, 0, resolve)\n"
               "  libc.syscall(437, -100, path, ctypes.byref(how), 24)\n"
               "openat2(b'f', os.O_RDWR)\n"
               "openat2(b'/f', os.O_RDONLY, 0x10)\n"
               "openat2(b'f', os.O_PATH)\n"),
            Expected({"open write,create,truncate @/f (nothing)",
                      "open read,write @/f", "open read @/f"}));
}

TEST_F(Facts, OfMakingNames) {
  EXPECT_EQ(
      Of("import socket, stat\n"
         "os.mkdir('d')\n"
         "os.symlink('d', 'l')\n"
         "os.mkfifo('p')\n"
         "os.mknod('r', stat.S_IFREG)\n"
         "os.mknod('s', stat.S_IFSOCK)\n"
         "socket.socket(socket.AF_UNIX).bind('u')\n"
         "os.link('r', 'h')\n"
         "fd = os.open('.', os.O_TMPFILE | os.O_WRONLY)\n"
         "libc.linkat(-100, b'/proc/self/fd/%d' % fd, -100, b'n', 0x400)\n"),
      Expected({"mkdir @/d", "symlink @/l", "mkfifo @/p", "mkfile @/r",
                "mksock @/s", "bind unix @/u", "link @/r @/h",
                "open write,tmpfile @", "link_tmpfile @ @/n"}));
}

TEST_F(Facts, OfMakingDevices) {
  if (geteuid() != 0) GTEST_SKIP() << "makes devices";
  EXPECT_EQ(Of("import stat\n"
               "os.mknod('c', stat.S_IFCHR | 0o600, os.makedev(1, 3))\n"
               "os.mknod('b', stat.S_IFBLK | 0o600, os.makedev(7, 99))\n"
               "os.mknod('w', stat.S_IFCHR | 0o600, os.makedev(0, 0))\n"),
            Expected({"mkchar @/c", "mkblock @/b", "mkwhiteout @/w"}));
}

TEST_F(Facts, OfRemovingAndRenaming) {
  EXPECT_EQ(Of("for name in 'ab': os.mkdir(name); open(name + '/f', 'w')\n"
               "os.rename('a/f', 'a/g')\n"
               "os.rename('a/g', 'b/f')\n"
               "open('a/f', 'w')\n"
               "libc.renameat2(-100, b'a/f', -100, b'b/f', 2)\n"
               "libc.renameat2(-100, b'a/f', -100, b'b/n', 1)\n"
               "os.remove('b/n'), os.remove('b/f'), os.rmdir('a')\n"),
            Expected({"mkdir @/a", "open write,create,truncate @/a/f (nothing)",
                      "mkdir @/b", "open write,create,truncate @/b/f (nothing)",
                      "rename @/a/f @/a/g", "rename @/a/g @/b/f",
                      "exchange @/a/f @/b/f", "rename_new @/a/f @/b/n",
                      "unlink @/b/n", "unlink @/b/f", "rmdir @/a"}));
}

TEST_F(Facts, OfTruncating) {
  EXPECT_EQ(
      Of("f = open('f', 'w')\n"
         "os.truncate('f', 3)\n"
         "g = open('g', 'w'); g.truncate(3)\n"),
      Expected({"open write,create,truncate @/f (nothing)", "truncate @/f",
                "open write,create,truncate @/g (nothing)", "truncate @/g"}));
}

TEST_F(Facts, OfDevicesThatWereOpenedHere) {
  Of("import fcntl\n"
     "fd = os.open('/dev/zero', os.O_RDWR)\n"
     "try: fcntl.ioctl(fd, 0x5401)\n"
     "except OSError: pass\n"
     "try: fcntl.ioctl(0, 0x5401)\n"
     "except OSError: pass\n"
     "fcntl.ioctl(fd, 0x5451)\n");
  EXPECT_TRUE(learned().Has("ioctl /dev/zero")) << learned();
  // Standard input is the caller's: Landlock does not look at it.
  EXPECT_FALSE(learned().Has("ioctl /dev/null")) << learned();
}

TEST_F(Facts, OfPorts) {
  EXPECT_EQ(
      Of("import socket as s\n"
         "t = s.socket(); t.bind(('127.0.0.1', 0))\n"
         "t = s.socket(s.AF_INET6); t.bind(('::1', 0))\n"
         "t = s.socket(); t.connect_ex(('127.0.0.1', 1))\n"
         "u = s.socket(type=s.SOCK_DGRAM); u.bind(('127.0.0.1', 0))\n"
         "u.sendto(b'x', ('127.0.0.1', 9))\n"
         "u = s.socket(type=s.SOCK_DGRAM); u.sendto(b'x', ('127.0.0.1', 7))\n"
         "u = s.socket(type=s.SOCK_DGRAM); u.connect(('127.0.0.1', 53))\n"
         "u.send(b'x')\n"
         "try: u.sendmsg([b'x'])\n"
         "except OSError: pass\n"
         "u = s.socket(type=s.SOCK_DGRAM)\n"
         "u.sendmsg([b'x'], [], 0, ('127.0.0.1', 13))\n"),
      Expected({"bind tcp 0", "connect tcp 1", "bind udp 0",
                "connect_send_udp 9", "send udp 7", "connect udp 53",
                "send udp 13"}));
}

TEST_F(Facts, LeaveOutSocketsThatLandlockDoesNotKnow) {
  EXPECT_EQ(Of("import socket as s\n"
               "a, b = s.socketpair()\n"
               "a.sendmsg([b'x'])\n"
               "try: s.socket(s.AF_INET, s.SOCK_STREAM, 262)"
               ".connect_ex(('127.0.0.1', 1))\n"
               "except OSError: pass\n"
               "u = s.socket(type=s.SOCK_DGRAM)\n"
               "libc.connect(u.fileno(), bytes(16), 16)\n"),
            Expected({}));
}

TEST_F(Facts, OfSocketsOfOthersButNotOfItsOwn) {
  Of("import socket as s\n"
     "own = s.socket(s.AF_UNIX); own.bind('\\0own' + str(os.getpid()))\n"
     "own.listen(); s.socket(s.AF_UNIX).connect('\\0own' + str(os.getpid()))\n"
     "path = s.socket(s.AF_UNIX); path.bind('u'); path.listen()\n"
     "s.socket(s.AF_UNIX).connect('u')\n"
     "s.socket(s.AF_UNIX).connect_ex('\\0nobody')\n"
     // The kernel makes up the name.
     "auto = s.socket(s.AF_UNIX); auto.bind(''); auto.listen()\n"
     "s.socket(s.AF_UNIX).connect(auto.getsockname())\n");
  EXPECT_EQ(learned().Lines(ground().path()), Expected({"bind unix @/u"}));
}

TEST_F(Facts, OfSignalsToOthersButNotToItsOwn) {
  EXPECT_EQ(Of("import signal, time\n"
               "os.kill(os.getpid(), 0)\n"
               "child = os.fork()\n"
               "if child == 0: time.sleep(60)\n"
               "os.kill(child, signal.SIGKILL), os.wait()\n"
               "os.kill(1, 0)\n"),
            Expected({"signal"}));
}

TEST_F(Facts, KnowItsOwnProcessesThatLostTheirParentAndTheirLeader) {
  EXPECT_EQ(Of("import time\n"
               "r, w = os.pipe()\n"
               "if os.fork() == 0:\n"
               "  os.setpgid(0, 0)\n"
               "  if os.fork() == 0: os.write(w, b'%8d' % os.getpid()); "
               "time.sleep(60)\n"
               "  os._exit(0)\n"
               "group = os.wait()[0]\n"
               "orphan = int(os.read(r, 8))\n"
               "os.kill(orphan, 0); os.killpg(group, 0)\n"
               "os.kill(orphan, 9)\n"),
            Expected({}));
}

TEST_F(Facts, TellWhetherItsOwnOutputIsOpenedAgain) {
  const Learned again = ground().Read(
      Command(
          {"/bin/sh", "-c",
           "exec \"$0\" learn -o \"$1\" -- /bin/sh -c 'echo x >/dev/stderr' "
           "2>log",
           TestFile("tools/landshim"), ground().recording()})
          .Cwd(ground().path())
          .Run());
  bool told = false;
  for (const Fact& fact : again.runs.back().facts) {
    told |= fact.path == ground().Sub("log") && fact.inherited;
  }
  EXPECT_TRUE(told) << again;
}

TEST_F(Facts, OfFilesThatTheKernelItselfOpens) {
  if (geteuid() != 0) GTEST_SKIP() << "needs privileges";
  EXPECT_EQ(Of("open('f', 'w').close()\n"
               "libc.acct(b'f'); libc.acct(None); libc.swapon(b'f', 0)\n"),
            Expected({"open write,create,truncate @/f (nothing)",
                      "open write @/f", "open read,write @/f"}));
}

TEST_F(Facts, OfExecutingWithAllThatIsExecutedThen) {
  Of("open('script', 'w').write('#!/bin/sh\\ntrue')\n"
     "os.chmod('script', 0o755)\n"
     "if os.fork() == 0: os.execv('script', ['script'])\n"
     "os.wait()\n"
     "fd = os.open('/bin/true', os.O_RDONLY)\n"
     "if os.fork() == 0: os.execve(fd, ['true'], {})\n"
     "os.wait()\n");
  const Words lines = learned().Lines("");
  EXPECT_TRUE(learned().Has("exec " + ground().Sub("script"))) << learned();
  const std::string shell = std::filesystem::canonical("/bin/sh").string();
  EXPECT_TRUE(learned().Has("exec " + shell)) << learned();
  EXPECT_TRUE(
      learned().Has("exec " + std::filesystem::canonical("/bin/true").string()))
      << learned();
#if defined(__x86_64__)
  EXPECT_TRUE(learned().Has(
      "exec " +
      std::filesystem::canonical("/lib64/ld-linux-x86-64.so.2").string()))
      << learned();
#endif
}

TEST_F(Facts, OfWhatNoPolicyCanAllow) {
  if (geteuid() != 0) GTEST_SKIP() << "mounts";
  Of("libc.unshare(0x20000)\n"
     "libc.mount(b'none', b'/', None, 0x44000, None)\n"
     "libc.mount(b'none', os.getcwd().encode(), b'tmpfs', 0, None)\n"
     "libc.umount(os.getcwd().encode())\n");
  EXPECT_TRUE(learned().Has("mount")) << learned();
  EXPECT_TRUE(learned().Has("umount")) << learned();
}

TEST_F(Facts, OfMessageQueues) {
  Of("rt = ctypes.CDLL('libc.so.6')\n"
     "q = rt.mq_open(b'/landshim-test', os.O_RDWR | os.O_CREAT, 0o600, None)\n"
     "rt.mq_unlink(b'/landshim-test')\n");
  EXPECT_TRUE(learned().Has("mq_open /landshim-test")) << learned();
}

}  // namespace
}  // namespace landshim::testing
