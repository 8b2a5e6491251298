// Files that somebody else believes in: whoever can write them does not stay
// in a sandbox.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/reader.h"
#include "tools/checker/lints.h"
#include "tools/checker/lookups.h"

namespace landshim {
namespace {

constexpr AccessMasks kChanging = right::write_file | right::truncate;
constexpr AccessMasks kPlanting = right::make_reg | right::make_sym;

// Where `place` is relative to.
enum class Base : uint8_t { kRoot, kHome, kConfig, kData };

// Which files in a directory count: those right in it, or all beneath.
enum class Depth : uint8_t { kFilesIn, kAllBeneath };

struct Target {
  Lint lint;
  Base base;
  std::string_view place;
  std::string_view what;  // a clause
  Depth depth = Depth::kAllBeneath;
};

constexpr std::string_view kShells = "which shells run when they start";
constexpr std::string_view kLogins = "which is run when somebody logs in";
constexpr std::string_view kSessions =
    "which sessions take their settings from";
constexpr std::string_view kCron = "which cron runs";
constexpr std::string_view kSystemd = "from which systemd starts services";
constexpr std::string_view kBoot = "which is run when the system starts";
constexpr std::string_view kDesktop = "from which desktops start programs";
constexpr std::string_view kSsh = "which says who may log in";
constexpr std::string_view kSshRuns = "which makes ssh run programs";
constexpr std::string_view kUsers = "which says who the users are";
constexpr std::string_view kRoots = "which says who becomes root";
constexpr std::string_view kLoader = "from which every program loads code";
constexpr std::string_view kKernel = "from which the kernel loads code";

constexpr Target kTargets[] = {
    {Lint::kWritesPolicy, Base::kRoot, "/etc/landshim", "which holds policies"},
    {Lint::kWritesPolicy, Base::kConfig, "/landshim", "which holds policies"},
    {Lint::kWritesShim, Base::kRoot, "/etc/ld.so.preload",
     "which says what every program loads"},

    {Lint::kWritesStartUpFile, Base::kHome, "/.bashrc", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.bash_profile", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.bash_login", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.bash_logout", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.profile", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.zshenv", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.zshrc", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.zprofile", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.zlogin", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.zlogout", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.kshrc", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.mkshrc", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.cshrc", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.tcshrc", kShells},
    {Lint::kWritesStartUpFile, Base::kHome, "/.login", kShells},
    {Lint::kWritesStartUpFile, Base::kConfig, "/fish", kShells},
    {Lint::kWritesStartUpFile, Base::kRoot, "/etc/profile", kShells},
    {Lint::kWritesStartUpFile, Base::kRoot, "/etc/profile.d", kShells},
    {Lint::kWritesStartUpFile, Base::kRoot, "/etc/bash.bashrc", kShells},
    {Lint::kWritesStartUpFile, Base::kRoot, "/etc/bashrc", kShells},
    {Lint::kWritesStartUpFile, Base::kRoot, "/etc/zsh", kShells},
    {Lint::kWritesStartUpFile, Base::kRoot, "/etc/fish", kShells},
    {Lint::kWritesStartUpFile, Base::kRoot, "/etc/environment", kSessions},
    {Lint::kWritesStartUpFile, Base::kHome, "/.pam_environment", kSessions},
    {Lint::kWritesStartUpFile, Base::kConfig, "/environment.d", kSessions},
    {Lint::kWritesStartUpFile, Base::kHome, "/.xprofile", kLogins},
    {Lint::kWritesStartUpFile, Base::kHome, "/.xinitrc", kLogins},
    {Lint::kWritesStartUpFile, Base::kHome, "/.xsession", kLogins},
    {Lint::kWritesStartUpFile, Base::kHome, "/.xsessionrc", kLogins},

    {Lint::kWritesSchedule, Base::kRoot, "/etc/crontab", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/cron.d", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/cron.hourly", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/cron.daily", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/cron.weekly", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/cron.monthly", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/var/spool/cron", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/var/spool/at", kCron},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/systemd", kSystemd},
    {Lint::kWritesSchedule, Base::kRoot, "/run/systemd/system", kSystemd},
    {Lint::kWritesSchedule, Base::kRoot, "/usr/lib/systemd/system", kSystemd},
    {Lint::kWritesSchedule, Base::kConfig, "/systemd/user", kSystemd},
    {Lint::kWritesSchedule, Base::kData, "/systemd/user", kSystemd},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/init.d", kBoot},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/rc.local", kBoot},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/udev/rules.d", kBoot},
    {Lint::kWritesSchedule, Base::kRoot, "/boot", kBoot},
    {Lint::kWritesSchedule, Base::kConfig, "/autostart", kDesktop},
    {Lint::kWritesSchedule, Base::kRoot, "/etc/xdg/autostart", kDesktop},
    {Lint::kWritesSchedule, Base::kData, "/dbus-1/services", kDesktop},
    {Lint::kWritesSchedule, Base::kData, "/applications", kDesktop},

    {Lint::kWritesKeys, Base::kHome, "/.ssh/authorized_keys", kSsh},
    {Lint::kWritesKeys, Base::kHome, "/.ssh/authorized_keys2", kSsh},
    {Lint::kWritesKeys, Base::kHome, "/.ssh/rc", kSshRuns},
    {Lint::kWritesKeys, Base::kHome, "/.ssh/config", kSshRuns},
    {Lint::kWritesKeys, Base::kHome, "/.ssh/environment", kSshRuns},
    {Lint::kWritesKeys, Base::kRoot, "/root/.ssh/authorized_keys", kSsh},
    {Lint::kWritesKeys, Base::kRoot, "/etc/ssh", kSsh},

    {Lint::kWritesSystem, Base::kRoot, "/etc/passwd", kUsers},
    {Lint::kWritesSystem, Base::kRoot, "/etc/shadow", kUsers},
    {Lint::kWritesSystem, Base::kRoot, "/etc/group", kUsers},
    {Lint::kWritesSystem, Base::kRoot, "/etc/pam.d", kUsers},
    {Lint::kWritesSystem, Base::kRoot, "/etc/nsswitch.conf", kUsers},
    {Lint::kWritesSystem, Base::kRoot, "/etc/sudoers", kRoots},
    {Lint::kWritesSystem, Base::kRoot, "/etc/sudoers.d", kRoots},
    {Lint::kWritesSystem, Base::kRoot, "/etc/polkit-1", kRoots},
    {Lint::kWritesSystem, Base::kRoot, "/etc/ld.so.conf", kLoader},
    {Lint::kWritesSystem, Base::kRoot, "/etc/ld.so.conf.d", kLoader},
    {Lint::kWritesSystem, Base::kRoot, "/etc/ld.so.cache", kLoader},
    {Lint::kWritesSystem, Base::kRoot, "/lib", kLoader, Depth::kFilesIn},
    {Lint::kWritesSystem, Base::kRoot, "/lib64", kLoader, Depth::kFilesIn},
    {Lint::kWritesSystem, Base::kRoot, "/usr/lib", kLoader, Depth::kFilesIn},
    {Lint::kWritesSystem, Base::kRoot, "/usr/lib64", kLoader, Depth::kFilesIn},
    {Lint::kWritesSystem, Base::kRoot, "/usr/local/lib", kLoader,
     Depth::kFilesIn},
    {Lint::kWritesSystem, Base::kRoot, "/lib/modules", kKernel},
};

// Where a target is on this machine; empty where that is not known.
std::string PlaceOf(const Target& target, const Machine& machine) {
  std::string base;
  switch (target.base) {
    case Base::kRoot:
      return std::string(target.place);
    case Base::kHome:
      base = machine.home;
      break;
    case Base::kConfig:
      base = machine.config_home;
      break;
    case Base::kData:
      base = machine.data_home;
      break;
  }
  if (base.empty()) return {};
  if (base == "/") base.clear();
  return base + std::string(target.place);
}

// A directory that is missing can be made where the nearest one above it lets
// the program make directories, and files in those.
const PathStatement* WhoMakes(const Subject& subject, std::string path) {
  bool deep = false;
  while (path.size() > 1) {
    const Found found = subject.Find(path);
    if (found.error == 0) return nullptr;
    if (found.parent.kind == FileKind::kDirectory) {
      const AccessMasks access = subject.GrantedAbove(found);
      const bool makes = access.Overlaps(kPlanting) &&
                         (!deep || access.Overlaps(right::make_dir));
      return makes ? subject.GrantorOf(found, kPlanting) : nullptr;
    }
    deep = true;
    path.resize(std::max<size_t>(path.rfind('/'), 1));
  }
  return nullptr;
}

// The statement by which the program can put something else in the place of a
// name on the way, or of the last one.
const PathStatement* WhoReplaces(const Subject& subject,
                                 const std::string& path) {
  for (const Lookup& lookup :
       LookupsOf(path, subject.filesystem(), subject.content())) {
    if (lookup.found.error != 0) return nullptr;
    const AccessMasks access = subject.GrantedAbove(lookup.found);
    const bool is_directory = lookup.found.object.kind == FileKind::kDirectory;
    const AccessMasks removing =
        is_directory ? right::remove_dir : right::remove_file;
    if (!access.Overlaps(removing) ||
        !access.Overlaps(kPlanting | right::make_dir)) {
      continue;
    }
    Found above = lookup.found;
    above.object = {};
    return subject.GrantorOf(above, removing);
  }
  return nullptr;
}

bool IsIn(const PathStatement& path, const Found& directory, Depth depth) {
  const std::vector<ObjectId>& above = path.found.above;
  const auto at = std::find(above.begin(), above.end(), directory.object.id);
  if (depth == Depth::kAllBeneath) return at != above.end();
  return at == above.begin() && at != above.end() && !path.IsDirectory();
}

// A statement about something in the directory.
const PathStatement* WhoChangesIn(const Subject& subject,
                                  const Found& directory, Depth depth) {
  for (const PathStatement& path : subject.paths()) {
    if (path.access.Overlaps(kChanging | kPlanting) &&
        IsIn(path, directory, depth)) {
      return &path;
    }
  }
  return nullptr;
}

// The statement by which the program can change the file, or a file in the
// directory, or make it; nullptr where it can't.
const PathStatement* WhoChanges(const Subject& subject, const std::string& path,
                                Depth depth) {
  const Found found = subject.Find(path);
  if (found.error != 0) return WhoMakes(subject, path);
  const bool is_directory = found.object.kind == FileKind::kDirectory;
  const AccessMasks changing = is_directory ? kChanging | kPlanting : kChanging;
  if (const PathStatement* grantor = subject.GrantorOf(found, changing)) {
    return grantor;
  }
  if (const PathStatement* grantor = WhoReplaces(subject, path)) {
    return grantor;
  }
  return is_directory ? WhoChangesIn(subject, found, depth) : nullptr;
}

std::string Absolute(const std::string& path, const Machine& machine) {
  if (path.empty() || path.front() == '/') return path;
  if (machine.working_directory.empty()) return {};
  return machine.working_directory + '/' + path;
}

// The files that a text includes, by their paths.
std::vector<std::string> IncludesOf(const Source& source,
                                    Environment environment) {
  std::vector<std::string> includes;
  const auto reader = std::make_unique<Reader>(environment);
  reader->Open(&source);
  Statement statement;
  while (reader->Next(&statement) == Reader::Result::kStatement) {
    if (statement.kind == StatementKind::kInclude && !statement.fragment) {
      includes.emplace_back(statement.text);
    }
  }
  return includes;
}

// One finding for a statement and a lint: the first target is named, all others
// are counted.
class Collector {
 public:
  explicit Collector(const Subject& subject) : subject_(subject) {}

