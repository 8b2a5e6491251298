// How users write operations: with the words of the policy language.
#include <memory>
#include <utility>

#include "policy/lexer.h"
#include "policy/operation.h"
#include "policy/reader.h"
#include "policy/statement.h"
#include "policy/statements.h"
#include "policy/suggest.h"
#include "policy/table.h"
#include "policy/text.h"

namespace landshim {
namespace {

// What other tools, shells and system calls call it.
struct OtherName {
  char name[14];
  char instead[17];
};

constexpr OtherName kOtherNames[] = {
    {"cat", "read"},
    {"open_read", "read"},
    {"ls", "list"},
    {"readdir", "list"},
    {"creat", "overwrite"},
    {"touch", "write"},
    {"execve", "exec"},
    {"run", "exec"},
    {"delete", "remove"},
    {"rm", "remove"},
    {"mv", "rename"},
    {"move", "rename"},
    {"ln", "link"},
    {"kill", "signal"},
    {"mknod", "mkfile"},
    {"unmount", "umount"},
    {"send unix", "connect unix"},
    {"send abstract", "connect abstract"},
};

// What a right or flag is called in a list is looked up here.
std::vector<std::string_view> SplitAtCommas(std::string_view text) {
  std::vector<std::string_view> names;
  while (true) {
    const size_t comma = text.find(',');
    names.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return names;
    text.remove_prefix(comma + 1);
  }
}

// The name of an operation, or its first word, that is nearest to `word`.
std::string NearestName(std::string_view word) {
  struct Row {
    char name[kLongestSuggestion + 1];
  };
  std::string best;
  for (const OperationKind& kind : OperationKinds()) {
    Row row[1] = {};
    kind.name.substr(0, kind.name.find(' '))
        .copy(row[0].name, kLongestSuggestion);
    const std::string_view near = Suggestion(word).Among(row).best();
    if (near.empty()) continue;
    if (best.empty() || EditDistance(word, near) < EditDistance(word, best)) {
      best = near;
    }
  }
  return best;
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view source_name,
         Environment environment, std::string_view working_directory)
      : text_(text),
        source_(
            {.name = source_name, .text = text_, .kind = SourceKind::kRules}),
        working_directory_(working_directory) {
    lexer_.Start(&source_, environment, &buffer_);
  }

  bool Parse(Operation* operation) {
    if (!ReadWords() || !FindKind()) return false;
    *operation = {.kind = kind_, .access = kind_->access, .open = kind_->open};
    if (!ReadOperands(operation)) return false;
    return next_ == words_.size() || FailExtra();
  }

  std::string error() const { return error_; }

 private:
  bool Fail(const std::string& what, const std::string& cure) {
    // Words of the user's are in it.
    const std::string text =
        std::string(source_.name) + ": " + what + "; " + cure;
    std::string buffer(4 * text.size(), '\0');
    Text escaped(buffer.data(), buffer.size());
    escaped.AppendEscaped(text);
    error_ = std::string(escaped.view());
    return false;
  }

  // "unknown KIND 'word'; did you mean 'x'?", or `cure` where nothing is near.
  bool FailUnknown(const std::string& what, std::string_view word,
                   const Suggestion& near, const std::string& cure) {
    return Fail("unknown " + what + " '" + std::string(word) + "'",
                near.best().empty()
                    ? cure
                    : "did you mean '" + std::string(near.best()) + "'?");
  }

  bool FailExtra() {
    return Fail("unexpected word '" + words_[next_] + "'",
                "write it as in '" + ToText(*kind_) + "'");
  }

  bool ReadWords() {
    Word word;
    Problem problem;
    bool ended = false;
    while (true) {
      const Token token = lexer_.Next(&word, &problem);
      if (token == Token::kEndOfText) break;
      if (token == Token::kWord && word.missing_variable.data() != nullptr) {
        problem.Set(word.variable_place, word.variable_empty
                                             ? ProblemKind::kEmptyVariable
                                             : ProblemKind::kUnsetVariable);
        problem.With(word.missing_variable);
      }
      if (token == Token::kProblem || problem.place.source != nullptr) {
        error_ = ToText(problem);
        return false;
      }
      if (token == Token::kWord && ended) {
        return Fail(
            "'" + std::string(word.text) + "' begins a second operation",
            "ask about one at a time");
      }
      ended = token == Token::kEndOfStatement;
      if (token == Token::kWord) words_.emplace_back(word.text);
    }
    return !words_.empty() || Fail("there is no operation",
                                   "write one such as 'read /etc/passwd'");
  }

  const OperationKind* Lookup(const std::string& name) const {
    const OtherName* other = FindRow(kOtherNames, name);
    return FindOperationKind(other == nullptr ? std::string_view(name)
                                              : other->instead);
  }

  // Names are one word or two.
  bool FindKind() {
    if (words_.size() > 1) kind_ = Lookup(words_[0] + ' ' + words_[1]);
    next_ = kind_ == nullptr ? 1 : 2;
    if (kind_ == nullptr) kind_ = Lookup(words_[0]);
    return kind_ != nullptr || FailName();
  }

