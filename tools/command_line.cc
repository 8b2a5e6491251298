// First the command's name, then its words one by one, then what is missing.
#include "tools/command_line.h"

#include <algorithm>

#include "tools/command.h"
#include "tools/message.h"

namespace landshim {
namespace {

std::string Quoted(const std::string& word) {
  std::string quoted = "'";
  quoted += Escape(word);
  quoted += '\'';
  return quoted;
}

// "a, b and c"
std::string Listed(const std::vector<std::string>& names) {
  std::string list;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " and " : ", ";
    list += names[i];
  }
  return list;
}

bool IsOption(const std::string& word) {
  return word.size() > 1 && word[0] == '-';
}

// The words of one command.
class Reading {
 public:
  explicit Reading(CLI::App* command) : command_(command) {}

  // Reads all words. False: there is a mistake.
  bool Read(const std::vector<std::string>& words) {
    bool only_operands = false;
    for (size_t i = 0; i < words.size(); ++i) {
      if (only_operands || !IsOption(words[i])) {
        operands_.push_back(words[i]);
        only_operands = only_operands || command_->get_prefix_command();
      } else if (words[i] == "--") {
        only_operands = true;
      } else if (words[i].rfind("--", 0) == 0) {
        ReadLong(words, &i);
      } else {
        ReadShort(words, &i);
      }
    }
    CheckOperands();
    CheckOptions();
    return mistake_.empty();
  }

  bool help() const { return help_; }
  const std::string& mistake() const { return mistake_; }

  // As CommandLine::words.
  std::vector<std::string> CanonicalWords() {
    std::vector<std::string> words = {command_->get_name()};
    words.insert(words.end(), options_.begin(), options_.end());
    if (operands_.empty()) return words;
    // With their exact number CLI11 takes each operand for what it is.
    for (CLI::Option* option : Operands()) {
      if (IsRepeatable(*option)) {
        const size_t others = Operands().size() - 1;
        if (operands_.size() == others) continue;
        option->expected(static_cast<int>(operands_.size() - others));
      }
    }
    words.emplace_back("--");
    words.insert(words.end(), operands_.begin(), operands_.end());
    return words;
  }

 private:
  // The first mistake is the one that is shown.
  void Mistake(const std::string& what_and_cure) {
    if (!mistake_.empty()) return;
    mistake_ = command_->get_name() + ": " + what_and_cure;
  }

  // How it is done, from the command's first example.
  std::string AsInExample() const {
    const std::string examples = command_->get_footer();
    return "write it as in '" + examples.substr(0, examples.find('\n')) + "'";
  }

  // The option with this name, "--long" or "-s"; null: none.
  CLI::Option* Find(const std::string& name) const {
    for (CLI::Option* option : command_->get_options()) {
      if (option->get_positional()) continue;
      for (const std::string& known : option->get_lnames()) {
        if (name == "--" + known) return option;
      }
      for (const std::string& known : option->get_snames()) {
        if (name == "-" + known) return option;
      }
    }
    return nullptr;
  }

  std::vector<CLI::Option*> Operands() const {
    return command_->get_options(
        [](CLI::Option* option) { return option->get_positional(); });
  }

  void Unknown(const std::string& name) {
    std::vector<std::string> names;
    for (CLI::Option* option : command_->get_options()) {
      if (!option->get_positional()) names.push_back(LongName(*option));
    }
    const std::string nearest = Nearest(name, names);
    Mistake("unknown option " + Quoted(name) + "; " +
            (nearest.empty() ? "'landshim " + command_->get_name() +
                                   " --help' lists the options"
                             : "did you mean '" + nearest + "'?"));
  }

  void ReadLong(const std::vector<std::string>& words, size_t* at) {
    const std::string& word = words[*at];
    const size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    CLI::Option* const option = Find(name);
    if (option == nullptr) return Unknown(name);
    if (IsFlag(*option)) {
      if (equals == std::string::npos) return AddFlagWord(option);
      return Mistake("option '" + name + "' takes no value; write it alone");
    }
    if (equals != std::string::npos) {
      return AddValueWord(option, word.substr(equals + 1));
    }
    ReadNextAsValue(words, at, option, name);
  }

  // "-w", "-o VALUE", "-oVALUE", and flags together: "-xyz".
  void ReadShort(const std::vector<std::string>& words, size_t* at) {
    const std::string& word = words[*at];
    const std::string long_name = "-" + word.substr(0, word.find('='));
    if (Find(long_name) != nullptr) return Unknown(long_name.substr(1));
    for (size_t i = 1; i < word.size(); ++i) {
      const std::string name = std::string("-") + word[i];
      CLI::Option* const option = Find(name);
      if (option == nullptr) return Unknown(word);
      if (IsFlag(*option)) {
        AddFlagWord(option);
        continue;
      }
      const std::string rest = word.substr(i + 1);
      if (rest.empty()) return ReadNextAsValue(words, at, option, name);
      if (rest[0] != '=') return AddValueWord(option, rest);
      const std::string value =
          rest == "=" ? option->get_type_name() : Escape(rest.substr(1));
      return Mistake(Quoted(word) + " mixes two spellings; write '" + name +
                     " " + value + "'");
    }
  }

