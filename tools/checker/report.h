// All that `landshim check` has to say, as a text and as JSON.
#ifndef LANDSHIM_TOOLS_CHECKER_REPORT_H_
#define LANDSHIM_TOOLS_CHECKER_REPORT_H_

#include <string>
#include <vector>

#include "policy/statements.h"
#include "tools/checker/attempt.h"
#include "tools/checker/decision.h"
#include "tools/checker/finding.h"
#include "tools/checker/kernels.h"

namespace landshim {

struct TriedOperation {
  Answer answer;  // the mirror's
  Trial attempt;
};

struct Report {
  std::string name;                 // of the policy: its file, or "--rule"
  std::vector<std::string> errors;  // lines without "landshim: "
  bool read = false;                // the policy, to its end
  AbiRange abi;                     // of the policy
  std::vector<Finding> findings;
  std::vector<KernelRow> kernels;
  int kernel_abi = 0;  // that was asked about: this kernel's, or --abi
  bool own_kernel = true;
  std::vector<Answer> answers;           // --may
  std::vector<TriedOperation> attempts;  // --try
};

// The findings, then what each kernel leaves unenforced. `colored`: with the
// escape sequences of terminals.
std::string TextOfPolicy(const Report& report, bool colored);

// One line for each operation that was asked about.
std::string TextOfOperations(const Report& report);

// Everything. Ends with a newline.
std::string Json(const Report& report);

// `bytes` as a JSON string can hold them: a byte that is no part of UTF-8 as
// \xHH, and a backslash doubled, so that nothing is lost. (In json.cc.)
std::string ToUtf8(const std::string& bytes);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_REPORT_H_
