"""Declares the test of one program under a policy."""

def program_test(name, data = []):
    """Runs NAME_test.sh, which sources lib.sh, with NAME.policy (if it exists) and the shim at hand.

    Args:
      name: the program's name; the target is NAME_test.
      data: what else the test needs.
    """
    native.sh_test(
        name = name + "_test",
        size = "small",
        srcs = [name + "_test.sh"],
        data = [
            "lib.sh",
            "//shim",
        ] + native.glob([name + ".policy"], allow_empty = True) + data,
        # Landlock is the kernel's and the programs are the system's: Bazel's own sandbox is no help.
        tags = [
            "local",
            "preload",
        ],
    )
