// Follows the kernel: fs/exec.c, fs/binfmt_script.c, fs/binfmt_elf.c; and
// execvp(3) for PATH.
#include "shim/launch/program.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/launch/env_line.h"
#include "shim/launch/launch_problems.h"
#include "shim/launch/pages.h"
#include "shim/launch/text_pool.h"
#include "shim/report.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// What the kernel looks at (BINPRM_BUF_SIZE).
constexpr size_t kFirstBytes = 256;

constexpr size_t kMostPrefix = 32;

// The arguments that the kernel puts before those of the user, as it follows
// #! lines: they take the place of argv[0].
struct Prefix {
  const char* words[kMostPrefix] = {};
  size_t count = 0;
};

LANDSHIM_PAGE(1, 0) constinit Prefix prefix;  // at this point of the chain
constinit Prefix executed_prefix;             // for what execve(2) is given

const char* Keep(std::string_view a, std::string_view b = {},
                 std::string_view c = {}) {
  const char* text = KeepText(a, b, c);
  if (text == nullptr) {
    Refuse(a, LaunchProblem::kTooManyLibraries, 0);
  }
  return text;
}

// `mode` of a struct stat.
bool IsExecutable(const char* path, unsigned mode) {
  constexpr int kExecute = 1;  // X_OK
  return sys::IsRegularFile(mode) && sys::Access(path, kExecute) == 0;
}

// As execvp(3): an element that cannot be executed does not end the search.
// nullptr where there is none; *denied is the first that may not be executed.
const char* FindInPath(std::string_view name, Environment environment,
                       const char** denied) {
  std::string_view path = environment.Find("PATH"sv);
  if (path.data() == nullptr) path = "/bin:/usr/bin"sv;
  if (name.empty()) return nullptr;
  while (true) {
    const size_t end = path.find(':');
    const std::string_view directory = path.substr(0, end);
    Text candidate(text_buffer, kLongestWord);
    candidate.Append(directory);
    if (!directory.empty()) candidate.Append('/');
    candidate.Append(name);
    candidate.Terminated();
    if (!candidate.full()) {
      struct stat status;
      const long error = sys::StatAt(AT_FDCWD, text_buffer, &status);
      if (error == 0 && IsExecutable(text_buffer, status.st_mode)) {
        return Keep(text_buffer);
      }
      if ((error == 0 || error == -EACCES) && *denied == nullptr) {
        *denied = Keep(text_buffer);
      }
    }
    if (end == std::string_view::npos) return nullptr;
    path.remove_prefix(end + 1);
  }
}

const char* Locate(const char* name, Environment environment) {
  if (std::string_view(name).find('/') != std::string_view::npos) return name;
  const char* denied = nullptr;
  const char* found = FindInPath(name, environment, &denied);
  if (found != nullptr) return found;
  if (denied == nullptr) Refuse(name, LaunchProblem::kNotInPath);
  struct stat status;
  if (sys::StatAt(AT_FDCWD, denied, &status) == 0 &&
      sys::IsDirectory(status.st_mode)) {
    Refuse(denied, LaunchProblem::kIsDirectory);
  }
  Refuse(denied, LaunchProblem::kNotExecutable);
}

// Ends the process for a file that the kernel would not execute. The first of
// a chain is what the user named; the others are its interpreters.
void RequireExecutable(const Program& program, const char* path) {
  struct stat status;
  long error = sys::StatAt(AT_FDCWD, path, &status);
  const bool is_directory = error == 0 && sys::IsDirectory(status.st_mode);
  if (error == 0 && !IsExecutable(path, status.st_mode)) error = -EACCES;
  if (error == 0) return;
  if (path != program.path) {
    Refuse(program.path, LaunchProblem::kNoInterpreter, std::string_view(path),
           ErrorText(error));
  }
  if (is_directory) Refuse(path, LaunchProblem::kIsDirectory);
  if (error == -ENOENT || error == -ENOTDIR) {
    Refuse(path, LaunchProblem::kNoSuchFile);
  }
  if (error == -EACCES) Refuse(path, LaunchProblem::kNotExecutable);
  Refuse(path, LaunchProblem::kFailed, ErrorText(error));
}

