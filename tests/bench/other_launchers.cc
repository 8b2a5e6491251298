// The options are those of bubblewrap 0.8, firejail 0.9.72, util-linux 2.40,
// landrun 0.1.15 and minijail of 2025.
#include "tests/bench/other_launchers.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "tests/bench/landlock_constants.h"
#include "tests/bench/twenty_rules.h"

namespace landshim::bench {
namespace {

using Words = std::vector<std::string>;

enum class Verb { read, exec, write, device };

struct Rule {
  Verb verb;
  uint64_t access;
  const char* path;
  bool directory;
};

constexpr Rule kRules[] = {
#define RULE(name, path, directory) {Verb::name, verb::name, path, directory},
    TWENTY_RULES(RULE)
#undef RULE
};

// Where the dynamic linker and libraries are: what the program's start takes,
// and what landshim finds out by itself.
constexpr const char* kLibraries[] = {"/lib", "/lib64", "/usr/lib64"};

Words ExistingLibraries() {
  Words found;
  for (const char* path : kLibraries) {
    if (std::filesystem::exists(path)) found.emplace_back(path);
  }
  return found;
}

void Append(const Words& more, Words* words) {
  words->insert(words->end(), more.begin(), more.end());
}

// A name space with these mounts and no others.
Words ForBubblewrap(const std::string& program) {
  Words words;
  for (const Rule& rule : kRules) {
    const char* option = rule.verb == Verb::write    ? "--bind"
                         : rule.verb == Verb::device ? "--dev-bind"
                                                     : "--ro-bind";
    Append({option, rule.path, rule.path}, &words);
  }
  for (const std::string& path : ExistingLibraries()) {
    Append({"--ro-bind", path, path}, &words);
  }
  Append({"--ro-bind", program, program, "--", program}, &words);
  return words;
}

// Everything can be read: firejail takes away, and only some directories can
// be left out by --whitelist.
Words ForFirejail(const std::string& program) {
  Words words = {"--noprofile", "--quiet", "--read-only=/"};
  for (const Rule& rule : kRules) {
    const bool writes = rule.verb == Verb::write || rule.verb == Verb::device;
    words.push_back((writes ? "--read-write=" : "--read-only=") +
                    std::string(rule.path));
  }
  Append({"--", program}, &words);
  return words;
}

// The rights of ABI 3: what every setpriv with Landlock knows.
std::string SetprivRights(uint64_t access) {
  constexpr const char* kNames[] = {
      "execute",     "write-file", "read-file", "read-dir", "remove-dir",
      "remove-file", "make-char",  "make-dir",  "make-reg", "make-sock",
      "make-fifo",   "make-block", "make-sym",  "refer",    "truncate"};
  std::string names;
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if ((access >> i & 1) == 0) continue;
    if (!names.empty()) names += ',';
    names += kNames[i];
  }
  return names;
}

Words ForSetpriv(const std::string& program) {
  Words words = {"--no-new-privs", "--landlock-access", "fs"};
  const auto add = [&words](uint64_t access, const std::string& path) {
    Append({"--landlock-rule",
            "path-beneath:" + SetprivRights(access) + ":" + path},
           &words);
  };
  for (const Rule& rule : kRules) {
    add(rule.directory ? rule.access : rule.access & kOnFiles, rule.path);
  }
  for (const std::string& path : ExistingLibraries()) add(verb::exec, path);
  add(verb::exec & kOnFiles, program);
  Append({"--", program}, &words);
  return words;
}

Words ForLandrun(const std::string& program) {
  Words words = {"--best-effort"};
  for (const Rule& rule : kRules) {
    const char* option = rule.verb == Verb::read   ? "--ro"
                         : rule.verb == Verb::exec ? "--rox"
                                                   : "--rw";
    Append({option, rule.path}, &words);
  }
  for (const std::string& path : ExistingLibraries()) {
    Append({"--rox", path}, &words);
  }
  Append({"--rox", program, "--", program}, &words);
  return words;
}

Words ForMinijail(const std::string& program) {
  Words words;
  for (const Rule& rule : kRules) {
    const char* option = rule.verb == Verb::read    ? "--fs-path-ro"
                         : rule.verb == Verb::exec  ? "--fs-path-rx"
                         : rule.verb == Verb::write ? "--fs-path-advanced-rw"
                                                    : "--fs-path-rw";
    Append({option, rule.path}, &words);
  }
  for (const std::string& path : ExistingLibraries()) {
    Append({"--fs-path-rx", path}, &words);
  }
  Append({"--fs-path-rx", program, "--", program}, &words);
  return words;
}

struct Kind {
  const char* name;
  Words (*arguments)(const std::string& program);
};

constexpr Kind kKinds[] = {
    {"bwrap", ForBubblewrap},   {"firejail", ForFirejail},
    {"setpriv", ForSetpriv},    {"landrun", ForLandrun},
    {"minijail0", ForMinijail},
};

std::string FindInPath(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream list(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string directory; std::getline(list, directory, ':');) {
    std::string candidate = directory + "/" + name;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

// Silently: an old version complains about options that it does not know.
int TryLaunch(const Program& program) {
  const Words command = CommandLine(program);
  const std::vector<char*> argv = Pointers(command);
  const std::vector<char*> envp = Pointers(program.environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_WRONLY, 0);
  }
  pid_t child = -1;
  int status = -1;
  if (posix_spawn(&child, program.path.c_str(), &actions, nullptr, argv.data(),
                  envp.data()) == 0) {
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  posix_spawn_file_actions_destroy(&actions);
  return status;
}

}  // namespace

std::vector<OtherLauncher> FindOtherLaunchers(
    const std::string& program, const std::vector<std::string>& environment) {
  std::vector<OtherLauncher> found;
  for (const Kind& kind : kKinds) {
    OtherLauncher launcher = {kind.name, "", {}};
    const std::string path = FindInPath(kind.name);
    if (path.empty()) {
      launcher.missing = "not installed";
    } else {
      launcher.program = {kind.name, path, environment,
                          kind.arguments(program)};
      if (TryLaunch(launcher.program) != 0) {
        launcher.missing = "cannot do it here: " + path;
      }
    }
    found.push_back(launcher);
  }
  return found;
}

}  // namespace landshim::bench
