// Whatever a program is, `landshim run` binds it: what the shim cannot be
// loaded into as well, and then it says so.
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

struct Kind {
  const char* program;
  const char* reason;  // why it gets one layer; null: it gets two
};

std::ostream& operator<<(std::ostream& stream, const Kind& kind) {
  return stream << kind.program;
}

class Kinds : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    const bool is_32_bit =
        std::string(GetParam().program).find("_32") != std::string::npos;
    if (is_32_bit && !Runs32BitPrograms()) {
      GTEST_SKIP() << "this kernel executes no programs for 32 bits";
    }
  }

  static std::string Path() { return Program(GetParam().program); }

  // What is said before the program begins.
  static Words Lines() {
    if (GetParam().reason == nullptr) return {};
    return {OneLayer(Path(), GetParam().reason)};
  }

  Scene scene_;
};

TEST_P(Kinds, AreFreeWithoutASandbox) {
  EXPECT_TRUE(Ended(Command({Path(), scene_.secret()}).Run(), 0, kSecretText));
}

TEST_P(Kinds, CannotReadWhatIsNotGranted) {
  const Result result =
      RunUnder(scene_.rules(), {Path(), scene_.secret()}).Run();
  EXPECT_TRUE(Ended(WithoutCount(result), EACCES, "", Lines()));
}

TEST_P(Kinds, WorkOnWhatIsGranted) {
  const Result result =
      RunUnder(scene_.rules(), {Path(), scene_.granted()}).Run();
  EXPECT_TRUE(Ended(WithoutCount(result), 0, kGrantedText, Lines()));
}

// A preload alone leaves those free that get one layer here, or cannot start
// them.
TEST_P(Kinds, OfOneLayerAreThoseThatAPreloadCannotBind) {
  const Result result =
      PreloadUnder(scene_.rules(), {Path(), scene_.secret()}).Run();
  const bool sanitized = std::string(GetParam().program) == "read_file_asan";
  const bool alone = GetParam().reason != nullptr;
  EXPECT_EQ(result.status, sanitized ? 1 : alone ? 0 : EACCES) << result;
}

// With one layer that is its own file, which cannot be started unread. What
// lies beside it, and what is the same elsewhere, is out of reach.
TEST_P(Kinds, KeepNoMoreThanTheirStartTakes) {
  const bool alone = GetParam().reason != nullptr;
  const std::string own = scene_.Copy(Path(), "program");
  Scene other;
  const std::string twin = other.Copy(Path(), "program");
  const Result reads_itself = RunUnder(scene_.rules(), {own, own}).Run();
  EXPECT_EQ(reads_itself.status, alone ? 0 : EACCES) << reads_itself;
  EXPECT_EQ(RunUnder(scene_.rules(), {own, twin}).Run().status, EACCES);
  EXPECT_EQ(RunUnder(scene_.rules(), {own, "/etc/passwd"}).Run().status,
            EACCES);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Kinds,
    ::testing::Values(
        Kind{"read_file", nullptr}, Kind{"read_file_cgo", nullptr},
        Kind{"read_file_musl", nullptr},
        Kind{"read_file_static", "it is static"},
        Kind{"read_file_static_pie", "it is static"},
        Kind{"read_file_musl_static", "it is static"},
        Kind{"read_file_go", "it is static"},
#if defined(__x86_64__)
        Kind{"read_file_32", "it is of another architecture or format"},
        Kind{"read_file_32_static", "it is of another architecture or format"},
#endif
        Kind{"read_file_asan",
             "AddressSanitizer's runtime must be loaded first"}),
    [](const auto& kind) { return std::string(kind.param.program); });

class OddPrograms : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  // As a user without privileges.
  static Command AsNobody(Command command) {
    return command.Before(BecomeNobody);
  }

  Scene scene_;
};

TEST_F(OddPrograms, StaticBusyboxIsBound) {
  const Words attack = {"busybox", "cat", scene_.secret()};
  EXPECT_TRUE(Ended(Command(attack).Run(), 0, kSecretText));
  const Result result = RunUnder(scene_.rules(), attack).Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(WithoutCount(result).err,
            "landshim: " + OneLayer("/usr/bin/busybox", "it is static") +
                "\ncat: can't open '" + scene_.secret() +
                "': Permission denied\n");
}

// What it keeps is named where that is asked for.
TEST_F(OddPrograms, OfOneLayerHaveTheirFilesNamed) {
  const std::string program = Program("read_file_static");
  const Result result = RunUnder("abi 1; read " + scene_.Sub("granted"),
                                 {program, scene_.granted()})
                            .Env("LANDSHIM_LOG", "info")
                            .Run();
  EXPECT_TRUE(Ended(
      WithoutCount(result), 0, kGrantedText,
      {"run: granted for its start: '" + program +
           "'; grant it in the policy if it is needed later",
       OneLayer(program, "it is static"),
       "options: enforced at Landlock ABI 1, rules: 1; this kernel cannot "
       "deny: nothing that the policy denies"}));
}