void AddLink(const char* path, Program* program) {
  RequireExecutable(*program, path);
  program->chain[program->chain_count++] = path;
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

struct ScriptLine {
  std::string_view interpreter;
  std::string_view argument;
};

// False: not one that the kernel follows.
bool ReadScriptLine(std::string_view bytes, ScriptLine* out) {
  if (bytes.substr(0, 2) != "#!"sv) return false;
  const size_t newline = bytes.find('\n');
  std::string_view line = bytes.substr(0, newline).substr(2);
  line = line.substr(0, line.find('\0'));
  while (!line.empty() && IsBlank(line.back())) line.remove_suffix(1);
  while (!line.empty() && IsBlank(line.front())) line.remove_prefix(1);
  size_t end = 0;
  while (end < line.size() && !IsBlank(line[end])) ++end;
  // A path that is cut off in the middle would name another file.
  if (end == 0 || (newline == std::string_view::npos &&
                   bytes.size() == kFirstBytes && end == line.size())) {
    return false;
  }
  out->interpreter = line.substr(0, end);
  while (end < line.size() && IsBlank(line[end])) ++end;
  out->argument = line.substr(end);
  return true;
}

// Puts `words` where the prefix begins, and drops `dropped` of its words.
void Prepend(const char* const* words, size_t count, size_t dropped) {
  if (prefix.count - dropped + count > kMostPrefix) {
    Refuse(words[0], LaunchProblem::kTooDeep, kDeepestInterpreter);
  }
  const Prefix old = prefix;
  prefix.count = 0;
  for (size_t i = 0; i < count; ++i) prefix.words[prefix.count++] = words[i];
  for (size_t i = dropped; i < old.count; ++i) {
    prefix.words[prefix.count++] = old.words[i];
  }
}

// `#!/usr/bin/env PROG`: finds what env would start, so that the policy binds
// that. nullptr: left to env, because only env knows.
const char* ResolveEnv(const char* interpreter, std::string_view argument,
                       Environment environment, Program* program) {
  // Another program of that name may do anything.
  if (!Is(interpreter, "/usr/bin/env") && !Is(interpreter, "/bin/env")) {
    return nullptr;
  }
  EnvLine line;
  if (!ReadEnvLine(argument, &line)) {
    program->env_binds = true;
    return nullptr;
  }
  const char* words[kMostEnvWords];
  for (size_t i = 0; i < line.count; ++i) words[i] = Keep(line.words[i]);
  const bool has_slash = line.words[0].find('/') != std::string_view::npos;
  const char* denied = nullptr;
  const char* found =
      has_slash ? words[0] : FindInPath(line.words[0], environment, &denied);
  if (found == nullptr) {
    Refuse(program->path, LaunchProblem::kNoInterpreter, line.words[0],
           ErrorText(denied == nullptr ? -ENOENT : -EACCES));
  }
  // Instead of env and its one argument.
  Prepend(words, line.count, 2);
  executed_prefix = prefix;
  return found;
}

// One step of the kernel: *path becomes the interpreter that its first line
// names. False: it is no script.
bool FollowScript(std::string_view bytes, Environment environment,
                  const char** path, Program* program) {
  ScriptLine line;
  if (!ReadScriptLine(bytes, &line)) return false;
  if (program->chain_count - program->executed > kDeepestInterpreter ||
      program->chain_count + 2 > kLongestChain) {
    Refuse(program->path, LaunchProblem::kTooDeep, kDeepestInterpreter);
  }
  const char* interpreter = Keep(line.interpreter);
  const std::string_view argument =
      line.argument.empty() ? line.argument : Keep(line.argument);
  const char* words[3] = {interpreter};
  size_t count = 1;
  if (!argument.empty()) words[count++] = argument.data();
  words[count++] = *path;
  Prepend(words, count, 1);
  AddLink(interpreter, program);
  *path = interpreter;
  const char* found = ResolveEnv(interpreter, argument, environment, program);
  if (found == nullptr) return true;
  program->executed = program->chain_count;
  AddLink(found, program);
  *path = found;
  return true;
}

// The user's arguments behind what took the place of the first.
char** JoinArguments(char** arguments) {
  size_t count = 0;
  while (arguments[count] != nullptr) ++count;
  const size_t size = (executed_prefix.count + count) * sizeof(char*);
  auto** joined = static_cast<char**>(KeepRoom(size));
  if (joined == nullptr) {
    Refuse(arguments[0], LaunchProblem::kFailed, ErrorText(-ENOMEM));
  }
  size_t at = 0;
  for (size_t i = 0; i < executed_prefix.count; ++i) {
    joined[at++] = const_cast<char*>(executed_prefix.words[i]);
  }
  for (size_t i = 1; i <= count; ++i) joined[at++] = arguments[i];
  return joined;
}

bool NeedsSanitizer() {
  for (int i = 0;; ++i) {
    const std::string_view name = elf_file.Needed(i, &text_buffer);
    if (name.data() == nullptr) return false;
    if (Begins(name, "libasan.so") || Begins(name, "libclang_rt.asan")) {
      return true;
    }
  }
}

ImageKind KindOfImage(Program* program) {
  if (!elf_file.Read()) return ImageKind::kForeign;
  program->elf_class = elf_file.elf_class();
  const std::string_view linker = elf_file.Interpreter(&text_buffer);
  if (!linker.empty()) program->linker = Keep(linker);
  const std::string_view name = BaseName(linker);
  if (Begins(name, "ld-musl-")) program->libc = Libc::kMusl;
  if (program->elf_class != OwnElfClass()) return ImageKind::kForeign;
  if (linker.empty()) return ImageKind::kStatic;
  if (program->libc != Libc::kMusl && !Begins(name, "ld-linux") &&
      !Begins(name, "ld64.so")) {
    return ImageKind::kOddLinker;
  }
  elf_file.ReadDynamic();
  return NeedsSanitizer() ? ImageKind::kSanitized : ImageKind::kDynamic;
}

// What execve(2) would have changed without a sandbox (no_new_privs).
bool HasSetId(const char* path) {
  struct stat status;
  if (sys::StatAt(AT_FDCWD, path, &status) != 0) return false;
  constexpr unsigned kSetUser = 04000;
  constexpr unsigned kSetGroup = 02000;
  constexpr unsigned kGroupExecutes = 010;
  const auto user = static_cast<unsigned>(sys::Call(__NR_geteuid));
  const auto group = static_cast<unsigned>(sys::Call(__NR_getegid));
  if ((status.st_mode & kSetUser) != 0 && status.st_uid != user) return true;
  if ((status.st_mode & kSetGroup) != 0 &&
      (status.st_mode & kGroupExecutes) != 0 && status.st_gid != group) {
    return true;
  }
  return user != 0 && sys::Call(__NR_getxattr, sys::Address(path),
                                sys::Address("security.capability"), 0, 0) > 0;
}

// Where the image really is, for $ORIGIN and for its name.
const char* RealPath(int fd, const char* path) {
  char name[32];
  Text link(name, sizeof(name) - 1);
  link.Append("/proc/self/fd/"sv);
  link.AppendNumber(static_cast<uint64_t>(fd));
  link.Terminated();
  const long size = sys::ReadLinkAt(AT_FDCWD, name, text_buffer, kLongestWord);
  if (size <= 0 || text_buffer[0] != '/') return path;
  return Keep({text_buffer, static_cast<size_t>(size)});
}

}  // namespace

