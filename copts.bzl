"""The compiler flags of every C++ target in landshim; the language version is in .bazelrc."""

# Debian's libraries live in the compiler's own system directories, so these flags do not reach
# their headers. Both GCC 12 and clang 14 know each of them.
LANDSHIM_COPTS = [
    "-Wall",
    "-Wextra",
    "-Werror",
    # A function without a declaration is either static or missing from its header.
    "-Wmissing-declarations",
    # Nothing here inherits without a reason; if it does, deleting through the base must work.
    "-Wnon-virtual-dtor",
    "-Wshadow",
    # Arrays of variable length have no place on a stranger's stack.
    "-Wvla",
    # Designated initialisers leave the other members zero on purpose.
    "-Wno-missing-field-initializers",
]

# Of what the recorder does between two system calls of a program: unoptimized, the standard library
# is slow.
FAST_COPTS = LANDSHIM_COPTS + [
    "-O2",
] + select({
    # clang knows no such warning.
    "//bazel:fuzz": [],
    # GCC 12 then warns of its own library (its bug 105329).
    "//conditions:default": ["-Wno-restrict"],
})
