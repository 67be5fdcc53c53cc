"""The files that checks read: what Git holds, or will once it is added."""

import os
import subprocess


def root():
    """The project's top folder, as an absolute path."""
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def listed(top, *patterns):
    """Paths below `top`, relative to it and sorted, that match a Git pattern.

    No pattern means every file. Ignored files are left out; new ones are not.
    Works in a copy without Git's folder too.
    """
    if not os.path.exists(os.path.join(top, ".git")):
        return _walked(top, patterns)
    # A clone made by another user is "dubious" to Git; reading its list is not.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
               "--exclude-standard", "--", *patterns]
    out = subprocess.run(command, cwd=top, check=True, capture_output=True).stdout
    names = {os.fsdecode(name) for name in out.split(b"\0") if name}
    return sorted(name for name in names if os.path.isfile(os.path.join(top, name)))


def _walked(top, patterns):
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = [f for f in folders if f != "node_modules" and not f.startswith(("bazel-", ".git"))]
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), top)
            if not patterns or any(_matches(path, p) for p in patterns):
                found.append(path)
    return sorted(found)


def _matches(path, pattern):
    """Git's "*" crosses slashes, and so does this one's: it reads "*.cc"."""
    return path.endswith(pattern[1:]) if pattern.startswith("*") else path == pattern


def text_lines(top, path):
    """The lines of a text file, or none if it is binary."""
    with open(os.path.join(top, path), "rb") as file:
        data = file.read()
    return [] if b"\0" in data else data.decode("utf-8", "replace").splitlines()


def report(problems):
    """Prints each problem and returns the exit code of a check."""
    for problem in problems:
        print(problem)
    return 1 if problems else 0
