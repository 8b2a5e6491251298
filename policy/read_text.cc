// Reading, summarizing, and putting statements into words.
#include "policy/read_text.h"

#include <utility>

#include "policy/reader.h"

namespace landshim::testing {
namespace {

std::string PathWords(const Statement& statement) {
  std::string words = std::string(statement.text) + ": ";
  if (statement.quiet) words += "quiet ";
  if (statement.exact) words += "exactly ";
  return words + RightNames(statement.access);
}

std::string What(const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::kAbi:
      return std::to_string(statement.abi.least) + ".." +
             std::to_string(statement.abi.most);
    case StatementKind::kInclude:
      return (statement.fragment ? "fragment " : "file ") +
             std::string(statement.text);
    case StatementKind::kPath:
      return PathWords(statement);
    case StatementKind::kPort:
      return std::to_string(statement.first_port) + ".." +
             std::to_string(statement.last_port) + ": " +
             (statement.exact ? "exactly " : "") + RightNames(statement.access);
    case StatementKind::kLog:
      return std::string(statement.log->name) +
             (statement.log_on ? " on" : " off");
    case StatementKind::kQuiet:
    case StatementKind::kUnscope:
    case StatementKind::kUnrestrict:
      break;
  }
  return RightNames(statement.access);
}

}  // namespace

Variables::Variables(std::vector<std::string> entries)
    : entries_(std::move(entries)) {
  for (const std::string& entry : entries_) pointers_.push_back(entry.c_str());
  pointers_.push_back(nullptr);
}

ExactText::ExactText(std::string_view text) : bytes_(text.begin(), text.end()) {
  bytes_.push_back('\0');
  bytes_.shrink_to_fit();
}

std::string RightNames(AccessMasks access) {
  std::string names;
  for (const Right& r : kRights) {
    if (!access.Overlaps(r.Masks())) continue;
    if (!names.empty()) names += ' ';
    names += r.Name();
  }
  return names;
}

std::string Say(const Statement& statement) {
  return std::to_string(statement.place.line) + ":" +
         std::to_string(statement.place.column) + " " +
         std::string(statement.verb->Name()) +
         (statement.optional ? "? " : " ") + What(statement);
}

std::string Describe(const Problem& problem) {
  std::vector<char> buffer(1 << 16);
  Text line(buffer.data(), buffer.size());
  landshim::Describe(problem, &line);
  return std::string(line.view());
}

Reading Read(const Input& input) {
  const Variables variables(input.environment);
  const ExactText text(input.text);
  const Source source = {input.name, text.view(), input.kind, input.directory,
                         input.working_directory};
  Reading reading;
  reading.summary.needs_abi = input.kind == SourceKind::kFile;
  Problem problem;
  const auto fail = [&reading](const Problem& found) {
    reading.problem = Describe(found);
    reading.kind = found.kind;
    return reading;
  };
  Reader reader(variables.environment());
  reader.Open(&source);
  while (true) {
    Statement statement;
    const Reader::Result result = reader.Next(&statement);
    if (result == Reader::Result::kProblem) return fail(reader.problem());
    if (result == Reader::Result::kEnd) break;
    if (!Summarize(statement, &reading.summary, &problem)) return fail(problem);
    reading.statements.push_back(Say(statement));
  }
  if (!Finish(&reading.summary, {&source, 0, 0}, &problem)) {
    return fail(problem);
  }
  return reading;
}

}  // namespace landshim::testing
