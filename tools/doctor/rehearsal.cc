// The launch code does it all; this tells the parent what it did.
#include "tools/doctor/rehearsal.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "shim/launch/api.h"
#include "tools/doctor/child.h"
#include "tools/doctor/words.h"

namespace landshim::doctor {
namespace {

// Of the child; the launch code knows no contexts.
Telling* told = nullptr;

void TellGrant(const char* path, uint64_t rights) {
  told->Tell("rights", std::to_string(rights));
  told->Tell("path", path);
}

void Rehearse(Words* arguments, char** envp, Telling* telling) {
  told = telling;
  RehearsedLaunch launch = {.granted = TellGrant};
  LandshimRehearseRun(arguments->pointers(), envp, &launch);
  telling->Tell("layers", launch.layers);
  if (launch.one_layer != nullptr) telling->Tell("one_layer", launch.one_layer);
  telling->Tell("execute_error", ExecuteTraced(launch.path, launch.arguments,
                                               launch.environment));
}

}  // namespace

std::string Rehearsal::Failure() const {
  constexpr int kKilled = 128;
  if (status == kKilled + SIGSYS) {
    return "a seccomp filter kills landshim for one of its system calls; see "
           "which by 'strace landshim run ...', and allow it";
  }
  if (status > kKilled || lines.empty()) {
    return "landshim ends itself with status " + std::to_string(status) +
           "; report this";
  }
  return lines.back();
}

Rehearsal RehearseRun(const std::vector<std::string>& arguments, char** envp) {
  Words words(arguments);
  const Child child =
      RunChild([&](Telling* telling) { Rehearse(&words, envp, telling); });
  Rehearsal rehearsal;
  rehearsal.ready = child.WasTold("layers");
  rehearsal.status = rehearsal.ready ? 0 : child.status;
  rehearsal.lines = child.Lines();
  rehearsal.layers = static_cast<int>(child.Number("layers", 0));
  rehearsal.one_layer = child.Find("one_layer");
  rehearsal.execute_error =
      child.executed ? 0 : static_cast<int>(child.Number("execute_error", -1));
  const std::vector<std::string> rights = child.All("rights");
  const std::vector<std::string> paths = child.All("path");
  for (size_t i = 0; i < paths.size() && i < rights.size(); ++i) {
    std::error_code error;
    rehearsal.grants.push_back(
        {paths[i],
         {strtoull(rights[i].c_str(), nullptr, 10)},
         std::filesystem::is_directory(paths[i], error)});
  }
  return rehearsal;
}

}  // namespace landshim::doctor
