// Compilers run in the scene's directory, which is the test's own.
#include "tests/attacks/attack.h"

#include <sys/xattr.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace landshim::attacks {

const char kReadFile[] = R"(
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
int main(int argc, char** argv) {
  char bytes[4096];
  int fd = argc < 2 ? -1 : open(argv[1], O_RDONLY);
  if (fd < 0) return errno;
  ssize_t got = read(fd, bytes, sizeof(bytes));
  return got < 0 ? errno : write(1, bytes, got) != got;
}
)";

std::string Compile(const Scene& scene, const std::string& name,
                    const std::string& source, const Words& flags,
                    const std::string& compiler) {
  const std::string input = scene.Write(name + ".c", source);
  std::string output = scene.Sub(name);
  Words command = {compiler, "-O1", "-o", output, input};
  command.insert(command.end(), flags.begin(), flags.end());
  const Result result = Command(command).Cwd(scene.path()).Run();
  EXPECT_EQ(result.status, 0) << result;
  return output;
}

Command Landshim(const Words& arguments) {
  Words words = {landshim::testing::LandshimPath()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return Command(words);
}

bool ListUser(const std::string& path, uid_t user, unsigned rights) {
  struct Entry {
    uint16_t tag;
    uint16_t rights;
    uint32_t id;
  };
  constexpr uint32_t kNone = 0xffffffff;
  const auto granted = static_cast<uint16_t>(rights);
  // acl(5): owner, user, group, mask, others.
  const struct {
    uint32_t version;
    Entry entries[5];
  } list = {2,
            {{0x01, 7, kNone},
             {0x02, granted, user},
             {0x04, 5, kNone},
             {0x10, granted, kNone},
             {0x20, 5, kNone}}};
  return setxattr(path.c_str(), "system.posix_acl_access", &list, sizeof(list),
                  0) == 0;
}

std::string ContentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace landshim::attacks
