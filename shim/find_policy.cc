// The order of search is in docs/how-it-works.md; messages list the places.
#include "shim/find_policy.h"

#include <linux/auxvec.h>
#include <linux/errno.h>
#include <linux/fcntl.h>

#include "shim/ownership.h"
#include "shim/report.h"
#include "shim/sample.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

WordBuffer directory_buffer;  // the working directory
WordBuffer program_buffer;    // what /proc/self/exe leads to
WordBuffer path_buffer;       // the policy that is being looked for
char places_buffer[8192];     // where it was looked for
Source origin_name;           // of the sample's variables

std::string_view WorkingDirectory() {
  const long size = sys::GetCwd(directory_buffer, sizeof(directory_buffer));
  // A directory that is unreachable from here is no base for paths.
  const bool known = size > 1 && directory_buffer[0] == '/';
  return known ? std::string_view(directory_buffer) : std::string_view();
}

// The texts that `landshim run` read.
void TakeOver(int fd, PolicyFiles* files, PolicyOrigin* origin) {
  files->Adopt(fd);
  for (int i = 0; files->At(i) != nullptr; ++i) {
    const Source* source = files->At(i);
    if (source->kind == SourceKind::kRules) {
      files->SetDirectory(i, WorkingDirectory());
    }
    if (source->kind != SourceKind::kIncluded) {
      origin->Add(source);
    }
  }
}

// The base name of what ld.so, executed itself with a program as argument, took
// for that: it is in AT_EXECFN under glibc.
std::string_view NameOfArgument(const char* path) {
  const long fd = sys::OpenAt(AT_FDCWD, path, O_PATH | O_CLOEXEC);
  if (fd < 0) return {};
  Text link(path_buffer, kLongestWord);
  link.Append("/proc/self/fd/"sv);
  link.AppendNumber(static_cast<uint64_t>(fd));
  link.Terminated();
  const long size = sys::ReadLinkAt(AT_FDCWD, path_buffer, program_buffer,
                                    sizeof(program_buffer));
  sys::Close(static_cast<int>(fd));
  if (size <= 0) return {};
  return BaseName({program_buffer, static_cast<size_t>(size)});
}

// Where the whole system preloads the shim, who starts a program is not to
// choose its policy by a link or a script of another name: the file decides,
// unless that name is root's doing.
void PutFileFirst(const ProcessStart& start, ProgramNames* names) {
  const auto* executed = reinterpret_cast<const char*>(start.Aux(AT_EXECFN));
  if (executed == nullptr) return;
  if (start.Aux(AT_BASE) == 0 && !start.IsSecure()) {
    const std::string_view file = NameOfArgument(executed);
    if (!file.empty()) names->names[1] = file;
    if (names->names[1] == names->names[0]) names->names[1] = {};
  }
  Weakness weakness;
  if (names->names[1].empty() ||
      !FindWeakness(executed, Trusted::kRoot, &weakness)) {
    return;
  }
  const std::string_view given = names->names[0];
  names->names[0] = names->names[1];
  names->names[1] = given;
}

ProgramNames FindNames(const ProcessStart& start) {
  ProgramNames found;
  const auto* executed = reinterpret_cast<const char*>(start.Aux(AT_EXECFN));
  // Only the kernel's word counts where the caller is not trusted; and the
  // name by which it executed a descriptor is none.
  if (!start.IsSecure() && executed != nullptr) {
    // Without an interpreter of its own, ld.so itself was executed with the
    // program as argument. glibc's corrects AT_EXECFN then, musl's does not.
    std::string_view path = executed;
    if (!start.glibc && start.Aux(AT_BASE) == 0) path = start.FirstArgument();
    if (!Begins(path, "/dev/fd/")) found.names[0] = BaseName(path);
  }
  const long size =
      sys::ReadLinkAt(AT_FDCWD, "/proc/self/exe", program_buffer, kLongestWord);
  if (size <= 0) return found;
  const std::string_view name =
      BaseName({program_buffer, static_cast<size_t>(size)});
  if (name != found.names[0])
    found.names[found.names[0].empty() ? 0 : 1] = name;
  return found;
}

[[noreturn]] void FailTooLong(std::string_view name) {
  Fail(Named(name), ProblemKind::kWordTooLong, static_cast<int>(kLongestWord));
}

// The user's directory of settings (the XDG base directory specification: a
// relative one is to be ignored), empty where there is none.
std::string_view ConfigDirectory(Environment environment) {
  const std::string_view config = environment.Find("XDG_CONFIG_HOME"sv);
  if (config.starts_with('/')) return config;
  const std::string_view home = environment.Find("HOME"sv);
  if (!home.starts_with('/')) return {};
  const std::string_view joined =
      JoinPath(home, ".config"sv, &directory_buffer);
  if (joined.data() == nullptr) FailTooLong("HOME"sv);
  return joined;
}

// The path of a policy. Too long a one does not exist, but its directory might,
// and another policy is not to be found instead.
std::string_view PolicyPath(std::string_view directory, std::string_view name) {
  constexpr std::string_view kDirectory = "/landshim/";
  constexpr std::string_view kEnding = ".policy";
  if (directory.size() + kDirectory.size() + name.size() + kEnding.size() >
      kLongestWord) {
    FailTooLong("XDG_CONFIG_HOME or HOME"sv);
  }
  Text path(path_buffer, kLongestWord);
  path.Append(directory);
  path.Append(kDirectory);
  path.Append(name);
  path.Append(kEnding);
  return path.Terminated();
}

