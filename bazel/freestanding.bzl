"""Builds objects that depend on nothing, not even on libc: shared ones, and one to link into a program."""

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
# object by as much. All of it lies within 1 MiB, where an address takes one instruction.
_AARCH64 = " -mno-outline-atomics -mcmodel=tiny -Wl,-z,norelro"

# What only GCC knows: no room for caches between arrays, and more passes that make it larger here.
_X86_64 = " $$x86_64"

# A trap instead of a report, as there is no runtime to report.
_UBSAN = " -fsanitize=undefined -fsanitize-undefined-trap-on-error"

# GCC drops and merges more when it sees all sources at once; clang would need another linker. The
# passes that are switched off make this code larger, as measured.
_GCC = "-flto -fno-ipa-icf -fno-tree-dominator-opts -fno-guess-branch-probability -fno-move-loop-invariants -fno-tree-forwprop"
_GCC_X86_64 = "-malign-data=abi -fno-cse-follow-jumps -fno-caller-saves -fno-ipa-cp"
_LTO = "case '%s' in *clang*) lto= x86_64=;; *) lto='" + _GCC + "' x86_64='" + _GCC_X86_64 + "';; esac; "

# $(SRCS) holds headers and the linker script too; the compiler gets the sources.
_SOURCES = "sources=; for file in $(SRCS); do case $$file in *.cc) sources=\"$$sources $$file\";; esac; done; "

# What every source is compiled with, and where headers are.
_INCLUDES = "-iquote . -iquote $(GENDIR)"

def _ubsan():
    return select({
        "//bazel:ubsan": _UBSAN,
        "//conditions:default": "",
    })

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
    the object is small, nor that it exports nothing: that is for a test to check. NAME_symbols is
    the object with the names of its functions.

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
            "@platforms//cpu:x86_64": _X86_64,
            "//conditions:default": "",
        })
    out = out or name + ".so"
    native.genrule(
        name = name + "_symbols",
        srcs = srcs + hdrs + [version_script],
        outs = [out + ".symbols"],
        cmd = _SOURCES + _LTO % (compiler or "$(CC)") + " ".join([compiler or "$(CC)", "$$lto"] + flags) + architecture + _ubsan() + " " + " ".join(copts + [
            _INCLUDES,
            "-Wl,--version-script,$(location %s)" % version_script,
            "-o $@ $$sources",
        ]),
        # Only for $(CC), the compiler's path: the toolchain's flags are not used.
        toolchains = ["@bazel_tools//tools/cpp:current_cc_toolchain"],
        **kwargs
    )
    native.genrule(
        name = name,
        srcs = [name + "_symbols"],
        outs = [out],
        cmd = "%sobjcopy --strip-all $< $@" % (compiler[:-len("g++")] if compiler else ""),
        **kwargs
    )

def freestanding_part(name, srcs, data, globals, linker_script, copts = [], **kwargs):
    """Compiles all sources into one object file for a static program, apart from its libc.

    The object brings its own memcpy and the like, because libc's cannot be called before libc has
    begun; no symbol but the ones in `globals` meets those of the program.

    Args:
      name: the rule; NAME.o is the file.
      srcs: sources, or filegroups of sources and headers, as for freestanding_object.
      data: files that a source includes by .incbin, for $(location) in copts.
      globals: the symbols that the program may see.
      linker_script: says how its sections lie.
      copts: more flags.
      **kwargs: visibility, tags and the like.
    """
    native.genrule(
        name = name,
        srcs = srcs + data + [linker_script],
        outs = [name + ".o"],
        # Without link-time optimisation, which would have to name its output's kind to the linker only.
        # objcopy makes no unique symbol local, and clang makes none.
        cmd = _SOURCES + "case '$(CC)' in *clang*) unique=;; *) unique=-fno-gnu-unique;; esac; " +
              " ".join(["$(CC)", "$$unique"] + LANDSHIM_COPTS + _COMPILE) + select({
            "@platforms//cpu:aarch64": " -mno-outline-atomics",
            "//conditions:default": "",
        }) + select({
            # The program is no static one then.
            "//bazel:asan": "",
            # Addresses in constants need no relocation, so that these lie with the code.
            "//conditions:default": " -fno-pic",
        }) + _ubsan() + " " + " ".join(copts + [
            _INCLUDES,
            # Groups of inline functions would be merged with those of the program.
            "-r -nostdlib -fuse-ld=bfd -Wl,--force-group-allocation",
            "-Wl,-T,$(location %s)" % linker_script,
            "-o $@ $$sources",
        ]) + " && objcopy " + " ".join(["--keep-global-symbol=" + symbol for symbol in globals]) + " $@",
        toolchains = ["@bazel_tools//tools/cpp:current_cc_toolchain"],
        **kwargs
    )

def freestanding_program(name, srcs, hdrs, copts = [], **kwargs):
    """Compiles and links a static program that has no libc and begins at its own _start.

    Args:
      name: the rule, and the program.
      srcs: sources.
      hdrs: headers that they include, written from the workspace root.
      copts: more flags.
      **kwargs: visibility, tags and the like.
    """
    native.genrule(
        name = name,
        srcs = srcs + hdrs,
        # Bazel takes no output of the rule's own name.
        outs = ["static/" + name],
        cmd = _SOURCES + " ".join(["$(CC)"] + LANDSHIM_COPTS + _COMPILE + copts + [
            _INCLUDES,
            # At a fixed address.
            "-fno-pic -no-pie -static -nostdlib -fuse-ld=bfd",
            "-Wl,-z,noseparate-code,--gc-sections,--build-id=none",
            "-o $@ $$sources",
        ]),
        executable = True,
        toolchains = ["@bazel_tools//tools/cpp:current_cc_toolchain"],
        **kwargs
    )
