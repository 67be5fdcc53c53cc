"""Python programs that ask `homeward match search`."""

def search_program(name, modules, args = [], data = []):
    """The Python program `name`.py, for `bazel run --config=opt`.

    Debian has no `python`, which py_binary asks for, so a shell starts python3.

    Args:
      name: the program.
      modules: its file, and those that it imports.
      args: what it is told besides.
      data: what these name.
    """

    # buildifier: disable=native-sh-binary
    native.sh_binary(
        name = name,
        srcs = ["run_python.sh"],
        args = [
            "$(rootpath %s.py)" % name,
            "--homeward",
            "$(rootpath //services/cli:homeward)",
            "--generator",
            "$(rootpath //tests/matching:generate_persons)",
            "--testdata",
            "tests/testdata",
        ] + args,
        data = modules + data + [
            "//services/cli:homeward",
            "//tests/matching:generate_persons",
            "//tests/testdata:popular_names",
            "//tests/testdata/names:lists",
        ],
        tags = ["manual"],
    )
