// One function for each fact.
#include "tools/doctor/program_facts.h"

#include <algorithm>

#include "policy/access.h"
#include "policy/text.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

Fact DescribeFound(const Prognosis& prognosis) {
  const Inspection& program = prognosis.program;
  if (!program.good) {
    return {.key = "program",
            .state = State::kWrong,
            .text = program.failure,
            .values = {{"name", prognosis.name},
                       {"status", int64_t{program.status}}}};
  }
  const bool searched = prognosis.name.find('/') == std::string::npos;
  return {.key = "program",
          .text = Escape(program.path) + (searched ? ", found in PATH" : ""),
          .values = {{"name", prognosis.name}, {"path", program.path}}};
}

Fact DescribeScript(const Prognosis& prognosis) {
  const Inspection& program = prognosis.program;
  Fact fact = {.key = "script"};
  fact.text = Escape(program.chain[0]);
  for (size_t i = 1; i < program.chain.size(); ++i) {
    const bool by_env = i > 1 && BaseName(program.chain[i - 1]) == "env";
    fact.text += by_env ? ", and that starts " : ", a script of ";
    fact.text += Escape(program.chain[i]);
  }
  const bool resolved = program.executed > 0;
  if (resolved) {
    fact.text += "; 'landshim run' starts " +
                 Escape(program.chain[program.executed]) + " itself";
  }
  if (program.env_binds) {
    fact.state = State::kLimited;
    fact.text +=
        ", whose line only env understands: the policy binds env first, and "
        "must let it execute what it starts";
    fact.cure = "name the interpreter itself in the first line";
  }
  fact.values = {{"chain", program.chain},
                 {"resolved_env", resolved},
                 {"env_binds", program.env_binds},
                 {"executed", program.chain[program.executed]}};
  return fact;
}

// How JSON calls it, and how people do.
struct KindNames {
  std::string key;
  std::string words;
};

KindNames NamesOfKind(const Inspection& program) {
  switch (program.kind) {
    case ImageKind::kDynamic:
      return {"dynamic", program.libc == Libc::kMusl ? "dynamic, for musl"
                                                     : "dynamic, for glibc"};
    case ImageKind::kStatic:
      return {"static", "static"};
    case ImageKind::kForeign:
      return {"foreign", program.elf_class.bits == 0
                             ? "neither ELF nor a script"
                             : "of another architecture"};
    case ImageKind::kOddLinker:
      return {"odd_linker",
              "dynamic, with a dynamic linker that is not one of the "
              "system's"};
    case ImageKind::kSanitized:
      return {"sanitized", "dynamic, built with AddressSanitizer"};
    case ImageKind::kUnreadable:
      return {"unreadable", "not readable for this user"};
  }
  return {};
}

Fact DescribeImage(const Prognosis& prognosis) {
  const Inspection& program = prognosis.program;
  Fact fact = {.key = "image"};
  fact.text = Escape(program.image());
  if (program.real_path != program.image()) {
    fact.text += " (" + Escape(program.real_path) + ")";
  }
  fact.text += ": " + NamesOfKind(program).words;
  const bool known = program.kind != ImageKind::kUnreadable;
  if (known && program.elf_class.bits != 0) {
    fact.text += ", " + DescribeClass(program);
  }
  if (!program.linker.empty()) {
    fact.text += "; its dynamic linker is " + Escape(program.linker);
  }
  fact.values = {
      {"path", program.image()},
      {"real_path", program.real_path},
      {"kind", NamesOfKind(program).key},
      {"libc", std::string(program.kind != ImageKind::kDynamic &&
                                   program.kind != ImageKind::kSanitized
                               ? ""
                           : program.libc == Libc::kMusl ? "musl"
                                                         : "glibc")},
      {"class", known ? DescribeClass(program) : std::string()},
      {"linker", program.linker}};
  return fact;
}

Fact DescribePrivileges(const Prognosis& prognosis) {
  const bool effective = prognosis.program.privileged;
  Fact fact = {.key = "privileges",
               .state = State::kLimited,
               .values = {{"set_id", true}, {"effective", effective}}};
  fact.text =
      "set-id, or with file capabilities: in a sandbox that has no "
      "effect";
  if (!effective) {
    fact.text += ", and here it has none anyway (no_new_privs, or nosuid)";
  }
  fact.cure = "start landshim as the user that it is to run as";
  return fact;
}

Fact DescribeStarter(const Prognosis& prognosis) {
  const Inspection& program = prognosis.program;
  if (program.IsScript()) {
    return {.key = "starts_others",
            .text = "a script of " +
                    Escape(std::string(BaseName(program.image()))) +
                    " starts other programs: its policy must cover them",
            .values = {{"program", program.image()}}};
  }
  return {.key = "starts_others",
          .text = Escape(std::string(BaseName(prognosis.program.path))) +
                  " starts other programs: its policy binds it first, and must "
                  "cover what it starts; to bind only that, write 'landshim "
                  "run' behind it",
          .values = {{"program", prognosis.program.path}}};
}

