"""Turns files into C++ headers, so that they travel inside an executable."""

def _embed(name, mode, srcs, out, symbol, tags = [], **kwargs):
    native.genrule(
        name = name,
        srcs = srcs,
        outs = [out],
        cmd = "$(location //bazel:embed.sh) %s %s $(SRCS) > $@" % (mode, symbol),
        # tools/check builds what carries this tag, so that clang-tidy finds the headers.
        tags = tags + ["generated_header"],
        tools = ["//bazel:embed.sh"],
        **kwargs
    )

def embed_texts(name, srcs, out, symbol, **kwargs):
    """Writes a header that holds several texts in one array: landshim::SYMBOL, of const char.

    For every source: its basename without extension, NUL, its bytes, NUL. After the last one
    another NUL, that is an empty name. Walking it takes no pointers, hence no relocations.

    Args:
      name: the rule.
      srcs: the texts, in this order; without NUL bytes, and no two of one name.
      out: the header's file name.
      symbol: the array's name, such as kFragments.
      **kwargs: visibility and the like.
    """
    _embed(name, "texts", srcs, out, symbol, **kwargs)

def embed_bytes(name, src, out, symbol, **kwargs):
    """Writes a header that holds one file as it is: landshim::SYMBOL, of const unsigned char.

    Args:
      name: the rule.
      src: the file.
      out: the header's file name.
      symbol: the array's name, such as kShim.
      **kwargs: visibility and the like.
    """
    _embed(name, "bytes", [src], out, symbol, **kwargs)
