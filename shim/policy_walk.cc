// Includes are opened where they stand, each text at most once.
#include "shim/policy_walk.h"

#include <iterator>

#include "policy/packed.h"
#include "policy/suggest.h"
#include "policy/table.h"
#include "policy/text.h"

namespace landshim {

void PolicyWalk::Start(const PolicyOrigin& origin, Environment environment,
                       PolicyFiles* files, bool may_read_files) {
  origin_ = &origin;
  files_ = files;
  may_read_files_ = may_read_files;
  next_text_ = 0;
  opened_ = 0;
  include_failed_ = false;
  reader_.Start(environment, origin.broad);
  if (origin.sample) sample_.Start(environment, may_read_files);
}

const Problem& PolicyWalk::problem() const {
  if (include_failed_) return problem_;
  return origin_->sample ? sample_.problem() : reader_.problem();
}

Reader::Result PolicyWalk::Next(Statement* statement) {
  if (origin_->sample) return sample_.Next(statement);
  while (true) {
    const Reader::Result result = reader_.Next(statement);
    if (result == Reader::Result::kProblem) return result;
    if (result == Reader::Result::kEnd) {
      if (next_text_ == origin_->text_count) return result;
      const Source* text = origin_->texts[next_text_++];
      opened_ |= uint64_t{1} << files_->IndexOf(text);
      reader_.Open(text);
      continue;
    }
    if (statement->kind != StatementKind::kInclude) return result;
    if (!Include(*statement)) {
      include_failed_ = true;
      return Reader::Result::kProblem;
    }
  }
}

bool PolicyWalk::Refuse(const Statement& statement, ProblemKind kind,
                        Argument argument) {
  problem_.Set(statement.place, kind);
  problem_.With(argument);
  return false;
}

bool PolicyWalk::Include(const Statement& statement) {
  if (statement.fragment) return IncludeFragment(statement);
  if (!may_read_files_) {
    const Source* known = files_->Find(statement.text);
    return known == nullptr || OpenOnce(statement, known);
  }
  const Source* file = nullptr;
  switch (
      files_->Read(statement.text, SourceKind::kIncluded, &file, &problem_)) {
    case PolicyFiles::Result::kFound:
      return OpenOnce(statement, file);
    case PolicyFiles::Result::kProblem:
      return false;
    case PolicyFiles::Result::kMissing:
      break;
  }
  if (statement.optional) return true;
  const std::string_view name = BaseName(statement.text);
  if (FindRow(kFragmentNames, name) != nullptr) {
    Refuse(statement, ProblemKind::kFragmentMeant, statement.text);
    problem_.With(name);
    return false;
  }
  return Refuse(statement, ProblemKind::kFileMissing, statement.text);
}

bool PolicyWalk::IncludeFragment(const Statement& statement) {
  const std::string_view name = statement.text;
  const Source* known = files_->Find(name, /*is_fragment=*/true);
  if (known != nullptr) return OpenOnce(statement, known);
  const size_t index = FindIndex(kFragmentNames, name);
  if (index == std::size(kFragmentNames)) {
    Suggestion(name)
        .Among(kFragmentNames)
        .Describe(statement.place, ProblemKind::kUnknownFragment, &problem_);
    return false;
  }
  const Source* added = files_->AddFragment(index);
  if (added != nullptr) return OpenOnce(statement, added);
  return Refuse(statement, ProblemKind::kTooManyFiles, kMostTexts);
}

bool PolicyWalk::OpenOnce(const Statement& statement, const Source* source) {
  for (int i = 0; i < kMostTexts; ++i) {
    const Source* open = files_->At(i);
    if (open != nullptr && reader_.IsOpen(open) &&
        (open == source || files_->IsSameFile(open, source))) {
      return Refuse(statement, ProblemKind::kIncludeLoop, source->name);
    }
  }
  const uint64_t bit = uint64_t{1} << files_->IndexOf(source);
  if ((opened_ & bit) != 0) return true;
  if (reader_.depth() > kDeepestInclude) {
    return Refuse(statement, ProblemKind::kIncludeTooDeep, kDeepestInclude);
  }
  opened_ |= bit;
  reader_.Open(source);
  return true;
}

}  // namespace landshim
