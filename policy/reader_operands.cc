// The operands of each verb: versions, ranges, paths, rights, ports, flags.
#include "policy/plain_path.h"
#include "policy/reader.h"
#include "policy/suggest.h"
#include "policy/table.h"

namespace landshim {
namespace {

// Splits "A..B" at its dots; a text without dots is both ends.
struct Ends {
  std::string_view first;
  std::string_view last;
};

// Only paths that are not plain take it.
WordBuffer plain_buffer;

Ends SplitRange(std::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != '.' || text[i + 1] != '.') continue;
    return {{text.data(), i}, {text.data() + i + 2, text.size() - i - 2}};
  }
  return {text, text};
}

}  // namespace

Reader::Step Reader::ReadVersion(const Word& word) {
  if (level().operands > 1) return FailExtra(word);
  return Is(word.text, "1") ? Step::kMore
                            : Fail(word, ProblemKind::kBadVersion);
}

Reader::Step Reader::FailExtra(const Word& word) {
  Fail(word, ProblemKind::kExtraWord);
  return FailWith(ExampleOf(*level().verb));
}

Reader::Step Reader::ReadAbi(const Word& word, Statement* out) {
  if (level().operands > 1) return FailExtra(word);
  const SourceKind kind = level().lexer.source()->kind;
  if (kind == SourceKind::kIncluded || kind == SourceKind::kFragment) {
    return FailAt(level().verb_place, ProblemKind::kAbiIncluded);
  }
  const Ends ends = SplitRange(word.text);
  const int least = ParseNumber(ends.first, kNewestAbi);
  const int most = ParseNumber(ends.last, kNewestAbi);
  if (least == -1 || most == -1) return Fail(word, ProblemKind::kBadAbi);
  if (least < 0 || most < 0) {
    FailAt(word.place, ProblemKind::kAbiUnknown,
           least < 0 ? ends.first : ends.last);
    return FailWith(kNewestAbi);
  }
  if (most < least) return Fail(word, ProblemKind::kRangeReversed);
  if (most == 0) {
    return FailAt(word.place, ProblemKind::kAbiZero, kNewestAbi);
  }
  out->kind = StatementKind::kAbi;
  out->abi = {static_cast<uint8_t>(least), static_cast<uint8_t>(most)};
  return Step::kStatement;
}

// Fills out->text with the word as a path from `base`.
Reader::Step Reader::PathFrom(std::string_view base, const Word& word,
                              Statement* out) {
  out->text = word.text;
  if (word.text.front() == '/') return Step::kStatement;
  out->text = JoinPath(base, word.text, &joined_);
  if (out->text.data() != nullptr) return Step::kStatement;
  return FailAt(word.place, ProblemKind::kWordTooLong,
                static_cast<int>(kLongestWord));
}

// A relative name is relative to the file that includes it.
Reader::Step Reader::ReadInclude(const Word& word, Statement* out) {
  out->kind = StatementKind::kInclude;
  if (word.text.empty()) return Fail(word, ProblemKind::kFileMissing);
  out->fragment = !word.quoted && word.text.size() > 2 &&
                  word.text.front() == '<' && word.text.back() == '>';
  if (!out->fragment) {
    return PathFrom(level().lexer.source()->directory, word, out);
  }
  out->text = word.text.substr(1, word.text.size() - 2);
  return Step::kStatement;
}

Reader::Step Reader::ReadPath(const Word& word, Statement* out) {
  const std::string_view base = level().lexer.source()->working_directory;
  out->kind = StatementKind::kPath;
  if (out->access.empty()) {
    out->quiet = true;
    out->access = kAllRights & kFsClass;
  }
  if (word.text.empty() || (word.text.front() != '/' && base.empty())) {
    return Fail(word, ProblemKind::kRelativePath);
  }
  giver_ = {};
  if (out->quiet) return PathFrom(base, word, out);
  if (word.variable.data() != nullptr) {
    giver_ = {word.variable, environment_.Find(word.variable),
              Is(word.variable, "HOME")};
  } else if (word.text.front() != '/') {
    giver_ = {"the working directory", base, false};
  }
  const Step step = PathFrom(base, word, out);
  return step == Step::kStatement && giver_.name.data() != nullptr
             ? CheckBroad(word, out)
             : step;
}

// What was not written out must not open by accident what it happens to be.
Reader::Step Reader::CheckBroad(const Word& word, Statement* out) {
  bool had_dots = false;
  const std::string_view place = PlainPath(out->text, &plain_buffer, &had_dots);
  if (!IsBroadPlace(place, giver_.is_home, environment_.Find("HOME")) ||
      broad_.Allows(place)) {
    return Step::kStatement;
  }
  FailAt(word.place, ProblemKind::kTooBroad, place);
  FailWith(giver_.name);
  return FailWith(giver_.value);
}

