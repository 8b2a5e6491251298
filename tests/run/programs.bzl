"""Builds the programs that tests of `landshim run` start: for each libc, static, and odd ones."""

load("@rules_cc//cc:defs.bzl", "cc_test")
load("//:copts.bzl", "LANDSHIM_COPTS")

def program(name, src, compiler = "gcc", flags = [], libraries = []):
    """Compiles one source straight by a compiler, as these are no Bazel toolchains.

    Args:
      name: the file; a slash makes a directory.
      src: the source.
      compiler: gcc or musl-gcc.
      flags: more flags.
      libraries: files that it is linked with, whether or not it seems to need them.
    """
    native.genrule(
        name = name + "_program",
        srcs = [src] + libraries,
        outs = [name],
        cmd = " ".join(
            [compiler, "-Wall -Wextra -Werror -O1 -o $@ $(location %s)" % src] +
            flags +
            (["-Wl,--no-as-needed"] if libraries else []) +
            ["$(location %s)" % library for library in libraries],
        ),
        testonly = True,
    )

def testcase(name, compiler, directory, flags = []):
    """Compiles tests/testcases/NAME.cc once more, to DIRECTORY/NAME.

    Args:
      name: the testcase.
      compiler: gcc or musl-gcc, which need no C++ library for it.
      directory: where it goes.
      flags: more flags.
    """
    native.genrule(
        name = "%s/%s_program" % (directory, name),
        srcs = ["//tests/testcases:sources"],
        outs = ["%s/%s" % (directory, name)],
        cmd = "for source in $(SRCS); do case $$source in */%s.cc) " % name +
              compiler + " -std=c++20 -fno-exceptions -fno-rtti -x c++ $$source -o $@ %s;; esac; done" % " ".join(flags),
        testonly = True,
    )

def go_program(name, src, cgo):
    """Compiles a Go source.

    Args:
      name: the file.
      src: the source.
      cgo: whether it is linked with libc.
    """
    native.genrule(
        name = name + "_program",
        srcs = [src],
        outs = [name],
        cmd = "export HOME=$$(mktemp -d) GO111MODULE=off GOFLAGS= CGO_ENABLED=%d GOPROXY=off; " % int(cgo) +
              "go build -o $@ $< && GOCACHE=$$HOME/.cache/go-build go clean -cache && rm -r $$HOME",
        testonly = True,
    )

def run_test(name, data = [], deps = [], size = "small"):
    """Makes a test of NAME.cc, which finds landshim at tools/landshim.

    Args:
      name: the test.
      data: what else it needs.
      deps: libraries besides :launch.
      size: as in cc_test.
    """
    cc_test(
        name = name,
        size = size,
        srcs = [name + ".cc"],
        copts = LANDSHIM_COPTS,
        data = data,
        # Landlock is the kernel's and the programs are the system's: Bazel's own sandbox is no help.
        tags = [
            "local",
            "preload",
        ],
        deps = [":launch"] + deps,
    )
