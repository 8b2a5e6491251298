// Programs as check and the recorder look at them: the first section is
// /bin/app, the others are a dynamic linker, an interpreter, a library and the
// linker's cache.
#include <string>
#include <vector>

#include "tests/fuzz/input.h"
#include "tools/checker/elf_file.h"
#include "tools/checker/fake_machine.h"
#include "tools/checker/interpreters.h"
#include "tools/checker/libraries.h"

namespace landshim::testing {

int TestOneInput(const uint8_t* data, size_t size) {
  constexpr const char* kPaths[] = {"/bin/app", "/lib/ld.so", "/bin/sh",
                                    "/lib/liba.so", "/etc/ld.so.cache"};
  const std::vector<std::string> sections = Sections(data, size);
  FakeMachine machine;
  for (size_t i = 0; i < std::size(kPaths) && i < sections.size(); ++i) {
    machine.File(kPaths[i], sections[i]);
  }
  for (const char* path : kPaths) {
    ReadElf(path, &machine);
    ProgramOfEnv(path, &machine);
    // The kernel follows no more than five interpreters.
    Require(InterpretersOf(path, &machine.files(), &machine).size() <= 8,
            "a chain of interpreters ends");
    Libraries libraries(&machine);
    Require(libraries.NeededBy(path).size() <= std::size(kPaths),
            "each library counts once");
  }
  return 0;
}

}  // namespace landshim::testing
