// A policy, what it includes and what its paths lead to: all of it hostile.
// The first section is the policy; each other one is a file, "F PATH" and its
// content, a link, "L PATH" and its target, or a directory, "D PATH".
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "policy/read_text.h"
#include "policy/utf8.h"
#include "tests/fuzz/input.h"
#include "tools/checker/checked_policy.h"
#include "tools/checker/fake_machine.h"
#include "tools/checker/kernels.h"
#include "tools/checker/lints.h"
#include "tools/checker/report.h"
#include "tools/checker/subject.h"
#include "tools/recording/fact.h"

namespace landshim::testing {
namespace {

constexpr char kPolicy[] = "/policies/app.policy";

class World {
 public:
  void Add(std::string section) {
    const std::string line = TakeLine(&section);
    if (line.size() < 3 || line[1] != ' ') return;
    const std::string path = line.substr(2);
    if (path == "/" || path.find('\0') != std::string::npos ||
        !IsPlainPath(path) || !IsFree(path)) {
      return;
    }
    kinds_[path] = line[0];
    if (line[0] == 'L') {
      machine_.Link(path, section);
    } else if (line[0] == 'F') {
      texts_[path] = section;
      machine_.File(path, section);
    } else {
      machine_.Directory(path);
    }
  }

  FileText Read(const std::string& path) const {
    FileText file;
    const std::string full =
        path.rfind('/', 0) == 0 ? path : "/policies/" + path;
    const auto found = texts_.find(full);
    if (found == texts_.end()) return file;
    file.result = FileText::Result::kFound;
    file.text = found->second;
    file.id = {1,
               static_cast<uint64_t>(std::distance(texts_.begin(), found) + 1)};
    return file;
  }

  FakeMachine& machine() { return machine_; }

 private:
  // Nothing of another kind is there or above it.
  bool IsFree(const std::string& path) const {
    if (kinds_.contains(path) || path == "/policies" || path == kPolicy ||
        kinds_.size() > 200) {
      return false;
    }
    for (size_t at = path.find('/', 1); at != std::string::npos;
         at = path.find('/', at + 1)) {
      const auto above = kinds_.find(path.substr(0, at));
      if (above != kinds_.end() && above->second != 'D') return false;
      if (path.substr(0, at) == kPolicy) return false;
    }
    for (const auto& [other, kind] : kinds_) {
      if (other.rfind(path + '/', 0) == 0) return false;
    }
    return true;
  }

  FakeMachine machine_;
  std::map<std::string, char> kinds_;
  std::map<std::string, std::string> texts_;
};

void CheckText(const std::string& text) {
  for (const char c : text) {
    Require(c == '\n' || !HasControlByte({&c, 1}), "a report's text:", text);
  }
}

}  // namespace

int TestOneInput(const uint8_t* data, size_t size) {
  const std::vector<std::string> sections = Sections(data, size);
  World world;
  for (size_t i = 1; i < sections.size(); ++i) world.Add(sections[i]);
  const Variables variables({"HOME=/home/ann", "A=/srv/a", "B=\xff\n"});
  CheckedPolicy checked;
  CheckPolicy(
      {kPolicy, {}, "/policies"}, variables.environment(),
      [&](const std::string& path) {
        FileText file;
        if (path != kPolicy) return world.Read(path);
        file.result = FileText::Result::kFound;
        file.text = sections[0];
        file.id = {1, 1000000};
        return file;
      },
      &world.machine().files(), &checked);
  for (const std::string& error : checked.errors) {
    Require(!HasControlByte(error), "an error steers no terminal:", error);
  }
  Report report;
  report.name = kPolicy;
  report.errors = checked.errors;
  report.read = checked.read;
  if (checked.read) {
    report.abi = checked.policy.summary.abi;
    report.kernels = KernelRows(checked.policy.summary);
    report.findings = FindAll(Subject(
        checked.policy, checked.layer, variables.environment(),
        &world.machine().files(), &world.machine(), world.machine().machine()));
    CheckText(TextOfPolicy(report, /*colored=*/false));
  }
  const std::string json = Json(report);
  Require(IsUtf8(json) && nlohmann::json::accept(json), "JSON:", json);
  return 0;
}

}  // namespace landshim::testing
