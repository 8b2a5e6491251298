"""Declares the tests of one program under a policy."""

def program_test(name, data = [], written = True, learned = False):
    """Runs NAME_test.sh, which sources lib.sh, with NAME.policy (if it exists) at hand.

    Once with the shim preloaded (NAME_test), once more by `landshim run` (NAME_run_test), and once under
    a policy that is drafted from a recording (NAME_learned_test).

    Args:
      name: the program's name.
      data: what else the tests need.
      written: whether there is a policy that was written by hand.
      learned: whether the test has a workload to record.
    """
    for target, arguments, sandbox in ([
        (name + "_test", [], "//shim"),
        (name + "_run_test", ["run"], "//tools:landshim"),
    ] if written else []) + ([
        (name + "_learned_test", ["learned"], "//tools:landshim"),
    ] if learned else []):
        native.sh_test(
            name = target,
            size = "small",
            srcs = [name + "_test.sh"],
            args = arguments,
            data = [
                "lib.sh",
                sandbox,
            ] + native.glob([name + ".policy"], allow_empty = True) + data,
            # Landlock is the kernel's and the programs are the system's: Bazel's own sandbox is no help.
            tags = [
                "local",
                "preload",
            ],
        )
