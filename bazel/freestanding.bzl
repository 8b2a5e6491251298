"""Builds shared objects that depend on nothing, not even on libc."""

load("//:copts.bzl", "LANDSHIM_COPTS")

_COMPILE = [
    "-std=c++20",
    # As -Os, and smaller still: GCC 12 and clang know it.
    "-Oz",
    "-fPIC",
    # These would call into libc or libgcc.
    "-fno-stack-protector",
    "-U_FORTIFY_SOURCE",
    "-fno-threadsafe-statics",
    "-fno-exceptions",
    "-fno-rtti",
    # Nobody unwinds through this code.
    "-fno-asynchronous-unwind-tables",
    "-fno-unwind-tables",
    "-fvisibility=hidden",
    # One section each, so that the linker can drop what is not used.
    "-ffunction-sections",
    "-fdata-sections",
]

_LINK = [
    "-shared",
    "-nostdlib",
    # Version scripts and -z options as the tests expect them, whatever the default linker is.
    "-fuse-ld=bfd",
    "-Wl,-z,defs,-z,now,-z,relro,-z,noseparate-code,-z,text,--gc-sections,--build-id=none",
    # So that sources can say which of their data lies side by side.
    "-Wl,--sort-section=name",
]

# Outlined atomics ask libc for the CPU's features; and with pages of up to 64 KiB, RELRO pads the
# object by as much.
_AARCH64 = " -mno-outline-atomics -Wl,-z,norelro"

# A trap instead of a report, as there is no runtime to report.
_UBSAN = " -fsanitize=undefined -fsanitize-undefined-trap-on-error"

# GCC drops and merges more when it sees all sources at once; clang would need another linker.
_LTO = "case '%s' in *clang*) lto=;; *) lto=-flto;; esac; "

# $(SRCS) holds headers and the linker script too; the compiler gets the sources.
_SOURCES = "sources=; for file in $(SRCS); do case $$file in *.cc) sources=\"$$sources $$file\";; esac; done; "

def freestanding_object(
        name,
        srcs,
        version_script,
        hdrs = [],
        out = None,
        compiler = None,
        copts = [],
        initfirst = True,
        **kwargs):
    """Compiles and links all sources in one command that no toolchain default can reach.

    It establishes that nothing is left undefined but weak symbols; it does not establish that
    the object is small, nor that it exports nothing: that is for a test to check.

    Args:
      name: the rule.
      srcs: sources, or filegroups of sources and headers. Includes are written from the
        workspace root: "policy/access.h". Generated headers are found too.
      version_script: the linker's version script.
      hdrs: headers that the sources include.
      out: the object's file name; name + ".so" if not given.
      compiler: a compiler for another architecture; the C++ toolchain's own if not given, so
        that CC=clang-14 reaches this object as it reaches all others.
      copts: more flags.
      initfirst: whether the constructors run before those of every other object.
      **kwargs: visibility, tags and the like.
    """
    flags = LANDSHIM_COPTS + _COMPILE + _LINK
    if initfirst:
        flags = flags + ["-Wl,-z,initfirst"]
    if compiler:
        architecture = _AARCH64 if compiler.startswith("aarch64-") else ""
    else:
        architecture = select({
            "@platforms//cpu:aarch64": _AARCH64,
            "//conditions:default": "",
        })
    native.genrule(
        name = name,
        srcs = srcs + hdrs + [version_script],
        outs = [out or name + ".so"],
        cmd = _SOURCES + _LTO % (compiler or "$(CC)") + " ".join([compiler or "$(CC)", "$$lto"] + flags) + architecture + select({
            "//bazel:ubsan": _UBSAN,
            "//conditions:default": "",
        }) + " " + " ".join(copts + [
            "-iquote . -iquote $(GENDIR)",
            "-Wl,--version-script,$(location %s)" % version_script,
            "-o $@ $$sources",
        ]),
        # Only for $(CC), the compiler's path: the toolchain's flags are not used.
        toolchains = ["@bazel_tools//tools/cpp:current_cc_toolchain"],
        **kwargs
    )
