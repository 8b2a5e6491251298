// A hostile program asks for what it wants to have: its denials become a
// policy, and its recording becomes one, without a person looking.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "tests/attacks/attack.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Asking : public ::testing::Test {
 protected:
  Asking() {
    scene_.Write("home/.bashrc", "# mine\n");
    scene_.Write("home/.config/landshim/sh.policy", "landshim 1\n");
    scene_.Write("home/.config/systemd/user/x.service", "");
    scene_.Write("home/bin/tool", "");
    scene_.Write("home/.ssh/id", "key\n");
    scene_.Write("repository/.git/hooks/sample", "");
    scene_.Write("work/data", "data\n");
    policy_ = scene_.Write("app.policy",
                           "landshim 1\nabi 1..6\ninclude <base> <libs>\n"
                           "exec /usr/bin\n");
  }

  Command In(Command command) const {
    return command.Cwd(scene_.path()).Env("HOME", scene_.Sub("home"));
  }

  // The policy after the program was denied something, and nobody was asked.
  std::string AmendedBy(const std::string& script, Words options = {}) {
    Words words = {"explain", "--policy", policy_, "--amend", policy_, "--yes"};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), {"--", "/bin/sh", "-c", script});
    said_ = In(Landshim(words)).Run().err;
    return ContentOf(policy_);
  }

  Scene scene_;
  std::string policy_;
  std::string said_;
};

constexpr const char* kAttacks[] = {
    ": >>home/.bashrc",
    ": >home/.config/systemd/user/evil.service",
    ": >home/bin/ls",
    ": >home/.config/landshim/cat.policy",
    ": >>home/.config/landshim/sh.policy",
    ": >repository/.git/hooks/pre-commit",
    "read x <home/.ssh/id",
};

TEST_F(Asking, IsNoGrantOfWhatStartsPrograms) {
  REQUIRE_ABI(6);
  const std::string before = ContentOf(policy_);
  for (const char* attack : kAttacks) {
    EXPECT_EQ(AmendedBy(attack), before) << attack;
    EXPECT_THAT(said_, HasSubstr("not added: ")) << attack;
    // The control: without a sandbox it works.
    EXPECT_EQ(In(Command({"/bin/sh", "-c", attack})).Run().status, 0) << attack;
  }
}

TEST_F(Asking, IsNoGrantOnTheSystem) {
  REQUIRE_ABI(6);
  if (getuid() != 0) GTEST_SKIP() << "only root is denied these by Landlock";
  const std::string before = ContentOf(policy_);
  // Opened as they are, nothing is written.
  for (const char* attack :
       {": >>/etc/shadow", ": >>/etc/passwd", ": >>/usr/bin/ls",
        ": >>/proc/sys/kernel/core_pattern", "read x </etc/shadow",
        ": >>/dev/kmsg", "kill -0 $PPID"}) {
    EXPECT_EQ(AmendedBy(attack), before) << attack << said_;
    EXPECT_THAT(said_, HasSubstr("not added: ")) << attack;
    EXPECT_EQ(In(Command({"/bin/sh", "-c", attack})).Run().status, 0) << attack;
  }
}

TEST_F(Asking, GetsWhatIsNotDangerous) {
  REQUIRE_ABI(6);
  EXPECT_THAT(AmendedBy("read x <work/data"),
              HasSubstr("\nread " + scene_.Sub("work/data") + '\n'));
}

TEST_F(Asking, GetsWhatWasNamedAndNothingElse) {
  REQUIRE_ABI(6);
  const std::string amended =
      AmendedBy(": >>home/.bashrc; read x <home/.ssh/id; : >home/bin/ls",
                {"--allow-broad", "~/.bashrc"});
  EXPECT_THAT(amended, HasSubstr("home/.bashrc\n"));
  EXPECT_THAT(amended, Not(HasSubstr(".ssh")));
  EXPECT_THAT(amended, Not(HasSubstr("home/bin\n")));
}

TEST_F(Asking, IsNoGrantWhereTheProgramPutALink) {
  REQUIRE_ABI(6);
  const std::string before = ContentOf(policy_);
  ASSERT_EQ(symlink("../home/.bashrc", scene_.Sub("work/link").c_str()), 0);
  EXPECT_EQ(AmendedBy(": >>work/link"), before);
  EXPECT_THAT(said_, HasSubstr("which shells run when they start"));
  EXPECT_EQ(In(Command({"/bin/sh", "-c", ": >>work/link"})).Run().status, 0);
}

// Who may mount can give a place an innocent name before anybody looks.
class AskingElsewhere : public Asking {
 protected:
  void SetUp() override {
    if (!landshim::testing::MayMount()) {
      GTEST_SKIP() << "this user may not mount";
    }
    for (const char* directory : {"host", "p", "skel"}) {
      std::filesystem::create_directory(scene_.Sub(directory));
    }
  }

  Command Mounted(Command command) const {
    return In(std::move(command)).Before([this] {
      using landshim::testing::MountOver;
      MountOver("/", scene_.Sub("host").c_str());
      MountOver("proc", scene_.Sub("p").c_str(), "proc");
      MountOver("/etc/skel", scene_.Sub("skel").c_str());
    });
  }
};

constexpr const char* kAttacksElsewhere[] = {
    "read x <host/etc/shadow",    ": >>host/etc/passwd",
    ": >>host/proc/../etc/group", ": >>p/sys/kernel/core_pattern",
    ": >>skel/.bashrc",
};

