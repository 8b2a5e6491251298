// The status says whether it works, the output why.
#include "tools/doctor/doctor_command.h"

#include <unistd.h>

#include <memory>
#include <string>

#include "tools/doctor/machine_report.h"
#include "tools/doctor/program_report.h"
#include "tools/doctor/report.h"
#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {

struct DoctorOptions {
  bool json = false;
  std::string policy;
  std::string program;
};

int Examine(const DoctorOptions& options) {
  if (options.program.empty() && !options.policy.empty()) {
    return Complain(
        "doctor: there is no program for '--policy'; write 'landshim doctor "
        "--policy FILE PROG'");
  }
  const doctor::Report report =
      options.program.empty()
          ? doctor::ReportOnMachine(environ)
          : doctor::ReportOnProgram(options.program, options.policy, environ);
  const int status =
      Print(options.json ? doctor::ToJson(report) : doctor::ToText(report));
  if (status != 0) return status;
  return report.works ? 0 : report.status;
}

}  // namespace

void AddDoctorCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<DoctorOptions>();
  CLI::App* const command =
      AddCommand(app, "doctor", "tell whether and how a program is sandboxed",
                 "landshim doctor\nlandshim doctor --policy app.policy app");
  AddFlag(command, "--json", &options->json, "the same as JSON");
  AddValue(command, "--policy", "FILE", &options->policy,
           "the policy that 'landshim run' is to be given");
  AddOperand(command, "PROG", &options->program,
             "a program; without one, this machine")
      ->required(false);
  command->callback([=] { *action = [options] { return Examine(*options); }; });
}

}  // namespace landshim
