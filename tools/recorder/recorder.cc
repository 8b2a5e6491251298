#include "tools/recorder/recorder.h"

#include <functional>

#include "tools/message.h"
#include "tools/recorder/fact_maker.h"
#include "tools/recording/lines.h"

namespace landshim {
namespace {

// From 32 KiB, as most runs are short, to 8 MiB.
constexpr size_t kFirstBuckets = size_t{1} << 10;
constexpr size_t kMostBuckets = size_t{1} << 18;
constexpr size_t kWays = 4;

}  // namespace

SeenLines::SeenLines() : hashes_(kFirstBuckets * kWays) {}

bool SeenLines::Add(std::string_view line) {
  uint64_t hash = std::hash<std::string_view>()(line);
  if (hash == 0) hash = 1;  // an empty place
  if (!Insert(hash)) return false;
  const bool full = ++count_ > hashes_.size() / 2;
  if (full && hashes_.size() < kMostBuckets * kWays) Grow();
  return true;
}

bool SeenLines::Insert(uint64_t hash) {
  const size_t buckets = hashes_.size() / kWays;
  uint64_t* const bucket = &hashes_[hash % buckets * kWays];
  for (size_t i = 0; i < kWays; ++i) {
    if (bucket[i] == hash) return false;
    if (bucket[i] != 0) continue;
    bucket[i] = hash;
    return true;
  }
  bucket[next_++ % kWays] = hash;
  return true;
}

void SeenLines::Grow() {
  constexpr size_t kTimes = 4;
  std::vector<uint64_t> before(hashes_.size() * kTimes);
  before.swap(hashes_);
  for (const uint64_t hash : before) {
    if (hash != 0) Insert(hash);
  }
}

Recorder::Recorder(const RunStart& start, Beginning beginning,
                   RecordingFile* file)
    : file_(file), beginning_(beginning) {
  file_->Write(ToLine(start));
}

void Recorder::CompleteActor(const Requester& requester, Actor* actor) {
  actor->program = requester.Program();
  actor->phase = beginning_ == Beginning::kOver ? Phase::kMain : Phase::kStart;
}

bool Recorder::WriteNew(const std::string& line) {
  if (!seen_.Add(line)) return false;
  file_->Write(line);
  return true;
}

void Recorder::OnAttempt(const Attempt& attempt, const CallData& call,
                         const Requester& requester) {
  Fact fact;
  std::string why;
  switch (MakeFact(attempt, requester, observer_->watched(), &fact, &why)) {
    case Outcome::kNothing:
      return;
    case Outcome::kHidden:
      return OnGap(why, call, requester);
    case Outcome::kFact:
      break;
  }
  CompleteActor(requester, &fact.actor);
  if (WriteNew(ToLine(fact)) && fact.error == 0) ++facts_;
}

void Recorder::OnGap(const std::string& why, const CallData& call,
                     const Requester& requester) {
  Gap gap = {.call = call.name, .why = why};
  CompleteActor(requester, &gap.actor);
  if (WriteNew(ToLine(gap))) ++gaps_;
}

void Recorder::OnMark() {
  if (beginning_ == Beginning::kUntilMark) file_->Write(ToLine(RunMark{}));
  beginning_ = Beginning::kOver;
}

void Recorder::OnDone(const CallData& call, const Requester& /*requester*/) {
  const bool exec =
      call.call == Call::k_execve || call.call == Call::k_execveat;
  if (exec && beginning_ == Beginning::kUntilExec) {
    beginning_ = Beginning::kOver;
  }
}

void Recorder::WriteLost() {
  file_->Flush();
  if (file_->lost() == 0) return;
  file_->Write(ToLine(
      Gap{.call = "write",
          .why = "lines were lost, as the recording could not be written: " +
                 DescribeError(file_->last_error()),
          .actor = {.program = "landshim"}}));
  file_->Flush();
}

void Recorder::WriteEnd(int status) { file_->Write(ToLine(RunEnd{status})); }

}  // namespace landshim
