#include "tools/drafter/compose.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "policy/statement.h"
#include "tools/drafter/path_text.h"
#include "tools/message.h"

namespace landshim {
namespace {

// In which order kinds of statements come: programs first, then files, then
// what leads out of the machine.
constexpr std::string_view kOrder[] = {"exec",  "read",    "device", "write",
                                       "allow", "connect", "bind",   "unscope"};

size_t RankOf(const std::string& statement) {
  const std::string_view verb =
      std::string_view(statement).substr(0, statement.find_first_of(" ?"));
  return std::find(std::begin(kOrder), std::end(kOrder), verb) -
         std::begin(kOrder);
}

std::string Join(const std::set<std::string>& words, size_t most) {
  std::string text;
  size_t count = 0;
  for (const std::string& word : words) {
    if (count == most) {
      return text + " and " + std::to_string(words.size() - most) + " more";
    }
    if (count++ > 0) text += ", ";
    text += word;
  }
  return text;
}

// "git, sh: list, read".
std::string CommentFor(const Reasons& reasons) {
  constexpr size_t kMostPrograms = 5;
  constexpr size_t kMostDeeds = 8;
  std::set<std::string> programs;
  std::set<std::string> deeds;
  for (const Reason& reason : reasons) {
    programs.insert(Escape(reason.program));
    deeds.insert(Escape(reason.deed));
  }
  if (programs.empty()) return "Both ends of a move grant the same";
  return Join(programs, kMostPrograms) + ": " + Join(deeds, kMostDeeds);
}

// How the ports of one right are written, runs of them as ranges.
std::vector<std::string> PortWords(const std::vector<uint16_t>& ports) {
  constexpr int kLeastRange = 2;
  std::vector<std::string> words;
  for (size_t i = 0; i < ports.size();) {
    size_t last = i;
    while (last + 1 < ports.size() && ports[last + 1] == ports[last] + 1) {
      ++last;
    }
    if (ports[last] - ports[i] >= kLeastRange) {
      words.push_back(std::to_string(ports[i]) + ".." +
                      std::to_string(ports[last]));
      i = last + 1;
    } else {
      words.push_back(std::to_string(ports[i++]));
    }
  }
  return words;
}

class Grouper {
 public:
  void Add(const std::string& statement, const std::string& comment) {
    groups_[{RankOf(statement), comment}].insert(statement);
  }

  std::vector<StatementGroup> Finish() const {
    std::vector<StatementGroup> groups;
    for (const auto& [key, statements] : groups_) {
      groups.push_back({key.second, {statements.begin(), statements.end()}});
    }
    return groups;
  }

 private:
  std::map<std::pair<size_t, std::string>, std::set<std::string>> groups_;
};

void AddPorts(const DraftPlan& plan, Grouper* grouper) {
  for (const Peer& peer : kPeers) {
    for (const bool connects : {true, false}) {
      const AccessMasks access = connects ? peer.connect : peer.bind;
      std::vector<uint16_t> ports;
      Reasons reasons;
      for (const auto& [port, why] : plan.ports) {
        if (!access.Overlaps({port.first})) continue;
        ports.push_back(port.second);
        reasons.insert(why.begin(), why.end());
      }
      std::sort(ports.begin(), ports.end());
      std::vector<std::string> words = PortWords(ports);
      const auto range = plan.port_ranges.find(access.bits);
      if (range != plan.port_ranges.end()) {
        words.push_back(std::to_string(range->second.first) + ".." +
                        std::to_string(range->second.last));
        reasons.insert(range->second.reasons.begin(),
                       range->second.reasons.end());
      }
      std::string statement =
          std::string(connects ? "connect " : "bind ") + peer.name;
      for (const std::string& word : words) statement += ' ' + word;
      if (!words.empty()) grouper->Add(statement, CommentFor(reasons));
    }
  }
}

std::string Includes(const std::vector<std::string>& fragments) {
  return fragments.empty() ? "" : '\n' + IncludeOf(fragments) + '\n';
}

// In one line, and not endless.
std::string CommandOf(const RunStart& start) {
  constexpr size_t kLongest = 80;
  std::string command;
  for (const std::string& word : start.command) {
    if (!command.empty()) command += ' ';
    command += word;
  }
  if (command.size() > kLongest) {
    const auto is_inside_character = [&command](size_t at) {
      return (static_cast<unsigned char>(command[at]) & 0xc0) == 0x80;
    };
    size_t end = kLongest;
    while (end > 0 && is_inside_character(end)) --end;
    command = command.substr(0, end) + "...";
  }
  return Escape(command);
}

std::string Body(const std::vector<StatementGroup>& groups) {
  std::string text;
  for (const StatementGroup& group : groups) {
    text += "\n# " + group.comment + '\n';
    for (const std::string& statement : group.statements) {
      text += statement + '\n';
    }
  }
  return text;
}

}  // namespace

std::string IncludeOf(const std::vector<std::string>& fragments) {
  std::string text = "include";
  for (const std::string& name : fragments) text += " <" + name + '>';
  return text;
}

std::vector<std::string> StatementsOf(const std::string& path,
                                      const DraftRule& rule,
                                      const PathSpeller& speller,
                                      AccessMasks known) {
  std::vector<std::string> statements;
  for (const SpelledRights& rights :
       SpellRights(rule.access, rule.IsDirectory(), rule.exactly, known)) {
    std::string verb = rights.verb;
    const size_t end = std::min(verb.find(' '), verb.size());
    if (rule.optional) verb.insert(end, "?");
    statements.push_back(verb + ' ' + speller.Spell(path));
  }
  return statements;
}

std::vector<StatementGroup> GroupsOf(const DraftPlan& plan,
                                     const PathSpeller& speller,
                                     AccessMasks known) {
  Grouper grouper;
  for (const auto& [path, rule] : plan.rules) {
    for (const std::string& statement :
         StatementsOf(path, rule, speller, known)) {
      grouper.Add(statement, CommentFor(rule.reasons));
    }
  }
  AddPorts(plan, &grouper);
  if (!plan.scopes.empty()) {
    std::string statement = "unscope";
    for (const Right& r : kRights) {
      if (plan.scopes.Overlaps(r.Masks())) {
        statement += ' ' + std::string(r.Name());
      }
    }
    grouper.Add(statement, CommentFor(plan.scope_reasons));
  }
  return grouper.Finish();
}

std::string Compose(const std::vector<RunStart>& starts, const AbiRange& abi,
                    const std::vector<std::string>& fragments,
                    const std::vector<StatementGroup>& groups) {
  std::set<std::string> commands;
  for (const RunStart& start : starts) commands.insert(CommandOf(start));
  std::string text = "# Drafted by landshim from recordings of:\n";
  for (const std::string& command : commands) text += "#   " + command + '\n';
  text += "landshim 1\nabi " + std::to_string(abi.least) + ".." +
          std::to_string(abi.most) + '\n';
  return text + Includes(fragments) + Body(groups);
}

std::string Append(const std::string& text,
                   const std::vector<std::string>& fragments,
                   const std::vector<StatementGroup>& groups) {
  if (groups.empty() && fragments.empty()) return text;
  std::string whole = text;
  if (!whole.empty() && whole.back() != '\n') whole += '\n';
  return whole + "\n# Added by landshim draft.\n" + Includes(fragments) +
         Body(groups);
}

}  // namespace landshim
