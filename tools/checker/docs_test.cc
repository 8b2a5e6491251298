// docs/check.md and the table of lints say the same, and each example does what
// it is there for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tools/checker/fake_machine.h"
#include "tools/checker/finding.h"

namespace landshim::testing {
namespace {

struct Section {
  std::string name;
  std::string severity;
  std::vector<std::string> examples;  // the first has the risk, the next not
};

// The sections "### `name` (severity)" with their indented blocks.
std::vector<Section> ReadSections() {
  std::ifstream file("docs/check.md");
  std::vector<Section> sections;
  bool in_block = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("## ", 0) == 0 && !sections.empty()) break;
    if (line.rfind("### `", 0) == 0) {
      const size_t end = line.find('`', 5);
      sections.push_back({line.substr(5, end - 5),
                          line.substr(end + 3, line.size() - end - 4),
                          {}});
      in_block = false;
      continue;
    }
    const bool is_code = line.rfind("    ", 0) == 0;
    if (is_code && !sections.empty()) {
      if (!in_block) sections.back().examples.emplace_back();
      sections.back().examples.back() += line.substr(4) + '\n';
    }
    in_block = is_code;
  }
  return sections;
}

std::string PolicyOf(const std::string& example) {
  const bool has_abi = example.rfind("abi ", 0) == 0;
  return "landshim 1\n" + std::string(has_abi ? "" : "abi 4..9\n") + example;
}

// The machine that the examples are about.
void SetUp(FakeMachine* machine) {
  machine->machine().kernel_abi = 9;
  machine->machine().path_directories = {"/usr/local/bin", "/usr/bin"};
  machine->machine().shim_files = {"/usr/local/lib/liblandshim.so"};
  machine->machine().engine_sockets = {"/run/docker.sock"};
  machine->machine().escape_sockets = {
      {"/run/dbus/system_bus_socket", dangerous::kBus}};
  for (const char* path :
       {"/etc/app", "/etc/tls/live", "/home/ann/data", "/home/ann/inbox",
        "/home/ann/.config/app", "/home/ann/.config/autostart", "/proc/4711",
        "/srv/app/data/cache", "/srv/app/in", "/srv/app/out", "/srv/sites/blue",
        "/usr/local/bin", "/usr/local/lib/app"}) {
    machine->Directory(path);
  }
  for (const char* path :
       {"/etc/passwd", "/etc/tls/archive/cert1.pem", "/home/ann/.bashrc",
        "/home/ann/.netrc", "/home/ann/.ssh/authorized_keys",
        "/home/ann/.ssh/known_hosts", "/usr/local/lib/liblandshim.so"}) {
    machine->File(path);
  }
  machine->Link("/etc/app/site", "/srv/app/data/current")
      .Link("/srv/app/data/current", "/srv/sites/blue")
      .Link("/etc/app/cache", "/srv/app/data/cache")
      .Link("/etc/tls/live/cert.pem", "../archive/cert1.pem")
      .Link("/proc/self", "4711")
      .Make("/dev/tty", FileKind::kCharDevice)
      .Make("/dev/mem", FileKind::kCharDevice)
      .Make("/dev/null", FileKind::kCharDevice)
      .Make("/run/docker.sock", FileKind::kSocket)
      .Make("/run/dbus/system_bus_socket", FileKind::kSocket)
      .Make("/run/db/socket", FileKind::kSocket)
      .File("/lib64/ld-linux-x86-64.so.2", Elf({}))
      .File("/usr/lib/libc.so.6", Elf({}))
      .File("/srv/app/bin/app",
            Elf({.interpreter = "/lib64/ld-linux-x86-64.so.2",
                 .needed = {"libc.so.6"}}))
      .File("/bin/sh", Elf({.interpreter = "/lib64/ld-linux-x86-64.so.2",
                            .needed = {"libc.so.6"}}))
      .File("/srv/app/bin/report", "#!/bin/sh\n");
}

// The names of what is found.
std::vector<std::string> FoundIn(const std::string& example) {
  FakeMachine machine;
  SetUp(&machine);
  std::vector<std::string> names;
  for (const std::string& line : machine.LintPolicy(PolicyOf(example))) {
    EXPECT_EQ(line.back(), ']') << line << "\nin:\n" << example;
    const size_t name = line.rfind('[');
    names.push_back(line.substr(name + 1, line.size() - name - 2));
  }
  return names;
}

TEST(CheckDocs, NameEachLintOfTheTableInItsOrder) {
  std::vector<std::string> documented;
  for (const Section& section : ReadSections()) {
    documented.push_back(section.name + " (" + section.severity + ")");
  }
  std::vector<std::string> known;
  for (const LintRow& row : kLints) {
    known.push_back(std::string(row.name) + " (" +
                    std::string(NameOf(row.severity)) + ")");
  }
  EXPECT_EQ(documented, known);
}

TEST(CheckDocs, HaveExamplesWithTheRiskAndWithout) {
  for (const Section& section : ReadSections()) {
    ASSERT_EQ(section.examples.size(), 2) << section.name;
    EXPECT_THAT(FoundIn(section.examples[0]),
                ::testing::Contains(section.name));
    EXPECT_THAT(FoundIn(section.examples[1]),
                ::testing::Not(::testing::Contains(section.name)));
  }
}

}  // namespace
}  // namespace landshim::testing
