// The launch code looks, in a child: it ends the process where it refuses.
#include "tools/doctor/inspection.h"

#include <sys/prctl.h>
#include <sys/statvfs.h>

#include <algorithm>

#include "policy/text.h"
#include "shim/launch/api.h"
#include "tools/doctor/child.h"
#include "tools/doctor/words.h"

namespace landshim::doctor {
namespace {

void TellProgram(const Program& program, Telling* telling) {
  telling->Tell("path", program.path);
  for (int i = 0; i < program.chain_count; ++i) {
    telling->Tell("chain", program.chain[i]);
  }
  telling->Tell("executed", program.executed);
  telling->Tell("env_binds", program.env_binds ? 1 : 0);
  telling->Tell("set_id", program.set_id ? 1 : 0);
  telling->Tell("kind", static_cast<long>(program.kind));
  telling->Tell("libc", static_cast<long>(program.libc));
  telling->Tell("bits", program.elf_class.bits);
  telling->Tell("machine", program.elf_class.machine);
  if (program.linker != nullptr) telling->Tell("linker", program.linker);
  if (program.real_path != nullptr) {
    telling->Tell("real_path", program.real_path);
  }
  const char* reason = LandshimWhyNoShim(&program);
  if (reason != nullptr) telling->Tell("why_no_shim", reason);
}

bool HasEffect(const std::string& path) {
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1) return false;
  struct statvfs mount = {};
  return statvfs(path.c_str(), &mount) != 0 || (mount.f_flag & ST_NOSUID) == 0;
}

}  // namespace

Inspection Inspect(const std::string& name, char** envp) {
  Words arguments({name});
  const Child child = RunChild([&](Telling* telling) {
    static Program program;
    LandshimInspectProgram(arguments.pointers(), envp, &program);
    TellProgram(program, telling);
  });
  Inspection found;
  const std::vector<std::string> lines = child.Lines();
  found.status = child.status;
  found.chain = child.All("chain");
  found.good = child.status == 0 && !found.chain.empty();
  if (!lines.empty()) found.failure = lines.back();
  found.path = child.Find("path");
  found.executed = static_cast<size_t>(child.Number("executed", 0));
  found.env_binds = child.Number("env_binds", 0) == 1;
  found.set_id = child.Number("set_id", 0) == 1;
  found.kind = static_cast<ImageKind>(child.Number("kind", 0));
  found.libc = static_cast<Libc>(child.Number("libc", 0));
  found.elf_class.bits = static_cast<uint8_t>(child.Number("bits", 0));
  found.elf_class.machine = static_cast<uint16_t>(child.Number("machine", 0));
  found.linker = child.Find("linker");
  found.real_path = child.Find("real_path");
  found.why_no_shim = child.Find("why_no_shim");
  found.privileged = found.set_id && HasEffect(found.real_path);
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
