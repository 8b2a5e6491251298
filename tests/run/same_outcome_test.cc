// For every testcase and many policies: what comes of it under `landshim run`
// is what comes of it with the shim preloaded, as if there were no first layer.
#include <errno.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/playground.h"
#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

// Each testcase with arguments for a playground; '%' is a port or the name of a
// socket of the test itself.
struct Case {
  const char* command;
  Listener::Kind listener = Listener::Kind::kTcp;
};

const Case kCases[] = {
    {"bind_tcp 0"},
    {"bind_udp 0"},
    {"change_directory @/full"},
    {"compare_auxv"},
    {"connect_abstract %", Listener::Kind::kAbstract},
    {"connect_tcp %"},
    {"connect_udp %", Listener::Kind::kUdp},
    {"connect_unix @/socket"},
    {"create_file @/new"},
    {"create_file @/full/new"},
    {"do_nothing"},
    {"execute_file @/program"},
    {"get_no_new_privs"},
    {"ioctl_device /dev/random"},
    {"link_across @/file @/away/file"},
    {"link_across @/full/file @/file2"},
    {"list_dir @/full"},
    {"make_block @/new"},
    {"make_char @/new"},
    {"make_dir @/new"},
    {"make_fifo @/new"},
    {"make_sock @/new"},
    {"make_sym @/new"},
    {"open_read @/file"},
    {"open_read @/full/file"},
    {"open_read /lib64/ld-linux-x86-64.so.2"},
    {"open_write @/file"},
    {"print_environment"},
    {"print_marker"},
    {"print_process one two"},
    {"remove_dir @/empty"},
    {"remove_file @/file"},
    {"rename_across @/file @/away/file"},
    {"rename_across @/full/file @/away/file"},
    {"rename_across @/full @/away/full"},
    {"send_signal"},
    {"send_udp %", Listener::Kind::kUdp},
    {"truncate_file @/file"},
};

// '@' is the playground, '%' as above. Each line is a policy.
const char* const kPolicies[] = {
    "abi 1..11",
    "abi 1..11; read @",
    "abi 1..11; read @/full; write @/away",
    "abi 1..11; write @",
    "abi 1..11; write @/away @/full",
    "abi 1..11; exec @; device /dev/random",
    "abi 1..11; allow read_file,read_dir,make_reg,remove_file,refer @",
    "abi 1..11; allow make_reg,remove_file @",
    "abi 1..11; include <base> <libs>; write @; bind tcp 0; connect tcp "
    "%",
    "abi 1..11; unrestrict fs",
    "abi 1..11; unrestrict net scope; read @",
    "abi 1..11; unscope signal abstract_unix_socket; connect unix @/socket",
    "abi 1; write @",
    "abi 1..3; write @; unrestrict execute",
};

class SameOutcome : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override { REQUIRE_ABI(3); }

  static std::string Fill(std::string text, const Listener& listener) {
    const size_t hole = text.find('%');
    if (hole != std::string::npos) text.replace(hole, 1, listener.address());
    return text;
  }

  // On a playground of its own, by a command made from the testcase's words.
  template <typename Make>
  Result On(const Listener& listener, const Make& make) const {
    const Playground playground;
    const std::string text = Fill(GetParam().command, listener);
    Words words;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(' ', at), text.size());
      words.push_back(playground.Expand(text.substr(at, end - at)));
      at = end + 1;
    }
    words[0] = TestFile("tests/testcases/" + words[0]);
    Result result = make(playground, words).Run();
    return WithoutCount(result);
  }
};

TEST_P(SameOutcome, AsWithAPreload) {
  const Listener listener(GetParam().listener);
  const bool is_static = std::string(GetParam().command) == "do_nothing";
  for (const char* line : kPolicies) {
    SCOPED_TRACE(line);
    // A name is no port.
    const bool has_port = GetParam().listener != Listener::Kind::kAbstract;
    if (!has_port && std::string(line).find('%') != std::string::npos) continue;
    const std::string policy = Fill(line, listener);
    const Result preloaded =
        On(listener, [&](const Playground& playground, const Words& words) {
          return PreloadUnder(playground.Expand(policy), words);
        });
    Result run =
        On(listener, [&](const Playground& playground, const Words& words) {
          return RunUnder(playground.Expand(policy), words);
        });
    if (is_static) run.err.clear();
    EXPECT_TRUE(Same(run, preloaded));
  }
}

INSTANTIATE_TEST_SUITE_P(Each, SameOutcome, ::testing::ValuesIn(kCases),
                         [](const auto& c) {
                           std::string name = std::to_string(c.index) + "_";
                           for (const char* at = c.param.command;
                                *at != '\0' && *at != ' '; ++at) {
                             name += *at;
                           }
                           return name;
                         });

// A testcase that nobody thought of here would not be compared.
TEST(AllTestcases, AreCompared) {
  std::set<std::string> compared;
  for (const Case& c : kCases) {
    const std::string command = c.command;
    compared.insert(command.substr(0, command.find(' ')));
  }
  for (const auto& entry : fs::directory_iterator(
           fs::path(TestFile("tests/testcases/do_nothing")).parent_path())) {
    const std::string name = entry.path().filename();
    // Libraries, and what the build leaves beside programs.
    if (name.find('.') != std::string::npos || name.front() == '_') continue;
    if (!fs::is_regular_file(entry.path())) continue;
    EXPECT_TRUE(compared.contains(name)) << name;
  }
}

}  // namespace
}  // namespace landshim::testing
