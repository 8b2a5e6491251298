// Grants that are wider than they need to be.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ruleset.h"
#include "tools/checker/lints.h"

namespace landshim {
namespace {

constexpr AccessMasks kReading = right::read_file;
constexpr AccessMasks kWriting = right::write_file | right::truncate |
                                 right::make_reg | right::make_sym |
                                 right::remove_file | right::remove_dir;
constexpr AccessMasks kPlanting =
    right::write_file | right::make_reg | right::make_sym;

constexpr int kWidestRange = 1024;

std::string HowGranted(AccessMasks access) {
  const bool reads = access.Overlaps(kReading);
  const bool writes = access.Overlaps(kWriting);
  if (reads && writes) return "granted for reading and writing";
  return reads ? "granted for reading" : "granted for writing";
}

// What is too much as a whole; the user's keys and passwords, too.
std::vector<DangerousPlace> BroadPlaces(const Subject& subject) {
  std::vector<DangerousPlace> list;
  const std::string& home = subject.machine().home;
  for (const DangerousPlace& place : subject.dangerous().places()) {
    if (place.kind == DangerKind::kBroad && !place.IsPattern()) {
      list.push_back(place);
    }
  }
  for (const DangerousRow& row : dangerous::kRows) {
    if (row.kind != DangerKind::kSecret || home.empty() ||
        row.base != PlaceBase::kAnywhere) {
      continue;
    }
    list.push_back({row.kind, home + '/' + std::string(row.place), row.what});
  }
  return list;
}

// The widest directory of the list that a rule on `path` covers, by inode.
const DangerousPlace* WidestIn(const PathStatement& path,
                               const std::vector<DangerousPlace>& list,
                               const Subject& subject) {
  const DangerousPlace* widest = nullptr;
  for (const DangerousPlace& broad : list) {
    const Found found = subject.Find(broad.path);
    if (found.error != 0) continue;
    const bool covers = found.object.id == path.found.object.id ||
                        std::find(found.above.begin(), found.above.end(),
                                  path.found.object.id) != found.above.end();
    if (covers &&
        (widest == nullptr || broad.path.size() < widest->path.size())) {
      widest = &broad;
    }
  }
  return widest;
}

// What is so wide where it is mounted elsewhere, as another procfs is.
std::string_view WhatElsewhereHolds(const PathStatement& path,
                                    AccessMasks access,
                                    const Subject& subject) {
  const std::optional<Danger> danger =
      subject.dangerous().OfGrant(path.found.path, access, path.IsDirectory());
  const bool broad = danger.has_value() && danger->kind == DangerKind::kBroad &&
                     !danger->above && danger->place != path.found.path;
  return broad ? danger->what : std::string_view{};
}

bool MayWriteAndExec(AccessMasks access) {
  return access.Overlaps(right::execute) && access.Overlaps(kPlanting);
}

// The statement that grants what this one does not, or leaves it unrestricted.
std::string OtherHalf(const Subject& subject, const PathStatement& path) {
  const AccessMasks missing =
      path.access.Overlaps(right::execute) ? kPlanting : right::execute;
  if (path.access.Overlaps(missing)) return Mention(*path.statement);
  if (const PathStatement* other = subject.GrantorOf(path.found, missing)) {
    return Mention(*other->statement);
  }
  for (const PolicyStatement& statement : subject.policy().list) {
    if (statement.kind == StatementKind::kUnrestrict &&
        statement.access.Overlaps(missing)) {
      return Mention(statement);
    }
  }
  return {};
}

}  // namespace

void FindBroadGrants(const Subject& subject, Findings* findings) {
  const std::vector<DangerousPlace> list = BroadPlaces(subject);
  for (const PolicyStatement& statement : subject.policy().list) {
    // What is not handled is granted everywhere.
    if (statement.kind == StatementKind::kUnrestrict &&
        statement.access.Overlaps(kReading | kWriting)) {
      findings->push_back(MakeFinding(
          Lint::kBroadGrant, statement.place,
          {"/", HowGranted(statement.access), "every file of the machine"}));
    }
  }
  for (const PathStatement& path : subject.paths()) {
    // Moving takes other rights besides: refer alone opens nothing.
    const AccessMasks opens = (kReading | kWriting) & ~right::refer;
    if (!IsWritten(*path.statement) || !path.IsDirectory() ||
        !path.access.Overlaps(opens)) {
      continue;
    }
    const DangerousPlace* broad = WidestIn(path, list, subject);
    const std::string_view what =
        broad != nullptr
            ? broad->what
            : WhatElsewhereHolds(path, path.access & opens, subject);
    if (what.empty()) continue;
    findings->push_back(MakeFinding(
        Lint::kBroadGrant, path.statement->place,
        {path.statement->text, HowGranted(path.access), std::string(what)}));
  }
}

void FindSecretsAndDevices(const Subject& subject, Findings* findings) {
  const std::vector<DangerousPlace> broad = BroadPlaces(subject);
  constexpr AccessMasks kOpening =
      kReading | right::write_file | right::ioctl_dev | right::execute;
  for (const PathStatement& path : subject.paths()) {
    // The program's own directory is nobody else's, whatever its number is.
    if (path.statement->text.starts_with("/proc/self") ||
        path.statement->text.starts_with("/proc/thread-self")) {
      continue;
    }
    if (!IsWritten(*path.statement) || !path.access.Overlaps(kOpening) ||
        (path.IsDirectory() && WidestIn(path, broad, subject) != nullptr)) {
      continue;
    }
    const std::optional<Danger> danger = subject.dangerous().OfGrant(
        path.found.path, path.access & kReading, path.IsDirectory());
    if (danger.has_value() && danger->kind == DangerKind::kSecret) {
      findings->push_back(MakeFinding(Lint::kReadsSecret, path.statement->place,
                                      {path.statement->text, danger->Words()}));
    }
    const std::optional<Danger> device = subject.dangerous().OfGrant(
        path.found.path, path.access & ~kReading, path.IsDirectory());
    if (device.has_value() && device->kind == DangerKind::kDevice) {
      findings->push_back(MakeFinding(Lint::kDevice, path.statement->place,
                                      {path.statement->text, device->Words()}));
    }
  }
}

void FindWriteAndExec(const Subject& subject, Findings* findings) {
  const AccessMasks everywhere = subject.policy().summary.unrestricted;
  std::vector<ObjectId> reported;
  // What the user can change comes before what is in a fragment.
  for (const bool written : {true, false}) {
    for (const PathStatement& path : subject.paths()) {
      if (IsWritten(*path.statement) != written ||
          !path.access.Overlaps(right::execute | kPlanting) ||
          !MayWriteAndExec(subject.GrantedAt(path.found) | everywhere)) {
        continue;
      }
      // A directory above it is named instead, if the same is true there.
      if (MayWriteAndExec(subject.GrantedAbove(path.found) | everywhere)) {
        continue;
      }
      const ObjectId object = path.found.object.id;
      if (std::find(reported.begin(), reported.end(), object) !=
          reported.end()) {
        continue;
      }
      reported.push_back(object);
      findings->push_back(
          MakeFinding(Lint::kWriteAndExec, path.statement->place,
                      {path.statement->text, OtherHalf(subject, path)}));
    }
  }
}

namespace {

// Why a policy lets unix sockets be connected to that no statement grants.
struct Opening {
  std::string why;
  std::string cure;
};

std::optional<Opening> OpeningOf(const Subject& subject) {
  const Summary& summary = subject.policy().summary;
  const int abi = subject.machine().kernel_abi;
  constexpr int needed = FirstAbiOf(right::resolve_unix);
  const std::string first = std::to_string(needed);
  if (Lower(summary, abi).handled.Overlaps(right::resolve_unix)) return {};
  if (summary.unrestricted.Overlaps(right::resolve_unix)) {
    return Opening{"as the policy leaves resolve_unix unrestricted",
                   "do not leave it so"};
  }
  if (abi >= needed) {
    return Opening{"as the policy's ABI ends before " + first,
                   "raise the upper bound to " + first + " or more"};
  }
  return Opening{
      "as Landlock restricts unix sockets from ABI " + first + " on only",
      "run it as a user who may not open the socket"};
}

struct ReachedPort {
  uint16_t port;
  std::string_view what;
};

constexpr ReachedPort kReachedPorts[] = {
    {22, "others' machines, with the keys that the program may read"},
    {25, "mail to anybody"},
    {80,
     "the cloud's metadata service, which hands out passwords, is one of "
     "them"},
    {2375, "a container engine, which controls its machine, is one of them"},
    {2376, "a container engine, which controls its machine, is one of them"},
    {6443, "a cluster's control is one of them"},
    {10250, "a cluster's nodes, which start programs, are among them"},
};

}  // namespace

void FindEngineSockets(const Subject& subject, Findings* findings) {
  const std::optional<Opening> opening = OpeningOf(subject);
  for (const std::string& socket : subject.machine().engine_sockets) {
    Place place = subject.policy().summary.abi_place;
    Opening said;
    if (opening.has_value()) {
      said = *opening;
    } else {
      const PathStatement* grantor =
          subject.GrantorOf(subject.Find(socket), right::resolve_unix);
      if (grantor == nullptr) continue;
      place = grantor->statement->place;
      said = {"as " + Mention(*grantor->statement) + " allows",
              "grant the sockets that the program needs"};
    }
    findings->push_back(
        MakeFinding(Lint::kEngineSocket, place, {socket, said.why, said.cure}));
  }
}

void FindEscapeSockets(const Subject& subject, Findings* findings) {
  const std::optional<Opening> opening = OpeningOf(subject);
  std::string list;
  for (const Machine::OpenSocket& socket : subject.machine().escape_sockets) {
    if (opening.has_value()) {
      list += (list.empty() ? "'" : "; '") + socket.path + "', " +
              std::string(socket.what);
      continue;
    }
    const PathStatement* grantor =
        subject.GrantorOf(subject.Find(socket.path), right::resolve_unix);
    if (grantor == nullptr || !IsWritten(*grantor->statement)) continue;
    findings->push_back(MakeFinding(
        Lint::kGrantsEscape, grantor->statement->place,
        {grantor->statement->text, socket.path, std::string(socket.what)}));
  }
  if (list.empty()) return;
  findings->push_back(MakeFinding(Lint::kEscapeSocket,
                                  subject.policy().summary.abi_place,
                                  {opening->why, list, opening->cure}));
}

void FindWideReach(const Subject& subject, Findings* findings) {
  for (const PolicyStatement& statement : subject.policy().list) {
    if (statement.kind != StatementKind::kPort || statement.quiet ||
        !IsWritten(statement) || !statement.access.Overlaps(right::connect_tcp))
      continue;
    for (const ReachedPort& reached : kReachedPorts) {
      if (statement.first_port > reached.port ||
          statement.last_port < reached.port) {
        continue;
      }
      findings->push_back(
          MakeFinding(Lint::kWideReach, statement.place,
                      {"connect tcp " + std::to_string(reached.port),
                       std::string(reached.what)}));
      break;
    }
  }
}

void FindUnsandboxedRuns(const Subject& subject, Findings* findings) {
  const Summary& summary = subject.policy().summary;
  if (summary.abi.least > 0) return;
  const std::string most = std::to_string(summary.abi.most);
  findings->push_back(
      MakeFinding(Lint::kMayRunUnsandboxed, summary.abi_place, {most, most}));
}

void FindWidePortRanges(const Subject& subject, Findings* findings) {
  for (const PolicyStatement& statement : subject.policy().list) {
    if (statement.kind != StatementKind::kPort || statement.quiet) continue;
    const int count = statement.last_port - statement.first_port + 1;
    if (count <= kWidestRange) continue;
    const bool binds =
        statement.access.Overlaps(right::bind_tcp | right::bind_udp);
    findings->push_back(
        MakeFinding(Lint::kWidePortRange, statement.place,
                    {std::to_string(count),
                     binds ? ", or write 0 if any free one will do" : ""}));
  }
}

}  // namespace landshim
