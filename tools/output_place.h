// Where a file is to be written: what is there, and who else could put another
// thing there.
#ifndef LANDSHIM_TOOLS_OUTPUT_PLACE_H_
#define LANDSHIM_TOOLS_OUTPUT_PLACE_H_

#include <sys/stat.h>

#include <cstdint>
#include <string>

#include "shim/trust.h"

namespace landshim {

// Who besides root and this user makes names in a directory that is open, by
// O_PATH at least. Users trust the groups and lists of their directories;
// root's rights are more than those of a group.
OtherWriters OtherWritersIn(int directory, const struct stat& status);

// What a command can write to besides regular files.
enum class Streams : uint8_t {
  kRefuse,
  kTake,  // pipes, terminals, /dev/null
};

// A name in a directory that is held open, so that what was looked at is what
// is written. Symbolic links are followed in the directories before the name,
// as far as root or the user of this process made them; the name itself is
// none.
class OutputPlace {
 public:
  OutputPlace() = default;
  ~OutputPlace();
  OutputPlace(const OutputPlace&) = delete;
  OutputPlace& operator=(const OutputPlace&) = delete;

  // False: *why is "WHAT; CURE": a symbolic link, a directory or a device is
  // there; the directory is missing, or others can replace names in it; or the
  // file is another user's.
  bool Find(const std::string& path, Streams streams, std::string* why);

  // "/dev/stdout", "/dev/fd/5": a descriptor of this process, which is open for
  // writing. There is no directory and no name then. Else -1.
  int descriptor() const { return descriptor_; }

  int directory() const { return directory_; }
  const std::string& name() const { return name_; }

  // What is there; nothing: st_mode is 0.
  const struct stat& there() const { return there_; }
  bool is_file() const { return S_ISREG(there_.st_mode); }
  bool is_stream() const { return there_.st_mode != 0 && !is_file(); }

 private:
  bool FindDescriptor(const std::string& path, std::string* why);
  bool OpenDirectory(const std::string& path, std::string* why);
  bool FollowLink(const std::string& name, std::string* rest, std::string* why);
  bool IsSafeDirectory(std::string* why);
  bool IsSafeName(Streams streams, std::string* why);

  int descriptor_ = -1;
  int directory_ = -1;
  std::string name_;
  struct stat there_ = {};
  bool shared_ = false;  // a sticky directory in which others make names
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_OUTPUT_PLACE_H_
