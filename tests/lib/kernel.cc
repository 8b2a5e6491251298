// All of it in raw calls: libc's headers may be older than the kernel.
#include "tests/lib/kernel.h"

#include <elf.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace landshim::testing {
namespace {

constexpr long kCreateRuleset = 444;
constexpr long kRestrictSelf = 446;
constexpr uid_t kNobody = 65534;
constexpr int kExitFailed = 124;

void Must(bool done, const char* what) {
  if (done) return;
  dprintf(2, "test: %s: %s\n", what, strerror(errno));
  _exit(kExitFailed);
}

// Privileged filters leave no_new_privs as it is.
bool InstallFilter(sock_fprog* program) {
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program) == 0) return true;
  return errno == EACCES && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program) == 0;
}

}  // namespace

int KernelAbi() {
  const long abi = syscall(kCreateRuleset, nullptr, 0, 1);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

bool Runs32BitPrograms() {
#if defined(__x86_64__)
  // exit(0), and nothing else.
  constexpr unsigned char kCode[] = {0xb8, 1, 0, 0, 0, 0x31, 0xdb, 0xcd, 0x80};
  struct {
    Elf32_Ehdr header;
    Elf32_Phdr segment;
    unsigned char code[sizeof(kCode)];
  } file = {};
  constexpr Elf32_Addr kAddress = 0x08048000;
  constexpr Elf32_Off kHeaders = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr);
  memcpy(file.header.e_ident, ELFMAG, SELFMAG);
  file.header.e_ident[EI_CLASS] = ELFCLASS32;
  file.header.e_ident[EI_DATA] = ELFDATA2LSB;
  file.header.e_ident[EI_VERSION] = EV_CURRENT;
  file.header.e_type = ET_EXEC;
  file.header.e_machine = EM_386;
  file.header.e_version = EV_CURRENT;
  file.header.e_entry = kAddress + kHeaders;
  file.header.e_phoff = sizeof(Elf32_Ehdr);
  file.header.e_ehsize = sizeof(Elf32_Ehdr);
  file.header.e_phentsize = sizeof(Elf32_Phdr);
  file.header.e_phnum = 1;
  file.segment = {PT_LOAD,      0,           kAddress, kAddress, sizeof(file),
                  sizeof(file), PF_R | PF_X, 0x1000};
  memcpy(file.code, kCode, sizeof(kCode));
  const pid_t pid = fork();
  if (pid == 0) {
    const int fd = memfd_create("test", 0);
    Must(write(fd, &file, sizeof(file)) == sizeof(file), "write");
    char* const none[] = {nullptr};
    fexecve(fd, none, none);
    _exit(kExitFailed);
  }
  int status = -1;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
#else
  return false;
#endif
}

int ExpectedAbi() {
  const char* expected = getenv("LANDSHIM_EXPECT_ABI");
  return expected == nullptr ? 0
                             : static_cast<int>(strtol(expected, nullptr, 10));
}

void RefuseCall(long number, int error, std::optional<Argument> where) {
  const Argument argument = where.value_or(Argument{0, 0});
  const auto offset = static_cast<uint32_t>(offsetof(seccomp_data, args) +
                                            sizeof(uint64_t) * argument.index);
  const uint8_t compare = where ? BPF_JEQ : BPF_JGE;  // >= 0: any value
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(number), 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset),
      BPF_JUMP(static_cast<uint16_t>(BPF_JMP | compare | BPF_K),
               static_cast<uint32_t>(argument.value), 0, 1),
      BPF_STMT(BPF_RET | BPF_K,
               SECCOMP_RET_ERRNO | static_cast<uint32_t>(error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
  Must(InstallFilter(&program), "seccomp");
}

void StackLayers(int count) {
  // Creating block devices is what nothing under test does.
  constexpr uint64_t kMakeBlock = uint64_t{1} << 11;
  Must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no_new_privs");
  const long ruleset = syscall(kCreateRuleset, &kMakeBlock, 8, 0);
  Must(ruleset >= 0, "landlock_create_ruleset");
  for (int i = 0; i < count; ++i) {
    Must(syscall(kRestrictSelf, ruleset, 0) == 0, "landlock_restrict_self");
  }
  close(static_cast<int>(ruleset));
}

void BecomeNobody() {
  Must(setresgid(kNobody, kNobody, kNobody) == 0 &&
           setresuid(kNobody, kNobody, kNobody) == 0,
       "setresuid");
}

void MountOver(const char* directory, const char* place, const char* type) {
  Must(unshare(CLONE_NEWNS) == 0, "unshare");
  Must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
       "making mounts private");
  const unsigned long flags = type == nullptr ? MS_BIND : 0;
  Must(mount(directory, place, type, flags, nullptr) == 0, place);
}

bool MayMount() {
  const pid_t child = fork();
  if (child == 0) {
    _exit(unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr,
                                             MS_REC | MS_PRIVATE, nullptr) == 0
              ? 0
              : 1);
  }
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0;
}

}  // namespace landshim::testing
