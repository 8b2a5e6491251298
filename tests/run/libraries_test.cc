// A program finds the libraries that it finds without a sandbox, wherever they
// are, although the policy grants none of them.
#include "tests/run/libraries.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <filesystem>
#include <string>

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

INSTANTIATE_TEST_SUITE_P(Libc, Libraries, ::testing::Values("glibc", "musl"),
                         [](const auto& libc) { return libc.param; });

TEST_P(Libraries, BesideTheProgram) {
  Add("libvalue1.so", "app/lib/libvalue.so");
  const std::string program = Add("print_value", "app/bin/program");
  Patch({"--set-rpath", "$ORIGIN/../lib"}, program);
  ExpectOutput({program}, "1\n");
  // By another name of the program.
  fs::create_symlink(program, scene_.Sub("link"));
  ExpectOutput({scene_.Sub("link")}, "1\n");
  Patch({"--set-rpath", "${ORIGIN}/../lib"}, program);
  ExpectOutput({program}, "1\n");
}

TEST_P(Libraries, OfLibraries) {
  Add("libvalue1.so", "deep/libvalue.so");
  const std::string middle = Add("libmiddle.so", "lib/libmiddle.so");
  Patch({"--set-rpath", "$ORIGIN/../deep"}, middle);
  const std::string program = Add("print_middle", "bin/program");
  Patch({"--set-rpath", scene_.Sub("lib")}, program);
  ExpectOutput({program}, "1\n");
}

// DT_RPATH is for all that is needed behind it; for musl DT_RUNPATH is as well.
TEST_P(Libraries, BehindThePathOfTheProgram) {
  Add("libvalue1.so", "lib/libvalue.so");
  Add("libmiddle.so", "lib/libmiddle.so");
  const std::string program = Add("print_middle", "program");
  Patch({"--force-rpath", "--set-rpath", "$ORIGIN/lib"}, program);
  ExpectOutput({program}, "1\n");
  if (!IsMusl()) return;
  Patch({"--set-rpath", "$ORIGIN/lib"}, program);
  ExpectOutput({program}, "1\n");
}

TEST_P(Libraries, BehindThePathOfAnotherLibrary) {
  Add("libvalue1.so", "deep/libvalue.so");
  Add("libmiddle.so", "deep/libmiddle.so");
  const std::string outer = Add("libsay_a.so", "lib/libouter.so");
  Patch({"--add-needed", "libmiddle.so"}, outer);
  Patch({"--force-rpath", "--set-rpath", "$ORIGIN/../deep"}, outer);
  const std::string program = Add("print_middle", "program");
  Patch({"--replace-needed", "libmiddle.so", "libouter.so"}, program);
  Patch({"--set-rpath", "$ORIGIN/lib"}, program);
  ExpectOutput({program}, "constructor of a\n1\n");
}

TEST_P(Libraries, OfLdLibraryPath) {
  Add("libvalue1.so", "one/libvalue.so");
  Add("libvalue2.so", "two/libvalue.so");
  const std::string program = Add("print_value", "program");
  const std::string one = scene_.Sub("one");
  const std::string two = scene_.Sub("two");
  const auto expect = [&](const std::string& path, const std::string& value) {
    ExpectOutput({program}, value, [&](Command* command) {
      command->Env("LD_LIBRARY_PATH", path).Cwd(scene_.path());
    });
  };
  expect(one, "1\n");
  expect(two + ":" + one, "2\n");
  expect("/no/such:" + one + "/", "1\n");
  expect("two", "2\n");
  if (!IsMusl()) {
    expect("$ORIGIN/one", "1\n");
    expect("/no/such;" + two, "2\n");
  }
  // An empty element is the working directory, for glibc.
  if (IsMusl()) return;
  ExpectOutput({program}, "2\n", [&](Command* command) {
    command->Env("LD_LIBRARY_PATH", ":/no/such").Cwd(two);
  });
}

// Of the variable given twice, glibc takes the last and musl the first.
TEST_P(Libraries, OfLdLibraryPathGivenTwice) {
  Add("libvalue1.so", "one/libvalue.so");
  Add("libvalue2.so", "two/libvalue.so");
  const std::string program = Add("print_value", "program");
  ExpectOutput({program}, IsMusl() ? "1\n" : "2\n", [&](Command* command) {
    command->Environ({"LD_LIBRARY_PATH=" + scene_.Sub("one"),
                      "LD_LIBRARY_PATH=" + scene_.Sub("two")});
  });
}

// The path in the program counts before the variable, or behind it.
TEST_P(Libraries, InTheOrderOfTheLinker) {
  Add("libvalue1.so", "one/libvalue.so");
  Add("libvalue2.so", "two/libvalue.so");
  const std::string program = Add("print_value", "program");
  const Dress two = With("LD_LIBRARY_PATH", scene_.Sub("two"));
  Patch({"--set-rpath", "$ORIGIN/one"}, program);
  ExpectOutput({program}, "2\n", two);
  Patch({"--force-rpath", "--set-rpath", "$ORIGIN/one"}, program);
  ExpectOutput({program}, IsMusl() ? "2\n" : "1\n", two);
}

TEST_P(Libraries, NamedByAPath) {
  Add("libvalue1.so", "lib/libvalue.so");
  const std::string program = Add("print_value", "program");
  Patch({"--replace-needed", "libvalue.so", "lib/libvalue.so"}, program);
  ExpectOutput({program}, "1\n",
               [&](Command* command) { command->Cwd(scene_.path()); });
  Patch({"--replace-needed", "lib/libvalue.so", scene_.Sub("lib/libvalue.so")},
        program);
  ExpectOutput({program}, "1\n");
}

