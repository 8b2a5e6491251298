// Where deeds are done: files and sockets that a fresh process finds as they
// were, and the deeds that each filesystem right is about.
#ifndef TESTS_E2E_PLAYGROUND_H_
#define TESTS_E2E_PLAYGROUND_H_

#include <cerrno>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "tests/lib/process.h"

namespace landshim::testing {

// Holds file, program, socket, empty/, away/ and full/file. Commands and rules
// write '@' for its path.
class Playground {
 public:
  Playground();
  ~Playground();
  Playground(const Playground&) = delete;
  Playground& operator=(const Playground&) = delete;

  std::string Expand(const std::string& text) const;
  // A testcase and its arguments, separated by blanks.
  Command Make(const std::string& command) const;

 private:
  TempDir directory_;
  int listener_ = -1;  // of the socket
};

// What the command ends with on a new playground: the errno of its deed.
int Do(const std::string& command);
int DoUnder(const std::string& rules, const std::string& command);

struct Deed {
  const char* right;    // by the kernel's name
  int abi;              // the first that can deny it
  const char* command;  // what the right is needed for
  const char* grant;    // the least statement that allows it
  int refusal = EACCES;
};

inline std::ostream& operator<<(std::ostream& stream, const Deed& deed) {
  return stream << deed.right;
}

// One for each filesystem right.
extern const std::vector<Deed> kDeeds;

// True for a deed that this user may not do anyhow, such as making devices.
bool NeedsPrivilege(const Deed& deed);

// A socket of the test process that waits for peers.
class Listener {
 public:
  enum class Kind : uint8_t { kTcp, kUdp, kAbstract };

  explicit Listener(Kind kind);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Its port, or its abstract name.
  const std::string& address() const { return address_; }

 private:
  int fd_;
  std::string address_;
};

// Ports that were free a moment ago.
std::vector<int> FreePorts(int count);

}  // namespace landshim::testing

#endif  // TESTS_E2E_PLAYGROUND_H_
