// Without names a list; with names the fragments exactly as they are.
#include "tools/show_command.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/fragments.h"
#include "tools/json_text.h"
#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {

constexpr size_t kScreenWidth = 80;

struct ShowOptions {
  bool json = false;
  std::vector<std::string> names;
};

std::vector<std::string> NamesOf(const std::vector<Fragment>& fragments) {
  std::vector<std::string> names;
  names.reserve(fragments.size());
  for (const Fragment& fragment : fragments) names.emplace_back(fragment.name);
  return names;
}

std::string Bracketed(std::string_view name) {
  std::string bracketed = "<";
  bracketed += name;
  bracketed += '>';
  return bracketed;
}

// `words` in lines that begin at column `indent`, the first of them there
// already.
std::string Wrapped(const std::string& words, size_t indent) {
  std::string text;
  size_t column = indent;
  size_t begin = 0;
  while (begin < words.size()) {
    const size_t end = std::min(words.find(' ', begin), words.size());
    const std::string word = words.substr(begin, end - begin);
    if (column > indent && column + 1 + word.size() > kScreenWidth) {
      text += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
    begin = end + 1;
  }
  return text;
}

std::string List(const std::vector<Fragment>& fragments) {
  size_t width = 0;
  for (const Fragment& fragment : fragments) {
    width = std::max(width, Bracketed(fragment.name).size());
  }
  std::string text;
  for (const Fragment& fragment : fragments) {
    std::string name = Bracketed(fragment.name);
    name.resize(width + 2, ' ');
    text += name + Wrapped(FirstSentence(fragment), name.size()) + "\n";
  }
  return text;
}

std::string Json(const std::vector<Fragment>& fragments) {
  auto list = nlohmann::ordered_json::array();
  for (const Fragment& fragment : fragments) {
    list.push_back({{"name", fragment.name},
                    {"summary", FirstSentence(fragment)},
                    {"text", fragment.text}});
  }
  return JsonText(list);
}

// The fragment that a user calls `name`: with its angle brackets or without.
// False: *mistake says that there is none.
bool Find(const std::vector<Fragment>& fragments, std::string name,
          Fragment* found, std::string* mistake) {
  if (name.size() > 1 && name.front() == '<' && name.back() == '>') {
    name = name.substr(1, name.size() - 2);
  }
  for (const Fragment& fragment : fragments) {
    if (fragment.name != name) continue;
    *found = fragment;
    return true;
  }
  const std::string nearest = Nearest(name, NamesOf(fragments));
  *mistake = "show: unknown fragment '" + Bracketed(Escape(name)) + "'; " +
             (nearest.empty() ? "'landshim show' lists the fragments"
                              : "did you mean '" + Bracketed(nearest) + "'?");
  return false;
}

int Show(const ShowOptions& options) {
  const std::vector<Fragment> all = Fragments();
  std::vector<Fragment> shown;
  for (const std::string& name : options.names) {
    Fragment fragment;
    std::string mistake;
    if (!Find(all, name, &fragment, &mistake)) return Complain(mistake);
    shown.push_back(fragment);
  }
  if (options.json) return Print(Json(options.names.empty() ? all : shown));
  if (options.names.empty()) return Print(List(all));
  std::string texts;
  for (const Fragment& fragment : shown) texts += fragment.text;
  return Print(texts);
}

}  // namespace

void AddShowCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* const command =
      AddCommand(app, "show", "print the built-in policy fragments",
                 "landshim show\nlandshim show base libs");
  AddFlag(command, "--json", &options->json, "names, summaries, texts as JSON");
  AddOperands(command, "FRAGMENT", &options->names,
              "such as base; without any, lists them all");
  command->callback([=] { *action = [options] { return Show(*options); }; });
}

}  // namespace landshim
