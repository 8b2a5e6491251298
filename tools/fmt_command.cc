// First all files are read and laid out; only if each is good, any is written.
#include "tools/fmt_command.h"

#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "policy/source.h"
#include "tools/lay_out.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/read_file.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

// The status of `fmt --check` where a file is not as it should be.
constexpr int kWouldChange = 1;

struct FmtOptions {
  bool write = false;
  bool check = false;
  std::vector<std::string> files;
};

// One file, before and after.
struct Formatted {
  std::string path;
  std::string text;
  std::string result;
  struct stat status {};

  bool changes() const { return text != result; }
};

bool Format(const std::string& path, Formatted* file, std::string* error) {
  file->path = path;
  const std::string name = NameOfInput(path);
  if (!ReadText(path, &file->text, &file->status, error)) return false;
  const Source source = {name, file->text};
  return LayOut(source, &file->result, error);
}

// Returns the exit status.
int WriteBack(const Formatted& file) {
  std::string why;
  if (ReplaceContent(file.path, file.status, file.result, &why)) return 0;
  return Complain(Escape(file.path) + ": " + why);
}

int WriteAllBack(const std::vector<Formatted>& files) {
  for (const Formatted& file : files) {
    std::string why =
        S_ISREG(file.status.st_mode)
            ? WhyNotWritable(file.path, Streams::kRefuse)
            : "this is not a regular file; leave '--write' away to print the "
              "result";
    if (!why.empty()) return Complain(Escape(file.path) + ": " + why);
  }
  for (const Formatted& file : files) {
    const int status = file.changes() ? WriteBack(file) : 0;
    if (status != 0) return status;
  }
  return 0;
}

int ListChanging(const std::vector<Formatted>& files) {
  std::string names;
  for (const Formatted& file : files) {
    if (file.changes()) names += Escape(NameOfInput(file.path)) + "\n";
  }
  const int status = Print(names);
  return status == 0 && !names.empty() ? kWouldChange : status;
}

int Fmt(const FmtOptions& options) {
  const auto inputs =
      std::count(options.files.begin(), options.files.end(), "-");
  if (inputs > 1) return Complain("fmt: '-' is given twice; keep one");
  if (inputs > 0 && options.write) {
    return Complain(
        "fmt: '--write' cannot change standard input; leave it away to print "
        "the result");
  }
  std::vector<Formatted> files(options.files.size());
  int status = 0;
  for (size_t i = 0; i < files.size(); ++i) {
    std::string error;
    if (!Format(options.files[i], &files[i], &error)) status = Complain(error);
  }
  if (status != 0) return status;
  if (options.check) return ListChanging(files);
  if (options.write) return WriteAllBack(files);
  std::string results;
  for (const Formatted& file : files) results += file.result;
  return Print(results);
}

}  // namespace

void AddFmtCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<FmtOptions>();
  CLI::App* const command = AddCommand(
      app, "fmt", "format policy files",
      "landshim fmt --write app.policy\nlandshim fmt --check *.policy");
  CLI::Option* const write = AddFlag(command, "-w,--write", &options->write,
                                     "change the files in place");
  CLI::Option* const check =
      AddFlag(command, "--check", &options->check,
              "list files that would change; status 1 if any");
  write->excludes(check);
  AddOperands(command, "FILE", &options->files,
              "policy file; '-' is standard input")
      ->required();
  command->callback([=] { *action = [options] { return Fmt(*options); }; });
}

}  // namespace landshim
