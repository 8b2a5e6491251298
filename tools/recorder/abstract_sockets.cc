#include "tools/recorder/abstract_sockets.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <sstream>

namespace landshim {
namespace {

// "Num: RefCount Protocol Flags Type St Inode Path".
ino_t InodeOf(const std::string& row) {
  std::istringstream fields(row);
  std::string skipped;
  for (int i = 0; i < 6; ++i) fields >> skipped;
  ino_t inode = 0;
  fields >> inode;
  return inode;
}

}  // namespace

std::optional<std::vector<ino_t>> AbstractSockets(const std::string& name,
                                                  const Requester& requester) {
  std::ifstream sockets(requester.Proc("net/unix"));
  if (!sockets) return std::nullopt;
  // Each NUL is shown as '@'.
  std::string shown = " @" + name;
  std::replace(shown.begin(), shown.end(), '\0', '@');
  // A name may hold newlines, so that lines do not count.
  const std::string all(std::istreambuf_iterator<char>(sockets), {});
  std::vector<ino_t> inodes;
  for (size_t at = all.find(shown); at != std::string::npos;
       at = all.find(shown, at + 1)) {
    const size_t end = at + shown.size();
    if (end != all.size() && all[end] != '\n') continue;
    const size_t begin = all.rfind('\n', at) + 1;
    inodes.push_back(InodeOf(all.substr(begin, at - begin)));
  }
  return inodes;
}

}  // namespace landshim
