// The build says where the object is: LANDSHIM_OBJECT is its path in quotes.
#include "shim/launch/embedded_shim.h"

// clang-tidy knows nothing of the build.
#ifdef __clang_analyzer__
#define LANDSHIM_OBJECT "\"/dev/null\""
#endif

asm(".section .landshim_object, \"a\"\n"
    ".balign 16\n"
    ".globl LandshimObject\n"
    ".globl LandshimObjectEnd\n"
    "LandshimObject:\n"
    ".incbin " LANDSHIM_OBJECT
    "\n"
    "LandshimObjectEnd:\n"
    ".byte 0\n"
    ".text\n");