// The directory of the policy cannot be searched. Then there may be one or
// none; a program without one is never to end for it.
bool IsOutOfReach(std::string_view path) {
  struct stat status;
  return sys::StatAt(AT_FDCWD, path.data(), &status) == -EACCES;
}

// A person is told; what others write and read is left alone.
void SayOutOfReach(std::string_view path) {
  if (!sys::IsTerminal(2)) return;
  Problem problem;
  problem.Set(Named(path), ProblemKind::kPolicyOutOfReach);
  Report(problem);
}

}  // namespace

void ReadPolicyFile(std::string_view path, PolicyFiles* files,
                    PolicyOrigin* origin) {
  const Source* file = nullptr;
  Problem problem;
  switch (files->Read(path, SourceKind::kFile, &file, &problem)) {
    case PolicyFiles::Result::kFound:
      origin->Add(file);
      return;
    case PolicyFiles::Result::kMissing:
      Fail(Named(path), ProblemKind::kPolicyMissing);
    case PolicyFiles::Result::kProblem:
      Fail(problem);
  }
}

void AddRules(std::string_view name, std::string_view rules, PolicyFiles* files,
              PolicyOrigin* origin) {
  bool empty = true;
  for (const char c : rules) {
    empty &= c == ' ' || c == '\t' || c == '\n' || c == ';';
  }
  if (empty) Fail(Named(name), ProblemKind::kVariableEmpty);
  const std::string_view directory = WorkingDirectory();
  origin->Add(files->Add({.name = name,
                          .text = rules,
                          .kind = SourceKind::kRules,
                          .directory = directory,
                          .working_directory = directory}));
}

bool FindByVariable(Environment environment, PolicyFiles* files,
                    PolicyOrigin* origin) {
  const std::string_view path = environment.Find("LANDSHIM_POLICY"sv);
  const std::string_view rules = environment.Find("LANDSHIM_RULES"sv);
  if (path.data() != nullptr) {
    if (path.empty())
      Fail(Named("LANDSHIM_POLICY"sv), ProblemKind::kVariableEmpty);
    ReadPolicyFile(path, files, origin);
  }
  if (rules.data() != nullptr)
    AddRules("LANDSHIM_RULES"sv, rules, files, origin);
  if (origin->text_count > 0) return true;
  if (!HasSampleVariables(environment)) return false;
  origin_name = {.name = "LL_FS_RO"sv, .text = {}};
  origin->sample = true;
  origin->place.source = &origin_name;
  return true;
}

bool FindByName(const ProgramNames& program, const Request& request,
                PolicyFiles* files, PolicyOrigin* origin) {
  const std::string_view directories[] = {ConfigDirectory(request.environment),
                                          "/etc"sv};
  Text places(places_buffer, sizeof(places_buffer));
  Problem problem;
  files->RefuseOthers();
  for (const std::string_view name : program.names) {
    for (const std::string_view directory : directories) {
      if (name.empty() || directory.empty()) continue;
      const std::string_view path = PolicyPath(directory, name);
      const Source* file = nullptr;
      switch (files->Read(path, SourceKind::kFile, &file, &problem)) {
        case PolicyFiles::Result::kProblem:
          if (request.system_wide && IsOutOfReach(path)) {
            SayOutOfReach(path);
            return false;
          }
          Fail(problem);
        case PolicyFiles::Result::kFound:
          origin->Add(file);
          return true;
        case PolicyFiles::Result::kMissing:
          if (!places.view().empty()) places.Append(' ');
          places.Append(path);
      }
    }
  }
  if (request.system_wide) return false;
  Fail(Named(program.names[0]), ProblemKind::kNoPolicy, places.view());
}

void CheckLearn(const ProcessStart& start, const Request& request) {
  const std::string_view user = ConfigDirectory(request.environment);
  const ProgramNames program = FindNames(start);
  struct stat status;
  // The administrator's first: nobody's own directory is to hide them.
  for (const std::string_view directory : {"/etc"sv, user}) {
    for (const std::string_view name : program.names) {
      if (name.empty() || directory.empty()) continue;
      const std::string_view path = PolicyPath(directory, name);
      const long error = sys::StatAt(AT_FDCWD, path.data(), &status);
      if (error == -ENOENT || error == -ENOTDIR) continue;
      const bool is_user = directory.data() == user.data();
      if (error < 0 && !is_user) {
        Fail(Named(path), ProblemKind::kPolicyFailed, ErrorText(error));
      }
      Problem problem;
      problem.Set(Named(kLearnVariable), is_user ? ProblemKind::kNotEnforced
                                                 : ProblemKind::kLearnOverEtc);
      problem.With(path);
      if (!is_user) Fail(problem);
      Report(problem);
      return;
    }
  }
}

bool FindPolicy(const ProcessStart& start, const Request& request,
                PolicyFiles* files, PolicyOrigin* origin) {
  if (request.hand_over.policy_fd >= 0) {
    origin->rules_reported = true;
    origin->broad.all = true;
    TakeOver(request.hand_over.policy_fd, files, origin);
    if (origin->text_count > 0) return true;
  }
  if (FindByVariable(request.environment, files, origin)) return true;
  ProgramNames names = FindNames(start);
  if (names.names[0].empty())
    Fail(Named("/proc/self/exe"sv), ProblemKind::kNoProgramName);
  if (request.system_wide) PutFileFirst(start, &names);
  return FindByName(names, request, files, origin);
}

}  // namespace landshim
