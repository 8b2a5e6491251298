// A thin layer over tests/command.
#include "tests/doctor/examination.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/command/landshim.h"

namespace landshim::testing {

Command Doctor(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"doctor"};
  all.insert(all.end(), words.begin(), words.end());
  return Landshim(all);
}

Command DoctorJson(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"--json"};
  all.insert(all.end(), words.begin(), words.end());
  return Doctor(all);
}

nlohmann::json Parse(const Result& result) {
  nlohmann::json json = nlohmann::json::parse(result.out, nullptr, false);
  EXPECT_TRUE(json.is_object()) << result;
  return json.is_object() ? json : nlohmann::json::object();
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string FactIn(const std::string& text, const std::string& label,
                   char* sign) {
  for (const std::string& line : LinesOf(text)) {
    if (line.size() < 2 || line.compare(2, label.size() + 2, label + "  ") != 0)
      continue;
    if (sign != nullptr) *sign = line[0];
    const size_t start = line.find_first_not_of(' ', 2 + label.size());
    return start == std::string::npos ? "" : line.substr(start);
  }
  return {};
}

}  // namespace landshim::testing
