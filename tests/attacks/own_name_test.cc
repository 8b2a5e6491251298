// ld.so takes a preload for loaded already where the program calls itself by
// that name; and code of a program may run before any constructor.
#include <cerrno>
#include <set>

#include "tests/attacks/attack.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

using landshim::testing::Ended;
using landshim::testing::kGrantedText;
using landshim::testing::kSecretText;
using landshim::testing::PreloadUnder;
using landshim::testing::RunUnder;

class OwnName : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    scene_.Write("secret/file", kSecretText);
    scene_.Write("granted/file", kGrantedText);
  }

  std::string Named(const std::string& soname) {
    return Compile(scene_, "program", kReadFile, {"-Wl,-soname," + soname});
  }

  Scene scene_;
};

// The control: with a bare preload the object is passed over, silently.
TEST_F(OwnName, PassesOverABarePreloadAndDoctorSaysSo) {
  const std::string program = Named(ShimPath());
  EXPECT_TRUE(
      Ended(PreloadUnder(scene_.rules(), {program, scene_.secret()}).Run(), 0,
            kSecretText));
  const Result doctor =
      Landshim({"doctor", program}).Env("LD_PRELOAD", ShimPath()).Run();
  EXPECT_NE(doctor.out.find("DT_SONAME"), std::string::npos) << doctor;
}

TEST_F(OwnName, CannotBeThatOfTheObjectUnderRun) {
  for (const std::string& soname :
       {ShimPath(), std::string("/proc/self/fd//1023"),
        std::string("/proc/self/fd/1023"),
        std::string("/usr/local/lib/liblandshim.so"),
        std::string("liblandshim.so")}) {
    SCOPED_TRACE(soname);
    const std::string program = Named(soname);
    EXPECT_TRUE(
        Ended(RunUnder(scene_.rules(), {program, scene_.secret()}).Run(),
              EACCES, ""));
    EXPECT_TRUE(
        Ended(RunUnder(scene_.rules(), {program, scene_.granted()}).Run(), 0,
              kGrantedText));
    // The second layer was there, and left nothing behind.
    EXPECT_TRUE(Ended(
        RunUnder(scene_.rules(), {program, "/lib/x86_64-linux-gnu/libc.so.6"})
            .Run(),
        EACCES, ""));
  }
}

// Two starts do not spell the object alike.
TEST_F(OwnName, CannotBeKnownBeforehand) {
  // LD_PRELOAD as the kernel laid it, before the object takes itself out.
  const std::string library = Compile(scene_, "libtell.so", R"(
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
__attribute__((constructor)) static void Tell(int n, char** a, char** e) {
  char block[65536];
  FILE* f = fopen("/proc/self/environ", "r");
  if (f == 0) return;
  size_t size = fread(block, 1, sizeof(block) - 1, f);
  for (size_t i = 0; i < size; i += strlen(block + i) + 1) {
    if (strstr(block + i, "/proc/self/fd/")) printf("%s\n", block + i);
  }
}
)",
                                      {"-shared", "-fPIC"});
  const std::string program =
      Compile(scene_, "program", "int main(void) { return 0; }",
              {"-Wl,--no-as-needed", library});
  std::set<std::string> spellings;
  for (int i = 0; i < 8; ++i) {
    // Linked objects are initialised behind ours, which edits in place: what is
    // left of the entry is not its name. So the look is from outside.
    const Result result = RunUnder("abi 1..11; read /proc", {program})
                              .Env("LD_DEBUG", "files")
                              .Run();
    const size_t at = result.err.find("/proc/self/fd/");
    ASSERT_NE(at, std::string::npos) << result;
    spellings.insert(
        result.err.substr(at, result.err.find_first_of(" ;\n", at) - at));
  }
  EXPECT_EQ(spellings.size(), 8);
}

// An indirect function runs while ld.so relocates. What the start takes is
// granted then, file by file, and nothing of it is another's.
TEST_F(OwnName, AnIndirectFunctionHasThePolicyAndItsOwnFiles) {
  const std::string program =
      Compile(scene_, "program", R"(
#include <sys/syscall.h>
static long Call(long n, long a, long b, long c, long d) {
  long r;
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return r;
}
static int Try(const char* path) { return Call(SYS_openat, -100, (long)path, 0, 0) >= 0; }
static void* Resolve(void) {
  int result = 0;
  if (Try(SECRET)) result |= 1;
  if (Try("/etc/passwd")) result |= 2;
  // A library that this program does not need.
  if (Try("/lib/x86_64-linux-gnu/libm.so.6")) result |= 4;
  if (Try("/lib/x86_64-linux-gnu/libc.so.6")) result |= 8;
  Call(SYS_exit_group, 100 + result, 0, 0, 0);
  return 0;
}
int Never(void) __attribute__((ifunc("Resolve")));
int main(void) { return Never(); }
)",
              {"-Wl,-z,now", "-DSECRET=\"" + scene_.secret() + "\""});
  EXPECT_EQ(Command({program}).Run().status, 100 + 15);
  EXPECT_EQ(RunUnder(scene_.rules(), {program}).Run().status, 100 + 8);
}

}  // namespace
}  // namespace landshim::attacks
