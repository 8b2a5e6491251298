// Everything that is decided or done happens in children, each of which finds
// the tree as new.
#include "tests/mirror/case.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <utility>

#include "policy/statements.h"
#include "tests/lib/kernel.h"
#include "tests/mirror/deed.h"
#include "tests/mirror/enforce.h"
#include "tests/mirror/random_case.h"
#include "tools/filesystem/real_filesystem.h"

namespace landshim::testing {
namespace {

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

// Whether the name is that of the root of a mount.
bool IsMount(const std::string& path, Filesystem* filesystem) {
  if (path.empty()) return false;
  const Found found = filesystem->Find(path, LastName::kKeep);
  return found.error == 0 && found.object.mount != found.parent.mount;
}

}  // namespace

Case::Case(Random& random, bool nobody, Scene& scene, const Outside& outside,
           Outcome* shared)
    : Case(random, nobody, scene, outside, shared,
           RandomPolicies(random, scene, outside, KernelAbi()),
           RandomOperation(random, scene, outside)) {}

Case::Case(Random& random, bool nobody, Scene& scene, const Outside& outside,
           Outcome* shared, std::vector<std::string> policies,
           Operation operation)
    : random_(random),
      nobody_(nobody),
      outside_(outside),
      shared_(shared),
      scene_(scene),
      policies_(std::move(policies)),
      operation_(std::move(operation)) {}

void Case::Run(Counts* counts) {
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

std::string Case::Show() const {
  std::string text =
      "operation: " + ToText(operation_) + (nobody_ ? " (nobody)\n" : "\n");
  for (const std::string& policy : policies_) text += "---\n" + policy;
  return text;
}

// Each child has the tree as new. It runs in the memory of this process, which
// waits (vfork(2)): copying the page tables took most of a case's time.
Outcome Case::InChild(const std::function<void()>& run) {
  constexpr size_t kStack = size_t{1} << 20;
  static const std::unique_ptr<char[]> stack(new char[kStack]);
  *shared_ = Outcome();
  scene_.Make();
  fflush(nullptr);
  run_ = &run;
  const pid_t child =
      clone([](void* self) { return static_cast<Case*>(self)->BeChild(); },
            stack.get() + kStack, CLONE_VM | CLONE_VFORK | SIGCHLD, this);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  if (MayHaveChanged(shared_->actual)) scene_.Change();
  EXPECT_TRUE(shared_->ended) << "wait status " << status << '\n' << Show();
  return *shared_;
}

int Case::BeChild() {
  alarm(120);  // an emulated machine can be slow
  umask(0);
  OpenKnownDescriptors(scene_.root());
  if (chdir(scene_.root().c_str()) != 0) _exit(3);
  // Else its /proc would be root's.
  if (nobody_) {
    BecomeNobody();
    prctl(PR_SET_DUMPABLE, 1);
  }
  (*run_)();
  shared_->ended = true;
  _exit(0);
}

// Making the tree takes longer than all else.
bool Case::MayHaveChanged(int error) const {
  switch (operation_.kind->deed) {
    case Deed::kOpen:
      // A file can be made and then not be opened.
      return operation_.open.create ||
             (error == 0 &&
              (operation_.open.truncate || operation_.open.unnamed));
    case Deed::kIoctl:
    case Deed::kConnectUnix:
    case Deed::kPort:
    case Deed::kScope:
    case Deed::kTrace:
    case Deed::kQueue:
      return false;
    default:
      return error == 0;
  }
}

void Case::DecideAndDo(const std::vector<std::string>& texts) {
  RealFilesystem filesystem;
  std::vector<std::unique_ptr<PolicyStatements>> policies;
  Domain domain = {.kernel = RunningKernel()};
  for (const std::string& text : texts) {
    policies.push_back(std::make_unique<PolicyStatements>());
    Layer layer;
    std::string error;
    if (!ReadStatements(
            {{.name = "random", .text = text, .kind = SourceKind::kRules}}, {},
            {}, policies.back().get(), &error) ||
        !BuildLayer(*policies.back(), domain.kernel, &filesystem, &layer,
                    &error)) {
      shared_->skipped = true;
      return;
    }
    domain.layers.push_back(layer);
  }
  RealDeed deed(operation_, outside_.process);
  const bool from_mount = IsMount(operation_.path, &filesystem);
  // Only the kernel knows if the source of link(2) is the root of a file system
  // too, which makes it a directory of its own.
  if (!deed.Prepare() || (operation_.kind->deed == Deed::kLink && from_mount)) {
    shared_->skipped = true;
    return;
  }
  shared_->on_mount = from_mount || IsMount(operation_.new_path, &filesystem);
  const Decision decision = Decide(domain, operation_, &filesystem);
  shared_->verdict = decision.verdict;
  shared_->predicted = decision.error;
  if (!decision.cures.empty()) {
    const std::string& cure =
        decision.cures[Pick(random_, static_cast<int>(decision.cures.size()))];
    snprintf(shared_->cure, sizeof(shared_->cure), "%s", cure.c_str());
  }
  CheckReasons(decision);
  for (size_t i = 0; i < policies.size(); ++i) {
    Enforce(*policies[i], domain.layers[i].handled);
  }
  shared_->actual = deed.Do();
}

void Case::Complain(const char* text) {
  snprintf(shared_->failure, sizeof(shared_->failure), "%s", text);
}

void Case::CheckReasons(const Decision& decision) {
  if (decision.verdict == Verdict::kAllowed && decision.granted_by.empty()) {
    Complain("allowed by nothing");
  }
  if (decision.verdict != Verdict::kDenied &&
      (!decision.missing.empty() || !decision.cures.empty())) {
    Complain("not denied, but something is missing");
  }
}

// Does it without any sandbox.
int Case::Control() {
  return InChild([this] {
           RealDeed deed(operation_, outside_.process);
           shared_->skipped = !deed.Prepare();
           shared_->actual = deed.Do();
         })
      .actual;
}

void Case::ExpectAsOutside(const Outcome& decided) {
  const int control = Control();
  EXPECT_EQ(ErrnoName(decided.actual), ErrnoName(control)) << Show();
  if (decided.predicted == 0 || MayDependOnWhatIsCovered(decided, control)) {
    return;
  }
  EXPECT_EQ(ErrnoName(decided.predicted), ErrnoName(control)) << Show();
}

// What a mount covers cannot be looked at from here. The kernel asks first
// whether that may be removed, and written to where it would get another
// parent; and refuses only then because of the mount.
bool Case::MayDependOnWhatIsCovered(const Outcome& decided, int control) const {
  const Deed deed = operation_.kind->deed;
  const bool removes = deed == Deed::kRename || deed == Deed::kRemove ||
                       deed == Deed::kUnlink || deed == Deed::kRmdir;
  const auto denies = [](int error) {
    return error == EACCES || error == EPERM;
  };
  const auto comes_later = [](int error) {
    return error == EBUSY || error == EISDIR;
  };
  return decided.on_mount && removes &&
         ((comes_later(decided.predicted) && denies(control)) ||
          (comes_later(control) && denies(decided.predicted)));
}

// The statement that is printed must work, and on the kernel, too.
void Case::Cure(const std::string& cure, Counts* counts) {
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

}  // namespace landshim::testing
