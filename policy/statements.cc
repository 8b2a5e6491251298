// Follows includes as shim/policy_walk does, with texts that are kept.
#include "policy/statements.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "policy/lexer.h"
#include "policy/packed.h"
#include "policy/quote.h"
#include "policy/reader.h"
#include "policy/suggest.h"
#include "policy/table.h"
#include "policy/text.h"

namespace landshim {
namespace {

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

PolicyStatement Own(const Statement& statement) {
  return {.kind = statement.kind,
          .place = statement.place,
          .verb = statement.verb,
          .access = statement.access,
          .text = std::string(statement.text),
          .abi = statement.abi,
          .first_port = statement.first_port,
          .last_port = statement.last_port,
          .log = statement.log,
          .log_on = statement.log_on,
          .optional = statement.optional,
          .exact = statement.exact,
          .quiet = statement.quiet};
}

// One reading under way.
class Walk {
 public:
  Walk(const FileReader& read, Environment environment, BroadAllowance broad,
       PolicyStatements* policy)
      : read_(read), policy_(policy), reader_(environment, broad) {
    policy_->broad = broad;
    policy_->home = environment.Find("HOME");
  }

  bool ReadAll(const std::vector<Source>& sources, std::string* error) {
    if (!AddAll(sources) || !ReadOn(sources.size())) {
      *error = error_.empty() ? ToText(problem_) : error_;
      return false;
    }
    return true;
  }

 private:
  using OwnedText = PolicyStatements::Text;

  bool AddAll(const std::vector<Source>& sources) {
    for (const Source& source : sources) {
      OwnedText* added = Add(std::string(source.name), source.kind);
      if (added == nullptr) return FailWhole(source, kMostPolicyTexts);
      added->text = source.text;
      added->directory = source.directory;
      added->working_directory = source.working_directory;
      Complete(added);
    }
    policy_->place.source = &policy_->texts.front()->source;
    return true;
  }

  bool ReadOn(size_t asked_for) {
    Summary& summary = policy_->summary;
    summary.needs_abi =
        policy_->texts.front()->source.kind == SourceKind::kFile;
    size_t next = 0;
    Statement statement;
    while (true) {
      const Reader::Result result = reader_.Next(&statement);
      if (result == Reader::Result::kProblem) {
        problem_ = reader_.problem();
        return false;
      }
      if (result == Reader::Result::kEnd) {
        if (next == asked_for) break;
        Open(policy_->texts[next++].get());
        continue;
      }
      if (statement.kind == StatementKind::kInclude) {
        if (!Include(statement)) return false;
        continue;
      }
      if (!Summarize(statement, &summary, &problem_)) return false;
      policy_->list.push_back(Own(statement));
      if (statement.kind == StatementKind::kPath) NoteGiver();
    }
    return Finish(&summary, policy_->place, &problem_);
  }

  void NoteGiver() {
    const Giver& giver = reader_.giver();
    PolicyStatement& added = policy_->list.back();
    added.giver = giver.name;
    added.giver_value = giver.value;
    added.by_home = giver.is_home;
  }

  bool Refuse(const Statement& statement, ProblemKind kind, Argument argument) {
    problem_.Set(statement.place, kind);
    problem_.With(argument);
    return false;
  }

  // A problem with a text as a whole. Described at once: its name is borrowed.
  bool FailWhole(const Source& source, Argument argument,
                 ProblemKind kind = ProblemKind::kTooManyFiles) {
    problem_.Set({&source, 0, 0}, kind);
    problem_.With(argument);
    error_ = ToText(problem_);
    return false;
  }

  bool Include(const Statement& include) {
    const std::string name(include.text);
    if (include.fragment) return IncludeFragment(include, name);
    if (const OwnedText* known = Find(name, false)) {
      return OpenOnce(include, known);
    }
    FileText file = read_(name);
    const Source whole = {.name = name, .text = {}};
    switch (file.result) {
      case FileText::Result::kRefused:
        return FailWhole(whole, std::string_view(file.detail), file.problem);
      case FileText::Result::kMissing:
        return include.optional || RefuseMissing(include);
      case FileText::Result::kFound:
        break;
    }
    OwnedText* added = Add(name, SourceKind::kIncluded);
    if (added == nullptr) return FailWhole(whole, kMostPolicyTexts);
    added->text = std::move(file.text);
    added->directory = DirectoryOf(name);
    added->id = file.id;
    Complete(added);
    return OpenOnce(include, added);
  }

  bool RefuseMissing(const Statement& include) {
    const std::string_view name = BaseName(include.text);
    if (FindRow(kFragmentNames, name) == nullptr) {
      return Refuse(include, ProblemKind::kFileMissing, include.text);
    }
    Refuse(include, ProblemKind::kFragmentMeant, include.text);
    problem_.With(name);
    return false;
  }

