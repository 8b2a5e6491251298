#include "tools/drafter/draft_world.h"

#include <gtest/gtest.h>

#include "policy/operation.h"

namespace landshim::testing {

DraftWorld::DraftWorld() {
  files_.Directory("/home/ann").Directory("/srv/work").Directory("/tmp");
  files_.Directory("/usr/bin").Directory("/usr/lib").Directory("/etc");
  files_.Directory("/proc").Directory("/dev");
  files_.Make("/dev/null", FileKind::kCharDevice);
  context_.filesystem = &files_;
  Run();
}

DraftWorld& DraftWorld::Run() {
  RecordedRun run;
  run.start = {.id = std::to_string(runs_.size()),
               .program = "/usr/bin/app",
               .command = {"app"},
               .directory = "/srv/work",
               .kernel = "6.18",
               .abi = 7,
               .user = 1000,
               .environment = {{"HOME", "/home/ann"}}};
  run.status = 0;
  runs_.push_back(run);
  return *this;
}

DraftWorld& DraftWorld::By(const std::string& program) {
  program_ = program;
  return *this;
}

FileKind DraftWorld::KindAt(const std::string& path) {
  return path.empty() ? FileKind::kNone
                      : files_.Find(path, LastName::kKeep).object.kind;
}

Fact DraftWorld::FactOf(const std::string& text) {
  Operation operation;
  std::string error;
  EXPECT_TRUE(ParseOperation(text, "test", {}, "/srv/work", &operation, &error))
      << error;
  return {.operation = std::string(operation.kind->name),
          .open = operation.open,
          .path = operation.path,
          .new_path = operation.new_path,
          .port = operation.port,
          .actor = {.program = program_}};
}

DraftWorld& DraftWorld::Did(const std::string& operation,
                            std::optional<FileKind> kind,
                            std::optional<FileKind> new_kind) {
  Fact fact = FactOf(operation);
  fact.kind = kind.value_or(KindAt(fact.path));
  fact.new_kind = new_kind.value_or(KindAt(fact.new_path));
  runs_.back().facts.push_back(fact);
  return *this;
}

DraftWorld& DraftWorld::Made(const std::string& operation) {
  return Did(operation, FileKind::kNone);
}

DraftWorld& DraftWorld::Failed(const std::string& operation, int error) {
  Did(operation);
  runs_.back().facts.back().error = error;
  return *this;
}

DraftWorld& DraftWorld::InChild() {
  runs_.back().facts.back().actor.child = true;
  return *this;
}

DraftWorld& DraftWorld::Inherited() {
  runs_.back().facts.back().inherited = true;
  return *this;
}

std::string DraftWorld::Error() {
  report_ = {};
  std::string error;
  return DraftRuns(runs_, request_, context_, &report_, &error) ? "" : error;
}

std::vector<std::string> DraftWorld::Statements() {
  EXPECT_EQ(Error(), "");
  std::vector<std::string> statements = report_.allows;
  std::erase_if(statements, [](const std::string& statement) {
    return statement.starts_with("include ");
  });
  return statements;
}

std::string DraftWorld::Text() {
  EXPECT_EQ(Error(), "");
  return report_.text;
}

}  // namespace landshim::testing
