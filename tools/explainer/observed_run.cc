#include "tools/explainer/observed_run.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "policy/domain.h"
#include "policy/statements.h"
#include "shim/launch/api.h"
#include "tools/checker/restrict.h"
#include "tools/explainer/explainer.h"
#include "tools/filesystem/process_filesystem.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/run_policy.h"

namespace landshim {
namespace {

// What the process that becomes the program tells the recorder: what its start
// is granted beyond the policy, as "RIGHTS PATH" and NUL each.
struct Grants {
  int layers;
  size_t used;
  char bytes[1 << 20];
};

Grants* grants = nullptr;

void KeepGrant(const char* path, uint64_t rights) {
  const std::string entry = std::to_string(rights) + ' ' + path;
  if (grants->used + entry.size() + 1 > sizeof(grants->bytes)) return;
  memcpy(grants->bytes + grants->used, entry.c_str(), entry.size() + 1);
  grants->used += entry.size() + 1;
}

std::vector<PathGrant> StartGrants() {
  std::vector<PathGrant> all;
  for (size_t at = 0; at < grants->used;) {
    const std::string entry = grants->bytes + at;
    at += entry.size() + 1;
    const size_t space = entry.find(' ');
    struct stat status = {};
    if (stat(entry.c_str() + space + 1, &status) != 0) continue;
    all.push_back({.object = {status.st_dev, status.st_ino},
                   .access = {std::stoull(entry.substr(0, space))}});
  }
  return all;
}

class Explaining : public Work {
 public:
  Explaining(const std::vector<std::string>& arguments, int result)
      : arguments_(arguments), result_(result) {
    for (std::string& word : arguments_) words_.push_back(word.data());
    words_.push_back(nullptr);
  }

  Execution Prepare() override {
    static RehearsedLaunch launch;
    launch.granted = KeepGrant;
    LandshimRehearseRun(words_.data(), environ, &launch);
    grants->layers = launch.layers;
    return {launch.path, launch.arguments, launch.environment};
  }

  bool LooksAtLinks() const override { return true; }

  bool Begin(pid_t program, std::string* error) override {
    if (!ReadRunPolicy(words_.data(), environ, &policy_, error)) return false;
    Domain main = {.kernel = OwnKernel()};
    // /proc/self is the program's.
    ProcessFilesystem filesystem(program, program);
    if (grants->layers > 0 && !BuildLayer(policy_, main.kernel, &filesystem,
                                          &main.layers.emplace_back(), error)) {
      return false;
    }
    Domain start = main;
    if (grants->layers > 0) {
      for (const PathGrant& grant : StartGrants()) {
        start.layers[0].paths.push_back(grant);
      }
    }
    explainer_ = std::make_unique<Explainer>(
        start, grants->layers > 1 ? std::move(main) : start);
    return true;
  }

  Witness* witness() override { return explainer_.get(); }
  void Watch(Observer* observer) override { explainer_->Watch(observer); }
  Counts counts() const override {
    return {.seen = explainer_->explanation().denials.size()};
  }
  void OnProgramEnd(int /*status*/) override {}
  void End() override {
    explainer_->Finish();
    Explanation explanation = explainer_->explanation();
    for (const auto& text : policy_.texts) {
      const SourceKind kind = text->source.kind;
      if (kind == SourceKind::kFile || kind == SourceKind::kIncluded) {
        explanation.policy_files.push_back(text->name);
      }
    }
    if (grants->layers == 0) {
      explanation.unenforced = "this kernel can deny nothing of the policy";
    }
    WriteAll(result_, Pack(explanation));
  }

 private:
  std::vector<std::string> arguments_;
  std::vector<char*> words_;
  int result_;
  PolicyStatements policy_;
  std::unique_ptr<Explainer> explainer_;
};

std::string ReadBack(int fd) {
  std::string text;
  char buffer[65536];
  off_t at = 0;
  for (ssize_t size = 0; (size = pread(fd, buffer, sizeof(buffer), at)) > 0;) {
    text.append(buffer, static_cast<size_t>(size));
    at += size;
  }
  return text;
}

}  // namespace

Ending RunObserved(const std::vector<std::string>& arguments,
                   const SessionOptions& options, Explanation* explanation) {
  const int result = memfd_create("landshim-explain", MFD_CLOEXEC);
  void* const shared = mmap(nullptr, sizeof(Grants), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (result < 0 || shared == MAP_FAILED) {
    return {.status = Complain("explain: there is no memory for the result; "
                               "end other processes"),
            .failed = true};
  }
  grants = static_cast<Grants*>(shared);
  Explaining work(arguments, result);
  Ending ending = RunSession(&work, options);
  if (!ending.failed && !ending.recorder_ended && !ending.others_left &&
      !Unpack(ReadBack(result), explanation)) {
    ending = {.status = Complain("explain: the result was lost; report this"),
              .failed = true};
  }
  close(result);
  munmap(shared, sizeof(Grants));
  return ending;
}

}  // namespace landshim
