// What is offered for a denial is enough, and no more than that.
#include <gtest/gtest.h>

#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

#include "policy/decide_world.h"
#include "policy/quote.h"

namespace landshim::testing {
namespace {

using Layers = std::vector<std::string>;

const Layers kPolicies[] = {
    {"abi 11"},
    {"abi 2"},
    {"abi 11; read /"},
    {"abi 11; write /a"},
    {"abi 11; allow refer /"},
    {"abi 11; allow refer,make_reg,remove_file /d; allow refer /a"},
    {"abi 11; allow write_file,make_reg /d"},
    {"abi 11; unrestrict write_file read_file truncate"},
    {"abi 7; unrestrict execute write_file read_file read_dir remove_dir "
     "remove_file make_char make_dir make_reg make_sock make_fifo make_block "
     "make_sym truncate ioctl_dev"},
    {"abi 11; write /", "abi 11; unrestrict fs"},
    {"abi 11; unrestrict fs", "abi 11; read /"},
    {"abi 11; read /", "abi 7; write /d"},
};

const std::vector<std::string> kOperations = {
    "read /d/f",
    "read /d",
    "read /dev/tty",
    "list /d",
    "write /d/f",
    "write /d/new",
    "append /d/f",
    "overwrite /d/f",
    "overwrite /d/new",
    "create /d/new",
    "open_write /d/f",
    "read_write /d/f",
    "device /dev/tty",
    "tmpfile /d",
    "open write,tmpfile,exclusive /d",
    "open read,truncate /d/f",
    "exec /d/f",
    "truncate /d/f",
    "ioctl /dev/tty",
    "mkdir /d/new",
    "mkfile /d/new",
    "mkfifo /d/new",
    "mksock /d/new",
    "mkchar /d/new",
    "symlink /d/new",
    "remove /d/f",
    "remove /d/e",
    "rename /d/f /d/new",
    "rename /d/f /a/new",
    "rename /d/f /a/f",
    "rename /d/e /a/new",
    "rename_new /d/f /a/new",
    "exchange /d/f /a/f",
    "link /d/f /d/new",
    "link /d/f /a/new",
    "bind unix /d/new",
    "connect unix /d/socket",
};

void Enter(const Layers& layers, const std::string& added, DecideWorld* world) {
  for (const std::string& layer : layers) {
    world->Under(layer + (added.empty() ? "" : "; " + added));
  }
}

bool IsDenied(const Layers& layers, const std::string& added,
              const std::string& operation) {
  DecideWorld world;
  Enter(layers, added, &world);
  return world.Decide(operation).verdict == Verdict::kDenied;
}

// What the statement comes to in any layer: its rules stand behind the others.
AccessMasks Granted(const Layers& layers, const std::string& statement) {
  DecideWorld before;
  Enter(layers, {}, &before);
  DecideWorld after;
  Enter(layers, statement, &after);
  AccessMasks granted;
  for (size_t layer = 0; layer < layers.size(); ++layer) {
    const PathGrants& rules = after.domain().layers[layer].paths;
    const size_t first = before.domain().layers[layer].paths.size();
    for (size_t i = first; i < rules.size(); ++i) granted |= rules[i].access;
  }
  return granted;
}

std::vector<std::string> PathsIn(const std::string& statement) {
  std::vector<std::string> paths;
  std::istringstream words(statement);
  for (std::string word; words >> word;) {
    if (word.starts_with('/')) paths.push_back(word);
  }
  return paths;
}

std::string Allow(AccessMasks access, const std::vector<std::string>& paths) {
  if (access.empty() || paths.empty()) return {};
  std::string text = "allow " + NamesOf(access);
  for (const std::string& path : paths) text += ' ' + path;
  return text;
}

std::vector<std::string> Without(std::vector<std::string> paths, size_t index) {
  paths.erase(paths.begin() + static_cast<std::ptrdiff_t>(index));
  return paths;
}

// With one right or one path less it is denied still; `later` is for the next
// time.
void ExpectLeast(const Layers& layers, const std::string& operation,
                 const std::string& cure, AccessMasks later) {
  const std::vector<std::string> paths = PathsIn(cure);
  ASSERT_FALSE(paths.empty()) << cure;
  const AccessMasks all = Granted(layers, cure);
  ASSERT_FALSE(all.empty()) << cure;
  for (const Right& right : kRights) {
    if (!all.Overlaps(right.Masks()) || later.Overlaps(right.Masks())) continue;
    const std::string less = Allow(all & ~right.Masks(), paths);
    EXPECT_TRUE(IsDenied(layers, less, operation))
        << "'" << less << "' is enough, and '" << cure << "' is offered";
  }
  if (paths.size() < 2) return;
  for (size_t i = 0; i < paths.size(); ++i) {
    const std::string less = Allow(all, Without(paths, i));
    EXPECT_TRUE(IsDenied(layers, less, operation))
        << "'" << less << "' is enough, and '" << cure << "' is offered";
  }
}

TEST(Cures, AllowTheOperationAndTheFirstIsTheLeast) {
  int denied = 0;
  for (const Layers& layers : kPolicies) {
    for (const std::string& operation : kOperations) {
      SCOPED_TRACE(operation + " under " + layers[0]);
      DecideWorld world;
      Enter(layers, {}, &world);
      const Decision decision = world.Decide(operation);
      if (decision.verdict != Verdict::kDenied || decision.cures.empty()) {
        continue;
      }
      ++denied;
      AccessMasks later;
      for (const Need& need : decision.needs) later |= need.later;
      for (const std::string& cure : decision.cures) {
        EXPECT_FALSE(IsDenied(layers, cure, operation)) << cure;
      }
      ExpectLeast(layers, operation, decision.cures[0], later);
    }
  }
  EXPECT_GT(denied, 200);
}

}  // namespace
}  // namespace landshim::testing
