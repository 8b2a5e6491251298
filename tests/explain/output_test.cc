// Where the report goes, and that JSON holds statements as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/explain/fixture.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

const Words kPrinter = {"/bin/sh", "-c", "printf no-newline; read x <secret"};

TEST_F(Explain, WritesItsReportToAFileAndLeavesTheProgramsOutputAlone) {
  REQUIRE_ABI(6);
  const std::string file = directory_.Sub("report");
  const Result text = Report(kPrinter, {"-o", file});
  EXPECT_EQ(text.out, "no-newline");
  EXPECT_EQ(text.err, "/bin/sh: 1: cannot open secret: Permission denied\n");
  EXPECT_EQ(text.status, 2);
  EXPECT_THAT(ContentOf(file), HasSubstr("\n    add: read " + secret_ + "\n"));
  const Result json = Report(kPrinter, {"--json", "--output", file});
  EXPECT_EQ(json.out, "no-newline");
  EXPECT_EQ(Json::parse(ContentOf(file))["denials"][0]["cure"],
            "read " + secret_);
}

TEST_F(Explain, PrintsJsonBehindWhatTheProgramPrints) {
  REQUIRE_ABI(6);
  EXPECT_THAT(Report(kPrinter, {"--json"}).out,
              ::testing::StartsWith("no-newline{\n"));
}

TEST_F(Explain, RefusesStandardOutputAsThePlaceOfTheReport) {
  const Result result = Report(kPrinter, {"-o", "-"});
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "landshim: --output: standard output is the program's; name a "
            "file\n");
}

TEST_F(Explain, DoesNotBeginWhereTheReportCannotBeWritten) {
  const std::string file = directory_.Sub("no/report");
  const Result result = Report(kPrinter, {"-o", file});
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "landshim: " + file +
                ": no file can be made in its directory: no such file or "
                "directory (ENOENT); name a directory that exists and that you "
                "may write to\n");
}

TEST_F(Explain, DoesNotLoseAReportThatCannotBeWritten) {
  REQUIRE_ABI(6);
  const Result result = Report(kPrinter, {"-o", "/dev/full"});
  EXPECT_EQ(result.status, 125);
  EXPECT_THAT(result.err, HasSubstr("\n    add: read " + secret_ + "\n"));
  EXPECT_THAT(result.err,
              HasSubstr("landshim: /dev/full: cannot be written: no space left "
                        "on device (ENOSPC); name another file\n"));
}

// `-o /dev/stderr`, `-o >(cat)`, `-o /dev/null`
TEST_F(Explain, WritesItsReportToStreams) {
  REQUIRE_ABI(6);
  const Result result = Report(kPrinter, {"-o", "/dev/stderr"});
  EXPECT_THAT(result.err, HasSubstr("\n    add: read " + secret_ + "\n"));
  EXPECT_EQ(Report(kPrinter, {"-o", "/dev/null"}).status, result.status);
  Command command(
      {"/bin/bash", "-c",
       "exec 3>&1; \"$0\" explain --policy \"$1\" -o >(cat >&3) -- /bin/sh -c "
       "': <secret' >&-; wait $!",
       TestFile("tools/landshim"), policy_});
  EXPECT_THAT(command.Cwd(directory_.path()).Run().out,
              HasSubstr("\n    add: read " + secret_ + "\n"));
}

TEST_F(Explain, TellsJsonStatementsThatWorkForEveryPath) {
  REQUIRE_ABI(6);
  for (const std::string name :
       {"plain", "q\"d", "back\\slash", "quote \"\\", "new\nline", "a blank",
        "\xff", "\\\xff\\x41", "a \xff\"b", "\xc3\xa9", "$HOME", "a;b"}) {
    SCOPED_TRACE(name);
    const std::string file = directory_.Write(name, "content");
    const Words program = {"/usr/bin/cat", file};
    const Json document = Json::parse(Report(program, {"--json"}).out);
    ASSERT_EQ(document["denials"].size(), 1U);
    const std::string cure = document["denials"][0]["cure"];
    const Result run =
        Command({TestFile("tools/landshim"), "run", "--policy", policy_,
                 "--rule", cure, "--", program[0], program[1]})
            .Run();
    EXPECT_EQ(run.out, "content") << cure << run;
    // What was denied is a question that check understands.
    const std::string operation = document["denials"][0]["operation"];
    const Result check = Command({TestFile("tools/landshim"), "check", "--rule",
                                  "abi 1..6; " + cure, "--may", operation})
                             .Run();
    EXPECT_EQ(check.status, 0) << operation << check;
  }
}

}  // namespace
}  // namespace landshim::testing
