// What --try says: for each operation allowed where it is granted, denied where
// it is not.
#include <gtest/gtest.h>
#include <unistd.h>

#include <ostream>
#include <string>

#include "tests/check/checking.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

struct Question {
  const char* operation;
  const char* grant;
  int abi = 1;              // the first that can deny it
  bool privileged = false;  // only root can do it at all
};

std::ostream& operator<<(std::ostream& stream, const Question& question) {
  return stream << question.operation;
}

const Question kQuestions[] = {
    {"read @/file", "allow read_file @/file"},
    {"read @/link", "allow read_file @/file"},
    {"read @/fifo", "allow read_file @/fifo"},
    {"list @/full", "allow read_dir @/full"},
    {"write @/file", "allow write_file @/file"},
    {"write @/new", "allow make_reg,write_file @"},
    {"create @/new", "allow make_reg,write_file @"},
    {"read_write @/file", "allow read_file,write_file @/file"},
    {"overwrite @/file", "allow write_file,truncate @/file", 3},
    {"truncate @/file", "allow truncate @/file", 3},
    {"tmpfile @/full", "allow read_file,write_file @/full"},
    {"exec @/program", "include <libs>; exec @/program"},
    {"exec @/script", "include <libs>; exec @/script /bin/sh"},
    {"device /dev/null", "device /dev/null"},
    {"ioctl /dev/null", "allow ioctl_dev /dev/null", 5},
    {"mkdir @/new", "allow make_dir @"},
    {"mkfile @/new", "allow make_reg @"},
    {"mkfifo @/new", "allow make_fifo @"},
    {"mksock @/new", "allow make_sock @"},
    {"symlink @/new", "allow make_sym @"},
    {"mkchar @/new", "allow make_char @", 1, true},
    {"mkblock @/new", "allow make_block @", 1, true},
    {"bind unix @/new", "allow make_sock @"},
    {"remove @/file", "allow remove_file @"},
    {"remove @/link", "allow remove_file @"},
    {"remove @/fifo", "allow remove_file @"},
    {"rmdir @/empty", "allow remove_dir @"},
    {"rename @/file @/new", "allow remove_file,make_reg @"},
    {"rename @/file @/empty/new", "allow remove_file,make_reg,refer @", 2},
    {"rename @/empty @/full/new", "allow remove_dir,make_dir,refer @", 2},
    {"rename @/file @/full/file", "allow remove_file,make_reg,refer @", 2},
    {"exchange @/file @/full/file", "allow remove_file,make_reg,refer @", 2},
    {"link @/file @/new", "allow make_reg @"},
    {"link @/file @/empty/new", "allow make_reg,refer @", 2},
    {"link_tmpfile @/empty @/empty/new", "allow make_reg @/empty"},
    {"make_reg @/empty", "allow make_reg @/empty"},
    {"remove_dir @/empty", "allow remove_dir @/empty"},
    {"bind tcp 6000", "bind tcp 6000", 4},
    {"bind tcp 80", "bind tcp 80", 4},
    {"connect tcp 6000", "connect tcp 6000", 4},
    {"bind udp 6000", "bind udp 6000", 10},
    {"connect udp 6000", "connect udp 6000; bind udp 0", 10},
    {"send udp 6000", "connect udp 6000; bind udp 0", 10},
    {"connect abstract any", "unscope abstract_unix_socket", 6},
    {"signal", "unscope signal", 6},
};

class CheckTry : public ::testing::TestWithParam<Question> {
 public:
  void SetUp() override { REQUIRE_ABI(GetParam().abi); }

  Result Try(const std::string& rules, bool as_nobody) const {
    Command command = ground_.Run({"--rule", "read /usr", "--rule", rules,
                                   "--try", GetParam().operation});
    if (as_nobody) command.Before(BecomeNobody);
    return command.Run();
  }

  void Expect(const Result& result, const std::string& answer) const {
    EXPECT_EQ(
        result.out.rfind(ground_.Expand(answer + ": " + GetParam().operation +
                                        ": the "
                                        "kernel "),
                         0),
        0)
        << result;
    EXPECT_EQ(result.out.find("BUG"), std::string::npos) << result;
    EXPECT_EQ(result.status, answer == "allowed" ? 0 : 1) << result;
    EXPECT_EQ(result.err, "");
  }