  void ReadNextAsValue(const std::vector<std::string>& words, size_t* at,
                       CLI::Option* option, const std::string& name) {
    if (*at + 1 == words.size()) {
      return Mistake("option '" + name + "' has no value; write it as in '" +
                     name + " " + option->get_type_name() + "'");
    }
    const std::string& value = words[*at + 1];
    if (IsOption(value)) {
      return Mistake("option '" + name + "' has no value: " + Quoted(value) +
                     " is an option; if it is the value, write '" +
                     LongName(*option) + "=" + Escape(value) + "'");
    }
    ++*at;
    AddValueWord(option, value);
  }

  // True the first time, or where there may be any number.
  bool Note(CLI::Option* option) {
    const bool first =
        std::find(given_.begin(), given_.end(), option) == given_.end();
    given_.push_back(option);
    if (first || IsRepeatable(*option)) return true;
    Mistake("option '" + LongName(*option) + "' is given twice; keep one");
    return false;
  }

  void AddFlagWord(CLI::Option* option) {
    if (option == command_->get_help_ptr()) {
      help_ = true;
    } else if (Note(option)) {
      options_.push_back(LongName(*option));
    }
  }

  void AddValueWord(CLI::Option* option, const std::string& value) {
    if (value.empty()) {
      return Mistake("option '" + LongName(*option) +
                     "' has an empty value; write it as in '" +
                     LongName(*option) + " " + option->get_type_name() + "'");
    }
    if (Note(option)) options_.push_back(LongName(*option) + "=" + value);
  }

  void CheckOperands() {
    if (std::find(operands_.begin(), operands_.end(), "") != operands_.end() &&
        !command_->get_prefix_command()) {
      return Mistake("an operand is empty; " + AsInExample());
    }
    size_t most = 0;
    for (const CLI::Option* option : Operands()) {
      if (most >= operands_.size() && option->get_required()) {
        return Mistake("there is no " + option->get_name(true) + "; " +
                       AsInExample());
      }
      most += IsRepeatable(*option) ? operands_.size() : 1;
    }
    if (operands_.size() > most) {
      Mistake("unexpected word " + Quoted(operands_[most]) + "; " +
              AsInExample());
    }
  }

  bool IsGiven(const CLI::Option* option) const {
    return std::find(given_.begin(), given_.end(), option) != given_.end();
  }

  // What CLI11's required(), excludes() and needs() say about options.
  void CheckOptions() {
    for (const CLI::Option* option : command_->get_options()) {
      if (option->get_positional()) continue;
      const std::string name = LongName(*option);
      if (!IsGiven(option)) {
        if (!option->get_required()) continue;
        return Mistake("option '" + name + "' is missing; " + AsInExample());
      }
      for (const CLI::Option* other : option->get_excludes()) {
        if (!IsGiven(other)) continue;
        return Mistake("options '" + name + "' and '" + LongName(*other) +
                       "' exclude each other; keep one");
      }
      for (const CLI::Option* other : option->get_needs()) {
        if (IsGiven(other)) continue;
        return Mistake("option '" + name + "' needs '" + LongName(*other) +
                       "'; give both or none");
      }
    }
  }

  CLI::App* command_;
  bool help_ = false;
  std::string mistake_;
  std::vector<const CLI::Option*> given_;
  std::vector<std::string> options_;
  std::vector<std::string> operands_;
};

std::string UnknownCommand(CLI::App* app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : CommandsOf(app)) {
    names.push_back(command->get_name());
  }
  const std::string all = Listed(names);
  names.emplace_back("--version");
  const std::string nearest = Nearest(word, names);
  return "unknown command " + Quoted(word) + "; " +
         (nearest.empty() ? "the commands are " + all
                          : "did you mean '" + nearest + "'?");
}

// What stands where a command's name is expected and is an option.
std::string UnknownOption(const std::string& word) {
  const std::string nearest = Nearest(word, {"--help", "--version"});
  if (!nearest.empty()) {
    return "unknown option " + Quoted(word) + "; did you mean '" + nearest +
           "'?";
  }
  return "option " + Quoted(word) +
         " stands before the command; write 'landshim COMMAND [OPTION]...'";
}

}  // namespace

bool ReadCommandLine(CLI::App* app, const std::vector<std::string>& arguments,
                     CommandLine* line, std::string* mistake) {
  std::vector<std::string> words = arguments;
  if (!words.empty() && (words[0] == "--help" || words[0] == "-h")) {
    // The same as the command "help", which knows what may follow.
    words[0] = "help";
  }
  if (words.empty()) {
    line->help = true;
    return true;
  }
  if (words[0] == "--version") {
    line->version = words.size() == 1;
    *mistake = line->version ? ""
                             : "unexpected word " + Quoted(words[1]) +
                                   "; write 'landshim --version'";
    return line->version;
  }
  line->command = FindCommand(app, words[0]);
  if (line->command == nullptr) {
    *mistake = IsOption(words[0]) ? UnknownOption(words[0])
                                  : UnknownCommand(app, words[0]);
    return false;
  }
  words.erase(words.begin());
  Reading reading(line->command);
  const bool good = reading.Read(words);
  line->help = reading.help();
  if (line->help) return true;
  *mistake = reading.mistake();
  if (good) line->words = reading.CanonicalWords();
  return good;
}

}  // namespace landshim