TEST_F(AskingElsewhere, IsNoGrantByAnotherMount) {
  REQUIRE_ABI(6);
  const std::string before = ContentOf(policy_);
  for (const char* attack : kAttacksElsewhere) {
    const Result result =
        Mounted(Landshim({"explain", "--policy", policy_, "--amend", policy_,
                          "--yes", "--", "/bin/sh", "-c", attack}))
            .Run();
    EXPECT_EQ(ContentOf(policy_), before) << attack << result;
    EXPECT_THAT(result.err, HasSubstr("not added: ")) << attack;
    EXPECT_EQ(Mounted(Command({"/bin/sh", "-c", attack})).Run().status, 0)
        << attack;
  }
  // The program's own policy, which nobody may grant.
  const std::string own = "host" + policy_;
  const Result result =
      Mounted(Landshim({"explain", "--policy", policy_, "--amend", policy_,
                        "--yes", "--allow-broad", scene_.Sub(own), "--",
                        "/bin/sh", "-c", ": >>" + own}))
          .Run();
  EXPECT_EQ(ContentOf(policy_), before) << result;
  EXPECT_THAT(result.err, HasSubstr("its own policy")) << result;
}

TEST_F(AskingElsewhere, IsNoDraftOfAnotherMount) {
  REQUIRE_ABI(6);
  for (const char* attack : kAttacksElsewhere) {
    const Result result =
        Mounted(Landshim({"learn", "-o", "app.rec", "--draft", "new.policy",
                          "--", "/bin/sh", "-c", attack}))
            .Run();
    EXPECT_EQ(result.status, 125) << attack << result;
    EXPECT_NE(access(scene_.Sub("new.policy").c_str(), F_OK), 0) << attack;
    unlink(scene_.Sub("app.rec").c_str());
  }
}

TEST_F(AskingElsewhere, IsSeenByCheck) {
  const auto check = [this](const std::string& statement) {
    const std::string file =
        scene_.Write("c.policy", "landshim 1\nabi 1..6\n" + statement + '\n');
    return Mounted(Landshim({"check", file})).Run().out;
  };
  const std::string here = scene_.path();
  EXPECT_THAT(check("read " + here + "/host/etc/shadow"),
              HasSubstr("[reads-secret]"));
  EXPECT_THAT(check("read " + here + "/host"), HasSubstr("[broad-grant]"));
  EXPECT_THAT(check("read " + here + "/p"), HasSubstr("[broad-grant]"));
  EXPECT_THAT(check("allow write_file " + here + "/p/sys/kernel"),
              HasSubstr("a setting of the kernel"));
  EXPECT_THAT(check("write " + here + "/skel"),
              HasSubstr("which shells run when they start"));
  EXPECT_THAT(check("read " + here + "/work"), Not(HasSubstr("[broad-grant]")));
}

TEST_F(Asking, IsNoDraft) {
  REQUIRE_ABI(6);
  for (const char* attack : kAttacks) {
    const Result result =
        In(Landshim({"learn", "-o", "app.rec", "--draft", "new.policy", "--",
                     "/bin/sh", "-c", attack}))
            .Run();
    EXPECT_EQ(result.status, 125) << attack << result;
    EXPECT_NE(access(scene_.Sub("new.policy").c_str(), F_OK), 0) << attack;
    unlink(scene_.Sub("app.rec").c_str());
  }
}

TEST_F(Asking, IsADraftOfWhatWasNamedButNeverOfPolicies) {
  REQUIRE_ABI(6);
  const auto learn = [this](const std::string& place, const char* script) {
    unlink(scene_.Sub("app.rec").c_str());
    return In(Landshim({"learn", "-o", "app.rec", "--draft", "new.policy",
                        "--allow-broad", place, "--", "/bin/sh", "-c", script}))
        .Run();
  };
  EXPECT_EQ(learn("~/.bashrc", ": >>home/.bashrc").status, 0);
  const std::string policies = scene_.Sub("home/.config/landshim");
  const Result refused = learn(policies, ": >>home/.config/landshim/sh.policy");
  EXPECT_EQ(refused.status, 125);
  EXPECT_THAT(refused.err, HasSubstr("which holds policies, and its next "
                                     "start would be as free as it likes"));
}

TEST_F(Asking, IsSeenByCheck) {
  const auto check = [this](const std::string& statement) {
    const std::string file =
        scene_.Write("c.policy", "landshim 1\nabi 1..6\n" + statement + '\n');
    return In(Landshim({"check", file})).Run().out;
  };
  const std::string here = scene_.path();
  EXPECT_THAT(check("write " + here + "/repository"),
              HasSubstr("/repository/.git', from which git runs programs"));
  EXPECT_THAT(check("write " + here + "/home/bin"),
              HasSubstr("[writes-path-directory]"));
  EXPECT_THAT(check("write /etc/logrotate.d"),
              HasSubstr("from which log rotation starts programs"));
  EXPECT_THAT(check("allow write_file /proc/sys"),
              HasSubstr("a setting of the kernel"));
  EXPECT_THAT(check("read /etc/shadow"), HasSubstr("[reads-secret]"));
  EXPECT_THAT(check("device /dev/kmsg"), HasSubstr("[device-access]"));
}

}  // namespace
}  // namespace landshim::attacks
