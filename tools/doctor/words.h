// Words in the form that execve(2) and the launch code take.
#ifndef LANDSHIM_TOOLS_DOCTOR_WORDS_H_
#define LANDSHIM_TOOLS_DOCTOR_WORDS_H_

#include <string>
#include <utility>
#include <vector>

namespace landshim::doctor {

// Owns the words and a NULL-terminated array of pointers to them.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::string& word : words_) pointers_.push_back(word.data());
    pointers_.push_back(nullptr);
  }
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  char** pointers() { return pointers_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_WORDS_H_
