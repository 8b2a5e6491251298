"""Offers the system's abseil under the labels of upstream's repository."""

# Package -> targets. All are the same library: the linker takes what is used. Add rows as needed.
_ABSEIL = {
    "absl/algorithm": ["container"],
    "absl/base": ["core_headers"],
    "absl/cleanup": ["cleanup"],
    "absl/container": ["btree", "flat_hash_map", "flat_hash_set", "inlined_vector"],
    "absl/functional": ["any_invocable", "function_ref"],
    "absl/memory": ["memory"],
    "absl/status": ["status", "statusor"],
    "absl/strings": ["str_format", "strings"],
    "absl/time": ["time"],
    "absl/types": ["span"],
}

_LIBRARY = """cc_library(
    name = "system",
    linkopts = {linkopts},
    visibility = ["//visibility:public"],
)
"""

_TARGET = """alias(
    name = "{name}",
    actual = "//:system",
    visibility = ["//visibility:public"],
)
"""

def _libraries(repository_ctx):
    """Returns the names of all libabsl_*.a, which differ from one version to the next."""
    names = {}
    for directory in repository_ctx.path("/usr/lib").readdir():
        if directory.basename.endswith("-linux-gnu"):
            for file in directory.readdir():
                if file.basename.startswith("libabsl_") and file.basename.endswith(".a"):
                    names[file.basename[len("lib"):-len(".a")]] = True
    return sorted(names.keys())

def _system_abseil_impl(repository_ctx):
    libraries = _libraries(repository_ctx)
    if not libraries:
        fail("no libabsl_*.a below /usr/lib: install libabsl-dev (tools/setup build does)")

    # The group, because abseil's libraries need each other in every direction; as-needed, because
    # a dynamic executable would else load all of them.
    linkopts = (["-Wl,--as-needed", "-Wl,--start-group"] +
                ["-l" + library for library in libraries] +
                ["-Wl,--end-group"])
    repository_ctx.file("BUILD", _LIBRARY.format(linkopts = repr(linkopts)))
    for package, targets in _ABSEIL.items():
        repository_ctx.file(
            package + "/BUILD",
            "\n".join([_TARGET.format(name = target) for target in targets]),
        )

system_abseil = repository_rule(
    implementation = _system_abseil_impl,
    # Looks at the system again with each start of Bazel, as packages come and go.
    local = True,
)
