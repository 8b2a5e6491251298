"""A fuzz target: a function that takes bytes, the fuzzer, and a test that needs no fuzzer."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")
load("//:copts.bzl", "LANDSHIM_COPTS")

def fuzz_target(name, deps, srcs = None):
    """Declares NAME_target, the fuzzer NAME_fuzz, and NAME_corpus_test.

    Args:
      name: what is fuzzed; corpus/NAME holds its inputs.
      deps: of the sources.
      srcs: define landshim::testing::TestOneInput(); NAME.cc if not given.
    """
    cc_library(
        name = name + "_target",
        srcs = srcs or [name + ".cc"],
        copts = LANDSHIM_COPTS,
        deps = deps + [":input"],
        # Its function is called by whoever is linked with it.
        alwayslink = True,
    )

    # Links only with --config=fuzz.
    cc_binary(
        name = name + "_fuzz",
        srcs = ["libfuzzer.cc"],
        copts = LANDSHIM_COPTS,
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],
        deps = [
            ":input",
            ":" + name + "_target",
        ],
    )
    cc_test(
        name = name + "_corpus_test",
        size = "small",
        srcs = ["replay_test.cc"],
        args = ["tests/fuzz/corpus/" + name],
        copts = LANDSHIM_COPTS,
        data = native.glob(["corpus/%s/*" % name]),
        deps = [
            ":input",
            ":" + name + "_target",
            "@com_google_googletest//:gtest",
        ],
    )
