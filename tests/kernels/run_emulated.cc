// Starts emulate_abi and collects its output and its recording.
#include "tests/kernels/run_emulated.h"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace emulation {
namespace {

constexpr long kCreateRuleset = 444;

// Bazel runs tests in the root of their runfiles; the variables serve builds by
// hand.
std::string Find(const char* variable, const char* runfile) {
  const char* path = getenv(variable);
  return path != nullptr ? std::string(path)
                         : std::filesystem::absolute(runfile).string();
}

class TempFile {
 public:
  explicit TempFile(const std::string& content = "") {
    const char* directory = getenv("TEST_TMPDIR");
    path_ = std::string(directory != nullptr ? directory : "/tmp") +
            "/emulated.XXXXXX";
    close(mkstemp(path_.data()));
    std::ofstream(path_) << content;
  }
  ~TempFile() { unlink(path_.c_str()); }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  const std::string& path() const { return path_; }

  std::string Content() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }

 private:
  std::string path_;
};

void Redirect(const std::string& path, const char* mode, FILE* stream) {
  if (freopen(path.c_str(), mode, stream) == nullptr) _exit(124);
}

[[noreturn]] void Exec(const Words& command) {
  std::vector<char*> argv;
  for (const std::string& word : command)
    argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(124);
}

}  // namespace

Words Claim(int abi) { return {"--claim", std::to_string(abi)}; }

Outcome RunCommand(const Words& command, const std::string& input) {
  TempFile in(input), out, err;
  pid_t child = fork();
  if (child == 0) {
    Redirect(in.path(), "r", stdin);
    Redirect(out.path(), "w", stdout);
    Redirect(err.path(), "w", stderr);
    Exec(command);
  }
  int status = 0;
  waitpid(child, &status, 0);
  Outcome outcome;
  outcome.status =
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  outcome.out = out.Content();
  outcome.err = err.Content();
  return outcome;
}

Outcome RunEmulated(const Words& options, const Words& program,
                    const std::string& input) {
  TempFile record;
  Words command = {EmulatorPath(), "--record", record.path()};
  command.insert(command.end(), options.begin(), options.end());
  command.push_back("--");
  command.insert(command.end(), program.begin(), program.end());
  Outcome outcome = RunCommand(command, input);
  outcome.record = record.Content();
  return outcome;
}

Outcome Probe(const Words& options, const Words& deeds) {
  Words program = {ProbePath()};
  program.insert(program.end(), deeds.begin(), deeds.end());
  return RunEmulated(options, program);
}

std::string Results(const Words& options, const Words& deeds) {
  Outcome outcome = Probe(options, deeds);
  std::istringstream lines(outcome.out);
  std::string joined;
  for (std::string line; std::getline(lines, line);)
    joined += (joined.empty() ? "" : " ") + line;
  if (outcome.status != 0)
    joined += " status=" + std::to_string(outcome.status);
  return joined + outcome.err;
}

std::string EmulatorPath() {
  return Find("EMULATE_ABI", "tests/kernels/emulate_abi");
}

std::string ProbePath() {
  return Find("PROBE_LANDLOCK", "tests/kernels/probe_landlock");
}

int RealAbi() {
  long abi = syscall(kCreateRuleset, nullptr, 0, 1);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

}  // namespace emulation
