"""Where the real programs and the files of the project are."""

import os

PROJECT = os.getcwd()  # The folder of the runfiles.
PROGRAMS = os.environ.get("HOMEWARD_PROGRAMS", "")


def program(name):
    """The path of `homeward` or `homewardd`."""
    if PROGRAMS:
        return os.path.join(PROGRAMS, name)
    room = "cli" if name == "homeward" else "node"
    return os.path.join(PROJECT, "services", room, name)
