// A small tree of files of all kinds, and peers outside of any sandbox, for one
// random case.
#ifndef TESTS_MIRROR_SCENE_H_
#define TESTS_MIRROR_SCENE_H_

#include <sys/types.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace landshim::testing {

using Random = std::mt19937;

// A number from 0 to count - 1.
inline int Pick(Random& random, int count) {
  return static_cast<int>(random() % static_cast<unsigned>(count));
}

inline bool OneIn(Random& random, int count) {
  return Pick(random, count) == 0;
}

template <typename T>
const T& PickFrom(Random& random, const std::vector<T>& values) {
  return values[static_cast<size_t>(
      Pick(random, static_cast<int>(values.size())))];
}

// One entry of the tree.
struct Entry {
  std::string path;  // relative
  mode_t mode;       // kind and permissions
  std::string
      text;  // a link's target, a file's content, what a hard link is to
  bool hard_link = false;
  bool owned_by_nobody = false;
};

// The same tree can be made again, as often as it is needed. In it are always
// x/f and y/f, and where devices can be made x/w, a whiteout.
class Scene {
 public:
  // `directory` is emptied. Needs no privileges; with them, owners differ and
  // there are devices. `may_mount`: directories may be mounted on others; only
  // in a mount namespace of the test's own.
  Scene(std::string directory, bool may_mount, Random& random);
  ~Scene();
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  // Makes the tree as new, unless nobody said Change() since.
  void Make();
  void Change() { made_ = false; }

  const std::string& root() const { return root_; }
  // S_IFDIR and the like, of one of paths() or another.
  mode_t KindOf(const std::string& path) const;
  // Absolute paths of all that Make() made, the root and what is above it.
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  void Describe(Random& random);
  void DescribeFixed();
  void DescribeFile(Random& random, const std::string& path, char kind);
  void DescribeMounts(Random& random);
  void Unmake();
  void MakeEntry(const Entry& entry);

  std::string directory_;
  std::string root_;
  bool made_ = false;
  std::vector<Entry> entries_;
  std::vector<std::string> paths_;
  std::vector<int> listeners_;
  // What is mounted where: a directory, or a fresh tmpfs if there is none.
  struct Mount {
    std::string source;
    std::string place;
  };
  std::vector<Mount> mounts_;
};

// Sockets and a process that were there before every sandbox.
struct Outside {
  Outside();
  ~Outside();
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;

  std::string abstract_name;
  uint16_t tcp_port = 0;  // somebody listens
  uint16_t udp_port = 0;  // somebody receives
  pid_t process = -1;     // of nobody, if this process may do that

  std::vector<int> sockets;  // that do it
};

}  // namespace landshim::testing

#endif  // TESTS_MIRROR_SCENE_H_
