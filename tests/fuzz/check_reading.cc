// One walk over a text and the fragments that it includes, checked at each
// step.
#include "tests/fuzz/check_reading.h"

#include <cstring>
#include <deque>
#include <set>
#include <vector>

#include "policy/packed.h"
#include "policy/read_text.h"
#include "policy/reader.h"
#include "policy/ruleset.h"
#include "policy/table.h"

namespace landshim::testing {
namespace {

// A source, and where its lines begin.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text), starts_({0}) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  bool HasLine(const Place& place) const {
    return place.line >= 1 && place.line <= starts_.size();
  }

  // There is such a line, and it reaches up to the column or ends before it.
  bool Has(const Place& place) const {
    if (!HasLine(place)) return false;
    const size_t end =
        place.line == starts_.size() ? text_.size() + 1 : starts_[place.line];
    return place.column >= 1 && Offset(place) < end;
  }

  bool IsWordAt(const Place& place) const {
    if (!Has(place) || Separates(Offset(place))) return false;
    return Offset(place) == 0 || Separates(Offset(place) - 1);
  }

 private:
  size_t Offset(const Place& place) const {
    return starts_[place.line - 1] + place.column - 1;
  }

  bool Separates(size_t offset) const {
    return offset >= text_.size() ||
           std::strchr(" \t\n;", text_[offset]) != nullptr;
  }

  std::string_view text_;
  std::vector<size_t> starts_;
};

// A text under its name, with all that the walk needs to know of it.
struct OpenText {
  OpenText(std::string_view name, std::string_view text, SourceKind kind)
      : exact(text), lines(exact.view()), source{name, exact.view(), kind} {}

  ExactText exact;
  Lines lines;
  Source source;
};

const Variables& FixedEnvironment() {
  static const Variables variables(
      {"HOME=/home/u", "TMPDIR=/tmp", "A=/a b;#\"${A}", "B=b", "EMPTY=",
       "VERB=read?", "RIGHTS=read_file,make_reg", "BAD=read_file,raed_file",
       "PORT=80", "LONG=/" + std::string(4000, 'l')});
  return variables;
}

// The names in a list of rights have places that are computed from the word's
// value: behind an expansion, they lie where the name would be without it.
bool HasComputedPlace(ProblemKind kind) {
  return kind == ProblemKind::kUnknownRight ||
         kind == ProblemKind::kMistypedRight ||
         kind == ProblemKind::kScopeAsRight ||
         // What stands for them where the text may be no policy.
         kind == ProblemKind::kNotAPolicy;
}

class Walk {
 public:
  Walk(std::string_view bytes, SourceKind kind) {
    Open("fuzz.policy", bytes, kind);
    texts_.back().source.working_directory =
        kind == SourceKind::kRules ? "/work" : "";
    texts_.back().source.directory = "/etc/landshim";
    summary_.needs_abi = kind == SourceKind::kFile;
  }

  // Reads to the end or to the first problem. Empty, or what does not hold.
  std::string Run() {
    reader_.Start(FixedEnvironment().environment());
    reader_.Open(&texts_.back().source);
    while (true) {
      Statement statement;
      const Reader::Result result = reader_.Next(&statement);
      if (result == Reader::Result::kProblem) {
        return CheckProblem(reader_.problem());
      }
      if (result == Reader::Result::kEnd) break;
      if (--steps_left_ < 0) return "more statements than bytes";
      transcript_ += Say(statement) + "\n";
      std::string wrong = CheckStatement(statement);
      if (!wrong.empty()) return wrong;
      Problem problem;
      if (statement.kind == StatementKind::kInclude) {
        Include(statement);
      } else if (!Summarize(statement, &summary_, &problem)) {
        return CheckProblem(problem);
      }
    }
    if (reader_.depth() != 0) return "the end came while a source was open";
    return Finish();
  }

  const std::string& transcript() const { return transcript_; }

 private:
  void Open(std::string_view name, std::string_view text, SourceKind kind) {
    texts_.emplace_back(name, text, kind);
    steps_left_ += static_cast<int>(text.size());
  }

  // As the shim does, each fragment at most once; files are missing.
  void Include(const Statement& statement) {
    if (!statement.fragment) return;
    const size_t index = FindIndex(kFragmentNames, statement.text);
    if (index == std::size(kFragmentNames)) return;
    if (!included_.insert(index).second) return;
    Open(kFragmentNames[index].name, FragmentText(index),
         SourceKind::kFragment);
    reader_.Open(&texts_.back().source);
  }

