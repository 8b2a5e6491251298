// One table of the variables, one of the words that some of them hold.
#include "shim/sample.h"

#include <cstring>

#include "policy/table.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

enum class Kind : uint8_t {
  kPaths,
  kPorts,
  kScopes,
  kForceLog,
  kQuietAccess,
  kQuietPaths,
  kQuietPorts,
};

constexpr AccessMasks kRead = right::execute | kReadRights;

struct SampleVariable {
  char name[20];
  Kind kind;
  uint8_t abi;         // the sample refuses it on a kernel below
  AccessMasks access;  // kPaths, kPorts: what each item is granted
};

constexpr SampleVariable kSampleVariables[] = {
    {"LL_FS_RO", Kind::kPaths, 1, kRead},
    {"LL_FS_RW", Kind::kPaths, 1, kAllRights& kFsClass},
    {"LL_TCP_BIND", Kind::kPorts, 4, right::bind_tcp},
    {"LL_TCP_CONNECT", Kind::kPorts, 4, right::connect_tcp},
    {"LL_UDP_BIND", Kind::kPorts, 10, right::bind_udp},
    {"LL_UDP_CONNECT_SEND", Kind::kPorts, 10, right::connect_send_udp},
    {"LL_SCOPED", Kind::kScopes, 1, {}},
    {"LL_FORCE_LOG", Kind::kForceLog, 7, {}},
    {"LL_QUIET_ACCESS", Kind::kQuietAccess, 10, {}},
    {"LL_FS_QUIET", Kind::kQuietPaths, 10, {}},
    {"LL_NET_QUIET", Kind::kQuietPorts, 10, {}},
};

constexpr uint8_t kVariableCount =
    sizeof(kSampleVariables) / sizeof(kSampleVariables[0]);

// What a word stands for in LL_SCOPED, and in LL_QUIET_ACCESS besides the
// scopes by their names.
struct AccessWord {
  char name[12];
  AccessMasks access;
};

constexpr AccessWord kScopeWords[] = {
    {"a", right::abstract_unix_socket},
    {"s", right::signal},
};

constexpr AccessWord kQuietWords[] = {
    {"all", kAllRights},
    {"read", kRead},
    {"write", kAllRights& kFsClass & ~kRead},
    {"tcp_bind", right::bind_tcp},
    {"tcp_connect", right::connect_tcp},
    {"udp_bind", right::bind_udp},
    {"udp_connect", right::connect_send_udp},
};

// Nothing for an unknown word.
template <size_t kCount>
AccessMasks MeaningOf(const AccessWord (&words)[kCount],
                      std::string_view word) {
  const AccessWord* known = FindRow(words, word);
  if (known != nullptr) return known->access;
  const Right* scope = FindRow(kRights, word);
  return scope != nullptr && kCount > 2 ? scope->Masks() & kScopeClass
                                        : AccessMasks{};
}

bool IsAboutQuiet(const SampleVariable& variable) {
  return variable.kind >= Kind::kQuietAccess;
}

// As strtoull(3) reads a decimal number in the C locale, and then the kernel a
// port; -1 for what the sample refuses. Blanks and a sign may come first, and a
// minus takes the number from 2^64. Nothing may follow.
int ReadPort(std::string_view item) {
  size_t at = 0;
  while (at < item.size() &&
         (item[at] == ' ' || (item[at] >= '\t' && item[at] <= '\r'))) {
    ++at;
  }
  const bool minus = at < item.size() && item[at] == '-';
  if (minus || (at < item.size() && item[at] == '+')) ++at;
  if (at == item.size()) return -1;
  uint64_t number = 0;
  for (; at < item.size(); ++at) {
    if (item[at] < '0' || item[at] > '9') return -1;
    const auto digit = static_cast<uint64_t>(item[at] - '0');
    if (number > (~uint64_t{0} - digit) / 10) return -1;
    number = number * 10 + digit;
  }
  if (minus) number = 0 - number;
  return number > kLargestPort ? -1 : static_cast<int>(number);
}

}  // namespace

bool NextItem(std::string_view* rest, std::string_view* item) {
  if (rest->data() == nullptr) return false;
  *item = Before(*rest, ':');
  *rest = item->size() == rest->size() ? std::string_view()
                                       : rest->substr(item->size() + 1);
  return true;
}

bool IsSampleVariable(std::string_view entry) {
  return FindRow(kSampleVariables, Before(entry, '=')) != nullptr;
}

bool HasSampleVariables(Environment environment) {
  for (const SampleVariable& variable : kSampleVariables) {
    if (environment.Find(variable.name).data() != nullptr) return true;
  }
  return false;
}

bool SampleReader::IsSet(std::string_view name) const {
  return environment_.Find(name).data() != nullptr;
}

void SampleReader::Start(Environment environment, bool first_walk) {
  environment_ = environment;
  first_walk_ = first_walk;
  variable_ = 0;
  begun_ = false;
  abi_read_ = false;
}

Reader::Result SampleReader::Fail(ProblemKind kind, std::string_view word) {
  problem_.Set(Place{&place_, 0, 0}, kind);
  problem_.With(word);
  return Reader::Result::kProblem;
}

