// Any environment: what landshim's and the sample's variables say, and that the
// program finds all others as they were.
#include "shim/variables.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "policy/lexer.h"
#include "policy/reader.h"
#include "shim/launch/program_environment.h"
#include "shim/sample.h"
#include "shim/tidy.h"
#include "tests/fuzz/input.h"

namespace landshim::testing {
namespace {

constexpr size_t kMostEntries = 64;
// Beyond the vector's own end marks.
constexpr AuxEntry kLastAux = {6, 4096};

void CheckLine(const Problem& problem) {
  char line[12289];
  Text text(line, sizeof(line) - 1);
  Describe(problem, &text);
  Require(!text.view().empty(), "a problem has words");
  Require(!HasControlByte(text.view()), "a problem is one line", text.view());
}

// Entries in memory that may be edited, as on a stack.
class Block {
 public:
  explicit Block(const std::vector<std::string>& entries) : texts_(entries) {
    for (std::string& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  char** entries() { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

std::vector<std::string> TextsOf(char* const* entries) {
  std::vector<std::string> texts;
  for (; *entries != nullptr; ++entries) texts.emplace_back(*entries);
  return texts;
}

void CheckStatement(const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::kPath:
      Require(statement.optional, "the sample skips what cannot be opened");
      Require(statement.text.size() > kLongestWord ||
                  strlen(statement.text.data()) == statement.text.size(),
              "a path ends");
      break;
    case StatementKind::kPort:
      Require(statement.first_port == statement.last_port, "a port is one");
      break;
    default:
      break;
  }
}

void CheckSample(Environment environment, size_t size) {
  for (const bool first_walk : {true, false}) {
    const auto reader = std::make_unique<SampleReader>();
    reader->Start(environment, first_walk);
    // Each variable says something, and each of its items.
    size_t left = size + 32;
    while (true) {
      Statement statement;
      const Reader::Result result = reader->Next(&statement);
      if (result == Reader::Result::kProblem) CheckLine(reader->problem());
      if (result != Reader::Result::kStatement) break;
      Require(left-- > 0, "no more statements than items");
      CheckStatement(statement);
    }
  }
}

// As who reads it sees it.
std::string UpToNul(const std::string& text) {
  return text.substr(0, text.find('\0'));
}

// What the program is to find.
std::vector<std::string> Expected(const std::vector<std::string>& entries,
                                  const Traces& traces) {
  std::vector<std::string> expected;
  for (std::string entry : entries) {
    if (IsOwnEntry(entry, traces)) continue;
    if (entry.starts_with("LD_PRELOAD=") &&
        !RemoveOwnPreloads(entry.data() + sizeof("LD_PRELOAD=") - 1)) {
      continue;
    }
    expected.push_back(UpToNul(entry));
  }
  return expected;
}

void CheckPreloads(const std::string& entry) {
  if (!entry.starts_with("LD_PRELOAD=")) return;
  std::string list = entry.substr(sizeof("LD_PRELOAD=") - 1);
  RemoveOwnPreloads(list.data());
  const std::string once = UpToNul(list);
  Require(once.size() <= entry.size(), "a list is only shortened");
  std::string again = once;
  Require(RemoveOwnPreloads(again.data()), "nothing of ours is left", once);
  Require(once == UpToNul(again), "what is left stays", once);
  Require((":" + once).find("/liblandshim") == std::string::npos ||
              once.find("/liblandshim") < once.rfind('/'),
          "no name of ours is left", once);
}

// As `run` makes it, and the shim then leaves it.
void CheckEnvironment(const std::vector<std::string>& given, uint8_t choices) {
  std::string preload = kPreloadFrom;
  for (int i = 0; i < kDisguisePieces; ++i) {
    preload += (choices >> (i % 8) & 1) != 0 ? "./" : "/";
  }
  preload += "4";
  Program program;
  program.libc = (choices & 1) != 0 ? Libc::kMusl : Libc::kGlibc;
  const Traces traces = {.sample_variables = false, .keep = (choices & 2) != 0};
  const bool sample = (choices & 4) != 0;
  const Hints hints = {
      .preload = (choices & 8) != 0 ? nullptr : preload.c_str(),
      .policy_fd = 3,
      .preload_fd = 4,
      .learn = (choices & 16) != 0,
      .observed = (choices & 32) != 0,
      .info = (choices & 64) != 0,
      .sample = sample};
  Block block(given);
  TextPool pool;
  char** const made =
      MakeEnvironment(block.entries(), program, traces, hints, &pool);
  Require(made != nullptr, "there is memory");
  if (hints.preload == nullptr) {
    Require(TextsOf(made) == Expected(given, traces), "all else is as it was");
    pool.Release();
    return;
  }
  std::vector<char*> stack;
  for (char** entry = made; *entry != nullptr; ++entry) stack.push_back(*entry);
  stack.push_back(nullptr);
  const size_t first_aux = stack.size();
  for (const uint64_t word : {kLastAux.type, kLastAux.value, uint64_t{0}}) {
    stack.push_back(reinterpret_cast<char*>(word));
  }
  stack.push_back(nullptr);
  const Traces in_program = {.sample_variables = sample, .keep = traces.keep};
  Tidy({.envp = stack.data(),
        .auxv = reinterpret_cast<AuxEntry*>(stack.data() + first_aux)},
       in_program);
  Require(TextsOf(stack.data()) == Expected(given, in_program),
          "the program sees all that is not landshim's, as it was");
  size_t end = 0;
  while (stack[end] != nullptr) ++end;
  const auto* aux = reinterpret_cast<const AuxEntry*>(stack.data() + end + 1);
  while (aux->type == 1) ++aux;  // AT_IGNORE
  Require(aux->type == kLastAux.type && aux->value == kLastAux.value,
          "the auxiliary vector is where the environment ends");
  pool.Release();
}

}  // namespace

// A byte of choices, then entries that end with NUL.
int TestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const uint8_t choices = data[0];
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<std::string> entries;
  for (size_t at = 0; at < bytes.size() && entries.size() < kMostEntries;) {
    entries.emplace_back(bytes.c_str() + at);
    at += entries.back().size() + 1;
    CheckPreloads(entries.back());
  }
  Block block(entries);
  Request request;
  Problem problem;
  if (!ReadVariables(block.entries(), &request, &problem)) CheckLine(problem);
  const Environment environment = {block.entries()};
  const HandOver handed = FindHandOver(environment);
  Require(handed.policy_fd >= -1 && handed.preload_fd >= -1,
          "descriptors are numbers");
  if (!CheckNoPolicy(environment, &problem)) CheckLine(problem);
  CheckSample(environment, size);
  CheckEnvironment(entries, choices);
  return 0;
}

}  // namespace landshim::testing
