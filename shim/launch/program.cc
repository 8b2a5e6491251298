// Follows the kernel: fs/exec.c, fs/binfmt_script.c, fs/binfmt_elf.c; and
// execvp(3) for PATH.
#include "shim/launch/program.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/launch/env_line.h"
#include "shim/launch/launch.h"
#include "shim/launch/linker.h"
#include "shim/launch/script_line.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// As execvp(3): an element that cannot be executed does not end the search.
// nullptr where there is none; *denied is the first that may not be executed.
const char* FindInPath(std::string_view name, Environment environment,
                       Launch* launch, const char** denied) {
  std::string_view path = environment.Find("PATH"sv);
  if (path.data() == nullptr) path = "/bin:/usr/bin"sv;
  if (name.empty()) return nullptr;
  char* const buffer = launch->text_buffer;
  while (true) {
    const size_t end = path.find(':');
    const std::string_view directory = path.substr(0, end);
    Text candidate(buffer, kLongestWord);
    candidate.Append(directory);
    if (!directory.empty()) candidate.Append('/');
    candidate.Append(name);
    candidate.Terminated();
    if (!candidate.full()) {
      constexpr int kExecute = 1;  // X_OK
      FileStatus status;
      const long error = launch->machine->StatPath(buffer, &status);
      if (error == 0 && status.IsRegular() &&
          launch->machine->Access(buffer, kExecute) == 0) {
        return launch->Keep(buffer);
      }
      if ((error == 0 || error == -EACCES) && *denied == nullptr) {
        *denied = launch->Keep(buffer);
      }
    }
    if (end == std::string_view::npos) return nullptr;
    path.remove_prefix(end + 1);
  }
}

// nullptr: the launch ends.
const char* Locate(const char* name, Environment environment, Launch* launch) {
  if (std::string_view(name).find('/') != std::string_view::npos) return name;
  const char* denied = nullptr;
  const char* found = FindInPath(name, environment, launch, &denied);
  if (found != nullptr) return found;
  FileStatus status;
  if (denied == nullptr) {
    launch->Refuse(name, LaunchProblem::kNotInPath);
  } else if (launch->machine->StatPath(denied, &status) == 0 &&
             status.IsDirectory()) {
    launch->Refuse(denied, LaunchProblem::kIsDirectory);
  } else {
    launch->Refuse(denied, LaunchProblem::kNotExecutable);
  }
  return nullptr;
}

// An open file that the kernel would execute.
struct Executable {
  long fd = -1;  // or -errno
  bool readable = true;
  bool is_directory = false;
  FileStatus status;
};

// What is asked of the path is asked once more of the open file: the path may
// lead to another one by now.
Executable OpenExecutable(const char* path, Launch* launch) {
  Executable file;
  Machine* const machine = launch->machine;
  file.fd = machine->StatPath(path, &file.status);
  if (file.fd < 0) return file;
  file.is_directory = file.status.IsDirectory();
  file.fd = -EACCES;
  if (!file.status.IsRegular()) return file;
  file.fd = machine->Open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file.fd == -EACCES || file.fd == -EPERM) {
    file.readable = false;
    file.fd = machine->Open(path, O_PATH | O_CLOEXEC);
  }
  if (file.fd < 0) return file;
  const int fd = static_cast<int>(file.fd);
  if (machine->Stat(fd, &file.status) < 0 || !file.status.IsRegular() ||
      machine->MayExecute(fd) != 0) {
    machine->Close(fd);
    file.fd = -EACCES;
  }
  return file;
}

// The first of a chain is what the user named; the others are its interpreters.
bool RefuseFile(const char* path, const Executable& file, Launch* launch) {
  const char* const program = launch->program.path;
  if (file.fd == -EMFILE || file.fd == -ENFILE) {
    return launch->Refuse(program, LaunchProblem::kFailed,
                          launch->ErrorText(file.fd));
  }
  if (path != program) {
    return launch->Refuse(program, LaunchProblem::kNoInterpreter,
                          std::string_view(path), launch->ErrorText(file.fd));
  }
  if (file.is_directory) {
    return launch->Refuse(path, LaunchProblem::kIsDirectory);
  }
  if (file.fd == -ENOENT || file.fd == -ENOTDIR) {
    return launch->Refuse(path, LaunchProblem::kNoSuchFile);
  }
  if (file.fd == -EACCES) {
    return launch->Refuse(path, LaunchProblem::kNotExecutable);
  }
  return launch->Refuse(path, LaunchProblem::kFailed,
                        launch->ErrorText(file.fd));
}

bool AddLink(const char* path, Executable* file, Launch* launch) {
  *file = OpenExecutable(path, launch);
  if (file->fd < 0) return RefuseFile(path, *file, launch);
  Program& program = launch->program;
  launch->files.chain[program.chain_count] = static_cast<int>(file->fd);
  program.chain[program.chain_count++] = path;
  return true;
}

