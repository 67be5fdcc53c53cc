"""The public API from Python: stubs made by protoc, and a channel of staff."""

import glob
import os
import subprocess
import sys
import tempfile

import grpc

PROTO = os.path.join(os.getcwd(), "proto")
ASSERTION = "homeward-staff-assertion-bin"


def _make_stubs():
    folder = tempfile.mkdtemp(prefix="stubs-", dir=os.environ.get("TEST_TMPDIR"))
    files = glob.glob(os.path.join(PROTO, "homeward/v1/*.proto"))
    subprocess.run(["protoc", "-I", PROTO, "-I", "/usr/include", f"--python_out={folder}",
                    f"--grpc_python_out={folder}",
                    "--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin", *files],
                   check=True)
    sys.path.insert(0, folder)


_make_stubs()


def read(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


def channel(federation, agency, options=()):
    """To the node of `agency`, with the certificate of its staff's program."""
    home = federation.path(agency)
    pair = os.path.join(home, "certificates", "client")
    credentials = grpc.ssl_channel_credentials(
        read(home, "root", "cert.pem"), read(pair, "key.pem"), read(pair, "cert.pem"))
    return grpc.secure_channel(f"127.0.0.1:{federation.ports[agency][0]}", credentials, options)


def signed_in(federation, agency):
    """The metadata of whoever is signed in at `agency`."""
    return ((ASSERTION, read(federation.path(agency), "session.binpb")),)
