// By the mirror of the kernel's decision, over the files of this machine.
#include "tools/doctor/policy_access.h"

#include <limits.h>
#include <unistd.h>

#include <algorithm>

#include "policy/decide.h"
#include "policy/domain.h"
#include "policy/operation.h"
#include "policy/quote.h"
#include "policy/statements.h"
#include "tools/filesystem/real_filesystem.h"

namespace landshim::doctor {
namespace {

std::string WorkingDirectory() {
  std::string directory(PATH_MAX, '\0');
  if (getcwd(directory.data(), directory.size()) == nullptr) return {};
  directory.resize(directory.find('\0'));
  return directory;
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {};
  return path.substr(0, std::max<size_t>(slash, 1));
}

// False where the texts make no policy; that is no news then.
bool ReadTexts(const ReadPolicyResult& policy, char** envp,
               PolicyStatements* statements) {
  const std::string working_directory = WorkingDirectory();
  std::vector<std::string> directories;
  directories.reserve(policy.texts.size());
  std::vector<Source> sources;
  for (const PolicyText& text : policy.texts) {
    if (text.kind == SourceKind::kIncluded) continue;
    const bool rules = text.kind == SourceKind::kRules;
    directories.push_back(rules ? working_directory : DirectoryOf(text.name));
    sources.push_back({.name = text.name,
                       .text = text.text,
                       .kind = text.kind,
                       .directory = directories.back()});
    if (rules) sources.back().working_directory = directories.back();
  }
  // Everything was read before: what is not here was not there.
  const FileReader reader = [&policy](const std::string& path) {
    FileText file;
    for (const PolicyText& text : policy.texts) {
      if (text.kind != SourceKind::kIncluded || text.name != path) continue;
      file.result = FileText::Result::kFound;
      file.text = text.text;
    }
    return file;
  };
  std::string error;
  return !sources.empty() &&
         ReadStatements(sources, {envp}, reader, statements, &error);
}

}  // namespace

std::vector<Denial> FindDenials(const ReadPolicyResult& policy,
                                const std::vector<std::string>& operations,
                                int abi, char** envp) {
  std::vector<Denial> denials;
  PolicyStatements statements;
  if (!ReadTexts(policy, envp, &statements)) return denials;
  RealFilesystem filesystem;
  Domain domain = {.kernel = {.abi = abi}};
  std::string error;
  domain.layers.emplace_back();
  if (!BuildLayer(statements, domain.kernel, &filesystem, domain.layers.data(),
                  &error)) {
    return denials;
  }
  for (const std::string& text : operations) {
    Operation operation;
    if (!ParseOperation(text, "doctor", {envp}, WorkingDirectory(), &operation,
                        &error)) {
      continue;
    }
    const Decision decision = Decide(domain, operation, &filesystem);
    if (decision.verdict != Verdict::kDenied) continue;
    denials.push_back(
        {text, decision.cures.empty() ? std::string() : decision.cures[0]});
  }
  return denials;
}

std::string OperationOn(const char* name, const std::string& path) {
  return std::string(name) + " " + Quote(path);
}

}  // namespace landshim::doctor