// Ports cannot be missing.
Reader::Step Reader::CheckOptional(const Word& word) {
  if (!level().optional || level().access.net() == 0) return Step::kMore;
  return Fail(word, ProblemKind::kOptionalWithoutPath);
}

Reader::Step Reader::ReadRights(const Word& word) {
  Word name = word;
  std::string_view rest = word.text;
  while (true) {
    name.text = Before(rest, ',');
    // Points at the name within the list; behind an expansion, near it.
    name.place.column = word.place.column +
                        static_cast<uint32_t>(rest.data() - word.text.data());
    if (name.text.empty()) return Fail(word, ProblemKind::kNoRight);
    if (AddRight(name) == Step::kProblem) return Step::kProblem;
    if (name.text.size() == rest.size()) break;
    rest.remove_prefix(name.text.size() + 1);
  }
  const AccessMasks named = level().access;
  if (named.fs() != 0 && named.net() != 0) {
    return Fail(word, ProblemKind::kMixedRights);
  }
  return CheckOptional(word);
}

Reader::Step Reader::AddRight(const Word& name) {
  const Right* found = FindRow(kRights, name.text);
  if (found == nullptr) {
    Suggestion(name.text).Among(kRights).Describe(
        name.place, ProblemKind::kUnknownRight, &problem_);
    return Step::kProblem;
  }
  if (found->kind == ObjectKind::kDomain) {
    return Fail(name, ProblemKind::kScopeAsRight);
  }
  level().access |= found->Masks();
  return Step::kMore;
}

Reader::Step Reader::ReadPeer(const Word& word) {
  const Peer* peer = FindRow(kPeers, word.text);
  if (peer == nullptr) return Fail(word, ProblemKind::kUnknownProtocol);
  const bool connects = Is(level().verb->Name(), "connect");
  level().access = connects ? peer->connect : peer->bind;
  if (level().access.empty()) return Fail(word, ProblemKind::kBindUnix);
  return CheckOptional(word);
}

Reader::Step Reader::FailPort(const Word& word, std::string_view port,
                              int number) {
  Word shown = word;
  shown.text = port;
  if (number == -2) return Fail(shown, ProblemKind::kPortTooLarge);
  const Service* service = FindRow(kServices, port);
  if (service != nullptr) {
    Fail(shown, ProblemKind::kNamedPort);
    return FailWith(std::string_view(service->port));
  }
  return Fail(word, ProblemKind::kBadPort);
}

Reader::Step Reader::ReadPorts(const Word& word, Statement* out) {
  const Ends ends = SplitRange(word.text);
  const int first = ParseNumber(ends.first, kLargestPort);
  if (first < 0) return FailPort(word, ends.first, first);
  const int last = ParseNumber(ends.last, kLargestPort);
  if (last < 0) return FailPort(word, ends.last, last);
  if (last < first) return Fail(word, ProblemKind::kRangeReversed);
  out->kind = StatementKind::kPort;
  out->first_port = static_cast<uint16_t>(first);
  out->last_port = static_cast<uint16_t>(last);
  return Step::kStatement;
}

Reader::Step Reader::ReadScope(const Word& word, Statement* out) {
  const Right* found = FindRow(kRights, word.text);
  if (found == nullptr || found->kind != ObjectKind::kDomain) {
    return Fail(word, ProblemKind::kUnknownScope);
  }
  out->kind = StatementKind::kUnscope;
  out->access = found->Masks();
  return Step::kStatement;
}

Reader::Step Reader::ReadClass(const Word& word, Statement* out) {
  out->kind = StatementKind::kUnrestrict;
  const AccessClass* known = FindRow(kClasses, word.text);
  const Right* found = FindRow(kRights, word.text);
  if (known != nullptr) {
    out->access = known->access;
  } else if (found != nullptr) {
    out->access = found->Masks();
  } else {
    Suggestion(word.text).Among(kClasses).Among(kRights).Describe(
        word.place, ProblemKind::kUnknownClass, &problem_);
    return Step::kProblem;
  }
  return out->access == right::refer ? Fail(word, ProblemKind::kUnrestrictRefer)
                                     : Step::kStatement;
}

Reader::Step Reader::ReadLog(const Word& word, Statement* out) {
  Level& at = level();
  if (at.operands > 2) return FailExtra(word);
  if (at.operands == 1) {
    at.log = FindRow(kLogFlags, word.text);
    return at.log != nullptr ? Step::kMore
                             : Fail(word, ProblemKind::kUnknownLogFlag);
  }
  out->kind = StatementKind::kLog;
  out->log = at.log;
  out->log_on = Is(word.text, "on");
  if (out->log_on || Is(word.text, "off")) return Step::kStatement;
  Fail(word, ProblemKind::kBadSwitch);
  return FailWith(std::string_view(at.log->name));
}

}  // namespace landshim
