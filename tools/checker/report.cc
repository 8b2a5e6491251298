// The text form: lines that editors understand, and a small table.
#include "tools/checker/report.h"

#include <algorithm>

#include "policy/quote.h"
#include "tools/message.h"

namespace landshim {
namespace {

constexpr size_t kScreenWidth = 80;
constexpr char kYellow[] = "\033[1;33m";
constexpr char kBlue[] = "\033[1;34m";
constexpr char kPlain[] = "\033[0m";

std::string Colored(std::string_view text, const char* color, bool colored) {
  if (!colored) return std::string(text);
  return color + std::string(text) + kPlain;
}

std::string LineOf(const Finding& finding, bool colored) {
  const LintRow& row = RowOf(finding.lint);
  const char* const color =
      row.severity == Severity::kWarning ? kYellow : kBlue;
  return ToText(finding.place) + ": " +
         Colored(NameOf(row.severity), color, colored) + ": " +
         Escape(finding.risk) + "; " + Escape(finding.cure) + " [" +
         std::string(row.name) + "]\n";
}

std::string WordsOf(const KernelRow& row) {
  switch (row.start) {
    case Start::kAbiTooLow:
      return "refuses to start";
    case Start::kNothingToRestrict:
      return "refuses to start: nothing that it knows is restricted";
    case Start::kRuns:
      break;
  }
  if (row.first_abi == 0) return "everything";
  std::string words;
  for (const Right& r : kRights) {
    if (!row.unenforced.Overlaps(r.Masks())) continue;
    if (!words.empty()) words += ' ';
    words += r.Name();
  }
  if (words.empty()) words = "nothing";
  if (row.never_refers) words += "; no file can change its directory";
  return words;
}

// `words` in lines that begin at column `indent`, the first of them there
// already.
std::string Wrapped(const std::string& words, size_t indent) {
  std::string text;
  size_t column = indent;
  size_t begin = 0;
  while (begin < words.size()) {
    const size_t end = std::min(words.find(' ', begin), words.size());
    const std::string word = words.substr(begin, end - begin);
    if (column > indent && column + 1 + word.size() > kScreenWidth) {
      text += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
    begin = end + 1;
  }
  return text;
}

std::string Padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string KernelTable(const Report& report) {
  constexpr size_t kLinuxWidth = 14;
  constexpr size_t kAbiWidth = 8;
  const std::string abi = report.abi.least == report.abi.most
                              ? std::to_string(report.abi.least)
                              : std::to_string(report.abi.least) + ".." +
                                    std::to_string(report.abi.most);
  std::string text = "Not enforced of " + Escape(report.name) + " (abi " + abi +
                     "), by kernel:\n" + "  " + Padded("Linux", kLinuxWidth) +
                     Padded("ABI", kAbiWidth) + "not enforced\n";
  for (const KernelRow& row : report.kernels) {
    const bool here =
        row.first_abi <= report.kernel_abi && report.kernel_abi <= row.last_abi;
    text += std::string(here ? "* " : "  ") +
            Padded(LinuxOf(row), kLinuxWidth) + Padded(AbisOf(row), kAbiWidth) +
            Wrapped(WordsOf(row), 2 + kLinuxWidth + kAbiWidth) + "\n";
  }
  return text + "* " +
         (report.own_kernel ? "this kernel" : "the kernel asked about") + ": " +
         (report.kernel_abi == 0
              ? "no Landlock"
              : "Landlock ABI " + std::to_string(report.kernel_abi)) +
         "\n";
}

}  // namespace

std::string TextOfPolicy(const Report& report, bool colored) {
  std::string text;
  for (const Finding& finding : report.findings) {
    text += LineOf(finding, colored);
  }
  if (!report.errors.empty()) return text;
  if (!text.empty()) text += '\n';
  return text + KernelTable(report);
}

std::string TextOfOperations(const Report& report) {
  std::string text;
  for (const Answer& answer : report.answers) text += ToText(answer) + '\n';
  for (const TriedOperation& tried : report.attempts) {
    text += ToText(tried.attempt, tried.answer) + '\n';
  }
  return text;
}

}  // namespace landshim
