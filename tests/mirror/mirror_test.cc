// The mirror against the running kernel: random trees, policies and operations,
// each decided first and then done by a process that is really restricted.
//
// LANDSHIM_MIRROR_SEED repeats one run, LANDSHIM_MIRROR_SECONDS changes how
// long it goes on.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "policy/decide.h"
#include "policy/statements.h"
#include "tests/lib/kernel.h"
#include "tests/lib/process.h"
#include "tests/mirror/deed.h"
#include "tests/mirror/enforce.h"
#include "tests/mirror/random_case.h"
#include "tests/mirror/scene.h"
#include "tools/filesystem/real_filesystem.h"

namespace landshim::testing {
namespace {

// What a child found out; written to memory that it shares with the test.
struct Outcome {
  bool ended = false;    // it came to its end
  bool skipped = false;  // the case cannot be had here
  Verdict verdict = Verdict::kAllowed;
  int predicted = 0;
  int actual = 0;
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

// Descriptors that random paths speak of.
void OpenKnownDescriptors(const std::string& root) {
  int pipes[2];
  if (pipe(pipes) == 0) dup2(pipes[0], 90);
  dup2(memfd_create("m", 0), 91);
  dup2(socket(AF_UNIX, SOCK_STREAM, 0), 92);
  dup2(open(root.c_str(), O_PATH), 93);
  // Not what the test writes to.
  const int null = open("/dev/null", O_RDWR);
  dup2(null, 0);
  dup2(null, 1);
}

class Case {
 public:
  Case(Random& random, bool nobody, Scene& scene, const Outside& outside,
       Outcome* shared)
      : Case(random, nobody, scene, outside, shared,
             RandomPolicies(random, scene, outside, KernelAbi()),
             RandomOperation(random, scene, outside)) {}

  Case(Random& random, bool nobody, Scene& scene, const Outside& outside,
       Outcome* shared, std::vector<std::string> policies, Operation operation)
      : random_(random),
        nobody_(nobody),
        outside_(outside),
        shared_(shared),
        scene_(scene),
        policies_(std::move(policies)),
        operation_(std::move(operation)) {}

  void Run(Counts* counts) {
    const Outcome decided = InChild([this] { DecideAndDo(policies_); });
    if (decided.skipped) {
      ++counts->skipped;
      return;
    }
    EXPECT_STREQ(decided.failure, "") << Show();
    switch (decided.verdict) {
      case Verdict::kAllowed:
        ++counts->allowed;
        ExpectAsOutside(decided);
        break;
      case Verdict::kUnrestricted:
        ++counts->unrestricted;
        ExpectAsOutside(decided);
        break;
      case Verdict::kFails:
        ++counts->failed;
        EXPECT_EQ(ErrnoName(decided.actual), ErrnoName(decided.predicted))
            << Show();
        // Landlock is not to blame.
        EXPECT_EQ(ErrnoName(Control()), ErrnoName(decided.predicted)) << Show();
        break;
      case Verdict::kDenied:
        ++counts->denied;
        EXPECT_EQ(ErrnoName(decided.actual), ErrnoName(decided.predicted))
            << Show();
        Cure(decided.cure, counts);
        break;
    }
  }

 private:
  std::string Show() const {
    std::string text =
        "operation: " + ToText(operation_) + (nobody_ ? " (nobody)\n" : "\n");
    for (const std::string& policy : policies_) text += "---\n" + policy;
    return text;
  }

  // Each child has the tree as new.
  Outcome InChild(const std::function<void()>& run) {
    *shared_ = Outcome();
    scene_.Make();
    fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);
      umask(0);
      OpenKnownDescriptors(scene_.root());
      if (chdir(scene_.root().c_str()) != 0) _exit(3);
      // Else its /proc would be root's.
      if (nobody_) {
        BecomeNobody();
        prctl(PR_SET_DUMPABLE, 1);
      }
      run();
      shared_->ended = true;
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (MayHaveChanged(shared_->actual)) scene_.Change();
    EXPECT_TRUE(shared_->ended) << "wait status " << status << '\n' << Show();
    return *shared_;
  }

  bool MayHaveChanged(int error) const {
    // A file can be made and then not be opened.
    return error == 0 || operation_.open.create;
  }

