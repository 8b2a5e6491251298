// What landshim's own environment variables say.
#ifndef LANDSHIM_SHIM_VARIABLES_H_
#define LANDSHIM_SHIM_VARIABLES_H_

#include <string_view>

#include "policy/environment.h"
#include "policy/problem.h"
#include "shim/hand_over.h"

namespace landshim {

// Who asked for a policy, and what may be believed.
struct Request {
  // /etc/ld.so.preload names this object: only /etc/landshim decides, and a
  // program without a policy there is left alone.
  bool system_wide = false;
  // What variables are read from: empty where the caller is not trusted
  // (AT_SECURE) or not asked (system_wide).
  Environment environment;
  bool keep = false;  // LANDSHIM_KEEP=1: leave the environment as it is
  bool info = false;  // LANDSHIM_LOG=info: say what is enforced
  // LANDSHIM_LEARN: the recording, NUL-terminated; null: it is not set.
  std::string_view learn;
  HandOver hand_over;
};

inline constexpr char kLearnVariable[] = "LANDSHIM_LEARN";
inline constexpr char kLandshimVariable[] = "LANDSHIM_BIN";

// Reads them. False: one is misspelt, has a value that it cannot have, or goes
// not together with another, and *problem says so; its texts are the
// environment's, valid until the next call. Async-signal-safe.
bool ReadVariables(char** envp, Request* request, Problem* problem);

// False: variables hold a policy, although LANDSHIM_RUN says that there is
// none. Async-signal-safe.
bool CheckNoPolicy(Environment environment, Problem* problem);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_VARIABLES_H_
