// Reads policies statement by statement, without memory of its own.
//
//   Reader reader(environment);
//   reader.Open(&source);
//   Statement statement;
//   while (reader.Next(&statement) == Reader::Result::kStatement) { ... }
//
// A caller who gets a kInclude statement finds the text it names and opens it;
// the reader goes on with that and then with what follows the include.
#ifndef LANDSHIM_POLICY_READER_H_
#define LANDSHIM_POLICY_READER_H_

#include <cstdint>
#include <string_view>

#include "policy/broad_places.h"
#include "policy/environment.h"
#include "policy/lexer.h"
#include "policy/problem.h"
#include "policy/source.h"
#include "policy/statement.h"

namespace landshim {

inline constexpr int kDeepestInclude = 8;
inline constexpr int kLargestPort = 65535;

// What gave a path that the policy does not write out.
struct Giver {
  std::string_view name;   // no data: it is written out
  std::string_view value;  // of the variable, or the working directory
  bool is_home = false;    // HOME, by `~` too
};

// No heap, no syscall; async-signal-safe. About 10 KiB in size.
class Reader {
 public:
  enum class Result : uint8_t { kStatement, kEnd, kProblem };

  // `environment` is what ${NAME} and ~ take their values from.
  // All zero until then, so that a static reader costs no bytes in a file.
  constexpr Reader() = default;
  explicit Reader(Environment environment, BroadAllowance broad = {}) {
    Start(environment, broad);
  }

  // Forgets all; reads with `environment` from now on. A variable, or the
  // working directory, may open those broad places that `broad` allows.
  void Start(Environment environment, BroadAllowance broad = {}) {
    environment_ = environment;
    broad_ = broad;
    depth_ = 0;
  }

  // Reads `source`, then goes on with what was being read before. At most
  // kDeepestInclude + 1 may be open: check depth() first.
  void Open(const Source* source);

  // The next statement of the innermost source. kEnd: all sources have ended.
  // After kProblem the reader is not to be used any more.
  Result Next(Statement* statement);

  // What was wrong, after kProblem.
  const Problem& problem() const { return problem_; }

  // Of the statement that was read last, a kPath that grants.
  const Giver& giver() const { return giver_; }
  Environment environment() const { return environment_; }

  // How many sources are open, and whether `source` is one of them.
  int depth() const { return depth_; }
  bool IsOpen(const Source* source) const;

 private:
  // What is known of the statement that is being read.
  struct Level {
    Lexer lexer;
    const Verb* verb = nullptr;  // null: between statements
    Place verb_place;
    bool optional = false;
    bool started = false;  // a statement was read: the version was checked
    bool proven = false;   // one was right: this is a policy
    int operands = 0;
    AccessMasks access;            // kAllowed, kPeer: what was named first
    const LogFlag* log = nullptr;  // kLog: likewise
  };

  // What reading one word came to.
  enum class Step : uint8_t { kStatement, kMore, kProblem };

  Step ReadVerb(const Word& word);
  Step ReadOperand(const Word& word, Statement* out);
  Step EndStatement();

  Step ReadVersion(const Word& word);
  Step ReadAbi(const Word& word, Statement* out);
  Step ReadInclude(const Word& word, Statement* out);
  Step ReadPath(const Word& word, Statement* out);
  Step CheckBroad(const Word& word, Statement* out);
  Step PathFrom(std::string_view base, const Word& word, Statement* out);
  Step ReadRights(const Word& word);
  Step AddRight(const Word& name);
  Step ReadPeer(const Word& word);
  Step CheckOptional(const Word& word);
  Step ReadPorts(const Word& word, Statement* out);
  Step ReadScope(const Word& word, Statement* out);
  Step ReadClass(const Word& word, Statement* out);
  Step ReadLog(const Word& word, Statement* out);

  Result Refuse();

  // All of these return kProblem, about the word unless a place is given.
  Step FailAt(const Place& place, ProblemKind kind);
  Step FailAt(const Place& place, ProblemKind kind, Argument argument);
  Step Fail(const Word& word, ProblemKind kind);
  Step FailWith(Argument argument);  // adds one to the problem
  Step FailVerb(const Word& name);
  Step FailVariable(const Word& word);
  Step FailExtra(const Word& word);
  Step FailPort(const Word& word, std::string_view port, int number);

  bool IsPolicyFile() {
    return level().lexer.source()->kind == SourceKind::kFile;
  }
  Level& level() { return levels_[depth_ - 1]; }

  Environment environment_;
  BroadAllowance broad_;
  int depth_ = 0;
  Level levels_[kDeepestInclude + 1];
  Problem problem_;
  Giver giver_;
  WordBuffer word_ = {};
  WordBuffer joined_ = {};
};

// A decimal number up to `most`; -1 where `text` is none, -2 where it is more.
int ParseNumber(std::string_view text, int most);

// Writes base/path into *buffer and returns it, NUL-terminated; data() is null
// where it is too long. Async-signal-safe.
std::string_view JoinPath(std::string_view base, std::string_view path,
                          WordBuffer* buffer);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_READER_H_