  void DecideAndDo(const std::vector<std::string>& texts) {
    RealFilesystem filesystem;
    std::vector<std::unique_ptr<PolicyStatements>> policies;
    Domain domain = {.kernel = RunningKernel()};
    for (const std::string& text : texts) {
      policies.push_back(std::make_unique<PolicyStatements>());
      Layer layer;
      std::string error;
      if (!ReadStatements(
              {{.name = "random", .text = text, .kind = SourceKind::kRules}},
              {}, {}, policies.back().get(), &error) ||
          !BuildLayer(*policies.back(), domain.kernel, &filesystem, &layer,
                      &error)) {
        shared_->skipped = true;
        return;
      }
      domain.layers.push_back(layer);
    }
    RealDeed deed(operation_, outside_.process);
    if (!deed.Prepare()) {
      shared_->skipped = true;
      return;
    }
    const Decision decision = Decide(domain, operation_, &filesystem);
    shared_->verdict = decision.verdict;
    shared_->predicted = decision.error;
    if (!decision.cures.empty()) {
      const std::string& cure =
          decision
              .cures[Pick(random_, static_cast<int>(decision.cures.size()))];
      snprintf(shared_->cure, sizeof(shared_->cure), "%s", cure.c_str());
    }
    CheckReasons(decision);
    for (size_t i = 0; i < policies.size(); ++i) {
      Enforce(*policies[i], domain.layers[i].handled);
    }
    shared_->actual = deed.Do();
  }

  void Complain(const char* text) {
    snprintf(shared_->failure, sizeof(shared_->failure), "%s", text);
  }

  void CheckReasons(const Decision& decision) {
    if (decision.verdict == Verdict::kAllowed && decision.granted_by.empty()) {
      Complain("allowed by nothing");
    }
    if (decision.verdict != Verdict::kDenied &&
        (!decision.missing.empty() || !decision.cures.empty())) {
      Complain("not denied, but something is missing");
    }
  }

  // Does it without any sandbox.
  int Control() {
    return InChild([this] {
             RealDeed deed(operation_, outside_.process);
             shared_->skipped = !deed.Prepare();
             shared_->actual = deed.Do();
           })
        .actual;
  }

  void ExpectAsOutside(const Outcome& decided) {
    const std::string control = ErrnoName(Control());
    EXPECT_EQ(ErrnoName(decided.actual), control) << Show();
    if (decided.predicted == 0) return;
    EXPECT_EQ(ErrnoName(decided.predicted), control) << Show();
  }

  // The statement that is printed must work, and on the kernel, too.
  void Cure(const std::string& cure, Counts* counts) {
    if (cure.empty()) {
      ++counts->incurable;
      return;
    }
    std::vector<std::string> cured = policies_;
    for (std::string& text : cured) text += cure + '\n';
    const Outcome outcome = InChild([this, &cured] { DecideAndDo(cured); });
    // Where a layer has an older ABI, it cannot name the right.
    if (outcome.skipped) return;
    ++counts->cured;
    EXPECT_NE(outcome.verdict, Verdict::kDenied) << Show() << "cure: " << cure;
    const int control = Control();
    EXPECT_EQ(ErrnoName(outcome.actual), ErrnoName(control))
        << Show() << "cure: " << cure;
  }

