// A program that brings its own dynamic linker, or what a linker reads, is not
// granted more for it: what it is called proves nothing.
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "tests/attacks/attack.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using landshim::testing::Ended;
using landshim::testing::kGrantedText;
using landshim::testing::kSecretText;
using landshim::testing::OneLayer;
using landshim::testing::RunUnder;
using landshim::testing::WithoutCount;

constexpr char kMuslLinker[] = "/lib/ld-musl-x86_64.so.1";
constexpr char kGlibcLinker[] = "/lib64/ld-linux-x86-64.so.2";
constexpr char kOdd[] = "its dynamic linker is not one of the system's";

class OwnLinker : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    scene_.Write("secret/file", kSecretText);
    scene_.Write("granted/file", kGrantedText);
  }

  // kReadFile with this interpreter.
  std::string ProgramOf(const std::string& linker,
                        const std::string& compiler) {
    return Compile(scene_, "program", kReadFile,
                   {"-Wl,--dynamic-linker=" + linker}, compiler);
  }

  // The secret is read without landshim, and under it neither the secret nor
  // anything else that is not the program's; what is granted is.
  void ExpectBound(const std::string& program, const Words& lines) {
    EXPECT_TRUE(
        Ended(Command({program, scene_.secret()}).Run(), 0, kSecretText));
    EXPECT_TRUE(Ended(Run(program, scene_.secret()), EACCES, "", lines));
    EXPECT_TRUE(Ended(Run(program, "/etc/passwd"), EACCES, "", lines));
    EXPECT_TRUE(Ended(Run(program, scene_.granted()), 0, kGrantedText, lines));
  }

  Result Run(const std::string& program, const std::string& file) {
    return WithoutCount(RunUnder(scene_.rules(), {program, file}).Run());
  }

  Scene scene_;
};

// musl's linker reads a list of directories from its neighbourhood, and whoever
// brings the linker brings that too.
TEST_F(OwnLinker, ItsPathFileIsNotGrantedWhateverItIs) {
  const std::string linker =
      scene_.Copy(kMuslLinker, "m/lib/ld-musl-x86_64.so.1");
  const std::string program = ProgramOf(linker, "musl-gcc");
  const std::string list = scene_.Sub("m/etc/ld-musl-x86_64.path");
  fs::create_directories(scene_.Sub("m/etc"));
  const Words lines = {OneLayer(program, kOdd)};
  for (const std::string& target :
       {std::string("/"), scene_.secret(), scene_.Sub("secret"),
        std::string("/etc/passwd")}) {
    SCOPED_TRACE(target);
    fs::create_symlink(target, list);
    ExpectBound(program, lines);
    fs::remove(list);
  }
  // A hard link to the secret, and a file of its own.
  fs::create_hard_link(scene_.secret(), list);
  EXPECT_TRUE(Ended(Run(program, scene_.secret()), EACCES, "", lines));
  fs::remove(list);
  scene_.Write("m/etc/ld-musl-x86_64.path", "/");
  EXPECT_TRUE(Ended(Run(program, list), EACCES, "", lines));
}

// Nothing waits for a writer that never comes: neither the start, nor those
// that only look.
TEST_F(OwnLinker, AFifoInItsNeighbourhoodKeepsNobody) {
  const std::string linker =
      scene_.Copy(kMuslLinker, "m/lib/ld-musl-x86_64.so.1");
  const std::string program = ProgramOf(linker, "musl-gcc");
  fs::create_directories(scene_.Sub("m/etc"));
  ASSERT_EQ(mkfifo(scene_.Sub("m/etc/ld-musl-x86_64.path").c_str(), 0644), 0);
  EXPECT_TRUE(Ended(Run(program, scene_.secret()), EACCES, "",
                    {OneLayer(program, kOdd)}));
  // Doctor has no policy for it, which is all that it says to be wrong.
  const Result doctor = Landshim({"doctor", program}).Run();
  EXPECT_EQ(doctor.status, 1) << doctor;
  EXPECT_NE(doctor.out.find("one of the system's"), std::string::npos)
      << doctor;
  const Result explained = Landshim({"explain", "--rule", scene_.rules(), "--",
                                     program, scene_.granted()})
                               .Run();
  EXPECT_EQ(explained.status, 0) << explained;
  EXPECT_EQ(explained.out, kGrantedText);
}

// The names of the system's linkers, borne by others.
TEST_F(OwnLinker, AKnownNameIsNoProof) {
  for (const char* name : {"ld-linux-x86-64.so.2", "ld64.so.1",
                           "lib64/ld-linux-x86-64.so.2", "ld-2.36.so"}) {
    SCOPED_TRACE(name);
    const std::string linker = scene_.Copy(kGlibcLinker, name);
    const std::string program = ProgramOf(linker, "gcc");
    ExpectBound(program, {OneLayer(program, kOdd)});
  }
}

// It is the place that counts, by whatever name it is reached.
TEST_F(OwnLinker, TheSystemsIsTrustedThroughAnyName) {
  fs::create_symlink(kGlibcLinker, scene_.Sub("ld-linux-x86-64.so.2"));
  for (const std::string& linker :
       {scene_.Sub("ld-linux-x86-64.so.2"),
        "/./lib64//" + fs::path(kGlibcLinker).filename().string()}) {
    SCOPED_TRACE(linker);
    ExpectBound(ProgramOf(linker, "gcc"), {});
  }
}

// A library is what can be loaded: neither a core dump, nor an object file, nor
// a program, nor what is no ELF file at all.
TEST_F(OwnLinker, NothingIsALibraryThatCannotBeLoaded) {
  // So that the first layer is the only one, and what it grants stays.
  const std::string linker = scene_.Copy(kGlibcLinker, "ld-linux-x86-64.so.2");
  const std::string library =
      Compile(scene_, "libgood.so", "int Good;", {"-shared", "-fPIC"});
  const std::string program = Compile(
      scene_, "program", kReadFile,
      {"-Wl,--dynamic-linker=" + linker, "-Wl,--no-as-needed", library});
  const std::string good = ContentOf(library);
  ASSERT_GT(good.size(), 64);
  const auto with = [&](size_t at, char byte) {
    std::string bytes = good;
    bytes[at] = byte;
    return bytes;
  };
  constexpr size_t kType = 16;  // e_type
  constexpr size_t kClass = 4;  // EI_CLASS
  constexpr size_t kData = 5;   // EI_DATA
  EXPECT_EQ(Run(program, library).status, 0);
  // A preload that cannot be loaded is only warned of, so that the program
  // runs; and tries to read what it named.
  const std::string named = scene_.Sub("named.so");
  for (const std::string& bytes :
       {with(kType, 4), with(kType, 1), with(kType, 2), with(kClass, 1),
        with(kData, 2), std::string("secret\n"), good.substr(0, 40)}) {
    scene_.Write("named.so", bytes);
    chmod(named.c_str(), 0600);
    EXPECT_EQ(Command({program, named}).Run().status, 0);
    EXPECT_EQ(RunUnder(scene_.rules(), {program, named})
                  .Env("LD_PRELOAD", named)
                  .Run()
                  .status,
              EACCES);
  }
}

}  // namespace
}  // namespace landshim::attacks
