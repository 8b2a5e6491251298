// Shared objects without code, made without a compiler: there can be a thousand
// of them in a moment.
#ifndef TESTS_RUN_TINY_OBJECT_H_
#define TESTS_RUN_TINY_OBJECT_H_

#include <string>
#include <vector>

namespace landshim::testing {

// The bytes of an object of this machine's class that needs these libraries and
// says to look for them in `runpath` (empty: it says nothing).
std::string TinyObject(const std::vector<std::string>& needed,
                       const std::string& runpath);

}  // namespace landshim::testing

#endif  // TESTS_RUN_TINY_OBJECT_H_
