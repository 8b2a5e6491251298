// What a policy lets the processes do that a program begins as.
#ifndef LANDSHIM_TOOLS_DOCTOR_POLICY_ACCESS_H_
#define LANDSHIM_TOOLS_DOCTOR_POLICY_ACCESS_H_

#include <string>
#include <vector>

#include "tools/doctor/policy_search.h"

namespace landshim::doctor {

// Something that the program does when it begins, and that its policy denies.
struct Denial {
  std::string operation;  // "read /srv/app/start"
  std::string cure;       // a statement; empty: none is known
};

// Which of `operations` (policy/operation.h) a process in one layer of this
// policy is denied, on a kernel with `abi`. Empty too where the policy cannot
// be told from texts: the sample's variables.
std::vector<Denial> FindDenials(const ReadPolicyResult& policy,
                                const std::vector<std::string>& operations,
                                int abi, char** envp);

// "read" and the path as one word of the policy language.
std::string OperationOn(const char* name, const std::string& path);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_POLICY_ACCESS_H_
