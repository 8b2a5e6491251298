// A whole launch on a system that somebody made: what is granted is what was
// inspected, regular, and not reached by a link that the program could plant.
#include "shim/launch/launch.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "shim/launch/start_needs.h"
#include "shim/launch/testing/fake_machine.h"
#include "tests/fuzz/input.h"

namespace landshim::testing {
namespace {

// Beyond what the walk's own bounds let through, nothing is done.
constexpr int64_t kMostCalls = 40 * int64_t{LibraryWalk::kMostTries};

bool IsWithin(const std::string& path, const std::string& directory) {
  return path == directory || path.starts_with(directory + "/");
}

class Checker final : public StartSink {
 public:
  Checker(const Launch& launch, const FakeMachine& machine,
          const std::string& replaceable)
      : launch_(launch), machine_(machine), replaceable_(replaceable) {}

  void Grant(int fd, const char* path, AccessMasks access) override {
    Require(++count_ < 4096, "a start takes few files");
    const FakeFile* file = machine_.FileOf(fd);
    Require(file != nullptr, "what is granted is open", path);
    const bool regular = (file->mode & 0170000) == 0100000;
    if (access.Overlaps(right::execute)) {
      Require(regular, "what is executed is a file", path);
      Require((file->mode & 0111) != 0, "it may be executed", path);
      return;
    }
    const bool tree = launch_.program.kind == ImageKind::kUnreadable ||
                      strcmp(path, "/etc/landshim") == 0;
    Require(regular || tree, "what is read is a file", path);
    CheckLinks(fd, path);
    if (regular) {
      CheckRead(fd, path, *file);
    } else {
      Require(file->user == 0, "a tree is the system's", path);
    }
  }

 private:
  void CheckRead(int fd, const std::string& path, const FakeFile& file) {
    // Lists, which the system's linkers read, by their only names.
    const bool list = path == "/etc/ld.so.cache" ||
                      path == "/etc/ld.so.preload" || path.ends_with(".path");
    Require(list || file.content.substr(0, 4) == "\177ELF",
            "a library is an ELF file", path);
    Require(list || (file.content.size() > 17 && file.content[16] == 3),
            "a library is ET_DYN", path);
    if (path.ends_with(".path")) {
      Require(file.user == 0 && (file.mode & 022) == 0,
              "a path file is the system's", path);
      Require(machine_.LinksOf(fd).empty() || file.path == path ||
                  !file.path.ends_with(".path"),
              "a path file is no link", path);
    }
  }

  void CheckLinks(int fd, const std::string& path) {
    if (replaceable_.empty()) return;
    for (const std::string& directory : machine_.LinksOf(fd)) {
      Require(!IsWithin(directory, replaceable_), "a link was planted", path);
    }
  }

  const Launch& launch_;
  const FakeMachine& machine_;
  const std::string& replaceable_;
  int count_ = 0;
};

// A file is a line "PATH MODE USER", and behind it its content.
void AddFile(std::string section, FakeMachine* machine) {
  const std::string line = TakeLine(&section);
  const size_t first = line.find(' ');
  if (first == std::string::npos || !line.starts_with('/') || first == 1)
    return;
  FakeFile file;
  file.mode =
      static_cast<unsigned>(strtoul(line.c_str() + first + 1, nullptr, 8));
  const size_t second = line.find(' ', first + 1);
  if (second != std::string::npos) {
    file.user =
        static_cast<unsigned>(strtoul(line.c_str() + second + 1, nullptr, 10));
  }
  std::string path = line.substr(0, first);
  // As a directory holds names.
  if (path.find("//") != std::string::npos || path.ends_with('/') ||
      path.find("/.") != std::string::npos ||
      path.find('\0') != std::string::npos) {
    return;
  }
  file.content = section;
  machine->Add(path, file);
}

// A line as a text of C, up to the first NUL.
std::string TakeText(std::string* section) {
  const std::string line = TakeLine(section);
  return line.substr(0, line.find('\0'));
}

}  // namespace

// The first section holds lines: the program, a directory in which the policy
// lets names be replaced (or nothing), and the environment.
int TestOneInput(const uint8_t* data, size_t size) {
  std::vector<std::string> sections = Sections(data, size);
  if (sections.empty()) return 0;
  FakeMachine machine;
  for (size_t i = 1; i < sections.size() && i < 64; ++i) {
    AddFile(sections[i], &machine);
  }
  std::string& head = sections.front();
  std::string program = TakeText(&head);
  std::string replaceable = TakeText(&head);
  std::vector<std::string> entries;
  while (!head.empty() && entries.size() < 64) {
    entries.push_back(TakeText(&head));
  }
  std::vector<const char*> environment;
  environment.reserve(entries.size() + 1);
  for (const std::string& entry : entries) environment.push_back(entry.c_str());
  environment.push_back(nullptr);
  char* arguments[] = {program.data(), nullptr};
  ReplaceableNames names;
  const bool plain = replaceable.size() > 1 && replaceable[0] == '/' &&
                     replaceable.find("//") == std::string::npos &&
                     replaceable.find("/.") == std::string::npos &&
                     !replaceable.ends_with('/');
  if (!plain) replaceable.clear();
  if (plain) names.Add(replaceable);
  const auto launch = std::make_unique<Launch>();
  launch->machine = &machine;
  const Environment given = {environment.data()};
  if (InspectProgram(arguments, given, launch.get())) {
    Require(launch->program.chain_count > 0, "there is a program");
    launch->replaceable = &names;
    Checker checker(*launch, machine, replaceable);
    GrantStart(given, launch.get(), &checker);
  }
  if (launch->refused) {
    char line[12289];
    Text text(line, sizeof(line) - 1);
    Describe(launch->refusal, &text);
    Require(!text.view().empty(), "a refusal has words");
  }
  launch->Release();
  names.Release();
  Require(machine.open_count() == 0, "no descriptor is left");
  Require(!machine.blocked(), "nothing was waited for");
  Require(machine.calls() < kMostCalls, "the work is bounded");
  return 0;
}

}  // namespace landshim::testing