  const Lines* LinesOf(const Place& place) const {
    for (const OpenText& text : texts_) {
      if (&text.source == place.source) return &text.lines;
    }
    return nullptr;
  }

  std::string CheckStatement(const Statement& statement) const {
    const Lines* lines = LinesOf(statement.place);
    if (lines == nullptr) return "a statement in no source";
    if (!lines->IsWordAt(statement.place)) return "a place where no word is";
    if (statement.verb == nullptr) return "a statement without a verb";
    switch (statement.kind) {
      case StatementKind::kAbi:
        return statement.abi.least <= statement.abi.most &&
                       statement.abi.most >= 1 &&
                       statement.abi.most <= kNewestAbi
                   ? ""
                   : "an ABI range out of bounds";
      case StatementKind::kInclude:
        return statement.fragment ? "" : CheckText(statement.text);
      case StatementKind::kPath:
        return CheckPath(statement);
      case StatementKind::kPort:
        return statement.first_port <= statement.last_port &&
                       statement.access.net() != 0 && statement.access.fs() == 0
                   ? ""
                   : "a bad rule on ports";
      case StatementKind::kLog:
        return statement.log != nullptr ? "" : "a log statement without a flag";
      case StatementKind::kQuiet:
        return "a statement that no text can say";
      case StatementKind::kUnscope:
      case StatementKind::kUnrestrict:
        return statement.access.empty() ? "a statement about no right" : "";
    }
    return "a statement of no kind";
  }

  static std::string CheckPath(const Statement& statement) {
    if (statement.access.fs() == 0 || statement.access.net() != 0) {
      return "a bad rule on a path";
    }
    if (statement.text.empty() || statement.text.front() != '/') {
      return "a path that is not absolute";
    }
    return CheckText(statement.text);
  }

  static std::string CheckText(std::string_view text) {
    if (text.size() > kLongestWord) return "a text longer than a path";
    if (std::strlen(text.data()) != text.size()) return "a text with a NUL";
    return "";
  }

  std::string CheckProblem(const Problem& problem) {
    const std::string line = Describe(problem);
    transcript_ += line;
    const Lines* lines = LinesOf(problem.place);
    if (lines == nullptr) return "a problem in no source: " + line;
    for (const char c : line) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || byte == 0x7f) return "a line with a control byte";
    }
    if (problem.kind == ProblemKind::kNoAbi) {
      return problem.place.line == 0 ? "" : "a line about the whole: " + line;
    }
    if (lines->Has(problem.place) ||
        (HasComputedPlace(problem.kind) && lines->HasLine(problem.place))) {
      return "";
    }
    return "a place that is not in the text: " + line;
  }

  std::string Finish() {
    Problem problem;
    const Place whole = {&texts_.front().source, 0, 0};
    if (!landshim::Finish(&summary_, whole, &problem)) {
      return CheckProblem(problem);
    }
    const AccessMasks meant =
        SupportedAccess(summary_.abi.most) & ~summary_.unrestricted;
    for (int kernel = 0; kernel <= kNewestAbi + 1; ++kernel) {
      const Ruleset ruleset = Lower(summary_, kernel);
      const AccessMasks lost = Unenforced(summary_, kernel);
      // ABI 1 denies refer without handling it.
      const AccessMasks by_itself =
          kernel == 1 ? meant & right::refer : AccessMasks{};
      if ((ruleset.handled | lost | by_itself) != meant) {
        return "a right got lost";
      }
      if (ruleset.handled.Overlaps(lost)) return "a right is there twice";
      if (!(ruleset.quiet & ~ruleset.handled).empty()) {
        return "a right is muted and not handled";
      }
    }
    return "";
  }

  Reader reader_;
  Summary summary_;
  std::deque<OpenText> texts_;
  std::set<size_t> included_;
  std::string transcript_;
  int steps_left_ = 1;
};

}  // namespace

std::string CheckReading(std::string_view bytes) {
  for (const SourceKind kind : {SourceKind::kFile, SourceKind::kRules,
                                SourceKind::kIncluded, SourceKind::kFragment}) {
    Walk first(bytes, kind);
    std::string wrong = first.Run();
    if (!wrong.empty()) return wrong;
    Walk second(bytes, kind);
    if (!second.Run().empty() || second.transcript() != first.transcript()) {
      return "two readings that differ";
    }
  }
  return "";
}

}  // namespace landshim::testing