const char* WhyNoShim(const Program& program) {
  switch (program.kind) {
    case ImageKind::kDynamic:
    case ImageKind::kUnreadable:
      return nullptr;
    case ImageKind::kStatic:
      return "it is static";
    case ImageKind::kForeign:
      return "it is of another architecture or format";
    case ImageKind::kOddLinker:
      return "its dynamic linker is neither glibc's nor musl's";
    case ImageKind::kSanitized:
      return "AddressSanitizer's runtime must be loaded first";
  }
  return nullptr;
}

void InspectProgram(char** arguments, Environment environment, Program* out) {
  out->path = Locate(arguments[0], environment);
  prefix.words[0] = arguments[0];
  prefix.count = 1;
  const char* path = out->path;
  AddLink(path, out);
  while (true) {
    const long fd = sys::OpenAt(AT_FDCWD, path,
                                O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
      if (fd != -EACCES && fd != -EPERM) {
        Refuse(path, LaunchProblem::kFailed, ErrorText(fd));
      }
      out->kind = ImageKind::kUnreadable;
      out->elf_class = OwnElfClass();
      out->real_path = path;
      out->set_id = HasSetId(path);
      break;
    }
    const int file = static_cast<int>(fd);
    elf_file.Open(file);
    const std::string_view bytes = elf_file.FirstBytes(kFirstBytes);
    const bool followed = FollowScript(bytes, environment, &path, out);
    if (!followed) {
      out->kind = KindOfImage(out);
      out->set_id = HasSetId(path);
      out->real_path = RealPath(file, path);
    }
    sys::Close(file);
    if (!followed) break;
  }
  out->arguments = out->executed == 0 ? arguments : JoinArguments(arguments);
  if (out->linker != nullptr) RequireExecutable(*out, out->linker);
}

}  // namespace landshim
