// What else is executed when a program starts: interpreters and loaders.
#ifndef LANDSHIM_TOOLS_CHECKER_INTERPRETERS_H_
#define LANDSHIM_TOOLS_CHECKER_INTERPRETERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "policy/filesystem.h"
#include "tools/checker/content.h"

namespace landshim {

struct Interpreter {
  std::string_view what;  // "interpreter" or "loader"
  std::string path;       // as the file names it
};

// The chain of a program: what its first line names (#!), what that one's
// names, then the loader that an ELF file names. Empty for a static program,
// and where `path` cannot be read.
std::vector<Interpreter> InterpretersOf(const std::string& path,
                                        Filesystem* filesystem,
                                        Content* content);

// The program that `#!/usr/bin/env PROGRAM` starts, as it is named; empty where
// the file is no such script.
std::string ProgramOfEnv(const std::string& path, Content* content);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_INTERPRETERS_H_
