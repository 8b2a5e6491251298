#include "tools/recorder/later_error.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace landshim {
namespace {

// proc_pid_stat(5): the seventh field, counted behind the name, which may hold
// blanks and parentheses.
bool HasTerminal(const Requester& requester) {
  std::ifstream file(requester.Proc("stat"));
  std::string line;
  std::getline(file, line, '\0');
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string state;
  int parent = 0;
  int group = 0;
  int session = 0;
  int terminal = 0;
  return !(fields >> state >> parent >> group >> session >> terminal) ||
         terminal != 0;
}

}  // namespace

int LaterError(const OperationKind& operation, const std::string& path,
               const Requester& requester) {
  std::error_code error;
  if (operation.deed == Deed::kRmdir) {
    const bool empty = std::filesystem::is_empty(path, error);
    return !error && !empty ? ENOTEMPTY : 0;
  }
  if (operation.deed == Deed::kOpen && path == "/dev/tty") {
    return HasTerminal(requester) ? 0 : ENXIO;
  }
  return 0;
}

}  // namespace landshim
