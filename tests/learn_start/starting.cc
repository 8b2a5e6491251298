#include "tests/learn_start/starting.h"

namespace landshim::testing {

std::string LandshimPath() {
  return ForEverybody(TestFile("tools/landshim"), "landshim");
}

Command Starting(const Workshop& ground, const Words& program) {
  Command command(program);
  command.Preload()
      .Env("LANDSHIM_LEARN", ground.recording())
      .Env("LANDSHIM_BIN", LandshimPath())
      .Cwd(ground.path());
  return command;
}

Words StartingByEnv(const Workshop& ground, const Words& program) {
  Words words = {"/usr/bin/env", "LD_PRELOAD=" + ShimPath(),
                 "LANDSHIM_LEARN=" + ground.recording(),
                 "LANDSHIM_BIN=" + LandshimPath()};
  words.insert(words.end(), program.begin(), program.end());
  return words;
}

Learned LearnByShim(const Workshop& ground, const Words& program) {
  return ground.Read(Starting(ground, program).Run());
}

}  // namespace landshim::testing
