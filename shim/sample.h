// The kernel sample's environment variables as a policy.
//
// samples/landlock/sandboxer.c (Linux 7.3): LL_FS_RO and LL_FS_RW are both
// required; a port or scope variable that is not set leaves its rights
// unhandled; lists are separated by ':'; a path that cannot be opened is
// skipped with a message; the newest ABI is enforced as far as the kernel goes.
#ifndef LANDSHIM_SHIM_SAMPLE_H_
#define LANDSHIM_SHIM_SAMPLE_H_

#include <cstdint>
#include <string_view>

#include "policy/environment.h"
#include "policy/lexer.h"
#include "policy/problem.h"
#include "policy/reader.h"
#include "policy/statement.h"

namespace landshim {

// True if `entry` (NAME=value) is one of the sample's variables.
bool IsSampleVariable(std::string_view entry);

// True if any of them is set: then they are the policy.
bool HasSampleVariables(Environment environment);

// Cuts the text before the first ':' off *rest; false once there is no more.
bool NextItem(std::string_view* rest, std::string_view* item);

// Reads them as statements, like Reader. Async-signal-safe.
class SampleReader {
 public:
  constexpr SampleReader() = default;

  // All from the beginning. In the first walk the kernel has not been asked
  // for its ABI yet.
  void Start(Environment environment, bool first_walk);

  Reader::Result Next(Statement* statement);
  const Problem& problem() const { return problem_; }

 private:
  void ReadAbi(Statement* statement);
  Reader::Result BeginVariable(Statement* statement);
  Reader::Result ReadItem(std::string_view item, Statement* statement);
  Reader::Result ReadWords(Statement* statement);
  Reader::Result Fail(ProblemKind kind, std::string_view word = {});
  bool IsSet(std::string_view name) const;

  Environment environment_;
  uint8_t variable_ = 0;   // row of the table
  bool begun_ = false;     // its value is being read
  bool abi_read_ = false;  // the first statement was given out
  bool first_walk_ = false;
  std::string_view rest_;  // of the value
  Source place_;           // names the variable
  Source abi_place_;       // names the one that needs the newest ABI
  Problem problem_;
  WordBuffer path_ = {};
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_SAMPLE_H_
