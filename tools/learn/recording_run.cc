#include "tools/learn/recording_run.h"

#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>

#include "shim/launch/api.h"
#include "tools/message.h"
#include "tools/recorder/recorder.h"
#include "tools/recorder/run_start.h"

namespace landshim {
namespace {

// What the process that becomes the program tells the recorder.
struct Shared {
  bool mark_follows = false;
  char program[PATH_MAX] = "";  // the file that is executed
};

class Recording : public Work {
 public:
  Recording(const std::vector<std::string>& program, Shared* shared,
            RecordingFile* file)
      : program_(program), shared_(shared), file_(file) {
    for (std::string& word : program_) words_.push_back(word.data());
    words_.push_back(nullptr);
  }

  Execution Prepare() override {
    static RehearsedLaunch launch;
    LandshimPrepareLearn(words_.data(), environ, &launch);
    shared_->mark_follows = launch.layers > 0;
    strncpy(shared_->program, launch.path, sizeof(shared_->program) - 1);
    return {launch.path, launch.arguments, launch.environment};
  }

  bool Begin(pid_t /*program*/, std::string* /*error*/) override {
    recorder_ = std::make_unique<Recorder>(
        MakeRunStart(shared_->program, program_, {environ}),
        shared_->mark_follows ? Recorder::Beginning::kUntilMark
                              : Recorder::Beginning::kUntilExec,
        file_);
    return true;
  }

  Witness* witness() override { return recorder_.get(); }
  void Watch(Observer* observer) override { recorder_->Watch(observer); }
  Counts counts() const override {
    return {recorder_->facts(), recorder_->gaps(), file_->lost(),
            file_->last_error()};
  }
  void Save() override { file_->Flush(); }
  void Rescue() override { file_->Rescue(); }
  void OnProgramEnd(int status) override {
    recorder_->WriteEnd(status);
    file_->Flush();
  }
  void End() override { recorder_->WriteLost(); }

 private:
  std::vector<std::string> program_;
  std::vector<char*> words_;
  Shared* shared_;
  RecordingFile* file_;
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace

Ending RunRecorded(const std::vector<std::string>& program, RecordingFile* file,
                   const SessionOptions& options) {
  void* const shared = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) {
    return {.status = Complain("learn: it cannot begin: " +
                               DescribeError(errno) + "; end other processes"),
            .failed = true};
  }
  Recording work(program, new (shared) Shared, file);
  const Ending ending = RunSession(&work, options);
  munmap(shared, sizeof(Shared));
  return ending;
}

}  // namespace landshim
