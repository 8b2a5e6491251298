// Any bytes are a recording, from which a policy is drafted.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/fake_filesystem.h"
#include "policy/statements.h"
#include "tests/fuzz/input.h"
#include "tools/drafter/draft_runs.h"
#include "tools/recording/lines.h"
#include "tools/recording/read_recording.h"

namespace landshim::testing {
namespace {

// What is read is written in a way that says the same.
void CheckLine(std::string_view text) {
  Line line;
  std::string why;
  if (!ParseLine(text, &line, &why)) {
    Require(!why.empty(), "a mistake without a reason");
    return;
  }
  std::visit(
      [&](const auto& value) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(value)>, Unknown>) {
          std::string again = ToLine(value);
          Require(!again.empty() && again.back() == '\n', "a line without end");
          again.pop_back();
          Line reread;
          Require(ParseLine(again, &reread, &why),
                  "own lines are read:", again);
          // What says nothing about this operation is not written again.
          Require(ToLine(std::get<std::decay_t<decltype(value)>>(reread)) ==
                      again + '\n',
                  "a line comes back as it was:", again);
        }
      },
      line);
}

void FillFiles(FakeFilesystem* files) {
  for (const char* path : {"/home/ann", "/srv/work/data", "/tmp", "/usr/bin",
                           "/usr/lib", "/etc", "/proc", "/dev", "/var/log"}) {
    files->Directory(path);
  }
  files->File("/srv/work/data/a").File("/etc/app.conf").File("/usr/bin/app");
  files->Link("/srv/work/link", "data")
      .Make("/dev/null", FileKind::kCharDevice);
}

void CheckDraft(const std::vector<RecordedRun>& runs) {
  FakeFilesystem files;
  FillFiles(&files);
  DraftContext context;
  context.filesystem = &files;
  DraftReport report;
  std::string error;
  if (!DraftRuns(runs, {}, context, &report, &error)) {
    Require(!error.empty(), "no draft without a reason");
    Require(!HasControlByte(error), "a reason steers no terminal:", error);
    return;
  }
  PolicyStatements policy;
  const Source source = {"draft", report.text, SourceKind::kFile, "/srv/work"};
  const std::vector<const char*> variables = {"HOME=/home/ann", nullptr};
  // Homes and variables are those of the recording.
  if (report.text.find("${") == std::string::npos) {
    Require(ReadStatements({source}, {variables.data()}, {}, &policy, &error),
            "a draft is a policy:", error + report.text);
  }
  for (const auto* list : {&report.allows, &report.surprises, &report.findings,
                           &report.price, &report.gaps}) {
    for (const std::string& line : *list) {
      Require(!HasControlByte(line), "a line steers no terminal:", line);
    }
  }
}

}  // namespace

int TestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (size_t at = 0; at < size;) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    CheckLine(line);
    at += line.size() + 1;
  }
  std::vector<RecordedRun> runs;
  std::string error;
  if (!ReadRuns("app.rec", text, &runs, &error)) {
    Require(!error.empty() && !HasControlByte(error), "an error:", error);
    return 0;
  }
  if (!runs.empty()) CheckDraft(runs);
  return 0;
}

}  // namespace landshim::testing
