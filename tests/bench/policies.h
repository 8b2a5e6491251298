// The policies that are measured, and the same rules for the least objects.
#ifndef TESTS_BENCH_POLICIES_H_
#define TESTS_BENCH_POLICIES_H_

#include <string>

namespace landshim::bench {

// The ABI of this kernel, at most the newest one that the objects are built
// for.
int KernelAbi();

// A directory below /tmp that is removed in the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& path() const { return path_; }

  // A policy file of the twenty rules.
  std::string TwentyRules() const;

  // An executable with this content, or a copy of one.
  std::string WriteExecutable(const std::string& name,
                              const std::string& content) const;
  std::string CopyExecutable(const std::string& from) const;

  // `count` rules: `read` on as many files, or `write` on as many directories,
  // which are made now unless they are there. As a policy file, and as a list
  // for listed_object.cc on a kernel with `abi`.
  struct Many {
    std::string policy;
    std::string list;
  };
  Many ManyRules(const std::string& verb, int count, int abi) const;

 private:
  std::string Write(const std::string& name, const std::string& text) const;

  std::string path_;
};

}  // namespace landshim::bench

#endif  // TESTS_BENCH_POLICIES_H_
