// Command line, variables, names: the first that says anything decides.
#include "shim/launch/find_run_policy.h"

#include "policy/text.h"
#include "shim/launch/launch_problems.h"

namespace landshim {

using namespace std::string_view_literals;

void FindRunPolicy(const RunOptions& options, const Request& request,
                   const Program* program, PolicyFiles* files,
                   PolicyOrigin* origin) {
  origin->broad = options.broad;
  if (options.policy.data() != nullptr) {
    ReadPolicyFile(options.policy, files, origin);
  }
  if (options.rules.data() != nullptr) {
    AddRules("options"sv, options.rules, files, origin);
  }
  if (origin->text_count > 0) return;
  if (FindByVariable(request.environment, files, origin)) return;
  if (program == nullptr) Refuse("run"sv, LaunchProblem::kNoProgram);
  ProgramNames names = {
      {BaseName(program->path), BaseName(program->real_path)}};
  if (names.names[0] == names.names[1]) names.names[1] = {};
  FindByName(names, request, files, origin);
}

}  // namespace landshim
