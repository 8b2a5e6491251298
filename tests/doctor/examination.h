// Runs doctor for tests and reads what it says.
#ifndef TESTS_DOCTOR_EXAMINATION_H_
#define TESTS_DOCTOR_EXAMINATION_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/lib/process.h"

namespace landshim::testing {

// `landshim doctor WORD...` and `landshim doctor --json WORD...`.
Command Doctor(const std::vector<std::string>& words = {});
Command DoctorJson(const std::vector<std::string>& words = {});

// What a command printed, as JSON; it must be an object.
nlohmann::json Parse(const Result& result);

// The lines of a text.
std::vector<std::string> LinesOf(const std::string& text);

// The line of a fact, without its sign and name; empty where there is none.
// `sign` is set to the sign unless it is null.
std::string FactIn(const std::string& text, const std::string& label,
                   char* sign = nullptr);

}  // namespace landshim::testing

#endif  // TESTS_DOCTOR_EXAMINATION_H_
