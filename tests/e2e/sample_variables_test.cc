// The kernel sample's variables mean here what they mean to the sample.
#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/playground.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using Variables = std::vector<std::pair<const char*, std::string>>;

Result RunUnder(const Variables& variables, const std::string& command) {
  const Playground playground;
  Command run = playground.Make(command);
  run.Preload();
  for (const auto& [name, value] : variables) {
    run.Env(name, playground.Expand(value));
  }
  return run.Run();
}

int DoUnderVariables(const Variables& variables, const std::string& command) {
  const Result result = RunUnder(variables, command);
  EXPECT_EQ(result.err, "") << command;
  return result.status;
}

class SampleVariables : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(6); }
};

TEST_F(SampleVariables, GrantReadingAndExecuting) {
  const Variables plain = {{"LL_FS_RO", "@"}, {"LL_FS_RW", ""}};
  EXPECT_EQ(DoUnderVariables(plain, "open_read @/file"), 0);
  EXPECT_EQ(DoUnderVariables(plain, "list_dir @/empty"), 0);
  EXPECT_EQ(DoUnderVariables(plain, "execute_file @/program"), 0);
  EXPECT_EQ(DoUnderVariables(plain, "open_write @/file"), EACCES);
  EXPECT_EQ(DoUnderVariables(plain, "create_file @/new"), EACCES);
  EXPECT_EQ(DoUnderVariables(plain, "open_read /etc/passwd"), EACCES);
}

TEST_F(SampleVariables, GrantEverythingOnFiles) {
  const Variables variables = {{"LL_FS_RO", ""}, {"LL_FS_RW", "@:/dev"}};
  for (const Deed& deed : kDeeds) {
    if (NeedsPrivilege(deed)) continue;
    EXPECT_EQ(DoUnderVariables(variables, deed.command), 0) << deed;
  }
  EXPECT_EQ(DoUnderVariables(variables, "open_read /etc/passwd"), EACCES);
}

TEST_F(SampleVariables, LeaveNetworkAndScopesAloneUnlessSet) {
  const Listener listener(Listener::Kind::kTcp);
  const std::string connect = "connect_tcp " + listener.address();
  const Variables none = {{"LL_FS_RO", ""}, {"LL_FS_RW", ""}};
  const auto with = [&none](const char* name, const std::string& value) {
    Variables variables = none;
    variables.emplace_back(name, value);
    return variables;
  };
  EXPECT_EQ(DoUnderVariables(none, connect), 0);
  EXPECT_EQ(DoUnderVariables(none, "bind_tcp 0"), 0);
  EXPECT_EQ(DoUnderVariables(none, "send_signal"), 0);
  // Set but empty denies all.
  EXPECT_EQ(DoUnderVariables(with("LL_TCP_CONNECT", ""), connect), EACCES);
  EXPECT_EQ(DoUnderVariables(with("LL_TCP_CONNECT", ""), "bind_tcp 0"), 0);
  EXPECT_EQ(DoUnderVariables(with("LL_TCP_BIND", ""), "bind_tcp 0"), EACCES);
  EXPECT_EQ(DoUnderVariables(with("LL_TCP_BIND", ""), connect), 0);
  EXPECT_EQ(DoUnderVariables(with("LL_TCP_CONNECT", "1:" + listener.address()),
                             connect),
            0);
  EXPECT_EQ(DoUnderVariables(with("LL_TCP_BIND", "80:0"), "bind_tcp 0"), 0);
  EXPECT_EQ(DoUnderVariables(with("LL_SCOPED", ""), "send_signal"), 0);
  EXPECT_EQ(DoUnderVariables(with("LL_SCOPED", "a"), "send_signal"), 0);
  EXPECT_EQ(DoUnderVariables(with("LL_SCOPED", "s"), "send_signal"), EPERM);
  EXPECT_EQ(DoUnderVariables(with("LL_SCOPED", "a:s"), "send_signal"), EPERM);
}

TEST_F(SampleVariables, KeepAbstractSocketsInside) {
  const Listener listener(Listener::Kind::kAbstract);
  const std::string connect = "connect_abstract " + listener.address();
  for (const char* scopes : {"a", "a:s", "s:a"}) {
    EXPECT_EQ(DoUnderVariables(
                  {{"LL_FS_RO", ""}, {"LL_FS_RW", ""}, {"LL_SCOPED", scopes}},
                  connect),
              EPERM)
        << scopes;
  }
  EXPECT_EQ(
      DoUnderVariables({{"LL_FS_RO", ""}, {"LL_FS_RW", ""}, {"LL_SCOPED", "s"}},
                       connect),
      0);
}

TEST_F(SampleVariables, SkipMissingPathsAndSaySo) {
  const Result result = RunUnder(
      {{"LL_FS_RO", "/nonexistent:@"}, {"LL_FS_RW", ""}}, "open_read @/file");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err,
            "landshim: LL_FS_RO: '/nonexistent' cannot be opened: no such file "
            "or directory (ENOENT); skipped, as the kernel's sample does\n");
}

}  // namespace
}  // namespace landshim::testing
