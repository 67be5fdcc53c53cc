"""Where the real programs and the files of the project are."""

import os

PROJECT = os.getcwd()  # The folder of the runfiles.


def program(name):
    """The path of `homeward` or `homewardd`."""
    room = "cli" if name == "homeward" else "node"
    return os.path.join(PROJECT, "services", room, name)


def fault(name):
    """The path of the library that makes a program meet the fault `name` when it
    is preloaded."""
    return os.path.join(PROJECT, "tests/fault", name + ".so")
