// First lines and headers that the kernel reads in another way than one would
// think, and limits that end processes: the program runs bound, or not at all
// and with a word.
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "tests/attacks/attack.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

using landshim::testing::Ended;
using landshim::testing::kGrantedText;
using landshim::testing::kSecretText;
using landshim::testing::RunUnder;

class OddStart : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_ABI(1);
    scene_.Write("secret/file", kSecretText);
    scene_.Write("granted/file", kGrantedText);
    reader_ = Compile(scene_, "reader",
                      std::string("#define main Read\n") + kReadFile +
                          "#undef main\n"
                          "int main(int n, char** a) {\n"
                          "  return Read(2, a + n - 2);\n}\n");
  }

  void ExpectBound(const std::string& program) {
    EXPECT_TRUE(
        Ended(Command({program, scene_.secret()}).Run(), 0, kSecretText));
    EXPECT_TRUE(
        Ended(RunUnder(scene_.rules(), {program, scene_.secret()}).Run(),
              EACCES, ""));
    EXPECT_TRUE(
        Ended(RunUnder(scene_.rules(), {program, scene_.granted()}).Run(), 0,
              kGrantedText));
  }

  Scene scene_;
  std::string reader_;
};

TEST_F(OddStart, OfScriptsIsThatOfTheKernel) {
  for (const std::string& line :
       {"#!" + reader_ + std::string(300, ' '),
        "#!" + reader_ + "\t" + std::string(300, ' ') + "\n",
        "#!" + reader_ + " " + std::string(300, 'x'),
        "#!" + reader_ + std::string(1, '\0') + "\n",
        "#! \t " + reader_ + " -x \t\n", "#!" + reader_}) {
    SCOPED_TRACE(::testing::PrintToString(line));
    ExpectBound(scene_.Script("script", line));
  }
}

// The kernel does not look at EI_CLASS and EI_DATA.
TEST_F(OddStart, OfElfFilesIsThatOfTheKernel) {
  const std::string good = ContentOf(reader_);
  for (const auto& [at, byte] :
       {std::pair<size_t, char>{4, 1}, {4, 0}, {5, 2}, {5, 0}, {6, 9}}) {
    SCOPED_TRACE(at);
    std::string bytes = good;
    bytes[at] = byte;
    ExpectBound(scene_.Script("program", bytes));
  }
}

void Limit(int resource, rlim_t limit) {
  const rlimit both = {limit, limit};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &both) != 0)
    _exit(99);
}

// A limit on files counts for those in memory too, and ends who exceeds it.
TEST_F(OddStart, WithASmallLimitOnFilesIsRefusedWithAWord) {
  for (const rlim_t blocks : {0, 1, 8, 20}) {
    const rlim_t bytes = blocks * 512;
    const auto limit = [bytes] { Limit(RLIMIT_FSIZE, bytes); };
    EXPECT_TRUE(Ended(Command({reader_, scene_.granted()})
                          .Before([] { Limit(RLIMIT_FSIZE, 4096); })
                          .Run(),
                      0, kGrantedText));
    const Result result = RunUnder(scene_.rules(), {reader_, scene_.granted()})
                              .Before(limit)
                              .Run();
    EXPECT_EQ(result.status, 125) << result;
    EXPECT_EQ(result.err.rfind("landshim: run: RLIMIT_FSIZE is " +
                                   std::to_string(bytes) +
                                   " bytes, and what is handed to the shim "
                                   "takes ",
                               0),
              0)
        << result;
  }
}

// The static command needs no more address space than its files.
TEST_F(OddStart, TakesLittleAddressSpace) {
  constexpr rlim_t kBeside = rlim_t{1400} << 10;
  const rlim_t most =
      kBeside + std::filesystem::file_size(landshim::testing::LandshimPath());
  EXPECT_TRUE(Ended(RunUnder(scene_.rules(), {reader_, scene_.granted()})
                        .Before([most] { Limit(RLIMIT_AS, most); })
                        .Run(),
                    0, kGrantedText));
}

}  // namespace
}  // namespace landshim::attacks
