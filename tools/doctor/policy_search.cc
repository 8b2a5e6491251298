// Names and directories as in shim/find_policy.cc; reading is left to it.
#include "tools/doctor/policy_search.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "policy/environment.h"
#include "policy/text.h"
#include "shim/launch/api.h"
#include "tools/doctor/child.h"
#include "tools/doctor/report.h"
#include "tools/doctor/words.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

constexpr const char* kPolicyVariables[] = {"LANDSHIM_POLICY",
                                            "LANDSHIM_RULES"};

// shim/sample.cc.
constexpr const char* kSampleVariables[] = {
    "LL_FS_RO",       "LL_FS_RW",     "LL_TCP_BIND",
    "LL_TCP_CONNECT", "LL_UDP_BIND",  "LL_UDP_CONNECT_SEND",
    "LL_SCOPED",      "LL_FORCE_LOG", "LL_QUIET_ACCESS",
    "LL_FS_QUIET",    "LL_NET_QUIET"};

template <size_t N>
std::vector<std::string> SetOnes(const char* const (&names)[N],
                                 Environment environment) {
  std::vector<std::string> set;
  for (const char* name : names) {
    if (environment.Find(name).data() != nullptr) set.emplace_back(name);
  }
  return set;
}

std::string ConfigDirectory(Environment environment) {
  const std::string_view config = environment.Find("XDG_CONFIG_HOME");
  if (config.substr(0, 1) == "/") return std::string(config);
  const std::string_view home = environment.Find("HOME");
  if (home.substr(0, 1) != "/") return {};
  std::string directory(home);
  if (directory.back() != '/') directory += '/';
  return directory + ".config";
}

PlaceState Look(const std::string& path) {
  const int fd =
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd >= 0) {
    close(fd);
    return PlaceState::kFound;
  }
  return errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG
             ? PlaceState::kMissing
             : PlaceState::kRefused;
}

PolicySearch SearchByName(const std::vector<std::string>& directories,
                          const std::string& path,
                          const std::string& real_path) {
  PolicySearch search;
  std::vector<std::string> names = {std::string(BaseName(path))};
  const std::string second(BaseName(real_path));
  if (second != names[0]) names.push_back(second);
  for (const std::string& name : names) {
    for (const std::string& directory : directories) {
      if (name.empty() || directory.empty()) continue;
      const std::string file = directory + "/landshim/" + name + ".policy";
      search.places.push_back({file, Look(file)});
      if (search.places.back().state == PlaceState::kMissing) continue;
      search.kind = PolicyOriginKind::kName;
      search.file = file;
      return search;
    }
  }
  return search;
}

}  // namespace

std::string PolicySearch::Describe() const {
  switch (kind) {
    case PolicyOriginKind::kOption:
    case PolicyOriginKind::kName:
      return "the policy " + Escape(file);
    case PolicyOriginKind::kVariables:
    case PolicyOriginKind::kSample:
      return "the policy in " + Join(variables);
    case PolicyOriginKind::kNowhere:
      break;
  }
  return "no policy";
}

PolicySearch SearchPolicy(const std::string& option, const std::string& path,
                          const std::string& real_path, char** envp) {
  const Environment environment = {envp};
  PolicySearch search;
  if (!option.empty()) {
    search.kind = PolicyOriginKind::kOption;
    search.file = option;
    return search;
  }
  search.variables = SetOnes(kPolicyVariables, environment);
  search.kind = PolicyOriginKind::kVariables;
  if (search.variables.empty()) {
    search.variables = SampleVariables(environment);
    search.kind = PolicyOriginKind::kSample;
  }
  if (!search.variables.empty()) return search;
  return SearchByName({ConfigDirectory(environment), "/etc"}, path, real_path);
}

PolicySearch SearchSystemPolicy(const std::string& path,
                                const std::string& real_path) {
  return SearchByName({"/etc"}, path, real_path);
}

std::vector<std::string> SampleVariables(Environment environment) {
  return SetOnes(kSampleVariables, environment);
}

ReadPolicyResult ReadPolicyFor(const std::vector<std::string>& arguments,
                               char** envp) {
  Words words(arguments);
  const Child child = RunChild([&](Telling* telling) {
    size_t size = 0;
    const char* at = LandshimReadRunPolicy(words.pointers(), envp, &size);
    while (size > 0 && *at != '\0') {
      telling->Tell("kind", *at - 'A');
      const std::string_view name = at + 1;
      const std::string_view text = name.data() + name.size() + 1;
      telling->Tell("name", name);
      telling->Tell("text", text);
      at = text.data() + text.size() + 1;
    }
  });
  ReadPolicyResult result;
  result.good = child.status == 0;
  const std::vector<std::string> lines = child.Lines();
  if (!result.good && !lines.empty()) result.failure = lines.back();
  const std::vector<std::string> kinds = child.All("kind");
  const std::vector<std::string> names = child.All("name");
  const std::vector<std::string> texts = child.All("text");
  for (size_t i = 0; i < texts.size(); ++i) {
    const long kind = strtol(kinds[i].c_str(), nullptr, 10);
    result.texts.push_back({static_cast<SourceKind>(kind), names[i], texts[i]});
  }
  return result;
}

}  // namespace landshim::doctor
