// What is inspected is what is granted: an attacker who owns the names on the
// way to an interpreter swaps them while landshim looks.
#include <sys/stat.h>

#include <filesystem>

#include "tests/attacks/attack.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using landshim::testing::kSecretText;
using landshim::testing::RunUnder;

class SwappedLink : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    scene_.Write("secret/file", kSecretText);
    scene_.Write("granted/file", "granted\n");
    chmod(scene_.secret().c_str(), 0600);
    // Static, so that the first layer is its only one and what that grants
    // stays; it reads what it is told to, not what it interprets.
    reader_ = Compile(scene_, "reader",
                      std::string("#define main Read\n") + kReadFile +
                          "#undef main\n"
                          "int main(void) {\n"
                          "  char* a[] = {\"\", \"" +
                          scene_.secret() +
                          "\"};\n"
                          "  return Read(2, a);\n}\n",
                      {"-static"});
  }

  int StartsThatReadTheSecret(const std::string& script, int starts) {
    int read = 0;
    for (int i = 0; i < starts; ++i) {
      const Result result = RunUnder(scene_.rules(), {script}).Run();
      if (result.out.find("secret") != std::string::npos) ++read;
    }
    return read;
  }

  Scene scene_;
  std::string reader_;
};

TEST_F(SwappedLink, OfAnInterpreterGrantsNothingElse) {
  const std::string good = scene_.Sub("good");
  const std::string bad = scene_.Sub("bad");
  for (const std::string& target :
       {scene_.secret(), std::string("/"), scene_.Sub("secret")}) {
    SCOPED_TRACE(target);
    fs::create_symlink(reader_, good);
    fs::create_symlink(target, bad);
    const std::string script = scene_.Script("script", "#!" + good + "\n");
    // Without landshim it reads the secret whenever it starts at all.
    EXPECT_EQ(Command({script}).Run().out, kSecretText);
    {
      const Swapper swapper(good, bad);
      EXPECT_EQ(StartsThatReadTheSecret(script, 60), 0);
    }
    fs::remove(good);
    fs::remove(bad);
  }
}

// The program itself, by the name that the user gave.
TEST_F(SwappedLink, OfTheProgramGrantsNothingElse) {
  const std::string good = scene_.Sub("good");
  const std::string bad = scene_.Sub("bad");
  fs::create_symlink(reader_, good);
  fs::create_symlink(scene_.secret(), bad);
  const Swapper swapper(good, bad);
  EXPECT_EQ(StartsThatReadTheSecret(good, 60), 0);
}

// A library is opened once, and looked at and granted by that descriptor; a
// secret that is no library never is.
TEST_F(SwappedLink, OfALibraryGrantsNothingElse) {
  const std::string library =
      Compile(scene_, "lib/libgood.so.1", "int Good;", {"-shared", "-fPIC"});
  const std::string linker =
      scene_.Copy("/lib64/ld-linux-x86-64.so.2", "ld.so");
  const std::string program =
      Compile(scene_, "program", kReadFile,
              {"-Wl,--dynamic-linker=" + linker, "-Wl,--no-as-needed", library,
               "-Wl,-rpath,$ORIGIN/link"});
  fs::create_directories(scene_.Sub("link"));
  const std::string good = scene_.Sub("link/libgood.so.1");
  const std::string bad = scene_.Sub("link/bad");
  fs::create_symlink(library, good);
  fs::create_symlink(scene_.secret(), bad);
  EXPECT_EQ(Command({program, scene_.secret()}).Run().out, kSecretText);
  const Swapper swapper(good, bad);
  for (int i = 0; i < 60; ++i) {
    const Result result =
        RunUnder(scene_.rules(), {program, scene_.secret()}).Run();
    ASSERT_EQ(result.out, "") << i;
  }
}

}  // namespace
}  // namespace landshim::attacks
