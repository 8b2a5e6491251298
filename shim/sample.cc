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

void SampleReader::Start(Environment environment) {
  environment_ = environment;
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
    if (variable.abi <= statement->abi.least ||
        environment_.Find(variable.name).empty()) {
      continue;
    }
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
      if (is_set && !IsSet("LL_QUIET_ACCESS"sv)) {
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
    const int port = ParseNumber(item, kLargestPort);
    if (port < 0) return Fail(ProblemKind::kSamplePort, item);
    statement->kind = StatementKind::kPort;
    statement->first_port = static_cast<uint16_t>(port);
    statement->last_port = static_cast<uint16_t>(port);
    return Reader::Result::kStatement;
  }
  statement->kind = StatementKind::kPath;
  statement->optional = true;
  // What is too long for a path is cut, and so cannot be opened either.
  const size_t size = item.size() < kLongestWord ? item.size() : kLongestWord;
  std::memcpy(path_, item.data(), size);
  path_[size] = '\0';
  statement->text = {path_, size};
  return Reader::Result::kStatement;
}

}  // namespace landshim
