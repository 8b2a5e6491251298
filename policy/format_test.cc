// The canonical text says all that a policy says, and reads back as it.
#include "policy/format.h"

#include <gtest/gtest.h>

#include <random>

namespace landshim {
namespace {

std::optional<std::string> NoFile(const std::string& /*path*/) {
  return std::nullopt;
}

// The policy that `text` says; a failure names what is wrong with it.
Policy Read(const std::string& text, const char* const* variables = nullptr) {
  const Source source = {.name = "test.policy", .text = text};
  Policy policy;
  std::string error;
  EXPECT_TRUE(
      ReadPolicy(source, Environment{variables}, NoFile, &policy, &error))
      << error << "\n"
      << text;
  return policy;
}

std::string Reformat(const std::string& text) { return Format(Read(text)); }

TEST(Format, WritesOneRuleALineSortedByPath) {
  EXPECT_EQ(Reformat("landshim 1; abi 4..11; read /b /a; exec /c"),
            "landshim 1\nabi 4..11\nread /a\nread /b\nexec /c\n");
}

TEST(Format, MakesOneRuleOfSeveralOnAPath) {
  EXPECT_EQ(Reformat("landshim 1; abi 7; read /a; write /a; exec /a"),
            "landshim 1\nabi 7\nwrite /a\nexec /a\n");
}

TEST(Format, KeepsNamedRightsApartFromVerbs) {
  EXPECT_EQ(Reformat("landshim 1; abi 7; allow read_dir,make_reg /a; read /a"),
            "landshim 1\nabi 7\nread /a\nallow read_dir,make_reg /a\n");
}

TEST(Format, JoinsPortsToRanges) {
  EXPECT_EQ(
      Reformat("landshim 1; abi 4..11; connect tcp 3 1 2 7; bind udp 0"),
      "landshim 1\nabi 4..11\nconnect tcp 1..3\nconnect tcp 7\nbind udp 0\n");
}

TEST(Format, WritesExpansionsAsWhatTheyStandFor) {
  const char* const variables[] = {"X=/a b", "HOME=/home/u", nullptr};
  EXPECT_EQ(Format(Read("landshim 1; abi 7; read ${X}/c ~", variables)),
            "landshim 1\nabi 7\nread \"/a b/c\"\nread /home/u\n");
}

TEST(Format, WritesClassesWhereAllOfOneIsUnrestricted) {
  EXPECT_EQ(
      Reformat("landshim 1; abi 11; unrestrict bind_tcp connect_tcp truncate "
               "fs; unrestrict bind_udp; unscope signal"),
      "landshim 1\nabi 11\nunrestrict fs\nunrestrict net.tcp\nunrestrict "
      "bind_udp\nunscope signal\n");
}

TEST(Format, WritesEveryKindOfStatement) {
  EXPECT_EQ(Reformat("landshim 1; abi 0..11; log new_exec on; log subdomains "
                     "off; log same_exec on; quiet? /proc; connect? unix "
                     "/run/db; device /dev/tty"),
            "landshim 1\nabi 0..11\nlog new_exec on\nlog subdomains off\n"
            "device /dev/tty\nquiet? /proc\nconnect? unix /run/db\n");
}

TEST(Quote, LeavesPlainWordsAlone) {
  EXPECT_EQ(Quote("/usr/share/a-b_c.d,e~f#g"), "/usr/share/a-b_c.d,e~f#g");
  EXPECT_EQ(Quote("/caf\xc3\xa9"), "/caf\xc3\xa9");
}

TEST(Quote, QuotesWhatCouldBeMisread) {
  EXPECT_EQ(Quote(""), "\"\"");
  EXPECT_EQ(Quote("/a b"), "\"/a b\"");
  EXPECT_EQ(Quote("/a;b"), "\"/a;b\"");
  EXPECT_EQ(Quote("/a\"\\$\n\t\r\x7f"), "\"/a\\\"\\\\\\$\\n\\t\\x0d\\x7f\"");
  EXPECT_EQ(Quote("~"), "\"~\"");
  EXPECT_EQ(Quote("<base>"), "\"<base>\"");
}

// Random policies.
class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}

  int Below(int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(engine_);
  }

  std::string Path() {
    std::string path;
    for (int names = 1 + Below(3); names > 0; --names) {
      path += '/';
      for (int bytes = 1 + Below(4); bytes > 0; --bytes) {
        const int byte = Below(4) != 0 ? 'a' + Below(3) : 1 + Below(255);
        path += static_cast<char>(byte == '/' ? 'x' : byte);
      }
    }
    return path;
  }

  PathRule Rule() {
    PathRule rule;
    rule.path = Path();
    rule.optional = Below(2) == 0;
    const int kind = Below(3);
    rule.exact = kind == 0;
    rule.quiet = kind == 1;
    if (rule.quiet) {
      rule.access = kAllRights & kFsClass;
    } else if (rule.exact) {
      rule.access = {static_cast<uint64_t>(1 + Below(0x1ffff))};
    } else {
      const AccessMasks verbs[] = {kReadRights, kReadRights | right::execute,
                                   kWriteRights, kDeviceRights,
                                   right::resolve_unix};
      rule.access = verbs[Below(5)] | verbs[Below(5)];
    }
    return rule;
  }

  Policy NextPolicy() {
    Policy policy;
    policy.abi.most = kNewestAbi;
    policy.abi.least = static_cast<uint8_t>(Below(kNewestAbi + 1));
    for (int i = Below(8); i > 0; --i) policy.paths.push_back(Rule());
    for (int i = Below(8); i > 0; --i) {
      const int first = Below(20);
      policy.ports.push_back({{uint64_t{1} << (AccessMasks::kNet + Below(4))},
                              static_cast<uint16_t>(first),
                              static_cast<uint16_t>(first + Below(5))});
    }
    for (const Right& r : kRights) {
      if (Below(8) == 0 && r.Masks() != right::refer) {
        policy.unrestricted |= r.Masks();
      }
    }
    for (const LogFlag& log : kLogFlags) {
      if (Below(2) == 0) policy.log_flags |= log.flag.mask;
    }
    Canonicalize(&policy);
    return policy;
  }

 private:
  std::mt19937 engine_;
};

TEST(Format, ReadsBackAsTheSamePolicy) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  for (int i = 0; i < 5000; ++i) {
    const Policy policy = random.NextPolicy();
    const std::string text = Format(policy);
    const Policy again = Read(text);
    ASSERT_EQ(again, policy) << text;
    ASSERT_EQ(Format(again), text);
  }
}

}  // namespace
}  // namespace landshim
