// For tests: a machine in memory, and policies that are looked at on it.
//
//   FakeMachine machine;
//   machine.File("/srv/app/bin/app", Elf({.interpreter = "/lib/ld.so"}));
//   EXPECT_THAT(machine.Lint("exec /srv/app/bin"),
//               ElementsAre("3:6: warning: ... [exec-without-libraries]"));
#ifndef LANDSHIM_TOOLS_CHECKER_FAKE_MACHINE_H_
#define LANDSHIM_TOOLS_CHECKER_FAKE_MACHINE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/fake_filesystem.h"
#include "tools/checker/content.h"
#include "tools/checker/machine.h"

namespace landshim::testing {

class FakeMachine : public Content {
 public:
  // The user ann with her home, on a kernel of the newest ABI, without any
  // file beside those of a policy, /policies/app.policy.
  FakeMachine();

  FakeMachine& Directory(const std::string& path);
  FakeMachine& File(const std::string& path, const std::string& bytes = "");
  FakeMachine& Make(const std::string& path, FileKind kind);
  FakeMachine& Link(const std::string& path, const std::string& target);

  FakeFilesystem& files() { return files_; }
  Machine& machine() { return machine_; }

  // What variables in policies stand for; HOME is there.
  FakeMachine& Set(const std::string& name, const std::string& value);

  // The findings about a policy that begins with two lines of its own,
  // `landshim 1` and `abi 4..11`: "3:6: warning: RISK; CURE [NAME]". A mistake
  // in it is the only line.
  std::vector<std::string> Lint(const std::string& statements);

  // The same for a whole policy.
  std::vector<std::string> LintPolicy(const std::string& text);

  std::optional<std::string> ReadLink(const std::string& path) override;
  std::optional<std::string> Read(const std::string& path, uint64_t offset,
                                  size_t size) override;
  std::vector<std::string> List(const std::string& path, size_t most) override;

 private:
  FakeMachine& Note(const std::string& path);

  FakeFilesystem files_;
  Machine machine_;
  std::map<std::string, std::string> links_;
  std::map<std::string, std::string> bytes_;
  std::map<std::string, bool> paths_;  // all there are
  std::vector<std::string> variables_;
};

// The lints of such lines, in their order: "3:6 broad-grant".
std::vector<std::string> NamesOf(const std::vector<std::string>& lines);

// What an ELF file for x86_64 says.
struct ElfParts {
  std::string interpreter = {};
  std::vector<std::string> needed = {};
  std::string runpath = {};
};

std::string Elf(const ElfParts& parts);

}  // namespace landshim::testing

#endif  // LANDSHIM_TOOLS_CHECKER_FAKE_MACHINE_H_
