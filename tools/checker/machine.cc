// Looks where things usually are; what is elsewhere is named by a variable.
#include "tools/checker/machine.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

#include "tools/system/user_homes.h"

namespace landshim {
namespace {

constexpr std::string_view kShimName = "liblandshim.so";

constexpr std::string_view kLibraryDirectories[] = {
    "/usr/lib",       "/usr/lib64", "/usr/lib/x86_64-linux-gnu",
    "/lib",           "/lib64",     "/usr/lib/aarch64-linux-gnu",
    "/usr/local/lib",
};

// Relative to the root, and those in the user's own runtime directory.
constexpr std::string_view kEngineSockets[] = {
    "/run/docker.sock",
    "/var/run/docker.sock",
    "/run/podman/podman.sock",
    "/run/containerd/containerd.sock",
    "/run/crio/crio.sock",
    "/run/incus/unix.socket",
    "/var/lib/incus/unix.socket",
    "/var/lib/lxd/unix.socket",
    "/var/snap/lxd/common/lxd/unix.socket",
    "/run/buildkit/buildkitd.sock",
};
constexpr std::string_view kUserEngineSockets[] = {
    "/docker.sock",
    "/podman/podman.sock",
    "/containerd/containerd.sock",
};

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

std::vector<std::string> FindEngineSockets(Environment environment) {
  std::vector<std::string> candidates;
  for (const std::string_view path : kEngineSockets) {
    candidates.emplace_back(path);
  }
  std::string runtime = Absolute(environment.Find("XDG_RUNTIME_DIR"));
  if (runtime.empty()) runtime = "/run/user/" + std::to_string(getuid());
  for (const std::string_view path : kUserEngineSockets) {
    candidates.push_back(runtime + std::string(path));
  }
  std::vector<std::string> sockets;
  for (const std::string& path : candidates) {
    if (!IsReachableSocket(path)) continue;
    // /var/run is a link to /run.
    AddOnce(RealPath(path), &sockets);
  }
  return sockets;
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
  machine.engine_sockets = FindEngineSockets(environment);
  return machine;
}

}  // namespace landshim
