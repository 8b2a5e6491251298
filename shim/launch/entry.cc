// Where the kernel enters the landshim executable: `landshim run` goes its own
// way before libc exists, everything else goes on to libc's start.
#include <string_view>

#include "policy/text.h"
#include "shim/launch/run.h"
#include "shim/launch/run_options.h"
#include "shim/process_start.h"

// The initial stack is as the kernel laid it (fs/binfmt_elf.c), and so are the
// registers that libc's start looks at.
#if defined(__x86_64__)
asm(".text\n"
    ".globl LandshimEntry\n"
    ".type LandshimEntry, @function\n"
    "LandshimEntry:\n"
    "  xorl %ebp, %ebp\n"
    "  movq %rsp, %rbx\n"
    "  movq %rdx, %r12\n"
    "  movq %rsp, %rdi\n"
    "  andq $-16, %rsp\n"
    "  call LandshimBegin\n"
    "  movq %rbx, %rsp\n"
    "  movq %r12, %rdx\n"
    "  jmp _start\n"
    ".size LandshimEntry, .-LandshimEntry\n");
#elif defined(__aarch64__)
asm(".text\n"
    ".globl LandshimEntry\n"
    ".type LandshimEntry, @function\n"
    "LandshimEntry:\n"
    "  mov x29, #0\n"
    "  mov x30, #0\n"
    "  mov x19, x0\n"
    "  mov x0, sp\n"
    "  bl LandshimBegin\n"
    "  mov x0, x19\n"
    "  b _start\n"
    ".size LandshimEntry, .-LandshimEntry\n");
#endif

// Returns where main() is to do the work.
extern "C" __attribute__((used)) void LandshimBegin(long* stack);

void LandshimBegin(long* stack) {
  using landshim::Is;
  const long argc = stack[0];
  auto** argv = reinterpret_cast<char**>(stack + 1);
  if (argc < 2 || !Is(argv[1], "run")) return;
  landshim::ProcessStart start;
  landshim::FindProcessStart(argc, argv, argv + argc + 1, &start);
  const landshim::RunOptions options = landshim::ReadRunOptions(argv + 2);
  if (options.help || options.print) return;
  landshim::Run(options, start);
}