  bool IncludeFragment(const Statement& include, const std::string& name) {
    if (const OwnedText* known = Find(name, true)) {
      return OpenOnce(include, known);
    }
    const size_t index = FindIndex(kFragmentNames, name);
    if (index == std::size(kFragmentNames)) {
      Suggestion(include.text)
          .Among(kFragmentNames)
          .Describe(include.place, ProblemKind::kUnknownFragment, &problem_);
      return false;
    }
    OwnedText* added = Add(name, SourceKind::kFragment);
    if (added == nullptr) {
      return Refuse(include, ProblemKind::kTooManyFiles, kMostPolicyTexts);
    }
    added->text = FragmentText(index);
    Complete(added);
    return OpenOnce(include, added);
  }

  bool OpenOnce(const Statement& include, const OwnedText* text) {
    for (const auto& other : policy_->texts) {
      const bool same = other.get() == text ||
                        (other->id != ObjectId{} && other->id == text->id);
      if (same && reader_.IsOpen(&other->source)) {
        return Refuse(include, ProblemKind::kIncludeLoop, text->source.name);
      }
    }
    if (std::find(opened_.begin(), opened_.end(), text) != opened_.end()) {
      return true;
    }
    if (reader_.depth() > kDeepestInclude) {
      return Refuse(include, ProblemKind::kIncludeTooDeep, kDeepestInclude);
    }
    Open(text);
    return true;
  }

  void Open(const OwnedText* text) {
    opened_.push_back(text);
    reader_.Open(&text->source);
  }

  // A text read before under the same name. A fragment and a file may share
  // one; rules have none.
  const OwnedText* Find(const std::string& name, bool is_fragment) const {
    for (const auto& text : policy_->texts) {
      const SourceKind kind = text->source.kind;
      if ((kind == SourceKind::kFragment) == is_fragment &&
          kind != SourceKind::kRules && text->name == name) {
        return text.get();
      }
    }
    return nullptr;
  }

  // nullptr where there are too many.
  OwnedText* Add(const std::string& name, SourceKind kind) {
    if (policy_->texts.size() == kMostPolicyTexts) return nullptr;
    policy_->texts.push_back(std::make_unique<OwnedText>());
    OwnedText* added = policy_->texts.back().get();
    added->name = name;
    added->source.kind = kind;
    return added;
  }

  static void Complete(OwnedText* text) {
    text->source.name = text->name;
    text->source.text = text->text;
    text->source.directory = text->directory;
    text->source.working_directory = text->working_directory;
  }

  const FileReader& read_;
  PolicyStatements* policy_;
  Reader reader_;
  Problem problem_;
  std::string error_;
  std::vector<const OwnedText*> opened_;
};

std::string RangeText(int first, int last) {
  const std::string text = std::to_string(first);
  return first == last ? text : text + ".." + std::to_string(last);
}

// What stands between the verb and the path or port.
std::string WhatText(const PolicyStatement& statement) {
  if (statement.exact) return ' ' + NamesOf(statement.access);
  if (statement.verb->operands != Operands::kPeer) return {};
  for (const Peer& peer : kPeers) {
    if (peer.connect == statement.access || peer.bind == statement.access) {
      return ' ' + std::string(peer.name);
    }
  }
  return {};
}

std::string ClassName(AccessMasks access) {
  for (const AccessClass& known : kClasses) {
    if (known.access == access) return known.name;
  }
  return NamesOf(access);
}

}  // namespace

bool ReadStatements(const std::vector<Source>& sources, Environment environment,
                    const FileReader& reader, PolicyStatements* policy,
                    std::string* error, BroadAllowance broad) {
  *policy = {};
  // On the heap: a reader is about 10 KiB.
  return std::make_unique<Walk>(reader, environment, broad, policy)
      ->ReadAll(sources, error);
}

std::string ToText(const PolicyStatement& statement) {
  std::string name =
      std::string(statement.verb->Name()) + (statement.optional ? "?" : "");
  switch (statement.kind) {
    case StatementKind::kAbi:
      return name + ' ' + RangeText(statement.abi.least, statement.abi.most);
    case StatementKind::kPath:
    case StatementKind::kPort:
      return name + WhatText(statement) + ' ' +
             (statement.kind == StatementKind::kPath
                  ? Quote(statement.text)
                  : RangeText(statement.first_port, statement.last_port));
    case StatementKind::kUnscope:
    case StatementKind::kUnrestrict:
      return name + ' ' + ClassName(statement.access);
    case StatementKind::kLog:
      return name + ' ' + statement.log->name +
             (statement.log_on ? " on" : " off");
    case StatementKind::kInclude:
    case StatementKind::kQuiet:
      break;
  }
  return name;
}

std::string ToText(const Problem& problem) {
  // Room for three words, each byte of them escaped.
  std::string buffer(12 * kLongestWord + 1024, '\0');
  Text text(buffer.data(), buffer.size());
  Describe(problem, &text);
  return std::string(text.view());
}

std::string ToText(const Place& place) {
  std::string buffer(4 * kLongestWord + 64, '\0');
  Text text(buffer.data(), buffer.size());
  DescribePlace(place, &text);
  return std::string(text.view());
}

}  // namespace landshim
