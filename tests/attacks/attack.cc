// Compilers run in the scene's directory, which is the test's own.
#include "tests/attacks/attack.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
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

std::string ContentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

Swapper::Swapper(const std::string& a, const std::string& b) : pid_(fork()) {
  if (pid_ != 0) return;
  constexpr unsigned kExchange = 2;  // RENAME_EXCHANGE
  while (true) {
    syscall(SYS_renameat2, AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), kExchange);
  }
}

Swapper::~Swapper() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

}  // namespace landshim::attacks
