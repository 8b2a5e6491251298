// A policy that cannot be read as it was meant keeps the program from running.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/fanotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/e2e/refusal.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr char kGood[] = "landshim 1\nabi 1..11\n";
constexpr int kLargestPolicy = 1 << 20;

TEST(FailClosed, RunsTheProgramUnderAGoodPolicy) {
  REQUIRE_ABI(1);
  const TempDir directory;
  ExpectRun(Marker().Policy(directory.Write("good.policy", kGood)));
}

struct Mistake {
  const char* text;
  const char* message;  // behind the name of the file
};

TEST(FailClosed, RefusesAPolicyWithAMistake) {
  const Mistake mistakes[] = {
      {"landshim 1\nabi 4..11\nread /usr\0\n",
       ":3:10: NUL byte; a policy is text: remove it"},
      {"landshim 1\r\nabi 4..11\r\n",
       ":1:11: carriage return; save the file with Unix line ends"},
      {"\xef\xbb\xbflandshim 1\nabi 4..11\n",
       ":1:1: byte-order mark; save the file as UTF-8 without one"},
      {"abi 4..11\n",
       ":1:1: the policy does not begin with its language version; write "
       "'landshim 1' as its first statement"},
      {"# nothing but a comment\n",
       ":1:1: the policy does not begin with its language version; write "
       "'landshim 1' as its first statement"},
      {"landshim 2\nabi 4..11\n",
       ":1:10: unknown language version '2'; write 'landshim 1'"},
      {"landshim 1\nabi 4..11\nlandshim 1\n",
       ":3:1: 'landshim' may only be the first statement; remove this line"},
      {"landshim 1\nread /usr\n",
       ": no 'abi' statement; add one such as 'abi 4..11': the least ABI that "
       "the policy needs and the newest that it enforces"},
      {"landshim 1\nabi 4..11\nabi 4..11\n",
       ":3:5: second 'abi' statement; keep one"},
      {"landshim 1\nabi 4-11\n",
       ":2:5: bad ABI range '4-11'; write a range such as 4..11, or a number"},
      {"landshim 1\nabi 4..12\n",
       ":2:5: ABI 12 is not known to this landshim; the newest it knows is 11"},
      {"landshim 1\nabi 11..4\n",
       ":2:5: range '11..4' ends before it begins; swap its ends"},
      {"landshim 1\nabi 0\n",
       ":2:5: 'abi 0' would enforce nothing; write 'abi 0..11' to enforce what "
       "the kernel can, even nothing"},
      {"landshim 1\nabi 4..11\nreed /usr\n",
       ":3:1: unknown statement 'reed'; did you mean 'read'?"},
      {"landshim 1\nabi 4..11\nxyzzy /usr\n",
       ":3:1: unknown statement 'xyzzy'; statements are include, read, exec, "
       "write, device, allow, connect, bind, unscope, unrestrict, quiet and "
       "log"},
      {"landshim 1\nabi 4..11\ndeny /etc/shadow\n",
       ":3:1: there is no 'deny': Landlock can only grant; name the "
       "directories beside it"},
      {"landshim 1\nabi 4..11\nallow raed_file /usr\n",
       ":3:7: unknown right 'raed_file'; did you mean 'read_file'?"},
      {"landshim 1\nabi 1..2\nallow truncate /usr\n",
       ":3:16: right 'truncate' needs ABI 3, above this policy's 2; raise the "
       "upper bound of 'abi', or remove the right"},
      {"landshim 1\nabi 4..11\nread usr\n",
       ":3:6: relative path 'usr'; write it from the root; ~ and ${NAME} "
       "expand"},
      {"landshim 1\nabi 4..11\nread ${NOT_SET}/x\n",
       ":3:6: variable 'NOT_SET' is not set; set it, or give a default: "
       "${NOT_SET:-default}"},
      {"landshim 1\nabi 4..11\nread ${EMPTY}/x\n",
       ":3:6: variable 'EMPTY' is empty; set it, or give a default: "
       "${EMPTY:-default}"},
      {"landshim 1\nabi 4..11\nconnect tcp https\n",
       ":3:13: bad port 'https'; ports are numbers: 443"},
      {"landshim 1\nabi 4..11\nread \"/usr\n",
       ":3:6: this quote is not closed on its line; add the closing '\"'; a "
       "newline is written \\n"},
      {"landshim 1\nabi 4..11\ninclude <bse>\n",
       ":3:9: unknown fragment '<bse>'; did you mean '<base>'?"},
  };
  const TempDir directory;
  const std::string name = directory.Sub("app.policy");
  for (const Mistake& mistake : mistakes) {
    std::string text = mistake.text;
    // The one case with a NUL byte ends there to the compiler.
    if (strstr(mistake.message, "NUL") != nullptr)
      text += std::string("\0\n", 2);
    directory.Write("app.policy", text);
    ExpectRefusal(Marker().Env("EMPTY", "").Policy(name),
                  name + mistake.message);
  }
}

