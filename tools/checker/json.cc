// The JSON form; its keys are documented in docs/check.md.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "policy/quote.h"
#include "policy/utf8.h"
#include "tools/checker/report.h"
#include "tools/json_text.h"

namespace landshim {
namespace {

using Object = nlohmann::ordered_json;

constexpr std::string_view kHexDigits = "0123456789abcdef";

Object Names(AccessMasks access) {
  Object names = Object::array();
  for (const Right& r : kRights) {
    if (access.Overlaps(r.Masks())) names.push_back(std::string(r.Name()));
  }
  return names;
}

Object PlaceOf(const Place& place) {
  return {{"source", ToUtf8(std::string(place.source->name))},
          {"fragment", place.source->kind == SourceKind::kFragment},
          {"line", place.line},
          {"column", place.column}};
}

Object FindingOf(const Finding& finding) {
  const LintRow& row = RowOf(finding.lint);
  Object object = {{"lint", std::string(row.name)},
                   {"severity", std::string(NameOf(row.severity))}};
  object.update(PlaceOf(finding.place));
  object["risk"] = ToUtf8(finding.risk);
  object["cure"] = ToUtf8(finding.cure);
  return object;
}

Object KernelOf(const KernelRow& row) {
  return {{"first_abi", row.first_abi},
          {"last_abi", row.last_abi},
          {"linux", LinuxOf(row)},
          {"starts", row.start == Start::kRuns},
          {"unenforced", Names(row.unenforced)},
          {"moves_between_directories", !row.never_refers}};
}

Object ErrnoOf(int error) {
  return error == 0 ? Object(nullptr) : Object(ErrnoName(error));
}

Object AnswerOf(const Answer& answer) {
  const Decision& decision = answer.decision;
  Object granted = Object::array();
  for (const PolicyStatement* statement : decision.granted_by) {
    Object one = {{"statement", ToUtf8(ToText(*statement))}};
    one.update(PlaceOf(statement->place));
    granted.push_back(one);
  }
  Object missing = Object::array();
  for (const Missing& one : decision.missing) {
    Object rights = {{"rights", Names(one.access)}};
    if (one.access.net() != 0) {
      rights["port"] = one.port;
    } else if (!one.path.empty()) {
      rights["path"] = ToUtf8(one.path);
    }
    missing.push_back(rights);
  }
  Object cures = Object::array();
  for (const std::string& cure : decision.cures) cures.push_back(ToUtf8(cure));
  return {{"operation", ToUtf8(ToText(answer.operation))},
          {"answer", WordFor(answer)},
          {"restricted", decision.verdict != Verdict::kUnrestricted},
          {"errno", ErrnoOf(decision.error)},
          {"granted_by", granted},
          {"missing", missing},
          {"gained", Names(decision.gained)},
          {"cures", cures},
          {"text", ToUtf8(ToText(answer))}};
}

Object AttemptOf(const TriedOperation& tried) {
  const Trial& attempt = tried.attempt;
  return {{"operation", ToUtf8(ToText(tried.answer.operation))},
          {"answer", WordFor(attempt)},
          {"errno", ErrnoOf(attempt.error)},
          {"errno_without", ErrnoOf(attempt.free_error)},
          {"stand_in", attempt.stands_in},
          {"mirror", WordFor(tried.answer)},
          {"disagrees", attempt.disagrees},
          {"text", ToUtf8(ToText(attempt, tried.answer))}};
}

}  // namespace

std::string ToUtf8(const std::string& bytes) {
  std::string text;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const size_t size = FirstCharacter(rest).size;
    if (size == 0) {
      const auto byte = static_cast<unsigned char>(rest[0]);
      text += "\\x";
      text += kHexDigits[byte >> 4];
      text += kHexDigits[byte & 15];
    } else {
      text += rest[0] == '\\' ? "\\\\" : rest.substr(0, size);
    }
    rest.remove_prefix(size == 0 ? 1 : size);
  }
  return text;
}

std::string Json(const Report& report) {
  Object errors = Object::array();
  for (const std::string& error : report.errors) {
    errors.push_back(ToUtf8(error));
  }
  Object findings = Object::array();
  for (const Finding& finding : report.findings) {
    findings.push_back(FindingOf(finding));
  }
  Object kernels = Object::array();
  for (const KernelRow& row : report.kernels) {
    kernels.push_back(KernelOf(row));
  }
  Object answers = Object::array();
  for (const Answer& answer : report.answers) {
    answers.push_back(AnswerOf(answer));
  }
  Object attempts = Object::array();
  for (const TriedOperation& tried : report.attempts) {
    attempts.push_back(AttemptOf(tried));
  }
  Object abi = nullptr;
  if (report.read) {
    abi = {{"least", report.abi.least}, {"most", report.abi.most}};
  }
  const Object document = {{"policy", ToUtf8(report.name)},
                           {"abi", abi},
                           {"kernel_abi", report.kernel_abi},
                           {"errors", errors},
                           {"findings", findings},
                           {"kernels", kernels},
                           {"may", answers},
                           {"try", attempts}};
  return JsonText(document);
}

}  // namespace landshim
