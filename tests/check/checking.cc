// The directory is below /tmp, where everybody can search.
#include "tests/check/checking.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace landshim::testing {

Command Check(const std::vector<std::string>& arguments) {
  std::vector<std::string> argv = {
      ForEverybody(TestFile("tools/landshim"), "landshim"), "check"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return Command(argv).Unset("LANG");
}

Ground::Ground() {
  directory_.Write("file", "content");
  directory_.Write("script", "#!/bin/sh\nexit 0\n");
  chmod(directory_.Sub("script").c_str(), 0755);
  std::filesystem::copy_file(TestFile("tests/testcases/print_marker"),
                             directory_.Sub("program"));
  mkfifo(directory_.Sub("fifo").c_str(), 0644);
  mkdir(directory_.Sub("empty").c_str(), 0755);
  mkdir(directory_.Sub("full").c_str(), 0755);
  directory_.Write("full/file", "more");
  EXPECT_EQ(symlink("file", directory_.Sub("link").c_str()), 0);
}

std::string Ground::Expand(std::string text) const {
  for (size_t at = 0; (at = text.find('@', at)) != std::string::npos;) {
    text.replace(at, 1, path());
  }
  return text;
}

std::string Ground::Policy(const std::string& statements) const {
  return directory_.Write("app.policy", "landshim 1\n" + Expand(statements));
}

Command Ground::Run(std::vector<std::string> arguments) const {
  for (std::string& argument : arguments) argument = Expand(argument);
  Command command = Check(arguments);
  command.Cwd(path());
  return command;
}

std::string Ground::Describe() const {
  std::vector<std::string> lines;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(path())) {
    struct stat status = {};
    lstat(entry.path().c_str(), &status);
    std::ostringstream line;
    line << entry.path().string() << " mode " << status.st_mode << " size "
         << status.st_size << " inode " << status.st_ino << " changed "
         << status.st_mtim.tv_sec << '.' << status.st_mtim.tv_nsec;
    if (S_ISREG(status.st_mode)) {
      line << ' ' << std::ifstream(entry.path()).rdbuf();
    }
    // Making stand-ins changes the time of their directory, and nothing else.
    if (S_ISDIR(status.st_mode)) {
      line.str(entry.path().string() + " directory");
    }
    lines.push_back(line.str());
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string FindingsOf(const std::string& out) {
  std::istringstream stream(out);
  std::string findings;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("Not enforced of ", 0) == 0) break;
    if (line.empty() || line.find("[engine-socket]") != std::string::npos) {
      continue;
    }
    findings += line + '\n';
  }
  return findings;
}

}  // namespace landshim::testing
