// Proves that programs notice nothing of emulate_abi but its answers, and that
// its recording says exactly what they asked.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/kernels/run_emulated.h"

namespace emulation {
namespace {

Words Shell(const std::string& script) { return {"/bin/sh", "-c", script}; }

// Runs a script with and without emulate_abi, and expects no difference.
void ExpectSame(const std::string& script, const std::string& input = "") {
  Outcome native = RunCommand(Shell(script), input);
  Outcome emulated = RunEmulated({"--claim", "0"}, Shell(script), input);
  EXPECT_EQ(emulated.status, native.status) << script;
  EXPECT_EQ(emulated.out, native.out) << script;
  EXPECT_EQ(emulated.err, native.err) << script;
  EXPECT_EQ(emulated.record, "") << script;
}

TEST(TransparencyTest, ExitStatusIsPassedOn) {
  EXPECT_EQ(RunEmulated({}, Shell("exit 0")).status, 0);
  EXPECT_EQ(RunEmulated({}, Shell("exit 42")).status, 42);
  EXPECT_EQ(RunEmulated({}, Shell("kill -KILL $$")).status, 128 + SIGKILL);
  EXPECT_EQ(RunEmulated({}, Shell("kill -SEGV $$")).status, 128 + SIGSEGV);
}

TEST(TransparencyTest, StreamsPassThrough) {
  ExpectSame("cat; echo error >&2", "some input\n");
}

TEST(TransparencyTest, DescriptorsDoNotLeak) {
  ExpectSame("for f in /proc/self/fd/*; do echo $f; done");
}

TEST(TransparencyTest, SignalsAreDelivered) {
  ExpectSame(
      "trap 'echo caught; exit 3' USR1; kill -USR1 $$; echo not reached");
  ExpectSame("trap '' TERM; kill -TERM $$; echo ignored");
  ExpectSame(
      "(sleep 0.2; echo first; kill -CONT $$) & kill -STOP $$; echo second; "
      "wait");
  ExpectSame("sh -c 'kill -TERM $$'; echo $?");
}

TEST(TransparencyTest, ProcessesOfAllKindsRun) {
  ExpectSame("echo a b c | tr ' ' '\\n' | sort -r | head -n 2");
  ExpectSame(
      "for i in 1 2 3 4 5; do (echo $i) & wait; done; exec sh -c 'exit 9'");
}

TEST(TransparencyTest, SignalsSentToTheToolReachTheProgram) {
  pid_t tool = fork();
  if (tool == 0) {
    std::string path = EmulatorPath();
    execl(path.c_str(), path.c_str(), "--", "/bin/sh", "-c",
          "trap 'exit 17' TERM; kill -TERM $PPID; while :; do sleep 0.05; done",
          nullptr);
    _exit(124);
  }
  int status = 0;
  ASSERT_EQ(waitpid(tool, &status, 0), tool);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 17);
}

TEST(TransparencyTest, ThreadsMayExecute) {
  EXPECT_EQ(Results({"--claim", "5"},
                    {"thread", "version", "exec", ProbePath(), "version"}),
            "5 5");
}

TEST(TransparencyTest, MemoryStaysAsItWas) {
  if (RealAbi() == 0) GTEST_SKIP() << "no Landlock on this kernel to build on";
  EXPECT_EQ(Results(Claim(11), {"small_stack"}), "0");
}

TEST(TransparencyTest, SignalsInTheMiddleOfACallDoNoHarm) {
  if (RealAbi() == 0) GTEST_SKIP() << "no Landlock on this kernel to build on";
  EXPECT_EQ(Results({"--claim", "11"}, {"create:0x10000", "storm:16"}), "3 0");
}

// Without the privilege to install a filter, the tool follows every call
// instead.
TEST(TransparencyTest, UnprivilegedUseChangesNothing) {
  if (RealAbi() == 0) GTEST_SKIP() << "no Landlock on this kernel to build on";
  Outcome outcome = RunCommand(
      {ProbePath(),           "drop_caps",   "nnp",     "exec",
       EmulatorPath(),        "--claim",     "11",      "--",
       ProbePath(),           "nnp",         "version", "create:0x1000c:4",
       "path:0:0x1000c:/usr", "restrict:16", "nnp",     "read:/etc/passwd",
       "read:/usr",           "fork",        "thread",  "version"});
  if (outcome.out.substr(0, 4) == "0\n1\n")
    GTEST_SKIP() << "no_new_privs is set already";
  EXPECT_EQ(outcome.out, "0\n0\n0\n11\n3\n0\n0\n1\nEACCES\n0\n11\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(RecordingTest, NamesAllThatWasAsked) {
  if (RealAbi() == 0) GTEST_SKIP() << "no Landlock on this kernel to build on";
  Outcome outcome =
      Probe({"--claim", "11"},
            {"version", "create:0x10005:0x5:3:4:0:1", "path:1:0x10004:/usr",
             "port:0:5:8080", "path_fd:0:4:-1", "add_raw:3:7:0:0",
             "restrict:0x19", "restrict_fd:-1:64"});
  EXPECT_EQ(
      outcome.record,
      R"({"call":"version","result":11})"
      "\n"
      R"({"call":"create_ruleset","fs":["execute","read_file",)"
      R"("resolve_unix"],"net":["bind_tcp","bind_udp"],)"
      R"("scoped":["abstract_unix_socket","signal"],)"
      R"("quiet_fs":["read_file"],"quiet_net":[],)"
      R"("quiet_scoped":["abstract_unix_socket"],"result":3})"
      "\n"
      R"({"call":"add_rule","type":"path_beneath",)"
      R"("access":["read_file","resolve_unix"],"quiet":true,)"
      R"("path":"/usr","result":0})"
      "\n"
      R"({"call":"add_rule","type":"net_port",)"
      R"("access":["bind_tcp","bind_udp"],"quiet":false,)"
      R"("port":8080,"result":0})"
      "\n"
      R"({"call":"add_rule","type":"path_beneath","access":["read_file"],)"
      R"("quiet":false,"path":"","result":"EBADF"})"
      "\n"
      R"({"call":"add_rule","type":"7","access":[],"quiet":false,)"
      R"("result":"EINVAL"})"
      "\n"
      R"({"call":"restrict_self","flags":["log_same_exec_off","tsync",)"
      R"("no_new_privs"],"result":0})"
      "\n"
      R"({"call":"restrict_self","flags":["0x40"],"result":"EINVAL"})"
      "\n");
}

TEST(RecordingTest, NamesForcedErrorsAndUnknownBits) {
  Outcome outcome =
      Probe({"--claim", "0", "--fail", "create_ruleset=EOPNOTSUPP"},
            {"version", "errata", "create:0x20004"});
  EXPECT_EQ(outcome.record,
            R"({"call":"version","result":"EOPNOTSUPP"})"
            "\n"
            R"({"call":"errata","result":"EOPNOTSUPP"})"
            "\n"
            R"({"call":"create_ruleset","fs":["read_file","0x20000"],)"
            R"("net":[],"scoped":[],"quiet_fs":[],"quiet_net":[],)"
            R"("quiet_scoped":[],"result":"EOPNOTSUPP"})"
            "\n");
}

TEST(RecordingTest, EscapesPaths) {
  if (RealAbi() == 0) GTEST_SKIP() << "no Landlock on this kernel to build on";
  Outcome outcome = RunEmulated(
      {"--claim", "1"},
      Shell("d=$(mktemp -d) && cd $d && mkdir 'a\"b\\c\n' && " + ProbePath() +
            " create:4 'path:0:4:a\"b\\c\n'; cd /; rm -r $d"));
  EXPECT_NE(outcome.record.find(R"(/a\"b\\c\u000a","result":0})"),
            std::string::npos)
      << outcome.record;
}

TEST(CommandLineTest, MistakesAreNamed) {
  EXPECT_EQ(RunCommand({EmulatorPath(), "--claim", "x", "--", "true"}).err,
            "emulate_abi: --claim needs an ABI number, not 'x'\n");
  EXPECT_EQ(RunCommand({EmulatorPath(), "--lack", "sginal", "--", "true"}).err,
            "emulate_abi: --lack: unknown right 'sginal'\n");
  EXPECT_EQ(
      RunCommand({EmulatorPath(), "--fail", "open=EPERM", "--", "true"}).err,
      "emulate_abi: --fail: unknown call 'open'\n");
  EXPECT_EQ(
      RunCommand({EmulatorPath(), "--fail", "add_rule=EFOO", "--", "true"}).err,
      "emulate_abi: --fail: unknown errno 'EFOO'\n");
  EXPECT_EQ(RunCommand({EmulatorPath(), "--claim", "7"}).status, 125);
}

TEST(CommandLineTest, ProgramsThatDoNotStartHaveTheUsualStatus) {
  Outcome missing = RunEmulated({}, {"/nonexistent"});
  EXPECT_EQ(missing.status, 127);
  EXPECT_EQ(missing.err,
            "emulate_abi: executing /nonexistent: No such file or directory\n");
  EXPECT_EQ(RunEmulated({}, {"/etc/passwd"}).status, 126);
}

}  // namespace
}  // namespace emulation
