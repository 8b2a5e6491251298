// Prints what recording adds to programs, beside what strace adds to them.
// README.md says what the numbers mean.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/launch.h"
#include "tests/bench/policies.h"
#include "tests/bench/rounds.h"

namespace landshim::bench {
namespace {

struct Options {
  int rounds = 15;
};

constexpr char kUsage[] =
    "usage: learn [--quick]\n"
    "  --quick  one round: shows that it works, nothing else\n";

struct Workload {
  const char* name;
  double most;  // times its time alone
  std::vector<std::string> command;
};

// A header that pulls in a good part of the library.
constexpr char kSource[] =
    "#include <iostream>\n#include <map>\n#include <regex>\n"
    "int main() { std::map<int, std::string> map; std::regex regex(\"a\");\n"
    "  std::cout << map.size(); }\n";

std::vector<Workload> Workloads(const std::string& directory) {
  std::ofstream(directory + "/main.cc") << kSource;
  return {
      {"compiling a C++ file",
       1.05,
       {"/usr/bin/g++", "-c", directory + "/main.cc", "-o",
        directory + "/main.o"}},
      {"300 x /bin/true",
       1.35,
       {"/bin/sh", "-c",
        "i=0; while [ $i -lt 300 ]; do /bin/true; i=$((i + 1)); done"}},
      {"find /usr/include",
       2.00,
       {"/usr/bin/find", "/usr/include", "-fprint", "/dev/null"}},
  };
}

enum Place : size_t { kBare, kLearned, kStraced };

std::vector<Contestant> Contestants(const std::string& self,
                                    const std::string& directory,
                                    const Workload& workload) {
  const std::vector<std::string> variables = {"PATH=/usr/bin:/bin"};
  const auto with = [&](const std::string& path,
                        std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), workload.command.begin(),
                     workload.command.end());
    return Contestant{{workload.name, path, variables, arguments}};
  };
  Contestant bare = {{workload.name,
                      workload.command[0],
                      variables,
                      {workload.command.begin() + 1, workload.command.end()}}};
  return {bare,
          with(FileOfBuild(self, "tools/landshim"),
               {"learn", "-o", directory + "/recording", "--"}),
          with("/usr/bin/strace",
               {"-f", "--seccomp-bpf", "-e", "trace=%file,%network", "-o",
                directory + "/trace"})};
}

void PrintWorkload(const Workload& workload, const std::vector<Round>& rounds) {
  const auto ratio = [](const Round& round) {
    return round[kLearned].elapsed / round[kBare].elapsed;
  };
  const auto share = [](const Round& round) {
    return (round[kLearned].elapsed - round[kBare].elapsed) /
           (round[kStraced].elapsed - round[kBare].elapsed);
  };
  const auto median = [&rounds](Place place) {
    return Median(EachRound(
               rounds,
               [place](const Round& round) { return round[place].elapsed; })) /
           1000;
  };
  const Spread ratios = SpreadOf(EachRound(rounds, ratio));
  const Spread shares = SpreadOf(EachRound(rounds, share));
  std::printf(
      "%-22s %8.1f %8.1f %8.1f   %5.3f (%.3f to %.3f, at most %.2f wanted)   "
      "%5.3f (%.3f to %.3f)\n",
      workload.name, median(kBare), median(kLearned), median(kStraced),
      ratios.middle, ratios.lower, ratios.upper, workload.most, shares.middle,
      shares.lower, shares.upper);
}

void Run(const std::string& self, const Options& options) {
  const Scratch scratch;
  std::printf(
      "medians of %d rounds; in brackets the middle half of them\n\n"
      "%-22s %8s %8s %8s   learn / alone%34s learn's added time / strace's, at "
      "most 0.2 wanted\n",
      options.rounds, "ms", "alone", "learn", "strace", "");
  for (const Workload& workload : Workloads(scratch.path())) {
    const std::vector<Contestant> contestants =
        Contestants(self, scratch.path(), workload);
    PrintWorkload(workload, RunRounds(contestants, options.rounds));
  }
}

}  // namespace
}  // namespace landshim::bench

int main(int argc, char** argv) {
  landshim::bench::Options options;
  if (argc == 2 && std::string_view(argv[1]) == "--quick") {
    options.rounds = 1;
  } else if (argc != 1) {
    std::fputs(landshim::bench::kUsage, stderr);
    return 1;
  }
  try {
    landshim::bench::Run(argv[0], options);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "learn: %s\n", failure.what());
    return 1;
  }
  return 0;
}
