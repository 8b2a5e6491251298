// A recording that is being written.
#ifndef LANDSHIM_TOOLS_RECORDER_RECORDING_FILE_H_
#define LANDSHIM_TOOLS_RECORDER_RECORDING_FILE_H_

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace landshim {

// Appends whole lines. Unless they are held back, each is in the file before
// Write() returns, so that it survives the end of everybody but the kernel.
class RecordingFile {
 public:
  RecordingFile() = default;
  ~RecordingFile();
  RecordingFile(const RecordingFile&) = delete;
  RecordingFile& operator=(const RecordingFile&) = delete;

  // Opens `path` for this run and no other at the same time: a new file (mode
  // 0600), or a recording that is there, to which the run is added. False:
  // *error is the line to be shown, without "landshim: " in front.
  bool Open(const std::string& path, std::string* error);

  // From now on keeps lines back until Flush(), or until there are many. They
  // are in memory that is shared with the processes that are forked after this:
  // if the one that writes is killed, another can write them. To be called
  // before that, once.
  void HoldLines();

  // `line` ends with a newline. Where there is no room for a line, it is lost
  // as a whole.
  void Write(std::string_view line);

  void Flush();

  // As Flush(), in another process than the one that wrote, after that has
  // ended, at whatever moment.
  void Rescue();

  // Removes what Open() made at `path`, where nothing was written.
  void RemoveIfEmpty(const std::string& path) const;

  uint64_t lost() const { return lost_; }
  int last_error() const { return last_error_; }

 private:
  struct Held {
    // The size of the file before they are written, while they are; else -1.
    std::atomic<off_t> before = -1;
    std::atomic<uint32_t> size = 0;
    char lines[1 << 15];
  };

  // Writes whole lines. Those for which there is no room are lost.
  void Append(std::string_view lines);
  // How many bytes could be written.
  size_t WriteAsMuch(std::string_view bytes);
  void TakeBack(size_t size);
  bool Prepare(const std::string& name, std::string* error);
  // Unmapped with the process.
  Held* held_ = nullptr;

  int fd_ = -1;
  bool regular_ = false;
  bool torn_ = false;  // half a line stands at the end
  uint64_t lost_ = 0;
  int last_error_ = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_RECORDING_FILE_H_
