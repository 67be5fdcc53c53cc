"""Tests of the programs as people run them."""

def end_to_end_test(name, main = "", timeout = "long", args = [], data = [], tags = []):
    """The Python test `main` against the real programs.

    Args:
      name: the test.
      main: its file; `name` with `.py` if not given.
      timeout: Bazel's. Far more than any test takes at rest: what is sure to come is
        waited for with patience.
      args: for the test.
      data: further files that it reads.
      tags: Bazel's. Without sanitizers: the nodes are other processes, whose
        rooms have tests of their own under them, and time is what is measured.
    """
    main = main or name + ".py"
    native.sh_test(
        name = name,
        size = "medium",
        timeout = timeout,
        srcs = ["python_test.sh"],
        args = ["$(rootpath %s)" % main] + args,
        data = [
            main,
            "api.py",
            "asker.py",
            "documents.py",
            "federation.py",
            "hostile_certificates.py",
            "http2.py",
            "patience.py",
            "ports.py",
            "programs.py",
            "shared_federation.py",
            "//deploy/mou_templates",
            "//deploy/red_lines",
            "//proto:v1_srcs",
            "//services/cli:homeward",
            "//services/node:homewardd",
        ] + data,
        tags = tags + ["no_asan", "no_tsan"],
    )
