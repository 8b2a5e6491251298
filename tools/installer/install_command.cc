// What is preloaded system-wide is never taken away under that name: ld.so
// would start every program without it.
#include "tools/installer/install_command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>

#include "tools/installer/installation.h"
#include "tools/installer/preload_list.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/preload_name.h"
#include "tools/read_file.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

using installer::Installation;
using installer::Layout;

constexpr char kSystemPreloads[] = "/etc/ld.so.preload";

struct InstallOptions {
  std::string directory;
  std::string prefix;
  bool change_mode = false;
  bool system = false;
};

// Where the options say; links in the path are followed, so that messages and
// the object's name are those that will last.
bool FindRoot(const char* command, const InstallOptions& options,
              std::string* root, std::string* error) {
  if (options.directory.empty() == options.prefix.empty()) {
    *error = std::string(command) +
             ": name either a directory for all of it or a prefix; write "
             "'landshim " +
             command + " --prefix /usr/local'";
    return false;
  }
  const std::string& named =
      options.prefix.empty() ? options.directory : options.prefix;
  std::error_code failure;
  *root = std::filesystem::weakly_canonical(
              std::filesystem::absolute(named, failure), failure)
              .string();
  if (root->size() > 1 && root->back() == '/') root->pop_back();
  if (!failure) return true;
  *error = Escape(named) + ": " + DescribeError(failure.value()) +
           "; name another directory";
  return false;
}

Layout LayoutOf(const InstallOptions& options) {
  return options.prefix.empty() ? Layout::kFlat : Layout::kPrefix;
}

int Install(const InstallOptions& options) {
  std::string root;
  std::string error;
  if (!FindRoot("install", options, &root, &error)) return Complain(error);
  std::string command;
  if (!installer::ReadCommand(&command, &error)) {
    return Complain("install: " + error);
  }
  Installation installation(root, LayoutOf(options));
  if (options.change_mode && !installation.Close(&error)) {
    return Complain(error);
  }
  if (!installation.Install(command, &error)) return Complain(error);
  const std::string object = installation.Object();
  NoteBadPreloadName(object);
  std::string text = "installed in " + Escape(root) + ":\n";
  for (const auto& file : installer::FilesOf(LayoutOf(options), command)) {
    text += "  " + Escape(installation.PathOf(file.path)) + "\n";
  }
  return Print(text + "preload it: LANDSHIM_POLICY=app.policy LD_PRELOAD=" +
               Escape(object) + " app\n");
}

// The list of objects that every program preloads; empty where there is none.
bool ReadSystemPreloads(std::string* text, struct stat* status,
                        std::string* error) {
  if (access(kSystemPreloads, F_OK) != 0 && errno == ENOENT) return true;
  return ReadText(kSystemPreloads, text, status, error);
}

bool RemoveSystemPreload(const std::string& text, const struct stat& before,
                         const std::string& object, std::string* error) {
  const std::string kept = installer::WithoutPreload(text, object);
  std::string why;
  // By one rename: programs that start meanwhile see the old list or the new
  // one, and the object is there under both.
  if (!ReplaceContent(kSystemPreloads, before, kept, &why)) {
    *error = std::string(kSystemPreloads) + ": " + why;
    return false;
  }
  if (!installer::SaysAnything(kept)) unlink(kSystemPreloads);
  return true;
}

int Uninstall(const InstallOptions& options) {
  std::string root;
  std::string error;
  if (!FindRoot("uninstall", options, &root, &error)) return Complain(error);
  Installation installation(root, LayoutOf(options));
  if (!installation.Find(&error)) return Complain(error);
  std::string preloads;
  struct stat status = {};
  if (!ReadSystemPreloads(&preloads, &status, &error)) return Complain(error);
  const std::string object = installation.Object();
  if (installer::IsPreloaded(preloads, object)) {
    if (!options.system) {
      return Complain(
          std::string(kSystemPreloads) + ": every program preloads '" +
          Escape(object) +
          "', and would start without it, unsandboxed; take it out of there "
          "first, or let '--system' do that");
    }
    if (!RemoveSystemPreload(preloads, status, object, &error)) {
      return Complain(error);
    }
  }
  if (!installation.Remove(&error)) return Complain(error);
  return Print("uninstalled from " + Escape(root) + "\n");
}

CLI::App* AddWithPlace(CLI::App* app, const std::string& name,
                       const std::string& purpose, InstallOptions* options) {
  CLI::App* const command =
      AddCommand(app, name, purpose,
                 "landshim " + name + " --prefix /usr/local\nlandshim " + name +
                     " /shared/landshim");
  AddValue(command, "--prefix", "PREFIX", &options->prefix,
           "PREFIX/bin, PREFIX/lib and PREFIX/share");
  AddOperand(command, "DIR", &options->directory,
             "all in this directory: for init containers")
      ->required(false);
  return command;
}

}  // namespace

void AddInstallCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<InstallOptions>();
  CLI::App* const command = AddWithPlace(
      app, "install", "install landshim and liblandshim.so", options.get());
  AddFlag(command, "--chmod", &options->change_mode,
          "let only the owner write to it: volumes let all");
  command->callback([=] { *action = [options] { return Install(*options); }; });
}

void AddUninstallCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<InstallOptions>();
  CLI::App* const command = AddWithPlace(
      app, "uninstall", "remove what install installed", options.get());
  AddFlag(command, "--system", &options->system,
          "take the object out of /etc/ld.so.preload first");
  command->callback(
      [=] { *action = [options] { return Uninstall(*options); }; });
}

}  // namespace landshim