  bool FailName() {
    const std::string& first = words_[0];
    std::string seconds;
    for (const OperationKind& kind : OperationKinds()) {
      if (!kind.name.starts_with(first + ' ')) continue;
      if (!seconds.empty()) seconds += ", ";
      seconds += kind.name.substr(first.size() + 1);
    }
    if (!seconds.empty()) {
      if (words_.size() == 1) {
        return Fail("'" + first + "' names nothing", "it goes with " + seconds);
      }
      return Fail("unknown protocol '" + words_[1] + "'",
                  "'" + first + "' goes with " + seconds);
    }
    if (FindRow(kOtherVerbs, first) != nullptr) {
      const std::string instead = FindRow(kOtherVerbs, first)->instead;
      if (!instead.empty()) {
        return Fail("unknown operation '" + first + "'",
                    "write '" + instead + "'");
      }
    }
    std::string names;
    for (const OperationKind& kind : OperationKinds()) {
      names += std::string(names.empty() ? "" : ", ") + std::string(kind.name);
    }
    const std::string near = NearestName(first);
    return Fail("unknown operation '" + first + "'",
                (near.empty() ? near : "did you mean '" + near + "'? ") +
                    "operations are " + names);
  }

  bool ReadOperands(Operation* operation) {
    switch (kind_->operands) {
      case OperandKind::kNone:
        return true;
      case OperandKind::kPath:
        return ReadPath(&operation->path);
      case OperandKind::kTwoPaths:
        return ReadPath(&operation->path) && ReadPath(&operation->new_path);
      case OperandKind::kPort:
        return ReadPort(&operation->port);
      case OperandKind::kName:
        if (next_ == words_.size()) return FailMissing();
        operation->path = words_[next_++];
        return true;
      case OperandKind::kAnyPath:
        return next_ == words_.size() || ReadPath(&operation->path);
      case OperandKind::kRightList:
        if (!ReadRights(&operation->access)) return false;
        return operation->access.net() != 0 ? ReadPort(&operation->port)
                                            : ReadPath(&operation->path);
      case OperandKind::kFlagList:
        return ReadMode(&operation->open) && ReadPath(&operation->path);
    }
    return true;
  }

  bool FailMissing() {
    // A name is one word or two.
    const bool none = next_ <= 2 && kind_->name.ends_with(words_.back());
    return Fail("'" + std::string(kind_->name) +
                    (none ? "' names nothing" : "' wants more words"),
                "write it as in '" + ToText(*kind_) + "'");
  }

  bool ReadPath(std::string* path) {
    if (next_ == words_.size()) return FailMissing();
    const std::string& word = words_[next_++];
    if (word.empty()) return Fail("a path is empty", "name a file");
    if (word.front() == '/') {
      *path = word;
      return true;
    }
    if (working_directory_.empty()) {
      return Fail("relative path '" + word + "'", "write it from the root");
    }
    *path = working_directory_ + (working_directory_.back() == '/' ? "" : "/") +
            word;
    return true;
  }

  bool ReadPort(uint16_t* port) {
    if (next_ == words_.size()) return FailMissing();
    const std::string& word = words_[next_++];
    const int number = ParseNumber(word, kLargestPort);
    if (number >= 0) {
      *port = static_cast<uint16_t>(number);
      return true;
    }
    if (number == -2) {
      return Fail("port '" + word + "' is over 65535",
                  "write a smaller number");
    }
    const Service* service = FindRow(kServices, word);
    return Fail("bad port '" + word + "'",
                "ports are numbers: " +
                    std::string(service == nullptr ? "443" : service->port));
  }

  bool ReadRights(AccessMasks* access) {
    if (next_ == words_.size()) return FailMissing();
    for (const std::string_view name : SplitAtCommas(words_[next_++])) {
      const Right* known = FindRow(kRights, name);
      if (known == nullptr) {
        return FailUnknown("right", name, Suggestion(name).Among(kRights),
                           "rights are named as in the kernel: read_file, "
                           "make_reg, ...");
      }
      if (known->kind == ObjectKind::kDomain) {
        return Fail("'" + std::string(name) + "' is a scope, not a right",
                    "write '" + std::string(name) + "' alone");
      }
      *access |= known->Masks();
    }
    return access->net() == 0 || access->fs() == 0 ||
           Fail("rights on paths and on ports are mixed",
                "ask about one kind at a time");
  }

  bool ReadMode(OpenMode* mode) {
    if (next_ == words_.size()) return FailMissing();
    for (const std::string_view name : SplitAtCommas(words_[next_++])) {
      const OpenFlag* known = FindRow(kOpenFlags, name);
      if (known == nullptr) {
        std::string names;
        for (const OpenFlag& flag : kOpenFlags) {
          names += std::string(names.empty() ? "" : ", ") + flag.name;
        }
        return FailUnknown("flag", name, Suggestion(name).Among(kOpenFlags),
                           "the flags are " + names);
      }
      mode->*known->member = true;
    }
    return true;
  }

  std::string text_;
  Source source_;
  std::string working_directory_;
  Lexer lexer_;
  WordBuffer buffer_ = {};
  std::vector<std::string> words_;
  size_t next_ = 0;
  const OperationKind* kind_ = nullptr;
  std::string error_;
};

}  // namespace

bool ParseOperation(std::string_view text, std::string_view source_name,
                    Environment environment, std::string_view working_directory,
                    Operation* operation, std::string* error) {
  const auto parser = std::make_unique<Parser>(text, source_name, environment,
                                               working_directory);
  if (parser->Parse(operation)) return true;
  *error = parser->error();
  return false;
}

}  // namespace landshim
