// Scripts start as the kernel starts them, with the same arguments, and the
// policy binds what interprets them.
#include <errno.h>

#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

class Scripts : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    scene_.Copy(TestFile("tests/testcases/print_process"), "bin/show");
  }

  std::string Show() const { return scene_.Sub("bin/show"); }

  // A script in bin/, which is in PATH.
  std::string Write(const std::string& name, const std::string& first_line,
                    const std::string& rest = "\n") const {
    return scene_.Script("bin/" + name, "#!" + first_line + rest);
  }

  Command Prepare(Command command) const {
    return command.Env("PATH", scene_.Sub("bin") + ":/usr/bin:/bin")
        .Cwd(scene_.path());
  }

  Result Free(const Words& program) const {
    return Prepare(Command(program)).Run();
  }

  Result Bound(const Words& program,
               const std::string& rules = "abi 1..11") const {
    return Prepare(RunUnder(rules, program)).Run();
  }

  // What interprets it gets the same arguments, and inherits the same.
  void ExpectSame(const std::string& script) const {
    SCOPED_TRACE(script);
    for (const Words& arguments : {Words{}, Words{"one", "", "-x", "two 2"}}) {
      Words program = {script};
      program.insert(program.end(), arguments.begin(), arguments.end());
      // env looks it up in the PATH that the program gets.
      Words behind_env = {"/usr/bin/env"};
      behind_env.insert(behind_env.end(), program.begin(), program.end());
      const Result control = Free(behind_env);
      ASSERT_EQ(control.status, 0) << control;
      ASSERT_NE(control.out.find("argument "), std::string::npos);
      EXPECT_TRUE(Same(Bound(program), control));
    }
  }

  // Neither starts; landshim says why.
  void ExpectRefusal(const std::string& script, const std::string& what) const {
    EXPECT_NE(Free({script}).status, 0);
    EXPECT_TRUE(Refused(Bound({script}), 126, script + ": " + what));
  }

  // What the kernel does not execute is not started: a shell, and execvp(3),
  // would hand it to /bin/sh.
  void ExpectNoProgram(const std::string& script) const {
    EXPECT_TRUE(Ended(
        WithoutCount(Bound({script})), 126, "",
        {OneLayer(script, "it is of another architecture or format"),
         script +
             ": this is no program: it is neither ELF nor does it begin with "
             "'#!'; begin it with a line such as '#!/bin/sh'"}));
  }

  Scene scene_;
};

TEST_F(Scripts, GetTheArgumentsOfTheirFirstLine) {
  ExpectSame(Write("plain", Show()));
  ExpectSame(Write("argument", Show() + " -x"));
  ExpectSame(Write("words", Show() + " one argument  with blanks"));
  ExpectSame(Write("around", " \t" + Show() + " \t both  ends \t "));
  ExpectSame(Write("unended", Show() + " -x", ""));
  ExpectSame(Write("relative", "bin/show -x"));
  ExpectSame(Write("odd", Show() + " \"quoted\" $HOME \xff#"));
}

TEST_F(Scripts, AreFoundInThePath) {
  Write("script-in-path", Show() + " -x");
  ExpectSame("script-in-path");
}

TEST_F(Scripts, OfScriptsAreFollowed) {
  std::string interpreter = Show();
  for (int depth = 1; depth <= 5; ++depth) {
    const std::string name = "depth" + std::to_string(depth);
    interpreter = Write(name, interpreter + " of" + name);
    ExpectSame(interpreter);
  }
  // The kernel follows no sixth.
  ExpectRefusal(Write("depth6", interpreter),
                "its interpreters are nested deeper than 5; name a program in "
                "its first line that is no script");
}

// The kernel looks at 256 bytes.
TEST_F(Scripts, HaveTheirFirstLineCutOff) {
  const std::string start = Show() + " ";
  for (const size_t length : {252, 253, 254, 255, 256, 300}) {
    ExpectSame(Write("long" + std::to_string(length),
                     start + std::string(length - start.size(), 'x')));
  }
  // A path that is cut off is not followed.
  ExpectNoProgram(Write("path", "/" + std::string(300, '/') + Show()));
}

TEST_F(Scripts, WithoutAnInterpreterAreNotStarted) {
  ExpectNoProgram(scene_.Script("text", "echo hello\n"));
  ExpectNoProgram(scene_.Script("empty", ""));
  ExpectNoProgram(Write("newline", ""));
  ExpectNoProgram(Write("blanks", " \t "));
  ExpectNoProgram(scene_.Script("late", "\n#!/bin/sh\n"));
}

TEST_F(Scripts, WithABadInterpreterSayWhichItIs) {
  const auto what = [](const std::string& interpreter,
                       const std::string& error) {
    return "its interpreter '" + interpreter +
           "' cannot be executed: " + error +
           "; install it, or name another one in the first line";
  };
  ExpectRefusal(Write("missing", "/no/such/shell -e"),
                what("/no/such/shell", "no such file or directory (ENOENT)"));
  ExpectRefusal(Write("windows", "/bin/sh\r"),
                what("/bin/sh\\x0d", "no such file or directory (ENOENT)"));
  ExpectRefusal(Write("directory", scene_.path()),
                what(scene_.path(), "permission denied (EACCES)"));
  ExpectRefusal(Write("data", scene_.granted()),
                what(scene_.granted(), "permission denied (EACCES)"));
  ExpectRefusal(Write("beneath", scene_.granted() + "/sh"),
                what(scene_.granted() + "/sh", "not a directory (ENOTDIR)"));
  // The second of two.
  const std::string inner = Write("inner", "/no/such/shell");
  ExpectRefusal(Write("outer", inner),
                what("/no/such/shell", "no such file or directory (ENOENT)"));
}

