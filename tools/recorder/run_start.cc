#include "tools/recorder/run_start.h"

#include <limits.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string_view>

#include "shim/landlock.h"
#include "tools/recorder/requester.h"

namespace landshim {
namespace {

// Those that programs find their directories by.
constexpr std::string_view kDirectoryVariables[] = {
    "HOME",          "TMPDIR",          "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
    "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"};

std::string RandomId() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  uint8_t bytes[8] = {};
  [[maybe_unused]] const ssize_t got = getrandom(bytes, sizeof(bytes), 0);
  std::string id;
  for (const uint8_t byte : bytes) {
    id += kDigits[byte >> 4];
    id += kDigits[byte & 15];
  }
  return id;
}

// The strings of a file of /proc that end with NUL each.
std::vector<std::string> Strings(const std::string& path) {
  std::ifstream file(path);
  const std::string all(std::istreambuf_iterator<char>(file), {});
  std::vector<std::string> strings;
  for (size_t at = 0; at < all.size();) {
    const size_t end = all.find('\0', at);
    strings.push_back(all.substr(at, end - at));
    if (end == std::string::npos) break;
    at = end + 1;
  }
  return strings;
}

// What does not depend on the program.
RunStart Begin() {
  RunStart start;
  start.id = RandomId();
  struct utsname name = {};
  if (uname(&name) == 0) start.kernel = name.release;
  const long abi = LandlockAbi();
  start.abi = abi < 0 ? 0 : static_cast<int>(abi);
  start.user = geteuid();
  return start;
}

void AddEnvironment(Environment environment, RunStart* start) {
  for (const std::string_view name : kDirectoryVariables) {
    const std::string_view value = environment.Find(name);
    if (!value.empty()) start->environment[std::string(name)] = value;
  }
}

}  // namespace

RunStart MakeRunStart(const std::string& program,
                      const std::vector<std::string>& command,
                      Environment environment) {
  RunStart start = Begin();
  start.program = program;
  start.command = command;
  char directory[PATH_MAX];
  if (getcwd(directory, sizeof(directory)) != nullptr) {
    start.directory = directory;
  }
  AddEnvironment(environment, &start);
  return start;
}

RunStart MakeRunStartOf(pid_t process) {
  const Requester requester(process);
  RunStart start = Begin();
  start.program = requester.Program();
  start.command = Strings(requester.Proc("cmdline"));
  requester.ReadLink("cwd", &start.directory);
  const std::vector<std::string> variables = Strings(requester.Proc("environ"));
  std::vector<const char*> entries;
  entries.reserve(variables.size() + 1);
  for (const std::string& variable : variables) {
    entries.push_back(variable.c_str());
  }
  entries.push_back(nullptr);
  AddEnvironment({entries.data()}, &start);
  return start;
}

}  // namespace landshim
