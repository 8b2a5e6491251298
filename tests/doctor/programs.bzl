"""Builds the same small program in every way that ld.so treats differently."""

def _count_layers(name, compiler, flags, src = "count_layers.c", x86_only = False):
    command = "%s -Wall -Wextra -Werror -O1 %s -o $@ $<" % (compiler, flags)
    native.genrule(
        name = "count_layers_" + name,
        srcs = [src],
        outs = ["programs/" + name],
        cmd = select({
            "@platforms//cpu:aarch64": "touch $@",
            "//conditions:default": command,
        }) if x86_only else command,
        testonly = True,
    )

def count_layers_programs(name):
    """Makes programs/KIND for each kind, and a filegroup of all.

    Args:
      name: the filegroup.
    """
    kinds = {
        "dynamic": ("gcc", ""),
        "musl": ("musl-gcc", ""),
        # The path of its dynamic linker is relative: tests put one there.
        "odd_linker": ("gcc", "-Wl,--dynamic-linker=odd_linker.so"),
        "sanitized": ("gcc", "-fsanitize=address"),
        "static": ("gcc", "-static"),
        "static_pie": ("gcc", "-static-pie"),
    }
    for kind, (compiler, flags) in kinds.items():
        _count_layers(kind, compiler, flags)
    freestanding = "-m32 -nostdlib -fno-stack-protector "
    _count_layers(
        "i386_static",
        "gcc",
        freestanding + "-static -fno-pic -no-pie",
        "count_layers_i386.c",
        x86_only = True,
    )
    _count_layers(
        "i386_dynamic",
        "gcc",
        freestanding + "-fPIE -pie -Wl,--dynamic-linker=/lib/ld-linux.so.2",
        "count_layers_i386.c",
        x86_only = True,
    )
    native.filegroup(
        name = name,
        srcs = [
            ":count_layers_" + kind
            for kind in list(kinds) + ["i386_static", "i386_dynamic"]
        ],
        testonly = True,
    )
