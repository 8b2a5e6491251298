// What Landlock denied a program, as data.
#ifndef LANDSHIM_TOOLS_EXPLAINER_DENIAL_H_
#define LANDSHIM_TOOLS_EXPLAINER_DENIAL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace landshim {

// What a cure would open beyond what it names, as tools/system has it.
struct CureDanger {
  std::string words;  // "every file of the machine"; empty: it is not dangerous
  // By it the next start would be bound no more: no option adds that. Why; else
  // empty.
  std::string never;
  // "--allow-broad /home/ann": what the user would have to say, and did not.
  std::string options;

  bool IsUnasked() const { return !never.empty() || !options.empty(); }
};

// One kind of denied operation of one program. All of its occurrences are one.
struct Denial {
  std::string call;       // the system call: "openat"
  std::string operation;  // "read /etc/shadow", as `check --may` takes it
  std::string program;    // its executable
  int process = 0;        // that did it first
  // What stops it: "no rule grants read_file on '/etc/shadow'".
  std::string reason;
  std::string error;  // what the program sees: "EACCES"
  // The statement that allows it; empty where none can, or `unnamed`.
  std::string cure;
  // No path is known by which a statement could name it; `hint` says so.
  bool unnamed = false;
  CureDanger danger;  // of the cure; filled where it is printed (CureGuard)
  // What the program is likely to say instead of what is wrong; else empty.
  std::string hint;
  uint64_t count = 1;
};

// What came of a whole run.
struct Explanation {
  std::vector<Denial> denials;  // in the order of their first time
  uint64_t operations = 0;      // that Landlock has a say in
  // What could not be seen: "openat: its memory cannot be read".
  std::vector<std::string> gaps;
  // Nothing was enforced: why.
  std::string unenforced;
  // The files of the policy, as it was read: itself and what it includes.
  std::vector<std::string> policy_files;
};

// From the process that watches to the one that prints.
std::string Pack(const Explanation& explanation);
bool Unpack(std::string_view text, Explanation* explanation);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_DENIAL_H_
