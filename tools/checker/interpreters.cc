// As fs/binfmt_script.c and fs/binfmt_elf.c read a file's beginning.
#include "tools/checker/interpreters.h"

#include <optional>

#include "tools/checker/elf_file.h"

namespace landshim {
namespace {

constexpr size_t kLongestFirstLine = 256;  // BINPRM_BUF_SIZE
constexpr int kMostScripts = 5;            // exec_binprm(): then ELOOP
constexpr std::string_view kBlanks = " \t";

// Behind "#!", without blanks around it; nothing for what is no script.
std::optional<std::string> ScriptLine(const std::string& path,
                                      Content* content) {
  std::string line = content->Read(path, 0, kLongestFirstLine).value_or("");
  if (line.compare(0, 2, "#!") != 0) return std::nullopt;
  line = line.substr(2, line.find('\n') - 2);
  const size_t start = line.find_first_not_of(kBlanks);
  if (start == std::string::npos) return std::nullopt;
  return line.substr(start, line.find_last_not_of(kBlanks) - start + 1);
}

std::string FirstWord(const std::string& line) {
  return line.substr(0, line.find_first_of(kBlanks));
}

}  // namespace

std::vector<Interpreter> InterpretersOf(const std::string& path,
                                        Filesystem* filesystem,
                                        Content* content) {
  std::vector<Interpreter> chain;
  std::string current = path;
  for (int scripts = 0; scripts < kMostScripts; ++scripts) {
    const Found found = filesystem->Find(current, LastName::kFollow);
    if (found.error != 0) return chain;
    const std::optional<std::string> line = ScriptLine(found.path, content);
    if (line.has_value()) {
      current = FirstWord(*line);
      chain.push_back({"interpreter", current});
      continue;
    }
    const std::optional<ElfFile> file = ReadElf(found.path, content);
    if (file.has_value() && !file->interpreter.empty()) {
      chain.push_back({"loader", file->interpreter});
    }
    break;
  }
  return chain;
}

std::string ProgramOfEnv(const std::string& path, Content* content) {
  const std::string line = ScriptLine(path, content).value_or("");
  const std::string interpreter = FirstWord(line);
  if (interpreter.substr(interpreter.rfind('/') + 1) != "env") return {};
  std::string rest = line.substr(interpreter.size());
  while (true) {
    const size_t start = rest.find_first_not_of(kBlanks);
    if (start == std::string::npos) return {};
    rest = rest.substr(start);
    std::string word = FirstWord(rest);
    // Options such as -S, and variables.
    if (word[0] != '-' && word.find('=') == std::string::npos) return word;
    rest = rest.substr(word.size());
  }
}

}  // namespace landshim
