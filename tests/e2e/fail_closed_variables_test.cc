// Variables that say something else than was meant keep the program from
// running.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/e2e/refusal.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

struct Misuse {
  const char* name;
  const char* value;
  const char* message;
};

TEST(FailClosed, RefusesMisusedVariables) {
  const Misuse misuses[] = {
      {"LANDSHIM_POLICY", "",
       "LANDSHIM_POLICY: the variable is set but empty; give it a value, or "
       "unset it"},
      {"LANDSHIM_RULES", "",
       "LANDSHIM_RULES: the variable is set but empty; give it a value, or "
       "unset it"},
      {"LANDSHIM_RULES", " ;\t;\n",
       "LANDSHIM_RULES: the variable is set but empty; give it a value, or "
       "unset it"},
      {"LANDSHIM_POLCY", "/app.policy",
       "LANDSHIM_POLCY: there is no LANDSHIM_POLCY; did you mean "
       "LANDSHIM_POLICY?"},
      {"LANDSHIM_RULE", "read /usr",
       "LANDSHIM_RULE: there is no LANDSHIM_RULE; did you mean "
       "LANDSHIM_RULES?"},
      {"LANDSHIM_SOMETHING", "1",
       "LANDSHIM_SOMETHING: there is no LANDSHIM_SOMETHING; unset it; "
       "LANDSHIM_POLICY and LANDSHIM_RULES hold policies"},
      {"LANDSHIM_LOG", "debug",
       "LANDSHIM_LOG: unknown value 'debug'; write info, or unset it"},
      {"LANDSHIM_LOG", "",
       "LANDSHIM_LOG: unknown value ''; write info, or unset it"},
      {"LANDSHIM_KEEP", "yes",
       "LANDSHIM_KEEP: unknown value 'yes'; write 1, or unset it"},
  };
  for (const Misuse& misuse : misuses) {
    ExpectRefusal(Marker().Env(misuse.name, misuse.value), misuse.message);
    // A good policy beside it does not help.
    if (misuse.name == std::string("LANDSHIM_RULES")) continue;
    ExpectRefusal(Marker().Rules("abi 1").Env(misuse.name, misuse.value),
                  misuse.message);
  }
}

TEST(FailClosed, RefusesMistakesInTheRules) {
  const Misuse misuses[] = {
      {"LANDSHIM_RULES", "read /usr; reed /etc",
       "LANDSHIM_RULES:1:12: unknown statement 'reed'; did you mean 'read'?"},
      {"LANDSHIM_RULES", "read /usr\nread ${NOT_SET}",
       "LANDSHIM_RULES:2:6: variable 'NOT_SET' is not set; set it, or give a "
       "default: ${NOT_SET:-default}"},
      {"LANDSHIM_RULES", "abi 4; abi 5",
       "LANDSHIM_RULES:1:12: second 'abi' statement; keep one"},
      {"LANDSHIM_RULES", "landshim 2",
       "LANDSHIM_RULES:1:10: unknown language version '2'; write 'landshim 1'"},
  };
  for (const Misuse& misuse : misuses) {
    ExpectRefusal(Marker().Env(misuse.name, misuse.value), misuse.message);
  }
}

TEST(FailClosed, RefusesAnAbiInBothPolicyAndRules) {
  const TempDir directory;
  const std::string policy =
      directory.Write("app.policy", "landshim 1\nabi 4..11\n");
  ExpectRefusal(Marker().Policy(policy).Rules("abi 4"),
                "LANDSHIM_RULES:1:5: second 'abi' statement; keep one");
}

TEST(FailClosed, RefusesRelativePathsWhereTheDirectoryIsGone) {
  const TempDir directory;
  const std::string gone = directory.Sub("gone");
  ExpectRefusal(Marker().Rules("read here").Before([gone] {
    if (mkdir(gone.c_str(), 0755) == 0 && chdir(gone.c_str()) == 0) {
      rmdir(gone.c_str());
    }
  }),
                "LANDSHIM_RULES:1:6: relative path 'here'; write it from the "
                "root; ~ and ${NAME} expand");
}

TEST(FailClosed, RefusesMisusedVariablesOfTheSample) {
  const Misuse misuses[] = {
      {"LL_TCP_BIND", "http",
       "LL_TCP_BIND: bad port 'http'; write numbers from 0 to 65535 with ':' "
       "between them"},
      {"LL_TCP_CONNECT", "80:65536",
       "LL_TCP_CONNECT: bad port '65536'; write numbers from 0 to 65535 with "
       "':' between them"},
      {"LL_UDP_BIND", "-1",
       "LL_UDP_BIND: bad port '-1'; write numbers from 0 to 65535 with ':' "
       "between them"},
      {"LL_SCOPED", "x",
       "LL_SCOPED: unknown or repeated scope 'x'; write a, s or a:s"},
      {"LL_SCOPED", "s:s",
       "LL_SCOPED: unknown or repeated scope 's'; write a, s or a:s"},
      {"LL_FORCE_LOG", "2",
       "LL_FORCE_LOG: unknown value '2'; write 1, or unset it"},
      {"LL_QUIET_ACCESS", "most",
       "LL_QUIET_ACCESS: unknown word 'most'; write all, read, "
       "write, tcp_bind, tcp_connect, udp_bind, udp_connect, "
       "abstract_unix_socket or signal"},
      {"LL_FS_QUIET", "/proc",
       "LL_QUIET_ACCESS: the variable is not set, though a quiet list is; set "
       "it, for example to 'all'"},
  };
  for (const Misuse& misuse : misuses) {
    ExpectRefusal(Marker()
                      .Env("LL_FS_RO", "/usr")
                      .Env("LL_FS_RW", "")
                      .Env(misuse.name, misuse.value),
                  misuse.message);
  }
  const std::string missing =
      ": the variable is not set, though another LL_ one is; set it; an empty "
      "value grants nothing";
  ExpectRefusal(Marker().Env("LL_FS_RO", "/usr"), "LL_FS_RW" + missing);
  ExpectRefusal(Marker().Env("LL_FS_RW", "/usr"), "LL_FS_RO" + missing);
  ExpectRefusal(Marker().Env("LL_TCP_BIND", "80"), "LL_FS_RO" + missing);
}

TEST(FailClosed, EndsWithItsStatusEvenIfNobodyCanReadTheMessage) {
  const auto run = [](void (*spoil)()) {
    return Marker().Rules("reed").Before(spoil).Run();
  };
  const Result closed = run([] { close(2); });
  EXPECT_EQ(closed.status, 125);
  EXPECT_EQ(closed.out, "");
  const Result full = run([] { dup2(open("/dev/full", O_WRONLY), 2); });
  EXPECT_EQ(full.status, 125);
  const Result unread = run([] {
    int ends[2];
    if (pipe(ends) == 0) dup2(ends[1], 2);
    close(ends[0]);
  });
  EXPECT_EQ(unread.status, 125);
}

}  // namespace
}  // namespace landshim::testing
