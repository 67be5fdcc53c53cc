"""Ports of this machine that nobody else takes."""

import os
import random
import socket


class Ports:
    """Ports of this machine for the nodes of this process, each given once.

    A node listens a moment after its port was chosen, and other tests choose
    theirs at the same time. So each process takes blocks of ports for itself, by
    a name that one process at a time may hold and that ends with it.
    """

    BLOCK = 50
    FIRST = 10_000
    # The demo chooses from here on, and outgoing connections higher still: a port
    # that is free now could be some client's own when a node listens.
    END = 20_000

    def __init__(self):
        self.held = []  # The names of this process's blocks.
        self.left = []

    def take(self, count):
        """`count` ports of 127.0.0.1 that nobody uses."""
        ports = []
        while len(ports) < count:
            if not self.left:
                self.left = self._block()
            port = self.left.pop()
            if self._is_free(port):
                ports.append(port)
        return ports

    def span(self):
        """The first of a block of such ports, and the one after its last."""
        block = self._block()
        return block[0], block[-1] + 1

    def _block(self):
        starts = range(self.FIRST, self.END, self.BLOCK)
        for start in random.sample(starts, len(starts)):
            name = socket.socket(socket.AF_UNIX)
            try:
                name.bind(f"\0homeward-test-ports-{start}")
            except OSError:
                name.close()
                continue  # Another process's.
            self.held.append(name)
            return list(range(start, start + self.BLOCK))
        raise AssertionError("no block of ports is free")

    @staticmethod
    def _is_free(port):
        try:
            socket.create_server(("127.0.0.1", port)).close()
            return True
        except OSError:
            return False


_PORTS = Ports()


def free_ports(count):
    return _PORTS.take(count)


def demo_environment(folder):
    """That of a demo which makes its folder in `folder`, on ports of its own."""
    return {**os.environ, "TMPDIR": folder, "HOMEWARD_PORTS": "%d-%d" % _PORTS.span()}
