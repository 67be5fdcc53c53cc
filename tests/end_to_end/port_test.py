"""The port of a node as other programs find it: which TLS it speaks, that it
says whether it serves, and that it tells which services it has."""

import contextlib
import glob
import os
import re
import subprocess
import time
import unittest

import api
from patience import PATIENCE
from ports import free_ports
from shared_federation import SharedFederationTest

# What `openssl s_client` may be told to speak, and what a node makes of it.
SPOKEN = {
    "-tls1_3": "TLSv1.3",
    "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256": "TLSv1.3",
    "-tls1_2": "TLSv1.2",
    "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256": "TLSv1.2",
    "-groups P-256": "TLSv1.3",
}
REFUSED = (
    "-tls1 -cipher ALL:@SECLEVEL=0",
    "-tls1_1 -cipher ALL:@SECLEVEL=0",
    "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0",  # No AEAD.
    "-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA384",
    "-groups X25519",
    "-groups P-384",
)
LIST_SERVICES = b"\x3a\x00"
FILE_WITH_SYMBOL = b"\x22"


class PortTest(SharedFederationTest):

    agencies = ("clinic",)

    def pair(self):
        folder = self.net.path("clinic/certificates/client")
        return ["-cert", os.path.join(folder, "cert.pem"), "-key", os.path.join(folder, "key.pem")]

    def spoken(self, port, options):
        """The protocol that a handshake with `options` ends in; None if in none."""
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", *options.split(), *self.pair()],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False)
        return re.search(r"^New, (\S+), Cipher is (\S+)$", done.stdout, re.MULTILINE).group(1).strip("()")

    @contextlib.contextmanager
    def server_that_takes_anything(self):
        (port,) = free_ports(1)
        server = subprocess.Popen(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cipher", "ALL:@SECLEVEL=0", "-quiet",
             *self.pair()], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield port
        finally:
            server.kill()
            server.wait()
            server.stdin.close()

    def test_tls_1_2_and_1_3_with_aead_over_p_256_and_nothing_else(self):
        port = self.net.ports["clinic"][0]
        for options, protocol in SPOKEN.items():
            self.assertEqual(self.spoken(port, options), protocol, options)
        for options in REFUSED:
            self.assertEqual(self.spoken(port, options), "NONE", options)

    def test_what_it_refuses_others_take(self):
        with self.server_that_takes_anything() as port:
            deadline = time.monotonic() + PATIENCE
            for options in REFUSED:
                while self.tried(port, options) == "NONE" and time.monotonic() < deadline:
                    time.sleep(0.05)
                self.assertNotEqual(self.tried(port, options), "NONE", options)

    def tried(self, port, options):
        """As spoken(), of a server that may not listen yet."""
        with contextlib.suppress(AttributeError):
            return self.spoken(port, options)
        return "NONE"

    def called(self, method, request, stream=False):
        """What the method of a service of gRPC itself answers, in bytes."""
        with api.channel(self.net, "clinic") as channel:
            as_it_is = {"request_serializer": bytes, "response_deserializer": bytes}
            if not stream:
                return channel.unary_unary(method, **as_it_is)(request, timeout=PATIENCE)
            return next(channel.stream_stream(method, **as_it_is)(iter([request]), timeout=PATIENCE))

    def test_reflection_tells_every_service_and_its_calls(self):
        method = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
        listed = self.called(method, LIST_SERVICES, stream=True)
        services = []
        for path in glob.glob(os.path.join(api.PROTO, "homeward/v1/*.proto")):
            services += re.findall(r"^service (\w+)", api.read(path).decode(), re.MULTILINE)
        self.assertGreater(len(services), 10)
        for service in services:
            self.assertIn(f"homeward.v1.{service}".encode(), listed)
        symbol = b"homeward.v1.QueryService"
        described = self.called(method, FILE_WITH_SYMBOL + bytes([len(symbol)]) + symbol, stream=True)
        for name in (b"LocateChild", b"GetWellbeing"):
            self.assertIn(name, described)

    def test_health_is_told_by_the_standard_service(self):
        self.assertEqual(self.called("/grpc.health.v1.Health/Check", b""), b"\x08\x01")  # SERVING.
        name = b"homeward.v1.QueryService"
        request = b"\n" + bytes([len(name)]) + name
        self.assertEqual(self.called("/grpc.health.v1.Health/Check", request), b"\x08\x01")


if __name__ == "__main__":
    unittest.main()
