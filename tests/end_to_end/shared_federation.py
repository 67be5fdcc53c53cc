"""One federation that all tests of a class share: to set it up takes seconds."""

import os
import tempfile
import unittest

from federation import Federation


class SharedFederationTest(unittest.TestCase):
    """`net` is a federation of `agencies`, up until the last test has ended."""

    agencies = ("police", "clinic")
    config = ""  # More of each node's configuration.

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        cls.addClassCleanup(folder.cleanup)
        cls.net = Federation(folder.name, cls.agencies, cls.config).__enter__()
        cls.addClassCleanup(cls.net.__exit__)
