// Runs programs with LANDSHIM_LEARN for tests.
#ifndef TESTS_LEARN_START_STARTING_H_
#define TESTS_LEARN_START_STARTING_H_

#include <string>

#include "tests/learn/learning.h"
#include "tests/lib/process.h"

namespace landshim::testing {

// The landshim command, by a path that every user can execute.
std::string LandshimPath();

// PROGRAM..., in the workshop, by the shim and LANDSHIM_BIN.
Command Starting(const Workshop& ground, const Words& program);

// The same as the words of env(1), for those who start it from elsewhere.
Words StartingByEnv(const Workshop& ground, const Words& program);

// Runs it and reads the recording.
Learned LearnByShim(const Workshop& ground, const Words& program);

// Python: watchers() are the numbers of those that watch this process: the
// shim's, landshim's, and the recorder.
inline constexpr char kWatchers[] =
    "import re, signal, sys, time\n"
    "def status(pid, what):\n"
    "  try: text = open('/proc/%s/status' % pid).read()\n"
    "  except OSError: return ''\n"
    "  return re.search(what + ':\\\\s*(.*)', text)[1]\n"
    "def child(parent):\n"
    "  for pid in filter(str.isdigit, os.listdir('/proc')):\n"
    "    if status(pid, 'PPid') == str(parent) and "
    "status(pid, 'Name').startswith('landshim-'): return int(pid)\n"
    "def watchers():\n"
    "  first = child(os.getpid()); second = child(first)\n"
    "  return first, second, child(second)\n";

}  // namespace landshim::testing

#endif  // TESTS_LEARN_START_STARTING_H_
