// A system of its own for one child: another /etc, and a world-readable place
// for programs that run with privileges. Nothing outside of the child changes.
#ifndef TESTS_TRAPS_STAGE_H_
#define TESTS_TRAPS_STAGE_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>

#include "tests/traps/trap.h"

namespace landshim::traps {

// Where the stage's files are for those who entered it.
inline constexpr char kStage[] = "/media";

// Lives in `directory`, which needs a file system without nosuid.
class Stage {
 public:
  explicit Stage(const std::string& directory);

  // Copies a file onto the stage, and returns its path there.
  std::string Add(const std::string& file, const std::string& name,
                  mode_t mode = 0755) const;
  // A file of this text, and its path there.
  std::string Write(const std::string& name, const std::string& text) const;
  // The policy of that name in /etc/landshim: grants reading this path.
  void AddPolicy(const std::string& name, const std::string& path) const;
  // The file /etc/ld.so.preload.
  void PreloadSystemWide(const std::string& list) const;

  // For Command::Before: enters, as this user.
  std::function<void()> Enter(uid_t user) const;

 private:
  std::string directory_;
};

// A test on a stage that has the shim, a file called "granted" and one called
// "secret". Skipped without root, or where nothing can be mounted.
class StageTest : public TrapTest {
 protected:
  void SetUp() override;

  const Stage& stage() const { return *stage_; }
  // Their paths there.
  static std::string shim() { return std::string(kStage) + "/liblandshim.so"; }
  static std::string granted() { return std::string(kStage) + "/granted"; }
  static std::string secret() { return std::string(kStage) + "/secret"; }

 private:
  std::unique_ptr<Stage> stage_;
};

// A user without any privileges: nobody's number on every system.
inline constexpr uid_t kNobody = 65534;

}  // namespace landshim::traps

#endif  // TESTS_TRAPS_STAGE_H_
