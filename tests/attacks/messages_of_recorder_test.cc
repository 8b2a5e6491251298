// A recorder that is ended tells the program's descriptor 2, with no more
// rights than the program has there.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "tests/attacks/attack.h"

namespace landshim::attacks {
namespace {

using ::testing::EndsWith;

// Ends its recorder, and goes on until it is ended itself.
constexpr char kEndRecorder[] =
    "import os, re, signal, time\n"
    "time.sleep(2)\n"
    "for pid in filter(str.isdigit, os.listdir('/proc')):\n"
    "  try: text = open('/proc/%s/status' % pid).read()\n"
    "  except OSError: continue\n"
    "  parent = re.search('PPid:\\\\s*(.*)', text)[1]\n"
    "  if 'landshim-record' in text and int(pid) == os.getppid():\n"
    "    os.kill(int(pid), signal.SIGKILL)\n"
    "time.sleep(20)\n";

class Messages : public ::testing::Test {
 protected:
  Messages() {
    file_ = scene_.Write("precious", "precious\n");
    program_ = scene_.Write("end.py", kEndRecorder);
  }

  // Under a front that is gone, so that the program is told. Descriptor 2 of
  // the program is the file, opened like this.
  void EndRecorder(const std::string& redirection, bool container) {
    Command command(
        {"/bin/sh", "-c",
         "\"$0\" learn -o \"$1\" -- /bin/sh -c \"exec /usr/bin/python3 -I -S " +
             program_ + " " + redirection + file_ +
             "\" & sleep 1; kill -9 $! ; sleep 3; true",
         landshim::testing::LandshimPath(), scene_.Sub("app.rec")});
    if (container) {
      command.Before(
          [] { landshim::testing::RefuseCall(SYS_pidfd_getfd, EPERM); });
    }
    command.Run();
  }

  Scene scene_;
  std::string file_;
  std::string program_;
};

// The control: what may be written is.
TEST_F(Messages, GoWhereTheProgramMayWrite) {
  for (const bool container : {false, true}) {
    scene_.Write("precious", "precious\n");
    EndRecorder("2>>", container);
    EXPECT_THAT(ContentOf(file_), EndsWith("and learn again\n")) << container;
  }
}

TEST_F(Messages, DoNotGoWhereTheProgramMayOnlyRead) {
  for (const bool container : {false, true}) {
    EndRecorder("2<", container);
    EXPECT_EQ(ContentOf(file_), "precious\n") << container;
  }
}

}  // namespace
}  // namespace landshim::attacks
