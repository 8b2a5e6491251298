// Stand-ins: files beside the real ones that a deed can be done to, and which
// are gone afterwards whatever came of it.
#ifndef LANDSHIM_TOOLS_CHECKER_STAGE_H_
#define LANDSHIM_TOOLS_CHECKER_STAGE_H_

#include <signal.h>

#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "tools/checker/restrict.h"

namespace landshim {

// One name in one directory.
struct StageName {
  int directory = -1;  // a descriptor; belongs to the stage
  std::string name;

  // "/srv/data/.landshim-try-0123456789abcdef", for calls that take no
  // descriptor.
  std::string path;
};

// Signals that would end landshim wait until the stage is empty.
class Stage {
 public:
  Stage();
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // A name in `directory` that does not exist. What is made by that name, a
  // file or an empty directory, is removed in the end. False: *error is errno.
  bool NewName(const std::string& directory, StageName* out, int* error);

  // Makes something of this kind there, for which rules on `like` count too.
  // Devices are made as /dev/null and as a block device that does not exist.
  bool Make(const std::string& directory, const FileObject& like,
            StageName* out, int* error);

  // The same for a socket that listens.
  bool Listen(const std::string& directory, ObjectId like, StageName* out,
              int* error);

  // The name of a POSIX message queue that does not exist; it is removed in
  // the end.
  std::string NewQueue();

  // Keeps a descriptor open for as long as the stage.
  void Keep(int fd) { kept_.push_back(fd); }

  const std::vector<Double>& doubles() const { return doubles_; }

 private:
  bool MakeKind(FileKind kind, bool whiteout, const StageName& at, int* error);
  bool AddDouble(ObjectId like, const StageName& at, int* error);

  sigset_t old_signals_;
  std::vector<StageName> names_;
  std::vector<std::string> queues_;
  std::vector<int> kept_;
  std::vector<Double> doubles_;
};

// Binds a socket to a name in a directory, however long its path is. 0 or
// errno. Changes the working directory: for children, or with it restored.
int BindAt(int socket, const StageName& at);
int ConnectAt(int socket, const StageName& at);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_STAGE_H_
