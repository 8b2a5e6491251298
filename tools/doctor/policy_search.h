// Which policy a program would get, and where it was looked for.
#ifndef LANDSHIM_TOOLS_DOCTOR_POLICY_SEARCH_H_
#define LANDSHIM_TOOLS_DOCTOR_POLICY_SEARCH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "policy/environment.h"
#include "policy/source.h"

namespace landshim::doctor {

enum class PlaceState : uint8_t {
  kMissing,
  kFound,
  kRefused,  // there, but it cannot be opened: that ends the search
};

struct Place {
  std::string path;
  PlaceState state = PlaceState::kMissing;
};

enum class PolicyOriginKind : uint8_t {
  kOption,     // --policy
  kVariables,  // LANDSHIM_POLICY, LANDSHIM_RULES
  kSample,     // LL_*
  kName,       // by the program's name
  kNowhere,
};

// shim/find_policy.cc, as far as it is about where.
struct PolicySearch {
  PolicyOriginKind kind = PolicyOriginKind::kNowhere;
  std::vector<std::string> variables;  // kVariables, kSample: their names
  std::vector<Place> places;           // kName, kNowhere: up to the found one
  std::string file;                    // kOption; kName: the one that decides

  // "policy /etc/landshim/x.policy", "policy in LANDSHIM_RULES"
  std::string Describe() const;
};

// `path` is what is executed, `real_path` the image. `option`: --policy's
// value, or empty.
PolicySearch SearchPolicy(const std::string& option, const std::string& path,
                          const std::string& real_path, char** envp);

// Where /etc/ld.so.preload names a shim: only the system's directory counts.
PolicySearch SearchSystemPolicy(const std::string& path,
                                const std::string& real_path);

// The kernel sample's variables that are set.
std::vector<std::string> SampleVariables(Environment environment);

struct PolicyText {
  SourceKind kind = SourceKind::kFile;
  std::string name;
  std::string text;
};

// A policy as the launch code reads it.
struct ReadPolicyResult {
  bool good = false;
  std::string failure;  // the line that run or the shim would show
  // Without the built-in fragments. Empty too where the sample's variables are
  // the policy.
  std::vector<PolicyText> texts;
};

// `arguments` as they follow the word "run".
ReadPolicyResult ReadPolicyFor(const std::vector<std::string>& arguments,
                               char** envp);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_POLICY_SEARCH_H_
