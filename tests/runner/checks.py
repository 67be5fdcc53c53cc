"""The lint checks as modules, for tests: their files have no `.py`."""

import importlib.machinery
import importlib.util
import os

FOLDER = os.path.join("tests", "lint")


def load(name):
    """The check `name`, from the folder of the runfiles."""
    loader = importlib.machinery.SourceFileLoader(name, os.path.join(FOLDER, name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module
