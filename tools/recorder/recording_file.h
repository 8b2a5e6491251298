// A recording that is being written.
#ifndef LANDSHIM_TOOLS_RECORDER_RECORDING_FILE_H_
#define LANDSHIM_TOOLS_RECORDER_RECORDING_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace landshim {

// Appends whole lines. Each is in the file before Write() returns, so that it
// survives the end of everybody but the kernel.
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

  // Where there is no room for a line, it is lost as a whole.
  void Write(std::string_view line);

  // Removes what Open() made at `path`, where nothing was written.
  void RemoveIfEmpty(const std::string& path) const;

  uint64_t lost() const { return lost_; }
  int last_error() const { return last_error_; }

 private:
  void TakeBack(size_t size);
  bool Prepare(const std::string& name, std::string* error);

  int fd_ = -1;
  bool regular_ = false;
  bool torn_ = false;  // half a line stands at the end
  uint64_t lost_ = 0;
  int last_error_ = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_RECORDING_FILE_H_
