"""Builds the small programs and libraries that traps are made of, for glibc and for musl.

Straight by the compilers, as musl-gcc is no Bazel toolchain; programs of the two differ in their
directory only, so that both have the same name.
"""

load("@rules_cc//cc:defs.bzl", "cc_test")
load("//:copts.bzl", "LANDSHIM_COPTS")

_COMPILERS = {
    "glibc": "gcc",
    "musl": "musl-gcc",
}

def _compile(name, srcs, out, flags, libcs, libraries):
    for libc in libcs:
        native.genrule(
            name = name + "_" + libc,
            srcs = srcs + ["raw_open.h"] + [library + "_" + libc for library in libraries],
            outs = ["%s/%s" % (libc, out)],
            cmd = " ".join(
                [_COMPILERS[libc], "-Wall -Wextra -Werror -O1 -I. -o $@"] +
                ["$(location %s)" % src for src in srcs] +
                # What a library is needed for may not be seen by the linker: its data, its constructor.
                ["-Wl,--no-as-needed -Wl,-rpath,'$$ORIGIN'"] +
                ["$(location %s_%s)" % (library, libc) for library in libraries] +
                flags,
            ),
            testonly = True,
            visibility = ["//tests/run:__pkg__"],
        )

def trap_program(name, srcs, flags = [], libraries = [], libcs = ["glibc", "musl"]):
    """Makes LIBC/NAME by the rules NAME_LIBC.

    Args:
      name: the program.
      srcs: C sources.
      flags: more flags for the compiler.
      libraries: trap_library rules that it is linked with.
      libcs: which of "glibc" and "musl" to build for.
    """
    _compile(name, srcs, name, flags, libcs, libraries)

def trap_library(name, srcs, flags = [], libcs = ["glibc", "musl"]):
    """Makes LIBC/libNAME.so by the rules NAME_LIBC.

    Args:
      name: the library, without "lib".
      srcs: C sources.
      flags: more flags for the compiler.
      libcs: which of "glibc" and "musl" to build for.
    """
    soname = "-Wl,-soname,lib%s.so" % name
    _compile(name, srcs, "lib%s.so" % name, ["-shared -fPIC", soname] + flags, libcs, [])

def trap_test(name, programs = [], libcs = ["glibc", "musl"], data = [], deps = [], size = "small"):
    """Makes a test of NAME.cc, which finds its programs at tests/traps/LIBC/.

    Args:
      name: the test.
      programs: trap_program and trap_library rules that it runs.
      libcs: which builds of them.
      data: what else it needs.
      deps: libraries besides :trap.
      size: as in cc_test.
    """
    cc_test(
        name = name,
        size = size,
        srcs = [name + ".cc"],
        copts = LANDSHIM_COPTS,
        data = data + ["%s_%s" % (program, libc) for program in programs for libc in libcs],
        # Preloading works outside of Bazel's sandbox only.
        tags = [
            "local",
            "preload",
        ],
        deps = [":trap"] + deps,
    )