TEST_P(Libraries, BehindLinks) {
  Add("libvalue1.so", "far/away/libvalue.so.1.0");
  fs::create_directories(scene_.Sub("lib"));
  fs::create_symlink("../far/away/libvalue.so.1.0",
                     scene_.Sub("lib/libvalue.so"));
  const std::string program = Add("print_value", "program");
  ExpectOutput({program}, "1\n", With("LD_LIBRARY_PATH", scene_.Sub("lib")));
}

// What is granted is the library, not its directory: where the linker's first
// layer stays the only one, what lies beside it cannot be read.
TEST_P(Libraries, AreGrantedOneByOne) {
  const std::string library = Add("libvalue1.so", "lib/libvalue.so");
  const std::string reader =
      scene_.Copy(Program(IsMusl() ? "read_file_musl" : "read_file"), "reader");
  Patch({"--add-needed", "libvalue.so"}, reader);
  Patch({"--set-rpath", "$ORIGIN/lib"}, reader);
  const std::string beside = scene_.Write("lib/key", kSecretText);
  const auto read = [&](const std::string& file) {
    return RunUnder("abi 1..11", {reader, file})
        .Before([] { RefuseCall(SYS_memfd_create, EPERM); })
        .Run()
        .status;
  };
  EXPECT_TRUE(Ended(Command({reader, beside}).Run(), 0, kSecretText));
  EXPECT_EQ(read(library), 0);
  EXPECT_EQ(read(beside), EACCES);
}

// ---- Other objects in LD_PRELOAD ----

TEST_P(Libraries, ThatTheUserPreloads) {
  const std::string a = Add("libsay_a.so", "one/liba.so");
  const std::string b = Add("libsay_b.so", "two/libb.so");
  const std::string program = TestFile("tests/testcases/print_marker");
  const std::string marker =
      IsMusl() ? scene_.Copy(Program("read_file_musl"), "marker") : program;
  const Words words = IsMusl() ? Words{marker, "/dev/null"} : Words{marker};
  const std::string main_ran = IsMusl() ? "" : "main ran\n";
  const std::string rules = "abi 1..11; read /dev/null";
  for (const std::string& list :
       {a, a + ":" + b, b + " " + a, a + ": :" + b, ":" + a, a + ":",
        a + ":" + a, std::string(), std::string(":")}) {
    SCOPED_TRACE(list);
    const Result control = Command(words).Env("LD_PRELOAD", list).Run();
    ASSERT_EQ(control.status, 0) << control;
    EXPECT_TRUE(
        Same(RunUnder(rules, words).Env("LD_PRELOAD", list).Run(), control));
  }
}

TEST_P(Libraries, ThatTheUserPreloadsByName) {
  Add("libsay_a.so", "lib/liba.so");
  Add("libvalue1.so", "lib/libvalue.so");
  const std::string program = Add("print_value", "program");
  const auto dress = [&](const std::string& path) {
    return [this, path](Command* command) {
      command->Env("LD_PRELOAD", "liba.so");
      if (!path.empty()) command->Env("LD_LIBRARY_PATH", path);
    };
  };
  ExpectOutput({program}, "constructor of a\n1\n", dress(scene_.Sub("lib")));
  Patch({"--set-rpath", "$ORIGIN/lib"}, program);
  ExpectOutput({program}, IsMusl() ? "1\n" : "constructor of a\n1\n",
               dress(""));
}

TEST_P(Libraries, ThatTheUserPreloadsAndThatAreMissing) {
  const std::string program =
      Program(IsMusl() ? "read_file_musl" : "read_file");
  const Words words = {program, "/dev/null"};
  const Result control =
      Command(words).Env("LD_PRELOAD", "/no/such.so:libnone.so").Run();
  EXPECT_EQ(control.status, 0);
  EXPECT_TRUE(Same(RunUnder("abi 1..11; read /dev/null", words)
                       .Env("LD_PRELOAD", "/no/such.so:libnone.so")
                       .Run(),
                   control));
}

TEST_P(Libraries, ThatTheUserPreloadsInTwoVariables) {
  const std::string a = Add("libsay_a.so", "liba.so");
  const std::string b = Add("libsay_b.so", "libb.so");
  Add("libvalue1.so", "lib/libvalue.so");
  const std::string program = Add("print_value", "program");
  Patch({"--set-rpath", "$ORIGIN/lib"}, program);
  ExpectOutput(
      {program},
      std::string("constructor of ") + (IsMusl() ? "a" : "b") + "\n1\n",
      [&](Command* command) {
        command->Environ({"LD_PRELOAD=" + a, "LD_PRELOAD=" + b});
      });
}

// Auditors run before the shim, bound by the first layer.
TEST_P(Libraries, ThatAuditTheLinker) {
  if (IsMusl()) return;  // it has none
  const std::string auditor = Add("libsay_a.so", "lib/auditor.so");
  Add("libvalue1.so", "lib/libvalue.so");
  const std::string program = Add("print_value", "program");
  Patch({"--set-rpath", "$ORIGIN/lib"}, program);
  ExpectOutput({program}, "constructor of a\nauditor a\n1\n",
               With("LD_AUDIT", auditor));
}

}  // namespace
}  // namespace landshim::testing
