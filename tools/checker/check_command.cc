// Reads, looks, asks, prints.
#include "tools/checker/check_command.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "policy/reader.h"
#include "tools/checker/attempt.h"
#include "tools/checker/checked_policy.h"
#include "tools/checker/decision.h"
#include "tools/checker/lints.h"
#include "tools/checker/machine.h"
#include "tools/checker/real_content.h"
#include "tools/checker/report.h"
#include "tools/checker/restrict.h"
#include "tools/filesystem/real_filesystem.h"
#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {

// A policy with mistakes, or an operation that is denied.
constexpr int kNotGood = 1;

struct CheckOptions {
  std::string file;
  std::vector<std::string> rules;
  std::vector<std::string> may;
  std::vector<std::string> try_for_real;
  std::string abi;
  bool json = false;
};

// What the command line means.
struct Request {
  PolicyNames names;
  KernelTraits kernel;
  bool own_kernel = true;
  std::vector<Operation> may;
  std::vector<Operation> try_for_real;
};

bool ReadOperations(const std::vector<std::string>& texts, const char* option,
                    const Request& request, std::vector<Operation>* operations,
                    std::string* mistake) {
  for (const std::string& text : texts) {
    operations->emplace_back();
    if (!ParseOperation(text, option, {environ},
                        request.names.working_directory, &operations->back(),
                        mistake)) {
      return false;
    }
  }
  return true;
}

bool ReadAbi(const CheckOptions& options, Request* request,
             std::string* mistake) {
  request->kernel = OwnKernel();
  if (options.abi.empty()) return true;
  const int abi = ParseNumber(options.abi, kNewestAbi);
  if (abi < 0) {
    *mistake = "--abi: '" + Escape(options.abi) +
               "' is no ABI that this landshim knows; write a number from 0 " +
               "(no Landlock) to " + std::to_string(kNewestAbi);
    return false;
  }
  if (!options.try_for_real.empty()) {
    *mistake =
        "--try asks the running kernel, and --abi names another one; use "
        "--may with --abi";
    return false;
  }
  request->own_kernel = abi == request->kernel.abi;
  request->kernel.abi = abi;
  return true;
}

bool ReadRequest(const CheckOptions& options, const Machine& machine,
                 Request* request, std::string* mistake) {
  if (options.file.empty() && options.rules.empty()) {
    *mistake =
        "check: no policy to check; name a file, or give statements with "
        "--rule";
    return false;
  }
  request->names = {options.file, options.rules, machine.working_directory};
  return ReadAbi(options, request, mistake) &&
         ReadOperations(options.may, "--may", *request, &request->may,
                        mistake) &&
         ReadOperations(options.try_for_real, "--try", *request,
                        &request->try_for_real, mistake);
}

void AnswerOperations(const Request& request, const PolicyStatements& policy,
                      Filesystem* filesystem, Content* content,
                      Report* report) {
  Domain domain;
  domain.kernel = request.kernel;
  std::string error;
  if (!BuildLayer(policy, domain.kernel, filesystem,
                  &domain.layers.emplace_back(), &error)) {
    report->errors.push_back(error);
    return;
  }
  for (const Operation& operation : request.may) {
    report->answers.push_back(
        Ask(operation, domain, policy, filesystem, content));
  }
  for (const Operation& operation : request.try_for_real) {
    TriedOperation tried;
    tried.answer = Ask(operation, domain, policy, filesystem, content);
    tried.attempt = TryOperation(tried.answer, policy, filesystem);
    report->attempts.push_back(tried);
  }
}

bool IsGood(const Report& report) {
  if (!report.errors.empty()) return false;
  for (const Answer& answer : report.answers) {
    if (!IsAllowed(answer)) return false;
  }
  for (const TriedOperation& tried : report.attempts) {
    const bool free = tried.answer.operation.kind->deed == Deed::kFree;
    if ((tried.attempt.outcome != TrialOutcome::kAllowed && !free) ||
        tried.attempt.disagrees) {
      return false;
    }
  }
  return true;
}

bool WantsColor() {
  const char* const no_color = getenv("NO_COLOR");
  const char* const terminal = getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 &&
         (no_color == nullptr || *no_color == '\0') && terminal != nullptr &&
         std::string(terminal) != "dumb";
}

int PrintReport(const Report& report, bool asked, bool json) {
  for (const std::string& error : report.errors) {
    WriteAll(STDERR_FILENO, "landshim: " + error + "\n");
  }
  std::string text;
  if (json) {
    text = Json(report);
  } else if (asked) {
    text = TextOfOperations(report);
  } else if (report.read) {
    text = TextOfPolicy(report, WantsColor());
  }
  const int failed = Print(text);
  if (failed != 0) return failed;
  return IsGood(report) ? 0 : kNotGood;
}

int Check(const CheckOptions& options) {
  Request request;
  std::string mistake;
  const Environment environment = {environ};
  Machine machine = DescribeMachine(environment);
  if (!ReadRequest(options, machine, &request, &mistake)) {
    return Complain(mistake);
  }
  machine.kernel_abi = request.kernel.abi;
  RealFilesystem filesystem;
  RealContent content;
  CheckedPolicy checked;
  CheckPolicy(request.names, environment, ReadPolicyFile, &filesystem,
              &checked);
  Report report;
  report.name = options.file.empty() ? kRulesName : options.file;
  report.errors = checked.errors;
  report.read = checked.read;
  report.kernel_abi = request.kernel.abi;
  report.own_kernel = request.own_kernel;
  const bool asked = !request.may.empty() || !request.try_for_real.empty();
  if (checked.read) {
    report.abi = checked.policy.summary.abi;
    report.kernels = KernelRows(checked.policy.summary);
    if (!asked || options.json) {
      report.findings =
          FindAll(Subject(checked.policy, checked.layer, environment,
                          &filesystem, &content, machine));
    }
    if (asked && checked.errors.empty()) {
      AnswerOperations(request, checked.policy, &filesystem, &content, &report);
    }
  }
  return PrintReport(report, asked, options.json);
}

}  // namespace

void AddCheckCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* const command = AddCommand(
      app, "check", "find mistakes and risks in a policy, and ask about it",
      "landshim check app.policy\n"
      "landshim check app.policy --may 'read /etc/passwd'");
  AddOperand(command, "FILE", &options->file, "the policy")->required(false);
  AddValues(command, "--rule", "STATEMENT", &options->rules,
            "one more statement of the policy");
  AddValues(command, "--may", "OPERATION", &options->may,
            "say whether the policy allows it");
  AddValues(command, "--try", "OPERATION", &options->try_for_real,
            "ask the kernel, without doing it");
  AddValue(command, "--abi", "N", &options->abi,
           "answer for a kernel of that Landlock ABI");
  AddFlag(command, "--json", &options->json, "print everything as JSON");
  command->callback([=] { *action = [options] { return Check(*options); }; });
}

}  // namespace landshim
