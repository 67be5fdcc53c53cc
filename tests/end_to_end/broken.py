"""What makes a federation of tests faulty, one fault at a time."""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
from datetime import timedelta

import api
from patience import PATIENCE
from ports import free_ports
from programs import fault

from homeward.v1 import envelope_pb2


def clock_off(by):
    """The environment of a process whose clock is off by `by`, a timedelta, and
    whose steady clock is right."""
    return {"LD_PRELOAD": fault("shifted_clock"), "SHIFTED_CLOCK_SECONDS": str(int(by.total_seconds()))}


def copied_home(net, agency, name, **changes):
    """A copy of the folder of `agency`, other fields of its configuration
    changed; returns its path."""
    path = net.path(name)
    shutil.copytree(net.path(agency), path, symlinks=True,
                    ignore=shutil.ignore_patterns("data", "log"))
    config = os.path.join(path, "node.textproto")
    with open(config, encoding="utf-8") as file:
        text = file.read()
    for field, value in changes.items():
        text, count = re.subn(rf"^{field}: .*$", f"{field}: {value}", text, flags=re.MULTILINE)
        assert count == 1, f"{field} is there {count} times"
    with open(config, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def issued_pair(net, agency, names=None, made_at=timedelta()):
    """A pair signed by the root of `agency`, for `names` instead of its node, by
    a clock that is off by `made_at`, good for 7 days; returns its folder."""
    folder = tempfile.mkdtemp(dir=net.folder)
    key, request, cert = (os.path.join(folder, name) for name in ("key.pem", "request.pem", "cert.pem"))
    with open(os.path.join(folder, "extensions"), "w", encoding="utf-8") as file:
        file.write(f"subjectAltName=URI:spiffe://test.example/agency/{names or agency + '/node/1'}\n"
                   "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
                   "extendedKeyUsage=serverAuth,clientAuth\n")
    for command in (
            ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", key, "-out", request, "-subj", "/"],
            ["x509", "-req", "-in", request, "-out", cert, "-days", "7", "-extfile", file.name,
             "-CA", net.path(agency, "root/cert.pem"), "-CAkey", net.path(agency, "root/key.pem")]):
        subprocess.run(["openssl", *command], check=True, capture_output=True,
                       env={**os.environ, **clock_off(made_at)})
    return folder


def next_version(net):
    """A draft of version 2 of the MOU between police and clinic; returns its
    path."""
    with open(net.path("police_clinic.textproto"), encoding="utf-8") as file:
        text = file.read().replace("\nversion: 1\n", "\nversion: 2\n")
    before = envelope_pb2.Envelope.FromString(api.read(net.path("police_clinic.signed")))
    digits = "".join(f"\\{byte:03o}" for byte in hashlib.sha256(before.payload).digest())
    return net.write("next.textproto", f'{text}previous_sha256: "{digits}"\n')


@contextlib.contextmanager
def tls_server(folder):
    """Something that speaks TLS and HTTP/2 with the pair in `folder`; yields its
    address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), client:
                client.settimeout(PATIENCE)
                with context.wrap_socket(client, server_side=True) as stream:
                    stream.sendall(b"\0\0\0\4\0\0\0\0\0")  # HTTP/2: empty SETTINGS.
                    stream.recv(4096)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@contextlib.contextmanager
def hanging(node):
    """The process `node` does nothing, and its port is open."""
    node.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        node.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def moved_away(path):
    os.rename(path, path + ".away")
    try:
        yield
    finally:
        os.rename(path + ".away", path)


@contextlib.contextmanager
def listens_elsewhere(net, agency):
    """The node of `agency` listens where the directory does not say, and asks no
    peer for what is new by itself: who calls it there is refused."""
    path = net.path(agency, "node.textproto")
    with open(path, encoding="utf-8") as file:
        before = file.read()
    ports = list(net.ports[agency])
    (port,) = free_ports(1)
    text = re.sub(r'^listen_address: .*$', f'listen_address: "127.0.0.1:{port}"', before,
                  flags=re.MULTILINE)
    text = re.sub(r"^(# *)?synchronize_seconds: .*$", "", text, flags=re.MULTILINE)
    net.stop(agency)
    net.write(os.path.join(agency, "node.textproto"), text + "\nsynchronize_seconds: 3600\n")
    net.ports[agency][0] = port
    try:
        net.start(agency)
        yield
    finally:
        net.stop(agency)
        net.write(os.path.join(agency, "node.textproto"), before)
        net.ports[agency] = ports
        net.start(agency)


def on_a_full_disk(folder, command):
    """Runs `command`, a list, where `folder` is a disk without room. Returns None
    where this user can't make one."""
    script = ('mount -t tmpfs -o size=64k tmpfs "$0" && cp -a "$0.before/." "$0/" && '
              '(dd if=/dev/zero of="$0/filler" 2> /dev/null; true) && "$@"; code=$?; '
              'rm -f "$0/filler"; cp -a "$0/." "$0.after/"; exit $code')
    os.rename(folder, folder + ".before")
    os.mkdir(folder)
    os.mkdir(folder + ".after")
    if subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "true"],
                      capture_output=True, check=False).returncode != 0:
        return None
    return subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, folder,
                           *command], capture_output=True, text=True, timeout=PATIENCE, check=False)