// ---- #!/usr/bin/env ----

TEST_F(Scripts, OfEnvBindTheProgramThatItNames) {
  ExpectSame(Write("plain", "/usr/bin/env show"));
  ExpectSame(Write("bin", "/bin/env show"));
  ExpectSame(Write("path", "/usr/bin/env " + Show()));
  ExpectSame(Write("relative", "/usr/bin/env bin/show"));
  ExpectSame(Write("split", "/usr/bin/env -S show -a  -b\tc"));
  ExpectSame(Write("joined", "/usr/bin/env -Sshow -a"));
  ExpectSame(Write("long", "/usr/bin/env --split-string=show -a"));
  ExpectSame(Write("blanks", "/usr/bin/env -S \t show \t"));
}

TEST_F(Scripts, OfEnvMayNameAScript) {
  Write("inner", Show() + " of inner");
  ExpectSame(Write("outer", "/usr/bin/env inner"));
  ExpectSame(Write("split", "/usr/bin/env -S inner -a -b"));
  Write("middle", "/usr/bin/env -S inner -c");
  ExpectSame(Write("twice", "/usr/bin/env middle"));
  ExpectSame(Write("through", scene_.Sub("bin/twice") + " argument"));
}

// The first layer's grants are those of the program, not of env.
TEST_F(Scripts, OfEnvNeedNoGrantForEnv) {
  const std::string script = Write("script", "/usr/bin/env read_file");
  scene_.Copy(Program("read_file"), "bin/read_file");
  EXPECT_TRUE(Ended(Free({script}), 0, "#!/usr/bin/env read_file\n"));
  EXPECT_TRUE(Ended(Bound({script}), EACCES, ""));
  EXPECT_TRUE(Ended(Bound({script}, "abi 1..11; read " + script), 0,
                    "#!/usr/bin/env read_file\n"));
}

TEST_F(Scripts, OfEnvWithoutThatProgramSayWhichItIs) {
  const std::string cure =
      "; install it, or name another one in the first line";
  ExpectRefusal(Write("missing", "/usr/bin/env no-such-program"),
                "its interpreter 'no-such-program' cannot be executed: no such "
                "file or directory (ENOENT)" +
                    cure);
  // As env has it without -S: one name.
  ExpectRefusal(Write("words", "/usr/bin/env show -x"),
                "its interpreter 'show -x' cannot be executed: no such file or "
                "directory (ENOENT)" +
                    cure);
  scene_.Write("bin/data", "");
  ExpectRefusal(Write("denied", "/usr/bin/env data"),
                "its interpreter 'data' cannot be executed: permission denied "
                "(EACCES)" +
                    cure);
}

// What only env can tell is left to it: the policy must cover both.
TEST_F(Scripts, OfEnvWithOptionsBindEnvFirst) {
  const std::string rules =
      "abi 1..11; include <libs>; exec /usr/bin/env " + Show();
  for (const char* line :
       {"-S A=1 show -a", "-S -i PATH=$PATH show", "-S show \"one argument\"",
        "-S show # comment", "-vS show"}) {
    const std::string script =
        Write("script", std::string("/usr/bin/env ") + line);
    SCOPED_TRACE(line);
    const Words program = {script, "argument"};
    Result control = Free(program);
    control.err = "landshim: " + script +
                  ": '/usr/bin/env' runs under the policy first, and then what "
                  "it starts; grant that, or start the interpreter itself\n" +
                  control.err;
    EXPECT_TRUE(Same(Bound(program, rules), control));
  }
}

// A program of that name may do anything.
TEST_F(Scripts, OfAnotherEnvStartThatOne) {
  scene_.Copy(Show(), "other/env");
  ExpectSame(Write("script", scene_.Sub("other/env") + " show"));
}

// ---- Real interpreters ----

TEST_F(Scripts, InPythonAreBound) {
  const std::string script = scene_.Script(
      "script.py",
      "#!/usr/bin/env python3\nimport sys\nprint(open(sys.argv[1]).read(), "
      "end='')\n");
  const std::string rules =
      scene_.rules() + "; include <base>; read /usr/lib " + script;
  const auto run = [&](const std::string& file) {
    return RunUnder(rules, {script, file}).Run();
  };
  EXPECT_TRUE(Ended(Command({script, scene_.secret()}).Run(), 0, kSecretText));
  EXPECT_TRUE(Ended(run(scene_.granted()), 0, kGrantedText));
  const Result attack = run(scene_.secret());
  EXPECT_EQ(attack.status, 1) << attack;
  EXPECT_EQ(attack.out, "");
  EXPECT_NE(attack.err.find("PermissionError: [Errno 13]"), std::string::npos);
}

TEST_F(Scripts, OfAStaticShellAreBoundByOneLayer) {
  const std::string script = scene_.Script(
      "script.sh",
      "#!/usr/bin/busybox sh\nread text <\"$1\" && echo \"$text\"\n");
  const Words lines = {OneLayer(script, "it is static")};
  const auto run = [&](const std::string& file) {
    return WithoutCount(RunUnder(scene_.rules(), {script, file}).Run());
  };
  EXPECT_TRUE(Ended(Command({script, scene_.secret()}).Run(), 0, kSecretText));
  EXPECT_TRUE(Ended(run(scene_.granted()), 0, kGrantedText, lines));
  const Result attack = run(scene_.secret());
  EXPECT_NE(attack.status, 0);
  EXPECT_EQ(attack.out, "");
  EXPECT_NE(attack.err.find("Permission denied"), std::string::npos) << attack;
}

}  // namespace
}  // namespace landshim::testing
