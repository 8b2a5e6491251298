// A system in memory for launches: files, links, their kinds and owners.
#ifndef LANDSHIM_SHIM_LAUNCH_TESTING_FAKE_MACHINE_H_
#define LANDSHIM_SHIM_LAUNCH_TESTING_FAKE_MACHINE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "shim/launch/machine.h"

namespace landshim {

struct FakeFile {
  // S_IFREG, S_IFIFO, S_IFLNK (`content` is where it leads) and so on, with
  // permissions. Directories need no entry of their own.
  unsigned mode = 0100755;
  unsigned user = 0;
  std::string content;
  std::string path;    // filled by Add()
  uint64_t inode = 0;  // filled by Add()
};

// Opens, reads and resolves as Linux does, with a working directory of "/" and
// for a user who may read and execute what the mode lets anybody.
class FakeMachine final : public Machine {
 public:
  ~FakeMachine();

  void Add(const std::string& path, FakeFile file);

  // What an open descriptor is of; null: it is not open.
  const FakeFile* FileOf(int fd) const;
  // The directories of the links that were followed to open it.
  const std::vector<std::string>& LinksOf(int fd) const;

  int open_count() const { return static_cast<int>(open_.size()); }
  int64_t calls() const { return calls_; }
  // Opened for reading in a way that would have waited for somebody else.
  bool blocked() const { return blocked_; }

  long Open(const char* path, int flags) override;
  long OpenRestricted(int directory, const char* path, int flags,
                      uint64_t resolve) override;
  void Close(int fd) override;
  long ReadAt(int fd, void* to, size_t size, uint64_t offset) override;
  long Stat(int fd, FileStatus* out) override;
  long StatPath(const char* path, FileStatus* out) override;
  long Access(const char* path, int mode) override;
  long MayExecute(int fd) override;
  long PathOf(int fd, char* to, size_t size) override;
  long CapabilitiesOf(const char* path) override;
  long Map(int fd, size_t size) override;
  void Unmap(void* pages, size_t size) override;
  unsigned EffectiveUser() override { return 1000; }
  unsigned EffectiveGroup() override { return 1000; }

 private:
  struct Opened {
    const FakeFile* file = nullptr;
    std::vector<std::string> links;
    bool for_path = false;  // O_PATH
  };

  // The file, or null and *error.
  const FakeFile* Resolve(const std::string& path, bool follow_last,
                          bool no_links, Opened* opened, long* error);
  long OpenAs(const std::string& path, int flags, bool no_links);

  std::map<std::string, FakeFile> files_;
  std::map<int, Opened> open_;
  std::map<void*, std::string*> mapped_;
  int64_t calls_ = 0;
  bool blocked_ = false;
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_TESTING_FAKE_MACHINE_H_
