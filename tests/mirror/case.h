// One case: decided by the mirror, done by a restricted process, compared.
#ifndef TESTS_MIRROR_CASE_H_
#define TESTS_MIRROR_CASE_H_

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <functional>
#include <string>
#include <vector>

#include "policy/decide.h"
#include "policy/operation.h"
#include "tests/mirror/scene.h"

namespace landshim::testing {

// What a child found out; written to memory that it shares with the test.
struct Outcome {
  bool ended = false;    // it came to its end
  bool skipped = false;  // the case cannot be had here
  Verdict verdict = Verdict::kAllowed;
  int predicted = 0;
  int actual = 0;
  bool on_mount = false;  // an operand is the root of a mount
  char cure[6000] = "";
  char failure[6000] = "";  // of the mirror itself
};

struct Counts {
  int allowed = 0;
  int denied = 0;
  int failed = 0;
  int unrestricted = 0;
  int skipped = 0;
  int cured = 0;
  int incurable = 0;

  int cases() const { return allowed + denied + failed + unrestricted; }
};

// Memory that children write their outcome to.
class SharedOutcome {
 public:
  SharedOutcome()
      : memory_(mmap(nullptr, sizeof(Outcome), PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    EXPECT_NE(memory_, MAP_FAILED);
  }
  ~SharedOutcome() { munmap(memory_, sizeof(Outcome)); }
  SharedOutcome(const SharedOutcome&) = delete;
  SharedOutcome& operator=(const SharedOutcome&) = delete;

  Outcome* get() const { return static_cast<Outcome*>(memory_); }

 private:
  void* memory_;
};

// Policies, an operation, and who does it where.
class Case {
 public:
  // A random one.
  Case(Random& random, bool nobody, Scene& scene, const Outside& outside,
       Outcome* shared);
  Case(Random& random, bool nobody, Scene& scene, const Outside& outside,
       Outcome* shared, std::vector<std::string> policies, Operation operation);

  // Fails the test where the kernel and the mirror differ.
  void Run(Counts* counts);

 private:
  std::string Show() const;
  Outcome InChild(const std::function<void()>& run);
  [[noreturn]] int BeChild();
  bool MayHaveChanged(int error) const;
  void DecideAndDo(const std::vector<std::string>& texts);
  void CheckReasons(const Decision& decision);
  void Complain(const char* text);
  int Control();
  bool MayDependOnWhatIsCovered(const Outcome& decided, int control) const;
  void ExpectAsOutside(const Outcome& decided);
  void Cure(const std::string& cure, Counts* counts);

  Random& random_;
  bool nobody_;
  const Outside& outside_;
  Outcome* shared_;
  Scene& scene_;
  std::vector<std::string> policies_;
  Operation operation_;
  const std::function<void()>* run_ = nullptr;  // what the child is for
};

}  // namespace landshim::testing

#endif  // TESTS_MIRROR_CASE_H_