TEST(FailClosed, RefusesAPolicyThatIsNotThere) {
  const TempDir directory;
  ExpectRefusal(Marker().Policy(directory.Sub("a.policy")),
                directory.Sub("a.policy") +
                    ": no such file; correct the name of the policy");
  const std::string beneath = directory.Write("file", kGood) + "/a.policy";
  ExpectRefusal(Marker().Policy(beneath),
                beneath + ": no such file; correct the name of the policy");
}

TEST(FailClosed, ShowsStrangeNamesWithoutStrangeBytes) {
  ExpectRefusal(Marker().Policy("/nonexistent/\x1b[31m\n"),
                "/nonexistent/\\x1b[31m\\x0a: no such file; correct the name "
                "of the policy");
}

TEST(FailClosed, RefusesAPolicyThatTheUserMayNotRead) {
  const TempDir directory;
  const std::string shim = directory.Sub("liblandshim.so");
  const std::string marker = directory.Sub("print_marker");
  std::filesystem::copy_file(ShimPath(), shim);
  std::filesystem::copy_file(TestFile("tests/testcases/print_marker"), marker);
  const std::string policy = directory.Write("app.policy", kGood);
  chmod(policy.c_str(), 0);
  ExpectRefusal(Command({marker})
                    .Env("LD_PRELOAD", shim)
                    .Policy(policy)
                    .Cwd("/")
                    .Before(BecomeNobody),
                policy +
                    ": permission denied; make the policy readable for "
                    "the program's user");
}

TEST(FailClosed, RefusesAPolicyThatIsNoRegularFile) {
  const TempDir directory;
  ExpectRefusal(
      Marker().Policy(directory.path()),
      directory.path() + ": this is a directory; name a policy file in it");
  const std::string fifo = directory.Sub("fifo");
  mkfifo(fifo.c_str(), 0600);
  const std::string cure =
      ": this is not a regular file; write the policy to a regular file";
  ExpectRefusal(Marker().Policy(fifo), fifo + cure);
  ExpectRefusal(Marker().Policy("/dev/null"), "/dev/null" + cure);
}

TEST(FailClosed, RefusesAPolicyThatCannotBeOpened) {
  const TempDir directory;
  const std::string loop = directory.Sub("loop");
  ASSERT_EQ(symlink("loop", loop.c_str()), 0);
  ExpectRefusal(Marker().Policy(loop),
                loop +
                    ": the policy cannot be read: symbolic link loop "
                    "(ELOOP); replace the file");
  const std::string name = directory.Sub("socket");
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  strncpy(address.sun_path, name.c_str(), sizeof(address.sun_path) - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  ExpectRefusal(Marker().Policy(name),
                name +
                    ": the policy cannot be read: no such device (ENXIO); "
                    "replace the file");
  close(fd);
}

TEST(FailClosed, RefusesAVariableThatOnlyRunSets) {
  constexpr const char kLine[] =
      "LANDSHIM_RUN: 'landshim run' left no policy there: errno 9; unset it; "
      "nothing but 'landshim run' sets it";
  for (const char* value : {"", "garbage", "999:3", "o999:3"}) {
    ExpectRefusal(Marker().Env("LANDSHIM_RUN", value), kLine);
  }
}

TEST(FailClosed, RefusesAnEmptyPolicy) {
  const TempDir directory;
  const std::string policy = directory.Write("app.policy", "");
  ExpectRefusal(Marker().Policy(policy),
                policy +
                    ": the policy is empty; write at least 'landshim 1' "
                    "and an 'abi' line: that denies everything");
}

TEST(FailClosed, RefusesAPolicyOverOneMebibyte) {
  REQUIRE_ABI(1);
  const TempDir directory;
  std::string text = kGood;
  text += std::string(kLargestPolicy - text.size(), '\n');
  ExpectRun(Marker().Policy(directory.Write("app.policy", text)));
  const std::string policy = directory.Write("app.policy", text + "\n");
  ExpectRefusal(Marker().Policy(policy),
                policy +
                    ": the policy is larger than 1 MiB; grant directories "
                    "instead of files");
}

// Appends to the file each time that somebody is about to read it.
void GrowWhenRead(int watcher, const std::string& path) {
  fanotify_event_metadata event;
  while (read(watcher, &event, sizeof(event)) == sizeof(event)) {
    std::ofstream(path, std::ios::app) << "read /\n";
    const fanotify_response response = {event.fd, FAN_ALLOW};
    if (write(watcher, &response, sizeof(response)) < 0) return;
    close(event.fd);
  }
}

TEST(FailClosed, RefusesAPolicyThatGrowsMeanwhile) {
  const TempDir directory;
  const std::string policy = directory.Write("app.policy", kGood);
  const int watcher =
      fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY | O_CLOEXEC);
  if (watcher < 0 || fanotify_mark(watcher, FAN_MARK_ADD, FAN_ACCESS_PERM,
                                   AT_FDCWD, policy.c_str()) != 0) {
    GTEST_SKIP() << "this user may not watch files";
  }
  const pid_t grower = fork();
  if (grower == 0) {
    GrowWhenRead(watcher, policy);
    _exit(0);
  }
  ExpectRefusal(Marker().Policy(policy),
                policy +
                    ": the policy changed while it was read; replace it by "
                    "renaming a new file over it");
  kill(grower, SIGKILL);
  waitpid(grower, nullptr, 0);
  close(watcher);
}