Fact DescribeRunFact(const Prognosis& prognosis) {
  const Rehearsal& told = prognosis.Told();
  Fact fact = {.key = "run"};
  fact.values = {{"starts", prognosis.Starts()},
                 {"layers", int64_t{prognosis.RunLayers()}},
                 {"one_layer", told.one_layer},
                 {"status", int64_t{prognosis.run.status}},
                 {"says", prognosis.run.lines}};
  fact.state = prognosis.Starts() ? State::kFine : State::kWrong;
  if (told.layers > 0 && !prognosis.Starts()) fact.text = "if it did start: ";
  if (told.layers == 2 && prognosis.program.kind == ImageKind::kUnreadable) {
    fact.text +=
        "one layer before it begins, and a second one if it is "
        "dynamic";
  } else if (told.layers == 2) {
    fact.text +=
        "two layers: the first before it begins, the second by the "
        "shim in it";
  } else if (told.layers == 1) {
    fact.text += "one layer, before it begins: " + told.one_layer;
  } else {
    fact.text += "no layer";
  }
  if (prognosis.system_wide.Binds() && told.layers > 0) {
    fact.text += "; one more by the shim in /etc/ld.so.preload";
  }
  if (!prognosis.run.ready) return fact;
  for (const std::string& line : prognosis.run.lines) {
    fact.text += "\nit says: " + line;
  }
  return fact;
}

// A tree that is granted for reading says it already.
bool IsBeneathTree(const std::string& path, const std::vector<Grant>& grants) {
  for (const Grant& grant : grants) {
    if (grant.tree && path.rfind(grant.path + "/", 0) == 0) return true;
  }
  return false;
}

// Paths with the same rights, in one list; a tree with '/' at its end.
std::string ListGrants(const std::vector<Grant>& grants, bool execute) {
  Texts paths;
  for (const Grant& grant : grants) {
    if (grant.rights.Overlaps(right::execute) != execute) continue;
    if (!execute && IsBeneathTree(grant.path, grants)) continue;
    paths.push_back(Escape(grant.path) + (grant.tree ? "/" : ""));
  }
  return Join(paths);
}

Fact DescribeStart(const Prognosis& prognosis) {
  const Rehearsal& told = prognosis.Told();
  Fact fact = {.key = "start"};
  std::vector<Object> list;
  for (const Grant& grant : told.grants) {
    const bool executes = grant.rights.Overlaps(right::execute);
    list.push_back({{"path", grant.path},
                    {"grants", executes     ? "execute"
                               : grant.tree ? "read_beneath"
                                            : "read"}});
  }
  fact.values = {{"grants", list}, {"kept", told.layers == 1}};
  fact.text = told.layers == 1 ? "granted beside the policy for ever"
                               : "granted beside the policy until the shim "
                                 "takes it away";
  const std::string executed = ListGrants(told.grants, true);
  const std::string read = ListGrants(told.grants, false);
  if (!executed.empty()) fact.text += "\nexecute and read: " + executed;
  if (!read.empty()) fact.text += "\nread: " + read;
  return fact;
}

Fact DescribeSearch(const char* key, const PolicySearch& search,
                    const ReadPolicyResult& policy) {
  constexpr const char* kStates[] = {"missing", "found", "cannot be opened"};
  constexpr const char* kKinds[] = {"option", "variables", "sample", "name",
                                    "nowhere"};
  Fact fact = {.key = key};
  std::vector<Object> places;
  Texts lines;
  for (const Place& place : search.places) {
    const char* state = kStates[static_cast<int>(place.state)];
    places.push_back({{"path", place.path}, {"state", state}});
    lines.push_back(Escape(place.path) + ": " + state);
  }
  if (search.kind == PolicyOriginKind::kOption) {
    lines.push_back("named by --policy: " + Escape(search.file));
  }
  if (!search.variables.empty()) {
    lines.push_back("named by " + Join(search.variables) +
                    ", so nothing is looked for by name");
  }
  if (search.kind == PolicyOriginKind::kNowhere && !policy.good) {
    fact.state = State::kWrong;
    fact.cure = "write one of these, or set LANDSHIM_POLICY or LANDSHIM_RULES";
  } else if (!policy.good) {
    fact.state = State::kWrong;
    lines.push_back(policy.failure);
  }
  for (const std::string& line : lines) {
    fact.text += (fact.text.empty() ? "" : "\n") + line;
  }
  fact.values = {{"origin", std::string(kKinds[static_cast<int>(search.kind)])},
                 {"file", search.file},
                 {"places", places},
                 {"good", fact.state == State::kFine}};
  return fact;
}

