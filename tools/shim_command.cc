// Writes the object that travels inside this executable.
#include "tools/shim_command.h"

#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "shim/launch/embedded_shim.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/preload_name.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

// As installed libraries have it, whatever the umask says.
constexpr mode_t kLibraryMode = 0755;

int WriteToStandardOutput() {
  if (isatty(STDOUT_FILENO) != 0) {
    return Complain(
        "shim: standard output is a terminal; redirect it, or name a file: "
        "'landshim shim -o liblandshim.so'");
  }
  return Print(EmbeddedShim());
}

int WriteShim(const std::string& output) {
  if (output == "-") return WriteToStandardOutput();
  std::string why;
  if (!WriteFile(output, EmbeddedShim(), kLibraryMode, &why)) {
    return Complain(Escape(output) + ": " + why);
  }
  std::error_code error;
  // To a stream nothing is added.
  if (!std::filesystem::is_regular_file(
          std::filesystem::symlink_status(output, error))) {
    return 0;
  }
  const std::string path = std::filesystem::canonical(output, error).string();
  NoteBadPreloadName(path);
  return Print("wrote " + Escape(path) + "\n");
}

}  // namespace

void AddShimCommand(CLI::App* app, Action* action) {
  auto output = std::make_shared<std::string>();
  CLI::App* const command =
      AddCommand(app, "shim", "write liblandshim.so, the object to preload",
                 "landshim shim -o liblandshim.so");
  AddValue(command, "-o,--output", "FILE", output.get(),
           "where to; '-' is standard output")
      ->required();
  command->callback([=] { *action = [output] { return WriteShim(*output); }; });
}

}  // namespace landshim