class FailClosedIncludes : public ::testing::Test {
 public:
  // The policy, with these lines behind version and `abi`.
  std::string WritePolicy(const std::string& lines) const {
    return directory_.Write("app.policy", kGood + lines);
  }

  void ExpectRefusalAt(const std::string& policy,
                       const std::string& message) const {
    ExpectRefusal(Marker().Policy(policy), directory_.path() + message);
  }

  TempDir directory_;
};

TEST_F(FailClosedIncludes, RefuseAMissingFile) {
  ExpectRefusalAt(WritePolicy("include \"gone\"\n"),
                  "/app.policy:3:9: no such file '" + directory_.Sub("gone") +
                      "'; correct the name, or write 'include?' to skip a "
                      "missing file");
  ExpectRefusalAt(WritePolicy("include base\n"),
                  "/app.policy:3:9: no such file '" + directory_.Sub("base") +
                      "'; did you mean '<base>'?");
}

TEST_F(FailClosedIncludes, SkipAMissingFileWithAQuestionMark) {
  REQUIRE_ABI(1);
  ExpectRun(Marker().Policy(WritePolicy("include? gone\n")));
}

TEST_F(FailClosedIncludes, RefuseADirectory) {
  ExpectRefusalAt(WritePolicy("include ./\n"),
                  "/./: this is a directory; name a policy file in it");
}

TEST_F(FailClosedIncludes, RefuseAnAbiStatement) {
  directory_.Write("part", "abi 4\n");
  ExpectRefusalAt(WritePolicy("include part\n"),
                  "/part:1:1: 'abi' in an included file; write it in the "
                  "policy that includes this");
}

TEST_F(FailClosedIncludes, RefuseLoops) {
  const std::string policy = WritePolicy("include part\n");
  directory_.Write("part", "include part\n");
  ExpectRefusalAt(policy, "/part:1:9: '" + directory_.Sub("part") +
                              "' includes itself; remove one of the includes");
  directory_.Write("part", "read /usr\ninclude other\n");
  directory_.Write("other", "include part\n");
  ExpectRefusalAt(policy, "/other:1:9: '" + directory_.Sub("part") +
                              "' includes itself; remove one of the includes");
}

TEST_F(FailClosedIncludes, RefuseLoopsThroughOtherNamesOfAFile) {
  const std::string policy = WritePolicy("include part\n");
  directory_.Write("part", "include other\n");
  ASSERT_EQ(symlink("part", directory_.Sub("other").c_str()), 0);
  ExpectRefusalAt(policy, "/part:1:9: '" + directory_.Sub("other") +
                              "' includes itself; remove one of the includes");
}

TEST_F(FailClosedIncludes, RefuseMoreThanEightLevels) {
  REQUIRE_ABI(1);
  const std::string policy = WritePolicy("include 1\n");
  for (int level = 1; level <= 8; ++level) {
    directory_.Write(std::to_string(level),
                     "include? " + std::to_string(level + 1) + "\n");
  }
  ExpectRun(Marker().Policy(policy));
  directory_.Write("9", "read /usr\n");
  ExpectRefusalAt(policy,
                  "/8:1:10: includes are nested deeper than 8; include the "
                  "file from a shallower one");
}

TEST_F(FailClosedIncludes, RefuseMoreThanSixtyFourTexts) {
  REQUIRE_ABI(1);
  std::string lines;
  for (int i = 1; i <= 63; ++i) {
    const std::string name = "part" + std::to_string(i);
    directory_.Write(name, "read? /usr\n");
    lines += "include " + name + "\n";
  }
  ExpectRun(Marker().Policy(WritePolicy(lines)));
  directory_.Write("one_more", "read? /usr\n");
  ExpectRefusalAt(WritePolicy(lines + "include one_more\n"),
                  "/one_more: the policy is made of more than 64 texts; join "
                  "some of its files");
}

}  // namespace
}  // namespace landshim::testing
