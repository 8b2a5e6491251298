// A directory whose variable is empty is an error, never the root.
#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

class EmptyVariableTest : public TrapTest {
 protected:
  Result Open(const std::string& rules, const char* value) {
    Command command({Program("open_for_reading"), secret_file()});
    command.Preload().Rules(rules);
    if (value != nullptr) command.Env("X", value);
    return command.Run();
  }

  static std::string Refusal(const std::string& rules, const char* what) {
    return "LANDSHIM_RULES:1:" + std::to_string(rules.find("${X") + 1) +
           ": variable 'X' is " + what +
           "; set it, or give a default: ${X:-default}";
  }
};

TEST_P(EmptyVariableTest, IsAnErrorInEveryPath) {
  EXPECT_TRUE(Ended(Open("read ${X}/", root().c_str()), 0, kMainRan));

  for (const char* rules :
       {"read ${X}", "write ${X}/", "exec /${X}", "read \"${X}/\"",
        "allow read_file ${X}//", "read /usr ${X}", "device? /x; read ${X}/",
        "read ${X:-}", "write ${X:-}/", "read \"${X:-}\"/",
        "write ${Y:-${X:-}}/"}) {
    EXPECT_TRUE(Refused(Open(rules, ""), Refusal(rules, "empty"))) << rules;
    EXPECT_TRUE(Refused(Open(rules, nullptr), Refusal(rules, "not set")))
        << rules;
  }
}

TEST_P(EmptyVariableTest, IsSkippedOnlyWithAQuestionMark) {
  for (const char* path : {"${X}", "${X}/", "${X:-}", "${X:-}/"}) {
    const std::string rules = std::string("read? ") + path;
    EXPECT_TRUE(Ended(Open(rules, nullptr), EACCES, kMainRan)) << path;
    EXPECT_TRUE(Ended(Open(rules, ""), EACCES, kMainRan)) << path;
  }
}

TEST_P(EmptyVariableTest, HomeIsNoException) {
  const auto open = [&](const std::string& rules, const char* home) {
    Command command({Program("open_for_reading"), secret_file()});
    command.Preload().Rules(rules);
    home == nullptr ? command.Unset("HOME") : command.Env("HOME", home);
    return command.Run();
  };
  for (const char* rules : {"read ~", "read ~/"}) {
    EXPECT_TRUE(Ended(open(rules, root().c_str()), 0, kMainRan)) << rules;
    EXPECT_TRUE(Refused(open(rules, ""),
                        "LANDSHIM_RULES:1:6: variable 'HOME' is empty; set "
                        "it, or give a default: ${HOME:-default}"));
    EXPECT_TRUE(Refused(open(rules, nullptr),
                        "LANDSHIM_RULES:1:6: variable 'HOME' is not set; set "
                        "it, or give a default: ${HOME:-default}"));
  }
}

TEST_P(EmptyVariableTest, IsAnErrorInAFileToo) {
  const std::string policy = root() + "/app.policy";
  WriteFile(policy, "landshim 1\nabi 1..11\nwrite ${X}/\n");

  EXPECT_TRUE(Refused(Command({Program("open_for_reading"), secret_file()})
                          .Env("X", "")
                          .Preload()
                          .Policy(policy)
                          .Run(),
                      policy + ":3:7: variable 'X' is empty; set it, or give "
                               "a default: ${X:-default}"));
}

INSTANTIATE_TEST_SUITE_P(Libc, EmptyVariableTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
