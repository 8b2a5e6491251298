"""Turns texts into a C++ header, so that they travel inside an executable."""

def embed_texts(name, srcs, out, symbol, tags = [], **kwargs):
    """Writes a header that holds several texts in one array: landshim::SYMBOL, of const char.

    For every source: its basename without extension, NUL, its bytes, NUL. After the last one
    another NUL, that is an empty name. Walking it takes no pointers, hence no relocations.

    Args:
      name: the rule.
      srcs: the texts, in this order; without NUL bytes, and no two of one name.
      out: the header's file name.
      symbol: the array's name, such as kFragments.
      tags: as in any rule.
      **kwargs: visibility and the like.
    """
    native.genrule(
        name = name,
        srcs = srcs,
        outs = [out],
        cmd = "$(location //bazel:embed.sh) %s $(SRCS) > $@" % symbol,
        # tools/check builds what carries this tag, so that clang-tidy finds the headers.
        tags = tags + ["generated_header"],
        tools = ["//bazel:embed.sh"],
        **kwargs
    )
