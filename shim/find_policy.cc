// The order of search is in docs/how-it-works.md; messages list the places.
#include "shim/find_policy.h"

#include <linux/auxvec.h>
#include <linux/fcntl.h>

#include "policy/suggest.h"
#include "policy/table.h"
#include "shim/report.h"
#include "shim/syscalls.h"
#include "shim/system_wide.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

WordBuffer directory_buffer;  // the working directory
WordBuffer program_buffer;    // what /proc/self/exe leads to
WordBuffer path_buffer;       // the policy that is being looked for
char places_buffer[8192];     // where it was looked for
Source origin_name;           // of the sample's variables

// All variables, for looking them up and for suggestions.
struct Variable {
  char name[16];
};

constexpr Variable kVariables[] = {{"LANDSHIM_POLICY"},
                                   {"LANDSHIM_RULES"},
                                   {"LANDSHIM_LOG"},
                                   {"LANDSHIM_KEEP"}};

void CheckName(std::string_view entry) {
  if (!Begins(entry, "LANDSHIM_")) return;
  const std::string_view name = entry.substr(0, entry.find('='));
  if (FindRow(kVariables, name) != nullptr) return;
  Problem problem;
  Suggestion(name)
      .Among(kVariables)
      .Describe(Named(name), ProblemKind::kVariableUnknown, &problem);
  Fail(problem);
}

// True if the variable has its one value, false if it is not set.
bool IsSwitchedOn(Environment environment, std::string_view name,
                  const char* value) {
  const std::string_view found = environment.Find(name);
  if (found.data() == nullptr) return false;
  if (Is(found, value)) return true;
  Fail(Named(name), ProblemKind::kVariableValue, found,
       std::string_view(value));
}

const Source* AddRules(std::string_view rules, PolicyFiles* files) {
  if (rules.find_first_not_of(" \t\n;"sv) == std::string_view::npos) {
    Fail(Named("LANDSHIM_RULES"sv), ProblemKind::kVariableEmpty);
  }
  const long size = sys::GetCwd(directory_buffer, sizeof(directory_buffer));
  // A directory that is unreachable from here is no base for paths.
  const bool known = size > 1 && directory_buffer[0] == '/';
  const std::string_view directory =
      known ? std::string_view(directory_buffer) : std::string_view();
  return files->Add({.name = "LANDSHIM_RULES"sv,
                     .text = rules,
                     .kind = SourceKind::kRules,
                     .directory = directory,
                     .working_directory = directory});
}

void MustRead(std::string_view path, PolicyFiles* files, PolicyOrigin* origin) {
  const Source* file = nullptr;
  Problem problem;
  switch (files->Read(path, SourceKind::kFile, &file, &problem)) {
    case PolicyFiles::Result::kFound:
      origin->texts[origin->text_count++] = file;
      return;
    case PolicyFiles::Result::kMissing:
      Fail(Named(path), ProblemKind::kPolicyMissing);
    case PolicyFiles::Result::kProblem:
      Fail(problem);
  }
}

// LANDSHIM_POLICY and LANDSHIM_RULES, or the sample's variables.
bool FindByVariable(Environment environment, PolicyFiles* files,
                    PolicyOrigin* origin) {
  const std::string_view path = environment.Find("LANDSHIM_POLICY"sv);
  const std::string_view rules = environment.Find("LANDSHIM_RULES"sv);
  if (path.data() != nullptr) {
    if (path.empty())
      Fail(Named("LANDSHIM_POLICY"sv), ProblemKind::kVariableEmpty);
    MustRead(path, files, origin);
  }
  if (rules.data() != nullptr) {
    origin->texts[origin->text_count++] = AddRules(rules, files);
  }
  if (origin->text_count > 0) {
    origin->place.source = origin->texts[0];
    return true;
  }
  if (!HasSampleVariables(environment)) return false;
  origin_name = {.name = "LL_FS_RO"sv, .text = {}};
  origin->sample = true;
  origin->place.source = &origin_name;
  return true;
}

// The names by which the program is known, the likelier first; the second may
// be empty, and both are where the program's name is unknown.
struct ProgramNames {
  std::string_view names[2];
};

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

// The user's directory of settings (the XDG base directory specification: a
// relative one is to be ignored), empty where there is none.
std::string_view ConfigDirectory(Environment environment) {
  const std::string_view config = environment.Find("XDG_CONFIG_HOME"sv);
  if (config.starts_with('/')) return config;
  const std::string_view home = environment.Find("HOME"sv);
  if (!home.starts_with('/')) return {};
  return JoinPath(home, ".config"sv, &directory_buffer);
}

// The path of a policy; empty where it would be too long to exist.
std::string_view PolicyPath(std::string_view directory, std::string_view name) {
  Text path(path_buffer, kLongestWord);
  path.Append(directory);
  path.Append("/landshim/"sv);
  path.Append(name);
  path.Append(".policy"sv);
  return path.full() ? std::string_view() : path.Terminated();
}

bool FindByName(const ProcessStart& start, const Request& request,
                PolicyFiles* files, PolicyOrigin* origin) {
  const ProgramNames found = FindNames(start);
  if (found.names[0].empty())
    Fail(Named("/proc/self/exe"sv), ProblemKind::kNoProgramName);
  const std::string_view directories[] = {ConfigDirectory(request.environment),
                                          "/etc"sv};
  Text places(places_buffer, sizeof(places_buffer));
  Problem problem;
  for (const std::string_view name : found.names) {
    for (const std::string_view directory : directories) {
      if (name.empty() || directory.empty()) continue;
      const std::string_view path = PolicyPath(directory, name);
      if (path.empty()) continue;
      switch (
          files->Read(path, SourceKind::kFile, &origin->texts[0], &problem)) {
        case PolicyFiles::Result::kProblem:
          Fail(problem);
        case PolicyFiles::Result::kFound:
          origin->text_count = 1;
          origin->place.source = origin->texts[0];
          return true;
        case PolicyFiles::Result::kMissing:
          if (!places.view().empty()) places.Append(' ');
          places.Append(path);
      }
    }
  }
  if (request.system_wide) return false;
  Fail(Named(found.names[0]), ProblemKind::kNoPolicy, places.view());
}

}  // namespace

Request ReadRequest(const ProcessStart& start) {
  Request request;
  request.system_wide = IsPreloadedSystemWide(start);
  if (request.system_wide || start.IsSecure()) return request;
  request.environment = start.environment();
  for (char** entry = start.envp; *entry != nullptr; ++entry) {
    CheckName(*entry);
  }
  request.keep = IsSwitchedOn(request.environment, "LANDSHIM_KEEP"sv, "1");
  request.info = IsSwitchedOn(request.environment, "LANDSHIM_LOG"sv, "info");
  return request;
}

bool FindPolicy(const ProcessStart& start, const Request& request,
                PolicyFiles* files, PolicyOrigin* origin) {
  return FindByVariable(request.environment, files, origin) ||
         FindByName(start, request, files, origin);
}

}  // namespace landshim
