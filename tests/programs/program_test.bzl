"""Declares the tests of one program under a policy."""

def program_test(name, data = []):
    """Runs NAME_test.sh, which sources lib.sh, with NAME.policy (if it exists) at hand.

    Once with the shim preloaded (NAME_test), and once more by `landshim run` (NAME_run_test).

    Args:
      name: the program's name.
      data: what else the tests need.
    """
    for target, arguments, sandbox in [
        (name + "_test", [], "//shim"),
        (name + "_run_test", ["run"], "//tools:landshim"),
    ]:
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
