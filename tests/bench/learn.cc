// Prints what recording adds to programs, beside what strace and the least
// recorder add to them.
// README.md says what the numbers mean.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
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

enum Place : size_t { kBare, kLearned, kStraced, kLeast };

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
                directory + "/trace"}),
          with(FileOfBuild(self, "tests/bench/least_recorder"),
               {directory + "/least"})};
}

std::string Show(const std::vector<Round>& rounds,
                 const std::function<double(const Round&)>& take) {
  const Spread spread = SpreadOf(EachRound(rounds, take));
  char text[64];
  std::snprintf(text, sizeof(text), "%.3f (%.3f to %.3f)", spread.middle,
                spread.lower, spread.upper);
  return text;
}

void PrintWorkload(const Workload& workload, const std::vector<Round>& rounds) {
  const auto ratio = [](Place place) {
    return [place](const Round& round) {
      return round[place].elapsed / round[kBare].elapsed;
    };
  };
  const auto share = [](Place place) {
    return [place](const Round& round) {
      return (round[place].elapsed - round[kBare].elapsed) /
             (round[kStraced].elapsed - round[kBare].elapsed);
    };
  };
  const auto median = [&rounds](Place place) {
    return Median(EachRound(
               rounds,
               [place](const Round& round) { return round[place].elapsed; })) /
           1000;
  };
  std::printf("%s: alone %.1f ms, learn %.1f, strace %.1f, least %.1f\n",
              workload.name, median(kBare), median(kLearned), median(kStraced),
              median(kLeast));
  std::printf("  learn / alone %s, at most %.2f wanted; least / alone %s\n",
              Show(rounds, ratio(kLearned)).c_str(), workload.most,
              Show(rounds, ratio(kLeast)).c_str());
  std::printf(
      "  added by learn / by strace %s, at most 0.20 wanted; by least / by "
      "strace %s\n",
      Show(rounds, share(kLearned)).c_str(),
      Show(rounds, share(kLeast)).c_str());
}

void Run(const std::string& self, const Options& options) {
  const Scratch scratch;
  std::printf("medians of %d rounds; in brackets the middle half of them\n\n",
              options.rounds);
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
