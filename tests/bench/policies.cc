// Everything that is named exists: a missing path would end the shim.
#include "tests/bench/policies.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/bench/landlock_constants.h"
#include "tests/bench/launch.h"
#include "tests/bench/twenty_rules.h"

namespace landshim::bench {
namespace {

constexpr int kOldestAbi = 4;
constexpr int kNewestAbi = 11;

constexpr char kHead[] = "landshim 1\nabi 4..11\n";

}  // namespace

int KernelAbi() {
  const long abi = syscall(kCreateRuleset, nullptr, 0, 1);
  if (abi < kOldestAbi) Die("this kernel has no Landlock, or an old one");
  return abi > kNewestAbi ? kNewestAbi : static_cast<int>(abi);
}

Scratch::Scratch() : path_("/tmp/landshim-bench.XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) Die("cannot make " + path_);
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Scratch::Write(const std::string& name,
                           const std::string& text) const {
  std::string path = path_ + "/" + name;
  std::ofstream file(path, std::ios::binary);
  if (!file.write(text.data(), static_cast<std::streamsize>(text.size()))) {
    Die("cannot write " + path);
  }
  return path;
}

std::string Scratch::TwentyRules() const {
  std::string text = kHead;
#define RULE(verb, path, directory) text += #verb " " path "\n";
  TWENTY_RULES(RULE)
#undef RULE
  return Write("twenty.policy", text);
}

std::string Scratch::WriteExecutable(const std::string& name,
                                     const std::string& content) const {
  std::string path = Write(name, content);
  if (chmod(path.c_str(), 0755) != 0) Die("cannot make executable: " + path);
  return path;
}

std::string Scratch::CopyExecutable(const std::string& from) const {
  const auto to = path_ / std::filesystem::path(from).filename();
  std::filesystem::copy_file(from, to);
  return to;
}

Scratch::Many Scratch::ManyRules(const std::string& verb, int count,
                                 int abi) const {
  const bool directories = verb == "write";
  const uint64_t access =
      Granted(directories ? verb::write : verb::read, directories, abi);
  std::string policy = kHead;
  std::string list(reinterpret_cast<const char*>(&access), sizeof(access));
  for (int i = 0; i < count; ++i) {
    const std::string name = verb + std::to_string(10000 + i);
    const std::string path = path_ + "/" + name;
    if (directories) {
      mkdir(path.c_str(), 0755);
    } else {
      Write(name, "");
    }
    policy += verb + " " + path + "\n";
    list.append(path).push_back('\0');
  }
  const std::string name = verb + "-" + std::to_string(count);
  return {Write(name + ".policy", policy), Write(name + ".list", list)};
}

}  // namespace landshim::bench