Reader::Result SampleReader::Next(Statement* statement) {
  *statement = Statement{};
  statement->place = {&place_, 0, 0};
  if (!abi_read_) {
    abi_read_ = true;
    ReadAbi(statement);
    return Reader::Result::kStatement;
  }
  while (variable_ < kVariableCount) {
    place_.name = kSampleVariables[variable_].name;
    Reader::Result result = Reader::Result::kEnd;
    std::string_view item;
    if (!begun_) {
      result = BeginVariable(statement);
    } else if (NextItem(&rest_, &item)) {
      result = ReadItem(item, statement);
    } else {
      ++variable_;
      begun_ = false;
    }
    if (result != Reader::Result::kEnd) return result;
  }
  return Reader::Result::kEnd;
}

// The sample refuses to run where the kernel can't do what a variable says; an
// empty list says nothing in its eyes.
void SampleReader::ReadAbi(Statement* statement) {
  statement->place.source = &abi_place_;
  statement->abi = {1, kNewestAbi};
  for (const SampleVariable& variable : kSampleVariables) {
    const std::string_view value = environment_.Find(variable.name);
    // A variable about audit records that holds nothing is refused as well.
    const bool says_nothing =
        IsAboutQuiet(variable) ? value.data() == nullptr : value.empty();
    if (variable.abi <= statement->abi.least || says_nothing) continue;
    statement->abi.least = variable.abi;
    abi_place_.name = variable.name;
  }
}

// Says what a variable as a whole means; kEnd: nothing, go on with its items.
Reader::Result SampleReader::BeginVariable(Statement* statement) {
  const SampleVariable& variable = kSampleVariables[variable_];
  begun_ = true;
  rest_ = environment_.Find(variable.name);
  const bool is_set = rest_.data() != nullptr;
  switch (variable.kind) {
    case Kind::kScopes:
    case Kind::kQuietAccess:
      return ReadWords(statement);
    case Kind::kForceLog:
      if (!is_set) break;
      if (!Is(rest_, "1")) {
        return Fail(ProblemKind::kSampleLog, rest_);
      }
      rest_ = {};
      statement->kind = StatementKind::kLog;
      statement->log = &kLogFlags[1];
      statement->log_on = true;
      return Reader::Result::kStatement;
    case Kind::kPaths:
      if (!is_set) return Fail(ProblemKind::kSampleIncomplete);
      break;
    case Kind::kPorts:
      if (is_set) break;
      statement->kind = StatementKind::kUnrestrict;
      statement->access = variable.access;
      return Reader::Result::kStatement;
    default:
      // With nothing in it, whether the kernel knows of it at all comes first.
      if (is_set && !IsSet("LL_QUIET_ACCESS"sv) &&
          !(first_walk_ && rest_.empty())) {
        place_.name = "LL_QUIET_ACCESS"sv;
        return Fail(ProblemKind::kSampleQuiet);
      }
  }
  // One empty path is an empty list, not a path called "".
  if (rest_.empty()) rest_ = {};
  return Reader::Result::kEnd;
}

// All words of LL_SCOPED or LL_QUIET_ACCESS at once. A scope that is not named
// stays unhandled; so do all where the variable is not set or empty.
Reader::Result SampleReader::ReadWords(Statement* statement) {
  const bool is_scope = kSampleVariables[variable_].kind == Kind::kScopes;
  std::string_view rest = rest_.empty() ? std::string_view() : rest_;
  rest_ = {};
  statement->kind = is_scope ? StatementKind::kUnscope : StatementKind::kQuiet;
  std::string_view word;
  while (NextItem(&rest, &word)) {
    const AccessMasks known =
        is_scope ? MeaningOf(kScopeWords, word) : MeaningOf(kQuietWords, word);
    if (word.empty() && !is_scope) continue;
    if (known.empty() || (is_scope && statement->access.Overlaps(known))) {
      return Fail(
          is_scope ? ProblemKind::kSampleScope : ProblemKind::kSampleQuietWord,
          word);
    }
    statement->access |= known;
  }
  if (is_scope) {
    statement->access = kAllRights & kScopeClass & ~statement->access;
  }
  return Reader::Result::kStatement;
}

Reader::Result SampleReader::ReadItem(std::string_view item,
                                      Statement* statement) {
  const SampleVariable& variable = kSampleVariables[variable_];
  statement->access = variable.access;
  statement->quiet = variable.access.empty();
  if (variable.kind == Kind::kPorts || variable.kind == Kind::kQuietPorts) {
    if (item.empty()) return Reader::Result::kEnd;
    const int port = ReadPort(item);
    if (port < 0) return Fail(ProblemKind::kSamplePort, item);
    statement->kind = StatementKind::kPort;
    statement->first_port = static_cast<uint16_t>(port);
    statement->last_port = static_cast<uint16_t>(port);
    return Reader::Result::kStatement;
  }
  statement->kind = StatementKind::kPath;
  statement->optional = true;
  statement->text = item;
  // What is too long for a path stays as it is, with all that follows it up to
  // the variable's end: the kernel refuses that (ENAMETOOLONG), as it refuses
  // the item to the sample.
  if (item.size() > kLongestWord) return Reader::Result::kStatement;
  std::memcpy(path_, item.data(), item.size());
  path_[item.size()] = '\0';
  statement->text = {path_, item.size()};
  return Reader::Result::kStatement;
}

}  // namespace landshim
