#include "tools/drafter/price.h"

#include <filesystem>
#include <set>
#include <system_error>

#include "tools/drafter/compose.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

namespace fs = std::filesystem;

std::string Counted(size_t number, const std::string& one,
                    const std::string& many) {
  return std::to_string(number) + ' ' + (number == 1 ? one : many);
}

// What was used beneath a directory, of what is there now.
struct Used {
  size_t files = 0;
  std::set<std::string> directories;
};

// By its rule and those beneath.
std::set<std::string> SeenIn(const std::string& directory,
                             const DraftPlan& plan) {
  std::set<std::string> seen;
  for (auto rule = plan.rules.lower_bound(directory);
       rule != plan.rules.end() && rule->first.starts_with(directory); ++rule) {
    if (!IsIn(rule->first, directory)) continue;
    seen.insert(rule->second.seen.begin(), rule->second.seen.end());
  }
  return seen;
}

Used UsedIn(const std::string& directory, const std::set<std::string>& seen,
            Filesystem* filesystem) {
  Used used;
  for (const std::string& path : seen) {
    if (!IsBeneath(path, directory)) continue;
    const Found found = filesystem->Find(path, LastName::kKeep);
    if (found.error != 0 || found.object.kind == FileKind::kNone) continue;
    const bool is_directory = found.object.kind == FileKind::kDirectory;
    if (!is_directory) ++used.files;
    for (std::string part = is_directory ? path : ParentOf(path);
         part != directory; part = ParentOf(part)) {
      used.directories.insert(part);
    }
  }
  return used;
}

std::string CountUsed(size_t files) {
  return files == 0 ? "none was" : Counted(files, "was", "were");
}

std::string LineFor(const std::string& statement, const DraftRule& rule,
                    const TreeSize& size, const Used& used) {
  return Tell(
      DraftText::kPrice,
      {statement, size.more ? "over " : "",
       Counted(size.files, "file", "files"),
       Counted(size.directories, "directory", "directories"),
       CountUsed(used.files), rule.widened,
       statement.starts_with("write") ? Tell(DraftText::kWriteCarries, {})
                                      : ""});
}

// Whether there is anything that was not used; not the directory itself.
bool IsMore(const TreeSize& size, const Used& used) {
  return size.more || size.files > used.files ||
         size.directories > used.directories.size() + 1;
}

}  // namespace

TreeSize CountTree(const std::string& directory, size_t most) {
  TreeSize size = {.directories = 1};
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(
      directory, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (size.files + size.directories > most) {
      size.more = true;
      break;
    }
    std::error_code unknown;
    const fs::file_status status = entry->symlink_status(unknown);
    ++(status.type() == fs::file_type::directory ? size.directories
                                                 : size.files);
  }
  return size;
}

std::vector<std::string> PriceOf(const DraftPlan& plan,
                                 const PathSpeller& speller, AccessMasks known,
                                 const TreeCounter& count,
                                 Filesystem* filesystem) {
  std::vector<std::string> lines;
  for (const auto& [path, rule] : plan.rules) {
    if (rule.widened.empty() || !rule.IsDirectory()) continue;
    const TreeSize size = count(path);
    const Used used = UsedIn(path, SeenIn(path, plan), filesystem);
    if (!IsMore(size, used)) continue;
    for (const std::string& statement :
         StatementsOf(path, rule, speller, known)) {
      lines.push_back(LineFor(statement, rule, size, used));
    }
  }
  return lines;
}

}  // namespace landshim
