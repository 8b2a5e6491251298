// Links and contents are kept beside the fake file system, which tells neither.
#include "tools/checker/fake_machine.h"

#include <elf.h>

#include <algorithm>
#include <cstring>

#include "policy/read_text.h"
#include "tools/checker/checked_policy.h"
#include "tools/checker/lints.h"

namespace landshim::testing {
namespace {

constexpr char kPolicyName[] = "app.policy";

template <typename T>
void Append(const T& value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

std::string LineOf(const Finding& finding) {
  const LintRow& row = RowOf(finding.lint);
  std::string place = ToText(finding.place);
  if (place.rfind("app.policy:", 0) == 0) place = place.substr(11);
  return place + ": " + std::string(NameOf(row.severity)) + ": " +
         finding.risk + "; " + finding.cure + " [" + std::string(row.name) +
         "]";
}

}  // namespace

FakeMachine::FakeMachine() {
  Directory("/home/ann").File("/policies/app.policy");
  machine_.kernel_abi = kNewestAbi;
  machine_.working_directory = "/policies";
  machine_.home = "/home/ann";
  machine_.config_home = "/home/ann/.config";
  machine_.data_home = "/home/ann/.local/share";
  Set("HOME", machine_.home);
}

FakeMachine& FakeMachine::Note(const std::string& path) {
  for (size_t at = path.size(); at != 0 && at != std::string::npos;
       at = path.rfind('/', at - 1)) {
    paths_[path.substr(0, at)] = true;
  }
  return *this;
}

FakeMachine& FakeMachine::Directory(const std::string& path) {
  files_.Directory(path);
  return Note(path);
}

FakeMachine& FakeMachine::File(const std::string& path,
                               const std::string& bytes) {
  files_.File(path);
  bytes_[path] = bytes;
  return Note(path);
}

FakeMachine& FakeMachine::Make(const std::string& path, FileKind kind) {
  files_.Make(path, kind);
  return Note(path);
}

FakeMachine& FakeMachine::Link(const std::string& path,
                               const std::string& target) {
  files_.Link(path, target);
  links_[path] = target;
  return Note(path);
}

FakeMachine& FakeMachine::Set(const std::string& name,
                              const std::string& value) {
  variables_.push_back(name + '=' + value);
  return *this;
}

std::vector<std::string> FakeMachine::Lint(const std::string& statements) {
  return LintPolicy("landshim 1\nabi 4..11\n" + statements);
}

std::vector<std::string> FakeMachine::LintPolicy(const std::string& text) {
  const Variables variables(variables_);
  const FileReader reader = [&](const std::string& path) {
    FileText file;
    if (path == kPolicyName || bytes_.contains("/policies/" + path)) {
      file.result = FileText::Result::kFound;
      file.text = path == kPolicyName ? text : bytes_["/policies/" + path];
    }
    return file;
  };
  CheckedPolicy checked;
  CheckPolicy({kPolicyName, {}, "/policies"}, variables.environment(), reader,
              &files_, &checked);
  if (!checked.errors.empty()) return checked.errors;
  std::vector<std::string> lines;
  for (const Finding& finding :
       FindAll(Subject(checked.policy, checked.layer, variables.environment(),
                       &files_, this, machine_))) {
    lines.push_back(LineOf(finding));
  }
  return lines;
}

std::optional<std::string> FakeMachine::ReadLink(const std::string& path) {
  const auto found = links_.find(path);
  if (found == links_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> FakeMachine::Read(const std::string& path,
                                             uint64_t offset, size_t size) {
  const Found file = files_.Find(path, LastName::kFollow);
  const auto found = bytes_.find(file.path);
  if (file.error != 0 || found == bytes_.end()) return std::nullopt;
  if (offset >= found->second.size()) return std::string();
  return found->second.substr(offset, size);
}

std::vector<std::string> FakeMachine::List(const std::string& path,
                                           size_t most) {
  const std::string start = path == "/" ? path : path + '/';
  std::vector<std::string> names;
  for (const auto& [name, exists] : paths_) {
    if (names.size() < most && exists && name.rfind(start, 0) == 0 &&
        name.find('/', start.size()) == std::string::npos) {
      names.push_back(name.substr(start.size()));
    }
  }
  return names;
}

std::vector<std::string> NamesOf(const std::vector<std::string>& lines) {
  std::vector<std::string> names;
  for (const std::string& line : lines) {
    const size_t place = line.find(": ");
    const size_t name = line.rfind('[');
    names.push_back(line.substr(0, place) + ' ' +
                    line.substr(name + 1, line.size() - name - 2));
  }
  return names;
}

// One segment holds the whole file at address 0: headers, the interpreter's
// name, the strings, the dynamic section.
std::string Elf(const ElfParts& parts) {
  std::string strings(1, '\0');
  const auto add = [&strings](const std::string& text) {
    const size_t at = strings.size();
    strings += text + '\0';
    return at;
  };
  constexpr size_t kHeaders = sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Phdr);
  const size_t strings_at = kHeaders + parts.interpreter.size() + 1;
  std::string dynamic;
  const auto entry = [&dynamic](Elf64_Sxword tag, Elf64_Xword value) {
    Elf64_Dyn one = {};
    one.d_tag = tag;
    one.d_un.d_val = value;
    Append(one, &dynamic);
  };
  entry(DT_STRTAB, strings_at);
  for (const std::string& name : parts.needed) entry(DT_NEEDED, add(name));
  if (!parts.runpath.empty()) entry(DT_RUNPATH, add(parts.runpath));
  entry(DT_NULL, 0);
  const size_t dynamic_at = strings_at + strings.size();
  const size_t size = dynamic_at + dynamic.size();

  Elf64_Ehdr header = {};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_machine = EM_X86_64;
  header.e_phoff = sizeof(header);
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = 3;
  std::string bytes;
  Append(header, &bytes);
  const auto segment = [&bytes](uint32_t type, size_t at, size_t length) {
    Elf64_Phdr one = {};
    one.p_type = type;
    one.p_offset = one.p_vaddr = at;
    one.p_filesz = one.p_memsz = length;
    Append(one, &bytes);
  };
  segment(PT_LOAD, 0, size);
  segment(parts.interpreter.empty() ? PT_NULL : PT_INTERP, kHeaders,
          parts.interpreter.size() + 1);
  segment(PT_DYNAMIC, dynamic_at, dynamic.size());
  return bytes + parts.interpreter + '\0' + strings + dynamic;
}

}  // namespace landshim::testing