// Puts `words` where the prefix begins, and drops `dropped` of its words.
bool Prepend(const char* const* words, size_t count, size_t dropped,
             Launch* launch) {
  Prefix& prefix = launch->prefix;
  if (prefix.count - dropped + count > Prefix::kMostWords) {
    return launch->Refuse(launch->program.path, LaunchProblem::kTooDeep,
                          kDeepestInterpreter);
  }
  const Prefix old = prefix;
  prefix.count = 0;
  for (size_t i = 0; i < count; ++i) prefix.words[prefix.count++] = words[i];
  for (size_t i = dropped; i < old.count; ++i) {
    prefix.words[prefix.count++] = old.words[i];
  }
  return true;
}

// `#!/usr/bin/env PROG`: finds what env would start, so that the policy binds
// that. *found stays null where it is left to env, because only env knows.
// False: the launch ends.
bool ResolveEnv(const ScriptLine& script, Environment environment,
                Launch* launch, const char** found) {
  // Another program of that name may do anything.
  if (!Is(script.interpreter, "/usr/bin/env") &&
      !Is(script.interpreter, "/bin/env")) {
    return true;
  }
  EnvLine line;
  if (!ReadEnvLine(script.argument, &line)) {
    launch->program.env_binds = true;
    return true;
  }
  const char* words[kMostEnvWords];
  for (size_t i = 0; i < line.count; ++i) {
    words[i] = launch->Keep(line.words[i]);
    if (words[i] == nullptr) return false;
  }
  const bool has_slash = line.words[0].find('/') != std::string_view::npos;
  const char* denied = nullptr;
  *found = has_slash ? words[0]
                     : FindInPath(line.words[0], environment, launch, &denied);
  if (*found == nullptr) {
    return launch->Refuse(
        launch->program.path, LaunchProblem::kNoInterpreter,
        std::string_view(words[0]),
        launch->ErrorText(denied == nullptr ? -ENOENT : -EACCES));
  }
  // Instead of env and its one argument.
  if (!Prepend(words, line.count, 2, launch)) return false;
  launch->executed_prefix = launch->prefix;
  return true;
}

// What is before the one that is executed now is not granted.
void BeginAnew(Launch* launch) {
  launch->program.executed = launch->program.chain_count;
  for (int i = 0; i < launch->program.chain_count; ++i) {
    int& fd = launch->files.chain[i];
    if (fd >= 0) launch->machine->Close(fd);
    fd = -1;
  }
}

// One step of the kernel: *path becomes the interpreter that the script's first
// line names, open in *file. False: the launch ends.
bool FollowScript(const ScriptLine& line, Environment environment,
                  const char** path, Executable* file, Launch* launch) {
  Program& program = launch->program;
  if (program.chain_count - program.executed > kDeepestInterpreter ||
      program.chain_count + 2 > kLongestChain) {
    return launch->Refuse(program.path, LaunchProblem::kTooDeep,
                          kDeepestInterpreter);
  }
  // The line lies in a buffer that the next file is read into.
  ScriptLine kept;
  const char* interpreter = launch->Keep(line.interpreter);
  if (interpreter == nullptr) return false;
  kept.interpreter = interpreter;
  const char* words[3] = {interpreter};
  size_t count = 1;
  if (line.argument.data() != nullptr) {
    words[count] = launch->Keep(line.argument);
    if (words[count] == nullptr) return false;
    kept.argument = words[count++];
  }
  words[count++] = *path;
  if (!Prepend(words, count, 1, launch) ||
      !AddLink(interpreter, file, launch)) {
    return false;
  }
  *path = interpreter;
  const char* found = nullptr;
  if (!ResolveEnv(kept, environment, launch, &found)) return false;
  if (found == nullptr) return true;
  BeginAnew(launch);
  *path = found;
  return AddLink(found, file, launch);
}

// The user's arguments behind what took the place of the first; nullptr: the
// launch ends.
char** JoinArguments(char** arguments, Launch* launch) {
  const Prefix& prefix = launch->executed_prefix;
  size_t count = 0;
  while (arguments[count] != nullptr) ++count;
  const size_t size = (prefix.count + count) * sizeof(char*);
  auto** joined = static_cast<char**>(launch->pool.KeepRoom(size));
  if (joined == nullptr) {
    launch->Refuse("run"sv, LaunchProblem::kNoMemory);
    return nullptr;
  }
  size_t at = 0;
  for (size_t i = 0; i < prefix.count; ++i) {
    joined[at++] = const_cast<char*>(prefix.words[i]);
  }
  for (size_t i = 1; i <= count; ++i) joined[at++] = arguments[i];
  return joined;
}

