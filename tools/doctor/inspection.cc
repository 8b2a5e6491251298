// The code that prepares a start looks, and starts nothing.
#include "tools/doctor/inspection.h"

#include <sys/prctl.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <memory>

#include "policy/text.h"
#include "shim/launch/launch.h"
#include "tools/doctor/words.h"

namespace landshim::doctor {
namespace {

// A line of landshim's is no longer.
constexpr size_t kLongestLine = 12288;

std::string Describe(const LaunchRefusal& refusal) {
  std::string line(kLongestLine + 1, '\0');
  Text text(line.data(), kLongestLine);
  landshim::Describe(refusal, &text);
  line.resize(text.view().size());
  return line;
}

std::string Copy(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

bool HasEffect(const std::string& path) {
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1) return false;
  struct statvfs mount = {};
  return statvfs(path.c_str(), &mount) != 0 || (mount.f_flag & ST_NOSUID) == 0;
}

}  // namespace

Inspection Inspect(const std::string& name, char** envp) {
  Words arguments({name});
  KernelMachine machine;
  const auto launch = std::make_unique<Launch>();
  launch->machine = &machine;
  Inspection found;
  found.good = InspectProgram(arguments.pointers(), {envp}, launch.get());
  const Program& program = launch->program;
  if (found.good) {
    found.path = program.path;
    found.chain.assign(program.chain, program.chain + program.chain_count);
    found.executed = static_cast<size_t>(program.executed);
    found.env_binds = program.env_binds;
    found.set_id = program.set_id;
    found.kind = program.kind;
    found.libc = program.libc;
    found.elf_class = program.elf_class;
    found.linker = Copy(program.linker);
    found.real_path = program.real_path;
    found.soname = Copy(program.soname);
    found.why_no_shim = Copy(WhyNoShim(program));
    found.privileged = found.set_id && HasEffect(found.real_path);
  } else {
    found.status = launch->refusal.status();
    found.failure = Describe(launch->refusal);
  }
  launch->Release();
  return found;
}

std::vector<Stage> StagesOf(const Inspection& program, char** envp) {
  if (program.executed == 0) return {{program.path, program}};
  const auto env = std::find_if(
      program.chain.begin() + 1, program.chain.end(),
      [](const std::string& path) { return BaseName(path) == "env"; });
  Inspection first = Inspect(*env, envp);
  if (!first.good) return {{program.path, program}};
  // With its scripts, which are executed by their own names.
  first.path = program.path;
  first.chain.assign(program.chain.begin(), env + 1);
  return {{program.path, first}, {program.chain[program.executed], program}};
}

}  // namespace landshim::doctor
