// Writes down what a program does, each thing once.
#ifndef LANDSHIM_TOOLS_RECORDER_RECORDER_H_
#define LANDSHIM_TOOLS_RECORDER_RECORDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/recorder/observer.h"
#include "tools/recorder/recording_file.h"
#include "tools/recording/fact.h"

namespace landshim {

// Which lines were written already, as far as that fits into a bounded memory:
// one that was forgotten is written again, and nothing is ever left out.
class SeenLines {
 public:
  SeenLines();

  // True the first time.
  bool Add(std::string_view line);

 private:
  bool Insert(uint64_t hash);
  void Grow();

  std::vector<uint64_t> hashes_;
  size_t count_ = 0;
  uint32_t next_ = 0;
};

class Recorder : public Witness {
 public:
  // What the first process does at the beginning.
  enum class Beginning : uint8_t {
    kUntilMark,  // executes the program, whose shim tells when it is there
    kUntilExec,  // executes the program
    kOver,       // is at the enforcement point
  };

  // Writes the run's first line. `file` must live as long.
  Recorder(const RunStart& start, Beginning beginning, RecordingFile* file);

  // To be called before anything is observed.
  void Watch(Observer* observer) { observer_ = observer; }

  void OnAttempt(const Attempt& attempt, const CallData& call,
                 const Requester& requester) override;
  void OnGap(const std::string& why, const CallData& call,
             const Requester& requester) override;
  void OnMark() override;
  void OnDone(const CallData& call, const Requester& requester) override;

  // As a gap, if anything was lost for want of room; tried once more.
  void WriteLost();

  // The program that was started ended like this.
  void WriteEnd(int status);

  uint64_t facts() const { return facts_; }
  uint64_t gaps() const { return gaps_; }

 private:
  void CompleteActor(const Requester& requester, Actor* actor);
  bool WriteNew(const std::string& line);

  RecordingFile* file_;
  Observer* observer_ = nullptr;
  Beginning beginning_;
  SeenLines seen_;
  uint64_t facts_ = 0;
  uint64_t gaps_ = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_RECORDER_H_