bool NeedsSanitizer(Launch* launch) {
  for (int i = 0;; ++i) {
    const std::string_view name =
        launch->elf_file.Needed(i, &launch->text_buffer);
    if (name.data() == nullptr) return false;
    if (Begins(name, "libasan.so") || Begins(name, "libclang_rt.asan")) {
      return true;
    }
  }
}

// Opens the program's linker. False: the launch ends.
bool AddLinker(const char* path, Launch* launch) {
  launch->program.linker = path;
  if (IsMuslName(path)) launch->program.libc = Libc::kMusl;
  const Executable file = OpenExecutable(path, launch);
  if (file.fd < 0) return RefuseFile(path, file, launch);
  launch->files.linker = static_cast<int>(file.fd);
  launch->files.system_linker =
      IsSystemLinker(path, launch->files.linker, file.status, launch);
  return true;
}

// Fills what is known of the image that launch->elf_file has open. False: the
// launch ends.
bool ReadImage(Launch* launch) {
  Program& program = launch->program;
  ElfFile& elf_file = launch->elf_file;
  program.kind = ImageKind::kForeign;
  if (!elf_file.ReadProgram()) return true;
  bool damaged = false;
  const std::string_view linker =
      elf_file.Interpreter(&launch->text_buffer, &damaged);
  if (damaged) return true;
  program.elf_class = elf_file.elf_class();
  if (!linker.empty()) {
    const char* path = launch->Keep(linker);
    if (path == nullptr || !AddLinker(path, launch)) return false;
  }
  if (program.elf_class != OwnElfClass()) return true;
  program.kind = ImageKind::kStatic;
  if (linker.empty()) return true;
  program.kind = ImageKind::kOddLinker;
  if (!launch->files.system_linker) return true;
  elf_file.ReadDynamic();
  const std::string_view soname = elf_file.Soname(&launch->text_buffer);
  if (!soname.empty()) {
    program.soname = launch->Keep(soname);
    if (program.soname == nullptr) return false;
  }
  program.kind =
      NeedsSanitizer(launch) ? ImageKind::kSanitized : ImageKind::kDynamic;
  return true;
}

// What execve(2) would have changed without a sandbox (no_new_privs).
bool HasSetId(const char* path, const FileStatus& status, Launch* launch) {
  constexpr unsigned kSetUser = 04000;
  constexpr unsigned kSetGroup = 02000;
  constexpr unsigned kGroupExecutes = 010;
  const unsigned user = launch->machine->EffectiveUser();
  if ((status.mode & kSetUser) != 0 && status.user != user) return true;
  if ((status.mode & kSetGroup) != 0 && (status.mode & kGroupExecutes) != 0 &&
      status.group != launch->machine->EffectiveGroup()) {
    return true;
  }
  return user != 0 && launch->machine->CapabilitiesOf(path) > 0;
}

// Where the image really is, for $ORIGIN and for its name; nullptr: the launch
// ends.
const char* RealPath(int fd, const char* path, Launch* launch) {
  char* const buffer = launch->text_buffer;
  const long size = launch->machine->PathOf(fd, buffer, kLongestWord);
  if (size <= 0 || buffer[0] != '/') return path;
  return launch->Keep({buffer, static_cast<size_t>(size)});
}

// The end of the chain.
bool FinishImage(const char* path, const Executable& file, Launch* launch) {
  Program& program = launch->program;
  program.set_id = HasSetId(path, file.status, launch);
  if (!file.readable) {
    program.kind = ImageKind::kUnreadable;
    program.elf_class = OwnElfClass();
    program.real_path = path;
    return true;
  }
  if (!ReadImage(launch)) return false;
  program.real_path = RealPath(static_cast<int>(file.fd), path, launch);
  return program.real_path != nullptr;
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
      return "its dynamic linker is not one of the system's";
    case ImageKind::kSanitized:
      return "AddressSanitizer's runtime must be loaded first";
  }
  return nullptr;
}

bool InspectProgram(char** arguments, Environment environment, Launch* launch) {
  Program& program = launch->program;
  for (int& fd : launch->files.chain) fd = -1;
  launch->files.linker = -1;
  launch->has_files = true;
  program.path = Locate(arguments[0], environment, launch);
  if (program.path == nullptr) return false;
  launch->prefix.words[0] = arguments[0];
  launch->prefix.count = 1;
  const char* path = program.path;
  Executable file;
  if (!AddLink(path, &file, launch)) return false;
  while (file.readable) {
    launch->elf_file.Open(static_cast<int>(file.fd), launch->machine,
                          &launch->pool);
    ScriptLine line;
    if (!ReadScriptLine(launch->elf_file.FirstBytes(kFirstBytes), &line)) break;
    if (!FollowScript(line, environment, &path, &file, launch)) return false;
  }
  if (!FinishImage(path, file, launch)) return false;
  program.arguments =
      program.executed == 0 ? arguments : JoinArguments(arguments, launch);
  return program.arguments != nullptr;
}

}  // namespace landshim
