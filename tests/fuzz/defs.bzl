"""Fuzz targets: one entry point, fuzzed on demand and replayed with every build."""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")

def fuzz_target(name, srcs, deps, corpus = None, dict = None, max_len = 65536):
    """Makes a libFuzzer target and a test that replays its corpus.

    `srcs` define `LLVMFuzzerTestOneInput`, and no `main`. Three targets come
    of it:

    * `{name}`: the fuzzer, for `bazel test --config=fuzz`; manual, and found
      by `tests/run` through its tag "fuzz".
    * `{name}_corpus_test`: each file of the corpus once, and the empty input,
      in every build and under every sanitizer.
    * `{name}_entry`: the library under both.

    A finding becomes a file of the corpus, with its mend.

    Args:
      name: a noun phrase that ends in "_fuzz", such as "dsse_fuzz".
      srcs: the entry point.
      deps: what the entry point includes.
      corpus: labels of seed files. None means `corpus/{name}/**`. At least
        one file: a fuzzer without seeds rarely leaves the first check.
      dict: label of a libFuzzer dictionary, or None.
      max_len: the longest input to try, in bytes.
    """
    seeds = corpus if corpus else native.glob(["corpus/" + name + "/**"])
    if not seeds:
        fail("fuzz_target %s has no corpus: put seeds in corpus/%s/" % (name, name))

    cc_library(
        name = name + "_entry",
        testonly = True,
        srcs = srcs,
        deps = deps,
        alwayslink = True,
    )
    native.filegroup(
        name = name + "_seeds",
        testonly = True,
        srcs = seeds,
    )

    # libFuzzer reads "@FILE" as a list of seeds separated by commas.
    native.genrule(
        name = name + "_seed_list",
        testonly = True,
        srcs = [":" + name + "_seeds"],
        outs = [name + ".seeds"],
        cmd = "printf '%s' '$(rootpaths :" + name + "_seeds)' | tr ' ' ',' > $@",
        tags = ["manual"],
    )
    cc_test(
        name = name,
        size = "enormous",  # The time is chosen on the command line.
        args = [
            "-seed_inputs=@$(rootpath :" + name + "_seed_list)",
            "-max_len=%d" % max_len,
            "-timeout=10",
            "-rss_limit_mb=1024",
            "-print_final_stats=1",
        ] + (["-dict=$(rootpath %s)" % dict] if dict else []),
        data = [
            ":" + name + "_seeds",
            ":" + name + "_seed_list",
        ] + ([dict] if dict else []),
        linkopts = ["-fsanitize=fuzzer"],
        linkstatic = True,
        tags = [
            "fuzz",
            "manual",
        ],
        deps = [":" + name + "_entry"],
    )
    cc_test(
        name = name + "_corpus_test",
        size = "small",
        args = ["$(rootpaths :" + name + "_seeds)"],
        data = [":" + name + "_seeds"],
        deps = [
            ":" + name + "_entry",
            "//tests/fuzz:replay_main",
        ],
    )
