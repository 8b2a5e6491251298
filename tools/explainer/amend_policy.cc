#include "tools/explainer/amend_policy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "policy/domain.h"
#include "policy/statements.h"
#include "tools/checker/checked_policy.h"
#include "tools/explainer/amend.h"
#include "tools/explainer/cure_parts.h"
#include "tools/filesystem/real_filesystem.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/read_file.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

// The one who sits at the terminal; standard input is the program's.
class Terminal {
 public:
  Terminal() : fd_(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
  ~Terminal() {
    if (fd_ >= 0) close(fd_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool is_there() const { return fd_ >= 0; }

  // The first letter of the answer, in lower case; 'n' for an empty line.
  char Ask(const std::string& question) const {
    WriteAll(fd_, question);
    std::string line;
    char c = 0;
    while (read(fd_, &c, 1) == 1 && c != '\n') line += c;
    constexpr char kLower = 'a' - 'A';
    if (line.empty()) return 'n';
    return line[0] >= 'A' && line[0] <= 'Z'
               ? static_cast<char>(line[0] + kLower)
               : line[0];
  }

 private:
  int fd_;
};

using Amendments = std::vector<Amendment>;

void SayLeftOut(const std::string& file, const Amendment& amendment,
                const std::string& why) {
  Note(Escape(file) + ": not added: '" + Escape(amendment.statement) +
       "': " + why);
}

// What is dangerous, and what the user would have to say to have it.
void SayDanger(const std::string& file, const Amendment& amendment) {
  const CureDanger& danger = amendment.danger;
  if (danger.never.empty()) {
    SayLeftOut(file, amendment,
               Escape(danger.words) + "; give '" + Escape(danger.options) +
                   "' if the program must have it");
    return;
  }
  SayLeftOut(file, amendment,
             Escape(danger.never) +
                 ", and no option adds that; have the program use another "
                 "directory");
}

Amendments WithoutUnasked(const std::string& file,
                          const Amendments& amendments) {
  Amendments chosen;
  for (const Amendment& amendment : amendments) {
    if (amendment.danger.IsUnasked()) {
      SayDanger(file, amendment);
    } else {
      chosen.push_back(amendment);
    }
  }
  return chosen;
}

// Those that the user wants. "All" is not said of what is dangerous: that is
// asked about one by one, or not at all.
Amendments Choose(const std::string& file, const Terminal& terminal,
                  const Amendments& amendments) {
  Amendments chosen;
  bool all = false;
  for (const Amendment& amendment : amendments) {
    if (!amendment.danger.never.empty()) {
      SayDanger(file, amendment);
      continue;
    }
    const bool broad = amendment.danger.IsUnasked();
    const char answer =
        all && !broad
            ? 'y'
            : terminal.Ask(
                  "add '" + Escape(amendment.statement) + "'" +
                  (broad ? " (" + Escape(amendment.danger.words) + ")" : "") +
                  " to " + Escape(file) + "? [y/N/a(ll)/q(uit)] ");
    if (answer == 'q') break;
    all = all || answer == 'a';
    if ((all && !broad) || answer == 'y' || answer == 'a') {
      chosen.push_back(amendment);
    }
  }
  return chosen;
}

// Whether a program would start under the policy, as far as its files go.
bool Starts(const std::string& file, const std::string& text,
            std::string* error, PolicyStatements* read = nullptr) {
  const size_t slash = file.rfind('/');
  const std::string directory =
      slash == std::string::npos ? "" : file.substr(0, slash == 0 ? 1 : slash);
  const Source source = {.name = file,
                         .text = text,
                         .kind = SourceKind::kFile,
                         .directory = directory};
  PolicyStatements own;
  PolicyStatements* const policy = read != nullptr ? read : &own;
  RealFilesystem filesystem;
  Layer layer;
  return ReadStatements({source}, {environ}, ReadPolicyFile, policy, error) &&
         BuildLayer(*policy, {}, &filesystem, &layer, error);
}

// Those under which a program would still start.
Amendments WithoutHarm(const std::string& file, const std::string& text,
                       const Amendments& amendments) {
  Amendments chosen;
  for (const Amendment& amendment : amendments) {
    chosen.push_back(amendment);
    std::string error;
    if (Starts(file, Amend(text, chosen), &error)) continue;
    chosen.pop_back();
    SayLeftOut(file, amendment,
               "with it no program would start (" + error + ")");
  }
  return chosen;
}

constexpr char kNobody[] =
    "--amend: there is no terminal to ask at; give '--yes' to add every "
    "statement that is not broad";

// Without what the policy says already: that helps nobody a second time.
Amendments WithoutRepeats(const std::string& file,
                          const PolicyStatements& policy,
                          const Amendments& amendments) {
  Amendments chosen;
  for (const Amendment& amendment : amendments) {
    std::vector<CurePart> parts = PartsOf(amendment.statement);
    std::string place;
    std::erase_if(parts, [&policy, &place](const CurePart& part) {
      for (const PolicyStatement& said : policy.list) {
        if (said.kind != StatementKind::kPath || said.quiet ||
            said.text != part.path || !(part.access & ~said.access).empty()) {
          continue;
        }
        place = ToText(said.place);
        return true;
      }
      return false;
    });
    if (!parts.empty() || place.empty()) {
      chosen.push_back(amendment);
      continue;
    }
    SayLeftOut(file, amendment,
               place +
                   " says it already; what is there may have been replaced "
                   "since the program started: grant the directory");
  }
  return chosen;
}

}  // namespace

std::string WhyNotToAmend(const std::string& file, bool yes) {
  const std::string why = WhyNotWritable(file, Streams::kRefuse);
  if (!why.empty()) return Escape(file) + ": " + why;
  if (!yes && !Terminal().is_there()) return kNobody;
  std::string text;
  struct stat status = {};
  std::string error;
  if (ReadText(file, &text, &status, &error)) Starts(file, text, &error);
  return error;
}

int AmendPolicy(const std::string& file, bool yes,
                const Explanation& explanation) {
  Amendments amendments = AmendmentsOf(explanation);
  if (amendments.empty()) return 0;
  std::string text;
  struct stat status = {};
  std::string error;
  if (!ReadText(file, &text, &status, &error)) return Complain(error);
  if (yes) {
    amendments = WithoutUnasked(file, amendments);
  } else {
    const Terminal terminal;
    if (!terminal.is_there()) return Complain(kNobody);
    amendments = Choose(file, terminal, amendments);
  }
  if (amendments.empty()) return 0;
  PolicyStatements policy;
  if (!Starts(file, text, &error, &policy)) return Complain(error);
  amendments = WithoutRepeats(file, policy, amendments);
  amendments = WithoutHarm(file, text, amendments);
  if (amendments.empty()) return 0;
  if (!ReplaceContent(file, status, Amend(text, amendments), &error)) {
    return Complain(Escape(file) + ": " + error);
  }
  Note(Escape(file) + ": added " + std::to_string(amendments.size()) +
       (amendments.size() == 1 ? " statement" : " statements"));
  return 0;
}

}  // namespace landshim
