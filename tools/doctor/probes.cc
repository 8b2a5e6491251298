// Nothing here needs privileges; what is missing is not known.
#include "tools/doctor/probes.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "tools/doctor/child.h"

namespace landshim::doctor {
namespace {

constexpr char kModuleFile[] = "/sys/kernel/security/lsm";

// include/uapi/linux/lsm.h of Linux 6.18, LSM_ID_*.
struct ModuleName {
  uint64_t id;
  const char* name;
};
constexpr ModuleName kModuleNames[] = {
    {100, "capability"}, {101, "selinux"},   {102, "smack"},
    {103, "tomoyo"},     {104, "apparmor"},  {105, "yama"},
    {106, "loadpin"},    {107, "safesetid"}, {108, "lockdown"},
    {109, "bpf"},        {110, "landlock"},  {111, "ima"},
    {112, "evm"},        {113, "ipe"},
};

std::string ModuleOf(uint64_t id) {
  for (const ModuleName& known : kModuleNames) {
    if (known.id == id) return known.name;
  }
  return "number " + std::to_string(id);
}

// lsm_list_modules(2), Linux 6.8.
void ListModules(Telling* telling) {
  constexpr long kListModules = 461;
  std::array<uint64_t, 64> ids = {};
  uint32_t size = sizeof(ids);
  const long count = syscall(kListModules, ids.data(), &size, 0);
  for (long i = 0; i < count; ++i) {
    telling->Tell("module", ModuleOf(ids.at(static_cast<size_t>(i))));
  }
}

std::optional<std::vector<std::string>> ReadModules() {
  std::vector<std::string> modules;
  const std::optional<std::string> list = ReadSetting(kModuleFile);
  if (list) {
    std::istringstream in(*list);
    for (std::string name; std::getline(in, name, ',');) {
      modules.push_back(name);
    }
  } else {
    modules = RunChild(ListModules).All("module");
  }
  if (modules.empty()) return std::nullopt;
  return modules;
}

}  // namespace

std::optional<std::string> ReadSmallFile(const std::string& path) {
  const int fd =
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return std::nullopt;
  std::string text(size_t{1} << 16, '\0');
  size_t filled = 0;
  ssize_t got = 1;
  while (got > 0 && filled < text.size()) {
    got = read(fd, text.data() + filled, text.size() - filled);
    if (got > 0) filled += static_cast<size_t>(got);
    if (got < 0 && errno == EINTR) got = 1;
  }
  close(fd);
  if (got < 0) return std::nullopt;
  text.resize(filled);
  return text;
}

std::optional<std::string> ReadSetting(const std::string& path) {
  const std::optional<std::string> text = ReadSmallFile(path);
  if (!text) return std::nullopt;
  std::string word;
  std::istringstream(*text) >> word;
  if (word.empty()) return std::nullopt;
  return word;
}

std::optional<std::string> FindStatus(const std::string& name) {
  const std::optional<std::string> status = ReadSmallFile("/proc/self/status");
  if (!status) return std::nullopt;
  std::istringstream lines(*status);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(name + ":\t", 0) == 0) return line.substr(name.size() + 2);
  }
  return std::nullopt;
}

Circumstances ReadCircumstances() {
  Circumstances found = {.release = KernelRelease()};
  const int filters = CountFilters();
  if (filters >= 0) found.filtered = filters > 0;
  found.modules = ReadModules();
  return found;
}

std::string KernelRelease() {
  utsname names = {};
  uname(&names);
  return names.release;
}

std::string KernelMachine() {
  utsname names = {};
  uname(&names);
  return names.machine;
}

int CountFilters() {
  const std::optional<std::string> filters = FindStatus("Seccomp_filters");
  if (filters) return static_cast<int>(strtol(filters->c_str(), nullptr, 10));
  const std::optional<std::string> status = FindStatus("Seccomp");
  if (status) return *status == "0" ? 0 : 1;
  // Without /proc. Strict mode, which kills for this, would not get so far.
  const int mode = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
  if (mode < 0) return -1;
  return mode == 0 ? 0 : 1;
}

}  // namespace landshim::doctor
