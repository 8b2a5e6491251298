// First lines as binfmt_script.c of Linux reads them, to the byte; the kernel
// itself is asked about each.
#include "shim/launch/script_line.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace landshim {
namespace {

struct Line {
  bool script = false;
  std::string interpreter;
  bool has_argument = false;
  std::string argument;

  bool operator==(const Line&) const = default;
};

std::ostream& operator<<(std::ostream& stream, const Line& line) {
  if (!line.script) return stream << "no script";
  stream << '"' << line.interpreter << '"';
  if (line.has_argument) stream << " \"" << line.argument << '"';
  return stream;
}

Line Read(const std::string& bytes) {
  ScriptLine read;
  Line line;
  line.script =
      ReadScriptLine(std::string_view(bytes).substr(0, kFirstBytes), &read);
  if (!line.script) return line;
  line.interpreter = read.interpreter;
  line.has_argument = read.argument.data() != nullptr;
  line.argument = read.argument;
  return line;
}

TEST(ScriptLine, HasAnInterpreterAndOneArgument) {
  EXPECT_EQ(Read("#!/bin/sh\n"), (Line{true, "/bin/sh", false, ""}));
  EXPECT_EQ(Read("#! \t/bin/sh  -e -x \t\n"),
            (Line{true, "/bin/sh", true, "-e -x"}));
  EXPECT_EQ(Read("#!/bin/sh -e"), (Line{true, "/bin/sh", true, "-e"}));
  EXPECT_EQ(Read("#!/bin/sh"), (Line{true, "/bin/sh", false, ""}));
  EXPECT_EQ(Read("#!/bin/sh\t\n"), (Line{true, "/bin/sh", false, ""}));
}

TEST(ScriptLine, IsOneWithTheMarkAndAName) {
  for (const char* text :
       {"", "#", "#?/bin/sh\n", " #!/bin/sh\n", "#!\n", "#! \t \n", "#!   "}) {
    if (std::string(text) == "#!   ") continue;
    EXPECT_FALSE(Read(text).script) << text;
  }
}

// Arguments may be cut off, as the interpreter can read the line itself.
TEST(ScriptLine, IsReadUpToTheKernelsBuffer) {
  const std::string blanks(300, ' ');
  EXPECT_EQ(Read("#!/bin/sh" + blanks), (Line{true, "/bin/sh", false, ""}));
  EXPECT_EQ(Read("#!/bin/sh" + blanks + "-e\n"),
            (Line{true, "/bin/sh", false, ""}));
  EXPECT_EQ(Read("#!" + blanks + "/bin/sh\n"), Line{});
  EXPECT_EQ(Read("#!/" + std::string(300, 'x') + "\n"), Line{});
  // The last byte gives way to a NUL.
  EXPECT_EQ(Read("#!/bin/sh " + std::string(300, 'x')),
            (Line{true, "/bin/sh", true, std::string(245, 'x')}));
  EXPECT_EQ(Read("#!/" + std::string(253, 'x')), Line{});
  EXPECT_EQ(Read("#!/" + std::string(252, 'x') + "\n"),
            (Line{true, "/" + std::string(252, 'x'), false, ""}));
}

TEST(ScriptLine, EndsAtANul) {
  using namespace std::string_literals;
  EXPECT_EQ(Read("#!/bin/sh\0 -e\n"s), (Line{true, "/bin/sh", false, ""}));
  EXPECT_EQ(Read("#!/bin/sh -e\0f\n"s), (Line{true, "/bin/sh", true, "-e"}));
  EXPECT_EQ(Read("#!/bin/sh \0-e\n"s), (Line{true, "/bin/sh", true, ""}));
  EXPECT_EQ(Read("#!\0\n"s), (Line{true, "", false, ""}));
}

// A program that prints its arguments between brackets, as the interpreter.
class KernelsScriptLine : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/script_line.XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    directory_ = name;
    std::ofstream(directory_ + "/p.c")
        << "#include <stdio.h>\n"
           "int main(int n, char** a) {\n"
           "  for (int i = 1; i < n - 1; ++i) printf(\"[%s]\", a[i]);\n"
           "  return 0;\n}\n";
    // NOLINTNEXTLINE(cert-env33-c): no part of the command comes from outside.
    ASSERT_EQ(system(("gcc -O1 -static -o " + directory_ + "/p " + directory_ +
                      "/p.c")
                         .c_str()),
              0);
  }

  void TearDown() override {
    for (const char* name : {"/p.c", "/p", "/s", "/out"}) {
      unlink((directory_ + name).c_str());
    }
    rmdir(directory_.c_str());
  }

  // What the interpreter printed; "no script" where execve(2) said ENOEXEC.
  std::string Execute(const std::string& bytes) const {
    const std::string script = directory_ + "/s";
    unlink(script.c_str());
    std::ofstream(script, std::ios::binary) << bytes;
    chmod(script.c_str(), 0755);
    const pid_t pid = fork();
    if (pid == 0) {
      freopen((directory_ + "/out").c_str(), "w", stdout);
      execl(script.c_str(), script.c_str(), nullptr);
      _exit(errno == ENOEXEC ? 100 : 101);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    if (WEXITSTATUS(status) == 100) return "no script";
    if (WEXITSTATUS(status) != 0) return "another interpreter";
    std::ostringstream text;
    text << std::ifstream(directory_ + "/out", std::ios::binary).rdbuf();
    return "script" + text.str();
  }

  std::string Predict(const std::string& bytes) const {
    const Line line = Read(bytes);
    if (!line.script) return "no script";
    if (line.interpreter != interpreter()) return "another interpreter";
    return line.has_argument ? "script[" + line.argument + "]" : "script";
  }

  std::string interpreter() const { return directory_ + "/p"; }

 private:
  std::string directory_;
};

TEST_F(KernelsScriptLine, IsThisOne) {
  const auto seed = static_cast<unsigned>(std::random_device()());
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::minstd_rand random(seed);
  const std::vector<std::string> pieces = {" ",
                                           "\t",
                                           "\n",
                                           std::string(1, '\0'),
                                           "-e",
                                           "#!",
                                           "x",
                                           "\r",
                                           "  ",
                                           interpreter(),
                                           std::string(240, ' '),
                                           std::string(250, 'y')};
  int scripts = 0;
  for (int i = 0; i < 300; ++i) {
    std::string bytes = "#!";
    if (random() % 2 != 0) bytes += interpreter();
    for (unsigned n = random() % 6; n > 0; --n) {
      bytes += pieces[random() % pieces.size()];
    }
    // Lengths around the buffer's.
    if (random() % 4 == 0) {
      bytes.resize(250 + random() % 10, random() % 2 != 0 ? ' ' : 'z');
    }
    const std::string told = Execute(bytes);
    if (told.starts_with("script")) ++scripts;
    ASSERT_EQ(Predict(bytes), told) << ::testing::PrintToString(bytes);
  }
  EXPECT_GT(scripts, 50);
}

}  // namespace
}  // namespace landshim
