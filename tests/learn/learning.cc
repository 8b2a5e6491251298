#include "tests/learn/learning.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "policy/operation.h"
#include "tools/recording/names.h"
#include "tools/recording/read_recording.h"

namespace landshim::testing {
namespace {

std::string Line(const Fact& fact) {
  std::string line = fact.operation;
  std::string flags;
  for (const OpenFlag& flag : kOpenFlags) {
    if (!(fact.open.*flag.member)) continue;
    flags += (flags.empty() ? " " : ",") + std::string(flag.name);
  }
  line += flags;
  if (!fact.path.empty()) line += ' ' + fact.path;
  if (!fact.new_path.empty()) line += ' ' + fact.new_path;
  const OperationKind* kind = FindOperationKind(fact.operation);
  if (kind != nullptr && kind->operands == OperandKind::kPort) {
    line += ' ' + std::to_string(fact.port);
  }
  const bool opens_nothing =
      fact.operation == "open" && fact.kind == FileKind::kNone;
  if (fact.error != 0) {
    line += ": " + NameOfError(fact.error);
  } else if (opens_nothing) {
    line += " (nothing)";
  }
  return line;
}

}  // namespace

Command Landshim(const Words& arguments) {
  Words argv = {ForEverybody(TestFile("tools/landshim"), "landshim")};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return Command(argv);
}

Words Learned::Lines(const std::string& about) const {
  Words lines;
  for (const RecordedRun& run : runs) {
    for (const Fact& fact : run.facts) {
      if (fact.actor.phase == Phase::kStart) continue;
      const bool matters = fact.path.empty() ||
                           fact.path.find(about) != std::string::npos ||
                           fact.new_path.find(about) != std::string::npos;
      if (matters) lines.push_back(Line(fact));
    }
  }
  return lines;
}

bool Learned::Has(const std::string& line) const {
  const Words lines = Lines("");
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

std::ostream& operator<<(std::ostream& stream, const Learned& learned) {
  stream << learned.result << "\nrecorded:\n";
  for (const std::string& line : learned.Lines("")) stream << line << '\n';
  for (const RecordedRun& run : learned.runs) {
    for (const Gap& gap : run.gaps) {
      stream << "gap: " << gap.call << ": " << gap.why << '\n';
    }
  }
  return stream;
}

Workshop::Workshop() {
  const std::string work = directory_.Sub("work");
  mkdir(work.c_str(), 0777);
  chmod(work.c_str(), 0777);
  recordings_ = directory_.Sub("recordings");
  mkdir(recordings_.c_str(), 0777);
  // As /tmp is: others cannot replace what is written there.
  chmod(recordings_.c_str(), 01777);
  path_ = std::filesystem::canonical(work).string();
}

Command Workshop::Learning(const Words& program) const {
  Words arguments = {"learn", "-o", recording(), "--"};
  arguments.insert(arguments.end(), program.begin(), program.end());
  Command command = Landshim(arguments);
  command.Cwd(path_);
  return command;
}

Learned Workshop::Read(Result result) const {
  Learned learned = {.result = std::move(result)};
  std::ifstream file(recording());
  learned.text.assign(std::istreambuf_iterator<char>(file), {});
  std::string error;
  EXPECT_TRUE(ReadRuns("app.rec", learned.text, &learned.runs, &error))
      << error;
  return learned;
}

Words Workshop::Python(const std::string& code) const {
  // Neither the user's settings nor site packages.
  return {
      "/usr/bin/python3",
      "-I",
      "-S",
      "-B",
      "-c",
      "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n" + code};
}

}  // namespace landshim::testing
