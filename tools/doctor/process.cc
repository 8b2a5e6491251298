// Asks the launch code what it would do, and the system why.
#include "tools/doctor/process.h"

#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "policy/abi.h"
#include "policy/environment.h"
#include "policy/own_variable.h"
#include "shim/launch/api.h"
#include "shim/launch/embedded_shim.h"
#include "tools/doctor/child.h"
#include "tools/doctor/policy_search.h"
#include "tools/doctor/probes.h"
#include "tools/doctor/words.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

constexpr unsigned kNoExecSeal = 8;  // MFD_NOEXEC_SEAL, Linux 6.3

// shim/launch/run.cc, InstalledShim().
constexpr const char* kInstalledPaths[] = {"/usr/lib/liblandshim.so",
                                           "/usr/local/lib/liblandshim.so"};

void TryMemfd(Telling* telling) {
  long fd = syscall(SYS_memfd_create, "doctor",
                    MFD_CLOEXEC | MFD_ALLOW_SEALING | kNoExecSeal);
  if (fd < 0 && errno == EINVAL) {
    fd = syscall(SYS_memfd_create, "doctor", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  }
  telling->Tell("error", fd < 0 ? errno : 0);
}

void TryHandOver(Telling* telling) {
  // In place of the program, its linker and the ruleset, which run has open
  // then.
  for (int i = 0; i < 3; ++i) open("/", O_PATH | O_CLOEXEC);
  const char* preload = nullptr;
  const char* reason = LandshimWhyNoHandOver(&preload);
  if (reason != nullptr) telling->Tell("reason", reason);
  if (preload == nullptr) return;
  // Without what is put in by chance (shim/hand_over.h).
  telling->Tell("preload",
                std::filesystem::path(preload).lexically_normal().string());
}

InstalledKind KindOf(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    return errno == ENOENT || errno == ENOTDIR ? InstalledKind::kNone
                                               : InstalledKind::kUnreadable;
  }
  const std::string_view own(
      LandshimObject, static_cast<size_t>(LandshimObjectEnd - LandshimObject));
  std::string content(own.size() + 1, '\0');
  const ssize_t size = read(fd, content.data(), content.size());
  close(fd);
  if (size < 0) return InstalledKind::kUnreadable;
  content.resize(static_cast<size_t>(size));
  return content == own ? InstalledKind::kSame : InstalledKind::kOther;
}

// How others could change what `path` says; empty: they cannot.
std::string WeaknessOf(const std::string& path) {
  std::string name = path;  // is written to
  size_t size = 0;
  uint32_t owner = 0;
  const char* mode = nullptr;
  const char* weak = LandshimFindWeakness(name.data(), &size, &owner, &mode);
  if (weak == nullptr) return {};
  return "'" + Escape(std::string(weak, size)) + "' belongs to user " +
         std::to_string(owner) + " and has mode " + mode;
}

// A name without a path is looked for in the system's directories.
void FindWeaknesses(std::vector<ShimEntry>* shims) {
  for (ShimEntry& shim : *shims) {
    if (shim.name.find('/') == std::string::npos) continue;
    shim.weakness = WeaknessOf(shim.name);
  }
}

// A policy that every kernel takes, so that only variables can be wrong.
const std::vector<std::string>& HarmlessRun() {
  static const auto& arguments = *new std::vector<std::string>{
      "--abi", "0.." + std::to_string(kNewestAbi), "--print-policy"};
  return arguments;
}

// What run says about the first variable that it refuses; empty: none.
std::string RefusedVariable(char** envp) {
  Words arguments(HarmlessRun());
  const Child child = RunChild([&](Telling*) {
    size_t size = 0;
    LandshimReadRunPolicy(arguments.pointers(), envp, &size);
  });
  const std::vector<std::string> lines = child.Lines();
  return child.status == 0 || lines.empty() ? std::string() : lines.back();
}

// All of them: one after the other is left out.
std::vector<std::string> RefusedVariables(char** envp) {
  std::vector<char*> entries;
  for (char** entry = envp; *entry != nullptr; ++entry) {
    entries.push_back(*entry);
  }
  entries.push_back(nullptr);
  std::vector<std::string> lines;
  while (true) {
    const std::string line = RefusedVariable(entries.data());
    if (line.empty()) return lines;
    lines.push_back(line);
    const std::string name = line.substr(0, line.find(": "));
    const auto is_it = [&](const char* entry) {
      return entry != nullptr && ValueIfNamed(entry, name).data() != nullptr;
    };
    const auto end = std::remove_if(entries.begin(), entries.end(), is_it);
    if (end == entries.end()) return lines;
    entries.erase(end, entries.end());
  }
}

// By their names, once each.
std::vector<std::string> SetVariables(char** envp) {
  std::vector<std::string> names;
  for (char** entry = envp; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string name(text.substr(0, text.find('=')));
    if (!IsOwnVariable(name) ||
        std::find(names.begin(), names.end(), name) != names.end()) {
      continue;
    }
    names.push_back(name);
  }
  for (const std::string& name : SampleVariables({envp})) {
    names.push_back(name);
  }
  return names;
}

// A descriptor that came through execve(2) is not close-on-exec.
std::vector<std::string> FindInherited() {
  std::vector<int> numbers;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const int fd =
        static_cast<int>(strtol(entry.path().filename().c_str(), nullptr, 10));
    const int flags = fcntl(fd, F_GETFD);
    if (fd > 2 && flags >= 0 && (flags & FD_CLOEXEC) == 0) {
      numbers.push_back(fd);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<std::string> inherited;
  for (const int fd : numbers) {
    const std::string number = std::to_string(fd);
    const auto target =
        std::filesystem::read_symlink("/proc/self/fd/" + number, error);
    inherited.push_back(number + " (" + target.string() + ")");
  }
  return inherited;
}

}  // namespace

Process LookAtProcess(char** envp) {
  Process process;
  process.inherited = FindInherited();
  const Environment environment = {envp};
  process.privileged = getauxval(AT_SECURE) != 0;
  const int bit = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
  if (bit >= 0) process.no_new_privs = bit == 1;
  process.has_proc = access("/proc/self/fd", F_OK) == 0;
  process.memfd_error =
      static_cast<int>(RunChild(TryMemfd).Number("error", ENOSYS));
  process.memfd_noexec = ReadSetting("/proc/sys/vm/memfd_noexec").value_or("");
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  process.descriptor_limit = limit.rlim_cur;
  const Child hand_over = RunChild(TryHandOver);
  process.one_layer = hand_over.Find("reason");
  process.preload = hand_over.Find("preload");
  const std::vector<std::string> lines = hand_over.Lines();
  if (hand_over.status != 0 && !lines.empty()) process.refusal = lines.back();
  for (const char* path : kInstalledPaths) {
    const InstalledKind kind = KindOf(path);
    process.installed.push_back(
        {path, kind,
         kind == InstalledKind::kNone ? std::string() : WeaknessOf(path)});
  }
  process.has_system_list = access(kSystemPreloads, F_OK) == 0;
  process.system_shims =
      ShimsInSystemList(ReadSmallFile(kSystemPreloads).value_or(""));
  process.shims = ShimsIn(environment.Find("LD_PRELOAD"));
  FindWeaknesses(&process.system_shims);
  FindWeaknesses(&process.shims);
  process.variables = SetVariables(envp);
  process.wrong_variables = RefusedVariables(envp);
  return process;
}

}  // namespace landshim::doctor