// The interpreter of the ELF file has another name than glibc's and musl's.
TEST_F(OddPrograms, WithAnUnknownLinkerAreBound) {
  const std::string program = scene_.Copy(Program("read_file"), "program");
  const std::string linker =
      scene_.Copy("/lib64/ld-linux-x86-64.so.2", "linker.so");
  ASSERT_EQ(
      Command({"patchelf", "--set-interpreter", linker, program}).Run().status,
      0);
  EXPECT_TRUE(Ended(Command({program, scene_.secret()}).Run(), 0, kSecretText));
  const Words lines = {
      OneLayer(program, "its dynamic linker is not one of the system's")};
  EXPECT_TRUE(Ended(
      WithoutCount(RunUnder(scene_.rules(), {program, scene_.secret()}).Run()),
      EACCES, "", lines));
  EXPECT_TRUE(Ended(
      WithoutCount(RunUnder(scene_.rules(), {program, scene_.granted()}).Run()),
      0, kGrantedText, lines));
}

class NobodysPrograms : public OddPrograms {
 protected:
  void SetUp() override {
    OddPrograms::SetUp();
    if (geteuid() != 0) GTEST_SKIP() << "becoming another user needs root";
    chmod(scene_.secret().c_str(), 0644);
  }

  // A copy that the user may execute but not read.
  std::string Unreadable(const std::string& program) {
    return scene_.Copy(Program(program), "unreadable", 0711);
  }

  static std::string Note(const std::string& program) {
    return program +
           ": it cannot be read, so what its start takes is a guess: if it is "
           "static, it keeps reading the system's libraries and executing the "
           "dynamic linkers; make it readable";
  }
};

TEST_F(NobodysPrograms, ThatCannotBeReadAreBound) {
  for (const char* name : {"read_file", "read_file_musl", "read_file_static"}) {
    SCOPED_TRACE(name);
    Scene scene;
    const std::string program = scene.Copy(Program(name), "unreadable", 0711);
    EXPECT_TRUE(Ended(AsNobody(Command({program, scene.secret()})).Run(), 0,
                      kSecretText));
    EXPECT_TRUE(Ended(
        AsNobody(RunUnder(scene.rules(), {program, scene.secret()})).Run(),
        EACCES, "", {Note(program)}));
    EXPECT_TRUE(Ended(
        AsNobody(RunUnder(scene.rules(), {program, scene.granted()})).Run(), 0,
        kGrantedText, {Note(program)}));
  }
}

// Set-id bits are an attack where the file is one that only root may read.
class SetId : public NobodysPrograms {
 protected:
  // Readable for root alone.
  std::string RootsFile() {
    std::string path = scene_.Write("granted/roots", kSecretText);
    chmod(path.c_str(), 0600);
    return path;
  }

  static std::string Note(const std::string& program) {
    return program +
           ": its set-id bits or file capabilities have no effect in a "
           "sandbox; start landshim as the user that it is to run as";
  }

  // Without a sandbox it reads the file; in one it runs without privileges, but
  // it runs.
  void ExpectNoPrivileges(const std::string& program, const Words& lines) {
    const std::string file = RootsFile();
    EXPECT_TRUE(
        Ended(AsNobody(Command({program, file})).Run(), 0, kSecretText));
    EXPECT_TRUE(Ended(
        WithoutCount(AsNobody(RunUnder(scene_.rules(), {program, file})).Run()),
        EACCES, "", lines));
    EXPECT_TRUE(Ended(
        WithoutCount(
            AsNobody(RunUnder(scene_.rules(), {program, scene_.granted()}))
                .Run()),
        0, kGrantedText, lines));
  }
};

TEST_F(SetId, GivesNoPrivileges) {
  const std::string program =
      scene_.Copy(Program("read_file"), "program", 04755);
  ExpectNoPrivileges(program, {Note(program)});
}

TEST_F(SetId, GivesAStaticProgramNoPrivileges) {
  const std::string program =
      scene_.Copy(Program("read_file_static"), "program", 04755);
  ExpectNoPrivileges(program,
                     {OneLayer(program, "it is static"), Note(program)});
}

TEST_F(SetId, GivesAnUnreadableProgramNoPrivileges) {
  const std::string program =
      scene_.Copy(Program("read_file"), "program", 04711);
  ExpectNoPrivileges(program, {NobodysPrograms::Note(program), Note(program)});
}

TEST_F(SetId, GivesNoPrivilegesByCapabilities) {
  const std::string program = scene_.Copy(Program("read_file"), "program");
  ASSERT_EQ(
      Command({"/sbin/setcap", "cap_dac_override+ep", program}).Run().status,
      0);
  ExpectNoPrivileges(program, {Note(program)});
}

TEST_F(SetId, IsNotSpokenOfWhereItChangesNothing) {
  const std::string program =
      scene_.Copy(Program("read_file"), "program", 04755);
  EXPECT_TRUE(Ended(RunUnder(scene_.rules(), {program, scene_.granted()}).Run(),
                    0, kGrantedText));
}

// landshim needs no privileges and takes none.
TEST_F(SetId, OnLandshimItselfIsRefused) {
  const std::string landshim = scene_.Copy(LandshimPath(), "landshim", 04755);
  EXPECT_TRUE(Refused(
      AsNobody(Command({landshim, "run", "--rule", scene_.rules(), "--",
                        Program("read_file"), scene_.granted()}))
          .Run(),
      125,
      "run: landshim itself is set-id or has file capabilities; remove them: "
      "it needs no privileges"));
}

}  // namespace
}  // namespace landshim::testing
