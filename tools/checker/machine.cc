// Looks where things usually are; what is elsewhere is named by a variable.
#include "tools/checker/machine.h"

#include <fnmatch.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "tools/system/user_homes.h"

namespace landshim {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kShimName = "liblandshim.so";

constexpr std::string_view kLibraryDirectories[] = {
    "/usr/lib",       "/usr/lib64", "/usr/lib/x86_64-linux-gnu",
    "/lib",           "/lib64",     "/usr/lib/aarch64-linux-gnu",
    "/usr/local/lib",
};

// Variables that name sockets: behind `before`, up to one of `ends`.
struct SocketVariable {
  const char* name;
  std::string_view before;
  std::string_view ends;
  std::string_view what;
};

constexpr SocketVariable kSocketVariables[] = {
    {"SSH_AUTH_SOCK", "", "", dangerous::kAgent},
    {"GPG_AGENT_INFO", "", ":", dangerous::kAgent},
    {"DBUS_SESSION_BUS_ADDRESS", "unix:path=", ",;", dangerous::kBus},
    {"DBUS_SYSTEM_BUS_ADDRESS", "unix:path=", ",;", dangerous::kBus},
    {"TMUX", "", ",", dangerous::kScreen},
    {"KITTY_LISTEN_ON", "unix:", "", dangerous::kScreen},
    {"NVIM", "", "", dangerous::kServer},
    {"NVIM_LISTEN_ADDRESS", "", "", dangerous::kServer},
    {"EMACS_SOCKET_NAME", "", "", dangerous::kServer},
    {"VSCODE_IPC_HOOK_CLI", "", "", dangerous::kServer},
    {"DOCKER_HOST", "unix://", "", dangerous::kEngine},
    {"CONTAINER_HOST", "unix://", "", dangerous::kEngine},
};

// How far a directory of sockets is looked through.
constexpr int kDeepestSocket = 2;
constexpr int kMostEntries = 300;

// `path` if it is absolute, without '/' at its end; else nothing.
std::string Absolute(std::string_view path) {
  if (path.empty() || path.front() != '/') return {};
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return std::string(path);
}

void AddOnce(const std::string& path, std::vector<std::string>* list) {
  if (!path.empty() &&
      std::find(list->begin(), list->end(), path) == list->end()) {
    list->push_back(path);
  }
}

// The parts of a list that any of `separators` divides.
std::vector<std::string> Split(std::string_view list,
                               std::string_view separators) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const size_t end = std::min(list.find_first_of(separators), list.size());
    parts.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

// Without links, as several names lead to one directory; empty where there is
// nothing.
std::string RealPath(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) == nullptr ? "" : real;
}

std::string OwnProgram() {
  std::string path(PATH_MAX, '\0');
  const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  return size > 0 ? path.substr(0, static_cast<size_t>(size)) : "";
}

std::string TextOf(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> FindShim(Environment environment) {
  std::vector<std::string> files;
  for (const std::string& entry : Split(environment.Find("LD_PRELOAD"), ": ")) {
    if (entry.substr(entry.rfind('/') + 1).rfind("liblandshim", 0) == 0) {
      AddOnce(Absolute(entry), &files);
    }
  }
  const std::string program = OwnProgram();
  for (const std::string_view directory : kLibraryDirectories) {
    AddOnce(RealPath(std::string(directory) + '/' + std::string(kShimName)),
            &files);
  }
  if (!program.empty()) {
    const std::string beside = program.substr(0, program.rfind('/') + 1);
    for (const char* place : {"", "../lib/"}) {
      AddOnce(RealPath(beside + place + std::string(kShimName)), &files);
    }
    AddOnce(program, &files);
  }
  return files;
}

bool IsReachableSocket(const std::string& path) {
  struct stat status = {};
  // Connecting takes the right to write (unix(7)).
  return stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode) &&
         access(path.c_str(), W_OK) == 0;
}

// The names that a pattern stands for; a '*' is part of a name.
std::vector<std::string> Expand(const std::string& pattern) {
  const size_t star = pattern.find('*');
  if (star == std::string::npos) return {pattern};
  const size_t begin = pattern.rfind('/', star) + 1;
  const size_t end = std::min(pattern.find('/', star), pattern.size());
  const std::string name = pattern.substr(begin, end - begin);
  std::vector<std::string> names;
  std::error_code error;
  int seen = 0;
  for (auto entry = fs::directory_iterator(pattern.substr(0, begin), error);
       !error && entry != fs::directory_iterator() && seen < kMostEntries;
       entry.increment(error), ++seen) {
    const std::string found = entry->path().filename();
    if (fnmatch(name.c_str(), found.c_str(), 0) != 0) continue;
    for (const std::string& more :
         Expand(pattern.substr(0, begin) + found + pattern.substr(end))) {
      names.push_back(more);
    }
  }
  return names;
}

