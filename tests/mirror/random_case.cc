// Rules are dense and operations stay near them, so that about half of the
// cases are denied.
#include "tests/mirror/random_case.h"

#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/quote.h"
#include "policy/statement.h"

namespace landshim::testing {
namespace {

AccessMasks RandomRights(Random& random, AccessMasks among, int one_in) {
  AccessMasks rights;
  for (const Right& r : kRights) {
    if (among.Overlaps(r.Masks()) && OneIn(random, one_in)) rights |= r.Masks();
  }
  return rights;
}

std::string RandomPort(Random& random, const Outside& outside) {
  const int ports[] = {0, outside.tcp_port, outside.udp_port, 61001, 61002};
  const int port = ports[Pick(random, 5)];
  return OneIn(random, 4)
             ? std::to_string(port) + ".." + std::to_string(port + 1)
             : std::to_string(port);
}

std::string RulePath(Random& random, const Scene& scene) {
  const std::vector<std::string> elsewhere = {
      "/", "/dev/null", "/dev/zero", "/proc", "/dev", "/dev/mqueue"};
  if (OneIn(random, 12)) return PickFrom(random, elsewhere);
  std::string path = PickFrom(random, scene.paths());
  // Where names may be replaced, a rule on a link is refused.
  while (scene.KindOf(path) == S_IFLNK && !OneIn(random, 20)) {
    path = PickFrom(random, scene.paths());
  }
  return path;
}

std::string PathRule(Random& random, const Scene& scene, AccessMasks known) {
  const std::string path = RulePath(random, scene);
  const std::vector<std::string> verbs = {"read", "write", "exec", "device"};
  const AccessMasks rights =
      RandomRights(random, known & kFsClass, OneIn(random, 2) ? 2 : 5);
  if (OneIn(random, 3) || rights.empty()) {
    return PickFrom(random, verbs) + "? " + path + '\n';
  }
  // Rights of directories on a file would be an error of its own.
  const bool file = scene.KindOf(path) != S_IFDIR;
  const AccessMasks fit = file ? rights & kFileRights : rights;
  if (fit.empty()) return {};
  return "allow? " + NamesOf(fit) + ' ' + path + '\n';
}

std::string RandomPolicy(Random& random, const Scene& scene,
                         const Outside& outside, int most) {
  const AccessMasks known = SupportedAccess(most);
  std::string text = "abi 0.." + std::to_string(most) + '\n';
  if (OneIn(random, 12)) text += "unrestrict fs\n";
  if (OneIn(random, 4)) text += "unrestrict net\n";
  if (OneIn(random, 4)) text += "unscope signal\n";
  for (const Right& r : kRights) {
    if (r.Masks() == right::refer || !OneIn(random, 12)) continue;
    text += "unrestrict " + std::string(r.Name()) + '\n';
  }
  if (OneIn(random, 2)) {
    const AccessMasks rights = RandomRights(random, ~right::execute & known, 1);
    const AccessMasks without = RandomRights(random, known, 5);
    text += "allow " + NamesOf(rights & ~without & kFsClass) + ' ' +
            Quote(OneIn(random, 2) ? scene.root() : "/") + '\n';
  }
  const int rules = Pick(random, 7);
  for (int i = 0; i < rules; ++i) text += PathRule(random, scene, known);
  // What makes renames across directories work.
  if (most >= 2 && OneIn(random, 2)) {
    text += "allow refer,make_reg,make_dir,make_sym,remove_file,remove_dir " +
            Quote(OneIn(random, 2) ? scene.root() : "/") + '\n';
  }
  for (const char* peer : {"tcp", "udp"}) {
    if (OneIn(random, 2)) {
      text += std::string("bind ") + peer + ' ' + RandomPort(random, outside) +
              '\n';
    }
    if (OneIn(random, 2)) {
      text += std::string("connect ") + peer + ' ' +
              RandomPort(random, outside) + '\n';
    }
  }
  return text;
}

std::string RandomPath(Random& random, const Scene& scene, bool harmless) {
  const std::vector<std::string> names = {"f", "g", "l",      "new",
                                          "d", "s", "none/x", "a"};
  const std::vector<std::string> ends = {"/", "/.", "/..", "//", "/new"};
  const std::vector<std::string> elsewhere = {
      "/dev/null",        "/dev/zero",         "/proc/self/cwd",
      "/proc/self/exe",   "/proc/self/fd/0",   "/proc/self/fd/1",
      "/proc/self",       "/proc/self/ns/mnt", "/proc/self/fd/90",
      "/proc/self/fd/91", "/proc/self/fd/92",  "/proc/self/fd/93/f"};
  if (harmless && OneIn(random, 8)) return PickFrom(random, elsewhere);
  std::string path = PickFrom(random, scene.paths());
  const bool directory = scene.KindOf(path) != S_IFREG;
  if (OneIn(random, directory ? 2 : 12)) path += '/' + PickFrom(random, names);
  if (OneIn(random, 8)) path += PickFrom(random, ends);
  if (OneIn(random, 100)) path += '/' + std::string(256, 'n');
  return path;
}

// Never a name above the scene's root: it would be removed for the next case.
std::string RandomName(Random& random, const Scene& scene) {
  std::string path;
  do {
    path = RandomPath(random, scene, false);
  } while (!path.starts_with(scene.root() + '/'));
  return path;
}

// What /proc keeps of the process outside, and what lies behind its links.
std::string PathOfProcess(Random& random, pid_t process) {
  const std::vector<std::string> names = {
      "auxv",    "cgroup",      "cmdline",      "comm",    "cwd",
      "cwd/tmp", "environ",     "exe",          "fd",      "fd/0",
      "fdinfo",  "fdinfo/0",    "io",           "limits",  "map_files",
      "maps",    "mem",         "mountinfo",    "net",     "ns",
      "ns/mnt",  "numa_maps",   "pagemap",      "root",    "root/etc/passwd",
      "root/no", "personality", "smaps",        "stack",   "stat",
      "statm",   "status",      "smaps_rollup", "syscall", "task",
      "timers",  "wchan",       "new"};
  const std::string own = "/proc/" + std::to_string(process) + '/';
  const std::string thread = "task/" + std::to_string(process) + '/';
  return own + (OneIn(random, 6) ? thread : "") + PickFrom(random, names);
}

// Calls that need no right, and ask nevertheless who may trace the process.
bool MayUseProcess(const OperationKind& kind) {
  constexpr std::string_view kNames[] = {"stat", "access", "readlink", "chdir",
                                         "watch"};
  // Nothing can be made there, whoever asks.
  if (kind.deed == Deed::kMake) return true;
  return kind.deed == Deed::kOpen ||
         std::find(std::begin(kNames), std::end(kNames), kind.name) !=
             std::end(kNames);
}

bool MayChange(const Operation& operation) {
  const OpenMode& mode = operation.open;
  return operation.kind->deed != Deed::kFree &&
         (operation.kind->deed != Deed::kOpen || mode.write || mode.create ||
          mode.truncate || mode.unnamed);
}

bool LeadsOut(const std::string& path) {
  return path.find("/root") != std::string::npos ||
         path.find("/cwd") != std::string::npos ||
         path.find("/fd/") != std::string::npos;
}

bool IsRarelyOfInterest(Deed deed) {
  return deed == Deed::kFree || deed == Deed::kTopology ||
         deed == Deed::kScope || deed == Deed::kTrace || deed == Deed::kQueue;
}

void PickPaths(Random& random, const Scene& scene, const Outside& outside,
               Operation* operation) {
  const OperationKind& kind = *operation->kind;
  switch (kind.deed) {
    case Deed::kTopology:
      operation->path = scene.root();
      break;
    case Deed::kQueue:
      operation->path = "/landshim-mirror";
      break;
    case Deed::kScope:
      operation->path = outside.abstract_name;
      break;
    case Deed::kOpen:
    case Deed::kExecute:
    case Deed::kConnectUnix:
    case Deed::kIoctl:
      // Whether a program is running, only the kernel knows (ETXTBSY); and one
      // that runs cannot say how it went.
      do {
        operation->path = RandomPath(random, scene, true);
      } while (operation->path.ends_with("exe") && kind.deed != Deed::kIoctl);
      break;
    case Deed::kFree:
      if (kind.name != "listen" && kind.name != "accept" &&
          kind.name != "fork") {
        operation->path = RandomName(random, scene);
      }
      break;
    default:
      operation->path = RandomName(random, scene);
      operation->new_path = RandomName(random, scene);
  }
}

}  // namespace

std::vector<std::string> RandomPolicies(Random& random, const Scene& scene,
                                        const Outside& outside, int abi) {
  const int layers = OneIn(random, 2) ? 1 : 2 + Pick(random, 2);
  const int most = OneIn(random, 2) ? abi : 1 + Pick(random, abi);
  std::vector<std::string> policies;
  for (int i = 0; i < layers; ++i) {
    const int own = OneIn(random, 4) ? 1 + Pick(random, abi) : most;
    policies.push_back(RandomPolicy(random, scene, outside, own));
  }
  return policies;
}

Operation RandomOperation(Random& random, const Scene& scene,
                          const Outside& outside) {
  const OperationKind* some = nullptr;
  do {
    some = &PickFrom(random, OperationKinds());
  } while (some->deed == Deed::kRight ||  // which is no deed
           (IsRarelyOfInterest(some->deed) && !OneIn(random, 8)));
  Operation operation = MakeOperation(some->name);
  const uint16_t ports[] = {0, outside.tcp_port, outside.udp_port, 61001,
                            61002};
  operation.port = ports[Pick(random, 5)];
  PickPaths(random, scene, outside, &operation);
  if (some->operands == OperandKind::kFlagList) {
    for (const OpenFlag& flag : kOpenFlags) {
      operation.open.*flag.member = OneIn(random, 3);
    }
  }
  if (MayUseProcess(*some) && OneIn(random, 6)) {
    // What is done is done for real, and these lead out of the scene.
    do {
      operation.path = PathOfProcess(random, outside.process);
    } while (MayChange(operation) && LeadsOut(operation.path));
  }
  return operation;
}

}  // namespace landshim::testing