  void ExpectBothAnswers(bool as_nobody) const {
    const std::string before = ground_.Describe();
    Expect(Try(GetParam().grant, as_nobody), "allowed");
    Expect(Try("read /usr/share", as_nobody), "denied");
    EXPECT_EQ(ground_.Describe(), before);
  }

  Ground ground_;
};

TEST_P(CheckTry, AsksTheKernel) { ExpectBothAnswers(false); }

TEST_P(CheckTry, AsksTheKernelWithoutPrivileges) {
  if (GetParam().privileged) return;
  constexpr uid_t kNobody = 65534;
  if (geteuid() == 0) {
    for (const char* path : {"@", "@/empty", "@/full", "@/file", "@/full/file",
                             "@/fifo", "@/program", "@/script"}) {
      ASSERT_EQ(chown(ground_.Expand(path).c_str(), kNobody, kNobody), 0);
    }
  }
  ExpectBothAnswers(geteuid() == 0);
}

INSTANTIATE_TEST_SUITE_P(Operations, CheckTry, ::testing::ValuesIn(kQuestions));

class CheckTryMore : public ::testing::Test {
 public:
  void SetUp() override { REQUIRE_ABI(1); }

  Ground ground_;
};

TEST_F(CheckTryMore, SaysWhatFailsWithAndWithoutThePolicy) {
  const Result result =
      ground_.Run({"--rule", "read @", "--try", "read @/none"}).Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out,
            ground_.Expand("fails: read @/none: no such file or directory "
                           "(ENOENT), with and without the policy\n"));
}

TEST_F(CheckTryMore, SaysWhatCannotBeTried) {
  const auto run = [this](const std::string& operation) {
    return ground_.Run({"--rule", "read @", "--try", operation})
        .Before(BecomeNobody)
        .Run();
  };
  Result result = run("remove @/file");
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out,
            ground_.Expand("not tried: remove @/file: a stand-in for it cannot "
                           "be made in '@': permission denied (EACCES)\n"));
  result = run("umount");
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out,
            "not tried: umount: 'umount' has no form without an effect; "
            "'mount' is denied and allowed alike\n");
  result = run("stat @/file");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, ground_.Expand("not tried: stat @/file: Landlock never "
                                       "restricts it\n"));
}

TEST_F(CheckTryMore, TriesMountsWithoutMounting) {
  if (!MayMount()) GTEST_SKIP() << "needs the privilege to mount";
  for (const char* operation : {"mount", "remount", "pivot_root"}) {
    const Result result =
        ground_.Run({"--rule", "read @", "--try", operation}).Run();
    EXPECT_EQ(result.out, std::string("denied: ") + operation +
                              ": the kernel says operation not permitted "
                              "(EPERM), and allows it without the policy\n");
  }
}

TEST_F(CheckTryMore, SeesWhatRulesOnTheFileItselfGrant) {
  REQUIRE_ABI(3);
  // A stand-in has what the file has: from the parent's rules and its own.
  const Result result =
      ground_
          .Run({"--rule", "allow write_file,truncate @/file", "--try",
                "overwrite @/file", "--try", "overwrite @/full/file"})
          .Run();
  EXPECT_EQ(result.out.rfind(ground_.Expand("allowed: overwrite @/file: the "
                                            "kernel allows it (tried on a "
                                            "stand-in)\ndenied: overwrite "
                                            "@/full/file: "),
                             0),
            0)
      << result;
}

TEST_F(CheckTryMore, HoldsInsideAnotherSandbox) {
  const Result result =
      ground_.Run({"--rule", "read @", "--try", "read @/file"})
          .Before([] { StackLayers(15); })
          .Run();
  EXPECT_EQ(result.out, ground_.Expand("allowed: read @/file: the kernel "
                                       "allows it\n"));
  EXPECT_EQ(ground_.Run({"--rule", "read @", "--try", "read @/file"})
                .Before([] { StackLayers(16); })
                .Run()
                .out,
            ground_.Expand("not tried: read @/file: landshim is already inside "
                           "16 Landlock layers\n"));
}

}  // namespace
}  // namespace landshim::testing