  Random& random_;
  bool nobody_;
  const Outside& outside_;
  Outcome* shared_;
  Scene& scene_;
  std::vector<std::string> policies_;
  Operation operation_;
};

constexpr int kCasesOfAScene = 10;

// Two directories: one that is on the root's mount as a rule, and one on a
// tmpfs, for speed and since moves are decided otherwise there.
class Scratch {
 public:
  Scratch() : may_mount_(MayMount()) {
    plain_ = directory_.Sub("plain");
    mounted_ = directory_.Sub("mounted");
    mkdir(plain_.c_str(), 0755);
    mkdir(mounted_.c_str(), 0755);
    if (may_mount_) {
      EXPECT_EQ(unshare(CLONE_NEWNS), 0);
      EXPECT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
      EXPECT_EQ(mount("none", mounted_.c_str(), "tmpfs", 0, "mode=0755"), 0);
    }
  }
  ~Scratch() { umount2(mounted_.c_str(), MNT_DETACH); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  bool may_mount() const { return may_mount_; }
  const std::string& plain() const { return plain_; }
  const std::string& mounted() const { return mounted_; }

 private:
  TempDir directory_;
  bool may_mount_;
  std::string plain_;
  std::string mounted_;
};

int Setting(const char* name, int otherwise) {
  const char* value = getenv(name);
  return value == nullptr ? otherwise
                          : static_cast<int>(strtol(value, nullptr, 10));
}

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

void AgreeOnRandomCases(bool nobody) {
  const SharedOutcome shared;
  const Outside outside;
  const Scratch directory;
  const auto seed = static_cast<uint32_t>(Setting(
      "LANDSHIM_MIRROR_SEED", static_cast<int>(std::random_device()())));
  const std::chrono::seconds budget(Setting("LANDSHIM_MIRROR_SECONDS", 10));
  const auto start = std::chrono::steady_clock::now();
  Counts counts;
  uint32_t next = seed;
  while (std::chrono::steady_clock::now() - start < budget) {
    Random random(next);
    const bool plain = OneIn(random, 4);
    Scene scene(plain ? directory.plain() : directory.mounted(),
                directory.may_mount(), random);
    for (int i = 0; i < kCasesOfAScene; ++i) {
      Case(random, nobody, scene, outside, shared.get()).Run(&counts);
    }
    if (::testing::Test::HasFailure()) break;
    ++next;
  }
  printf(
      "seed %u: %d cases: %d denied, %d allowed, %d unrestricted, %d fail "
      "before; %d cured, %d incurable; %d skipped\n",
      next, counts.cases(), counts.denied, counts.allowed, counts.unrestricted,
      counts.failed, counts.cured, counts.incurable, counts.skipped);
  EXPECT_GT(counts.denied, 0);
  EXPECT_GT(counts.allowed, 0);
  EXPECT_GT(counts.failed, 0);
}

TEST(Mirror, AgreesWithTheKernelOnRandomCases) {
  REQUIRE_ABI(1);
  AgreeOnRandomCases(false);
}

TEST(Mirror, AgreesWithTheKernelOnRandomCasesOfAnUnprivilegedUser) {
  REQUIRE_ABI(1);
  if (geteuid() != 0) GTEST_SKIP() << "the other test was it";
  AgreeOnRandomCases(true);
}

// Erratum 4 is about these; they are too rare to be met by chance.
TEST(Mirror, AgreesWithTheKernelOnWhiteouts) {
  REQUIRE_ABI(1);
  if (geteuid() != 0) GTEST_SKIP() << "makes devices";
  const SharedOutcome shared;
  const Outside outside;
  const Scratch directory;
  Random random(0);
  Scene scene(directory.mounted(), false, random);
  const std::string x = scene.root() + "/x/";
  const std::string y = scene.root() + "/y/";
  const std::vector<Operation> operations = {
      MakeOperation("mkwhiteout", x + "new"),
      MakeOperation("mkchar", x + "new"),
      MakeOperation("rename", x + "w", x + "new"),
      MakeOperation("rename", x + "w", y + "new"),
      MakeOperation("rename", x + "f", x + "w"),
      MakeOperation("exchange", x + "f", x + "w"),
      MakeOperation("exchange", y + "f", x + "w"),
      MakeOperation("rename_whiteout", x + "f", x + "new"),
      MakeOperation("rename_whiteout", x + "f", y + "new"),
      MakeOperation("link", x + "w", x + "new"),
      MakeOperation("link", x + "w", y + "new"),
      MakeOperation("unlink", x + "w"),
  };
  const std::string refer = KernelAbi() >= 2 ? ",refer" : "";
  Counts counts;
  for (const char* right : {"make_reg", "make_char", "make_reg,make_char"}) {
    const std::string policy =
        "abi 0..11\nallow remove_file," + (right + refer) + " /\n";
    for (const Operation& operation : operations) {
      Case(random, false, scene, outside, shared.get(), {policy}, operation)
          .Run(&counts);
    }
  }
  EXPECT_EQ(counts.skipped, 0);
  EXPECT_GT(counts.denied, 0);
  EXPECT_GT(counts.allowed, 0);
}

}  // namespace
}  // namespace landshim::testing