Fact DescribePreloadFact(const Prognosis& prognosis) {
  constexpr const char* kFates[] = {"loaded", "skipped", "warned", "refused",
                                    "unknown"};
  Fact fact = {.key = "preload"};
  const PreloadPrediction& preload = prognosis.preload;
  for (size_t i = 0; i < preload.fates.size(); ++i) {
    const std::string image = Escape(prognosis.stages[i].image.image()) + ": ";
    const PreloadFate& fate = preload.fates[i];
    if (i > 0) fact.text += "\n";
    fact.text += image;
    switch (fate.fate) {
      case Fate::kLoaded:
        fact.text += "ld.so loads the shim";
        break;
      case Fate::kSkipped:
        fact.text += "no shim is loaded, and nothing says so: " + fate.reason;
        if (!prognosis.stages[i].image.privileged) {
          fact.text += "; dynamic programs that it starts would load it";
        }
        break;
      case Fate::kWarned:
        fact.text += "ld.so warns and loads no shim: " + fate.reason;
        break;
      case Fate::kRefused:
        fact.text += "it ends itself: " + fate.reason;
        break;
      case Fate::kUnknown:
        fact.text += "nobody can tell: " + fate.reason;
    }
  }
  const PreloadFate& last = preload.fates.back();
  if (!preload.IsBound()) fact.state = State::kLimited;
  fact.values = {{"layers", int64_t{prognosis.PreloadLayers()}},
                 {"fate", std::string(kFates[static_cast<int>(last.fate)])},
                 {"bound", preload.IsBound()
                               ? prognosis.stages[preload.bound].image.image()
                               : std::string()},
                 {"reason", last.reason},
                 {"failure", prognosis.preload_failure}};
  return fact;
}

Fact DescribeDenials(const Prognosis& prognosis) {
  Fact fact = {.key = "denied", .state = State::kLimited};
  std::vector<Object> list;
  const auto add = [&](const char* way, const std::vector<Denial>& denials) {
    for (const Denial& denial : denials) {
      list.push_back({{"way", way},
                      {"operation", denial.operation},
                      {"cure", denial.cure}});
      if (!fact.text.empty()) fact.text += "\n";
      fact.text += std::string(way) + ": '" + Escape(denial.operation) + "'";
      if (denial.cure.empty()) continue;
      fact.text += "; add '" + Escape(denial.cure) + "' to the policy";
    }
  };
  add("run", prognosis.run_denials);
  add("preload", prognosis.preload_denials);
  fact.values = {{"operations", list}};
  return fact;
}

bool IsSame(const PolicySearch& a, const PolicySearch& b) {
  if (a.kind != b.kind || a.places.size() != b.places.size()) return false;
  for (size_t i = 0; i < a.places.size(); ++i) {
    if (a.places[i].path != b.places[i].path) return false;
  }
  return true;
}

}  // namespace

std::vector<Fact> DescribeProgram(const Prognosis& prognosis) {
  const Inspection& program = prognosis.program;
  std::vector<Fact> facts = {DescribeFound(prognosis)};
  if (!program.good) return facts;
  if (program.IsScript()) facts.push_back(DescribeScript(prognosis));
  facts.push_back(DescribeImage(prognosis));
  if (program.set_id) facts.push_back(DescribePrivileges(prognosis));
  if (StartsOthers(program.IsScript() ? program.image() : program.path)) {
    facts.push_back(DescribeStarter(prognosis));
  }
  facts.push_back(
      DescribeSearch("policy", prognosis.search, prognosis.run_policy));
  facts.push_back(DescribeRunFact(prognosis));
  if (!prognosis.Told().grants.empty()) {
    facts.push_back(DescribeStart(prognosis));
  }
  facts.push_back(DescribePreloadFact(prognosis));
  if (prognosis.preload.IsBound() &&
      !IsSame(prognosis.search, prognosis.preload_search)) {
    facts.push_back(DescribeSearch("preload_policy", prognosis.preload_search,
                                   prognosis.preload_policy));
  }
  if (prognosis.system_wide.loads) {
    facts.push_back(DescribeSearch(
        "system_policy", prognosis.system_wide.search, {.good = true}));
  }
  const Texts& variables = prognosis.here.process.variables;
  if (std::find(variables.begin(), variables.end(), "LANDSHIM_KEEP") !=
      variables.end()) {
    facts.push_back({.key = "keep",
                     .state = State::kLimited,
                     .text = "LANDSHIM_KEEP is set: with LD_PRELOAD each "
                             "dynamic program that it starts adds a layer",
                     .cure = "unset it"});
  }
  if (!prognosis.run_denials.empty() || !prognosis.preload_denials.empty()) {
    facts.push_back(DescribeDenials(prognosis));
  }
  return facts;
}

}  // namespace landshim::doctor