  void Look(Lint lint, const std::string& path, std::string_view what,
            Depth depth = Depth::kAllBeneath) {
    if (path.empty()) return;
    const PathStatement* grantor = WhoChanges(subject_, path, depth);
    if (grantor == nullptr) return;
    for (Change& known : changes_) {
      if (known.lint == lint && known.grantor == grantor) {
        ++known.more;
        return;
      }
    }
    changes_.push_back({lint, grantor, path, std::string(what)});
  }

  void Report(Findings* findings) const {
    for (const Change& change : changes_) {
      const std::string more =
          change.more == 0
              ? ""
              : " (and so with " + std::to_string(change.more) + " more)";
      findings->push_back(MakeFinding(change.lint,
                                      change.grantor->statement->place,
                                      {change.path, change.what + more}));
    }
  }

 private:
  struct Change {
    Lint lint;
    const PathStatement* grantor;
    std::string path;
    std::string what;
    int more = 0;
  };

  const Subject& subject_;
  std::vector<Change> changes_;
};

}  // namespace

void FindWrites(const Subject& subject, Findings* findings) {
  const Machine& machine = subject.machine();
  Collector collector(subject);
  for (const auto& text : subject.policy().texts) {
    if (text->source.kind == SourceKind::kFragment) continue;
    if (text->source.kind == SourceKind::kFile) {
      collector.Look(Lint::kWritesPolicy, Absolute(text->name, machine),
                     "which is this policy");
    }
    // Also those that are missing now, and could be made.
    for (const std::string& include :
         IncludesOf(text->source, subject.environment())) {
      collector.Look(Lint::kWritesPolicy, Absolute(include, machine),
                     "which this policy includes");
    }
  }
  for (const std::string& file : machine.shim_files) {
    collector.Look(Lint::kWritesShim, file, "which enforces policies");
  }
  for (const Target& target : kTargets) {
    collector.Look(target.lint, PlaceOf(target, machine), target.what,
                   target.depth);
  }
  for (const std::string& directory : machine.path_directories) {
    collector.Look(Lint::kWritesPathDirectory, directory, "a directory of PATH",
                   Depth::kFilesIn);
  }
  collector.Report(findings);
}

}  // namespace landshim