void AddSocket(const std::string& path, std::string_view what,
               Machine* machine) {
  if (!IsReachableSocket(path)) return;
  // /var/run is a link to /run.
  const std::string real = RealPath(path);
  if (what == dangerous::kEngine) {
    AddOnce(real, &machine->engine_sockets);
    return;
  }
  for (const Machine::OpenSocket& known : machine->escape_sockets) {
    if (known.path == real) return;
  }
  machine->escape_sockets.push_back({real, what});
}

void AddSocketsIn(const std::string& place, std::string_view what,
                  Machine* machine) {
  AddSocket(place, what, machine);
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(
      place, fs::directory_options::skip_permission_denied, error);
  for (int seen = 0; !error && seen < kMostEntries &&
                     entry != fs::recursive_directory_iterator();
       entry.increment(error), ++seen) {
    if (entry.depth() >= kDeepestSocket) entry.disable_recursion_pending();
    AddSocket(entry->path(), what, machine);
  }
}

void FindSockets(Environment environment, Machine* machine) {
  for (const SocketVariable& variable : kSocketVariables) {
    std::string_view value = environment.Find(variable.name);
    if (!value.starts_with(variable.before)) continue;
    value.remove_prefix(variable.before.size());
    const size_t end = variable.ends.empty()
                           ? value.size()
                           : value.find_first_of(variable.ends);
    const std::string path(value.substr(0, end));
    if (path.starts_with('/')) AddSocket(path, variable.what, machine);
  }
  for (const DangerousRow& row : dangerous::kRows) {
    if (row.kind != DangerKind::kSocket) continue;
    const std::string place(row.place);
    const bool in_home = row.base == PlaceBase::kHome;
    if (in_home && machine->home.empty()) continue;
    for (const std::string& path :
         Expand((in_home ? machine->home : "") + place)) {
      AddSocketsIn(path, row.what, machine);
    }
  }
}

std::string OrBeneathHome(std::string_view value, const std::string& home,
                          const char* beneath) {
  std::string named = Absolute(value);
  if (!named.empty() || home.empty()) return named;
  return (home == "/" ? "" : home) + beneath;
}

}  // namespace

DangerSetting DangersOf(const Machine& machine) {
  DangerSetting setting;
  const auto add = [](const std::string& path, std::vector<std::string>* list) {
    if (!path.empty()) list->push_back(path);
  };
  add(machine.home, &setting.own_homes);
  add(machine.config_home, &setting.config_homes);
  add(machine.data_home, &setting.data_homes);
  setting.homes = machine.homes;
  setting.path_directories = machine.path_directories;
  setting.mounts = machine.mounts;
  for (const Machine::OpenSocket& socket : machine.escape_sockets) {
    setting.sockets.push_back(socket.path);
  }
  for (const std::string& file : machine.shim_files) {
    setting.bound.push_back(
        {file, "of which landshim consists", DangerKind::kLandshim});
  }
  return setting;
}

Machine DescribeMachine(Environment environment) {
  Machine machine;
  machine.working_directory = RealPath(".");
  machine.home = Absolute(environment.Find("HOME"));
  machine.config_home = OrBeneathHome(environment.Find("XDG_CONFIG_HOME"),
                                      machine.home, "/.config");
  machine.data_home = OrBeneathHome(environment.Find("XDG_DATA_HOME"),
                                    machine.home, "/.local/share");
  machine.homes = HomesInPasswd(TextOf("/etc/passwd"));
  for (const std::string& directory : Split(environment.Find("PATH"), ":")) {
    AddOnce(Absolute(directory), &machine.path_directories);
  }
  machine.shim_files = FindShim(environment);
  for (const std::string& directory :
       Split(environment.Find("LD_LIBRARY_PATH"), ":;")) {
    AddOnce(Absolute(directory), &machine.library_path);
  }
  FindSockets(environment, &machine);
  machine.mounts = MountsIn(TextOf("/proc/self/mountinfo"));
  return machine;
}

}  // namespace landshim
