// A program that may write where its libraries are looked for steers its next
// start under a bare preload: that is no way to be closed, but one to be named.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/attacks/attack.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(NextStart, IsSteeredThroughARunpathAndCheckNamesTheLine) {
  REQUIRE_ABI(1);
  const Scene scene;
  scene.Write("app/lib/.keep", "");
  const std::string app =
      Compile(scene, "app/app", kReadFile,
              {"-Wl,-rpath,$ORIGIN/lib", "-Wl,--no-as-needed", "-L.", "-lm"});
  // What the program left there at an earlier start.
  Compile(scene, "app/lib/libm.so.6",
          "#include <unistd.h>\n"
          "__attribute__((constructor)) static void run(void) {\n"
          "  write(2, \"planted\\n\", 8);\n}\n",
          {"-shared", "-fPIC", "-Wl,-soname,libm.so.6", "-Wl,-z,initfirst"});
  // The control: ld.so takes it.
  EXPECT_THAT(Command({app, scene.secret()}).Run().err, HasSubstr("planted"));
  const auto check = [&scene](const std::string& statement) {
    const std::string file = scene.Write(
        "c.policy", "landshim 1\nabi 1..6\ninclude <base> <libs>\nexec " +
                        scene.Sub("app/app") + "\nread " +
                        scene.Sub("app/lib") + '\n' + statement + '\n');
    return Landshim({"check", file}).Run().out;
  };
  EXPECT_THAT(check("write " + scene.Sub("app/lib")),
              HasSubstr("c.policy:6:7: warning: the program can change '" +
                        scene.Sub("app/lib")));
  EXPECT_THAT(check("write " + scene.Sub("app/lib")),
              HasSubstr("[writes-libraries]"));
  EXPECT_THAT(check(""), Not(HasSubstr("[writes-libraries]")));
}

TEST(Sockets, OfOtherProgramsAreNamedByCheck) {
  REQUIRE_ABI(1);
  const Scene scene;
  const std::string agent = scene.Sub("agent");
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  ASSERT_LT(agent.size(), sizeof(address.sun_path));
  agent.copy(address.sun_path, agent.size());
  ASSERT_EQ(
      bind(server, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(listen(server, 1), 0);
  const auto check = [&](const std::string& abi, const std::string& rest) {
    const std::string file =
        scene.Write("c.policy", "landshim 1\nabi " + abi + '\n' + rest);
    return Landshim({"check", file}).Env("SSH_AUTH_SOCK", agent).Run().out;
  };
  EXPECT_THAT(check("1..6", ""), HasSubstr(agent + "', which uses the user's "
                                                   "keys"));
  EXPECT_THAT(check("1..6", "connect tcp 2375\n"), HasSubstr("[wide-reach]"));
  // The control: under such a policy it is connected to, below ABI 9.
  if (landshim::testing::KernelAbi() < 9) {
    const Result connected =
        Landshim({"run", "--rule",
                  "abi 1..6; include <base> <libs>; exec /usr/bin; read /usr",
                  "--", "/usr/bin/python3", "-c",
                  "import socket,sys; s=socket.socket(socket.AF_UNIX); "
                  "s.connect(sys.argv[1])",
                  agent})
            .Run();
    EXPECT_EQ(connected.status, 0) << connected;
  }
  close(server);
}

}  // namespace
}  // namespace landshim::attacks
