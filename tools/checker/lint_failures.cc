// What the program will not be able to do, though the policy reads as if.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tools/checker/lints.h"

namespace landshim {
namespace {

// A directory that a statement names, with all that the policy grants there.
struct Tree {
  const PathStatement* path;
  AccessMasks granted;
};

// One tree for each set of rights and mount: what is true of one is true of
// all with the same.
std::vector<Tree> DistinctTrees(const Subject& subject) {
  std::vector<Tree> trees;
  for (const PathStatement& path : subject.paths()) {
    if (!path.IsDirectory() || path.access.empty()) continue;
    const AccessMasks granted = subject.GrantedAt(path.found);
    if (!granted.Overlaps(right::refer)) continue;
    const bool known =
        std::any_of(trees.begin(), trees.end(), [&](const Tree& tree) {
          return tree.granted == granted &&
                 tree.path->found.object.mount == path.found.object.mount;
        });
    if (!known) trees.push_back({&path, granted});
  }
  return trees;
}

// A kind of thing that is moved: the rights that this takes, and those that it
// must not gain (security/landlock/fs.c, no_more_access).
struct Moved {
  std::string_view name;
  AccessMasks remove;
  AccessMasks make;
  AccessMasks compared;
};

constexpr Moved kMoved[] = {
    {"file", right::remove_file, right::make_reg, kFileRights},
    {"directory", right::remove_dir, right::make_dir, kFsClass},
};

void FindUnevenRename(const Tree& from, const Tree& to, Findings* findings) {
  // Across mounts no rename is possible anyway.
  if (from.path->found.object.mount != to.path->found.object.mount ||
      from.path->found.object.id.device != to.path->found.object.id.device) {
    return;
  }
  for (const Moved& moved : kMoved) {
    const AccessMasks gained = to.granted & ~from.granted & moved.compared;
    if (gained.empty() || !from.granted.Overlaps(moved.remove) ||
        !to.granted.Overlaps(moved.make)) {
      continue;
    }
    findings->push_back(
        MakeFinding(Lint::kUnevenRename, to.path->statement->place,
                    {std::string(moved.name), from.path->statement->text,
                     to.path->statement->text, JoinNames(gained)}));
    return;
  }
}

// Names of devices by which a program talks to somebody (Linux'
// Documentation/admin-guide/devices.txt).
bool IsTerminal(const std::string& path) {
  if (path == "/dev/console" || path == "/dev/ptmx" || path == "/dev/pts") {
    return true;
  }
  return path.rfind("/dev/tty", 0) == 0 || path.rfind("/dev/pts/", 0) == 0 ||
         path.rfind("/dev/hvc", 0) == 0;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() > end.size() &&
         text.substr(text.size() - end.size()) == end;
}

// Files that are never written in place: programs rename a new one over them.
constexpr std::string_view kSavedByRenaming[] = {
    "/etc/group",  "/etc/gshadow",     "/etc/hosts",  "/etc/ld.so.cache",
    "/etc/mtab",   "/etc/passwd",      "/etc/shadow", "/etc/subgid",
    "/etc/subuid", "/etc/resolv.conf",
};

// Why a file with this name is going to be another one; empty for no reason.
std::string_view WhyReplaced(const std::string& path, FileKind kind) {
  if (kind == FileKind::kSocket) {
    return "a socket, which its server makes anew";
  }
  if (kind != FileKind::kRegular) return {};
  if (EndsWith(path, "/resolv.conf")) {
    return "made anew when the network changes";
  }
  for (const std::string_view known : kSavedByRenaming) {
    if (path == known) return "saved by renaming a new file over it";
  }
  if (EndsWith(path, ".pid")) return "made anew at each start";
  if (EndsWith(path, ".log") || IsAtOrBeneath(path, "/var/log")) {
    return "a log, and logs get rotated";
  }
  return {};
}

// To grant the directory is no cure where that holds much else.
std::string CureOfReplaced(const PathStatement& path, const Subject& subject) {
  constexpr std::string_view kBroad[] = {"/",    "/etc", "/home", "/root",
                                         "/run", "/tmp", "/var"};
  const std::string& real = path.found.path;
  const std::string directory =
      real.substr(0, std::max<size_t>(real.rfind('/'), 1));
  const bool is_broad = std::find(std::begin(kBroad), std::end(kBroad),
                                  directory) != std::end(kBroad) ||
                        directory == subject.machine().home;
  return is_broad ? "start the program anew after that"
                  : "grant its directory '" + directory +
                        "', or start the program anew after that";
}

// "/proc/123" at the beginning of a path.
bool IsInProcessDirectory(const std::string& path) {
  constexpr std::string_view kProc = "/proc/";
  return path.rfind(kProc, 0) == 0 && path.size() > kProc.size() &&
         path[kProc.size()] >= '0' && path[kProc.size()] <= '9';
}

}  // namespace

void FindUnevenRenames(const Subject& subject, Findings* findings) {
  const std::vector<Tree> trees = DistinctTrees(subject);
  for (const Tree& to : trees) {
    for (const Tree& from : trees) FindUnevenRename(from, to, findings);
  }
}

void FindImpossibleRenames(const Subject& subject, Findings* findings) {
  const Summary& summary = subject.policy().summary;
  for (const PolicyStatement& statement : subject.policy().list) {
    if (!statement.access.Overlaps(right::refer) || statement.quiet) continue;
    if (statement.kind == StatementKind::kUnrestrict) {
      if (summary.names_refer) continue;
      findings->push_back(
          MakeFinding(Lint::kRenameInOuterLayer, statement.place, {}));
    } else if (summary.abi.most < FirstAbiOf(right::refer)) {
      findings->push_back(
          MakeFinding(Lint::kNoRename, summary.abi_place, {statement.text}));
      return;
    }
  }
}

void FindTerminals(const Subject& subject, Findings* findings) {
  if (!subject.handled().Overlaps(right::ioctl_dev)) return;
  for (const PathStatement& path : subject.paths()) {
    if (!IsTerminal(path.found.path) ||
        !path.access.Overlaps(right::read_file | right::write_file) ||
        subject.GrantedAt(path.found).Overlaps(right::ioctl_dev)) {
      continue;
    }
    findings->push_back(
        MakeFinding(Lint::kTerminal, path.statement->place,
                    {path.statement->text, path.statement->text}));
  }
}

void FindReplacedFiles(const Subject& subject, Findings* findings) {
  for (const PathStatement& path : subject.paths()) {
    if (!IsWritten(*path.statement) || path.access.empty()) continue;
    const std::string& written = path.statement->text;
    if (IsInProcessDirectory(path.found.path)) {
      findings->push_back(MakeFinding(Lint::kProcessDirectory,
                                      path.statement->place, {written}));
      continue;
    }
    const FileKind kind = path.found.object.kind;
    std::string_view why = WhyReplaced(written, kind);
    if (why.empty()) why = WhyReplaced(path.found.path, kind);
    if (why.empty()) continue;
    // The directory above it grants the same: to the next file as well.
    if ((path.access & ~subject.GrantedAbove(path.found)).empty()) continue;
    findings->push_back(MakeFinding(
        Lint::kReplacedFile, path.statement->place,
        {written, std::string(why), CureOfReplaced(path, subject)}));
  }
}

}  // namespace landshim
