"""HTTP/2 by hand, for tests that send what no proper client would."""

import os
import socket
import ssl
import struct

import hpack

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = (
    0, 1, 2, 3, 4, 6, 7, 8, 9)
END_STREAM, END_HEADERS, ACK = 0x1, 0x4, 0x1
CLOSED = (ConnectionError, ssl.SSLError, TimeoutError)


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def tls_context(home, pair=None):
    """For connections with the certificate of the staff's program of `home`."""
    pair = pair or os.path.join(home, "certificates", "client")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # Who attacks does not care whom.
    context.load_cert_chain(os.path.join(pair, "cert.pem"), os.path.join(pair, "key.pem"))
    context.set_alpn_protocols(["h2"])
    return context


class Connection:
    """One connection, frame by frame. Use as a context."""

    def __init__(self, port, context, timeout=20):
        raw = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket = context.wrap_socket(raw)
        self.encoder = hpack.Encoder()
        self.next_stream = 1
        self.socket.sendall(PREFACE + frame(SETTINGS, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """False when the other side has closed the connection."""
        try:
            self.socket.sendall(data)
            return True
        except CLOSED:
            return False

    def stream(self):
        number, self.next_stream = self.next_stream, self.next_stream + 2
        return number

    def block(self, method, more=(), proper=True):
        """The header block of a call of `method`, such as `/homeward.v1.X/Y`."""
        fields = [(":method", "POST"), (":scheme", "https"), (":path", method),
                  (":authority", "localhost")]
        if proper:
            fields += [("te", "trailers"), ("content-type", "application/grpc")]
        return self.encoder.encode(fields + list(more))

    def call(self, method, message=b"", more=(), flag=0):
        """Sends a whole call; returns the number of its stream."""
        number = self.stream()
        body = struct.pack(">BI", flag, len(message)) + message
        self.send(frame(HEADERS, END_HEADERS, number, self.block(method, more)))
        while len(body) > 16384:
            self.send(frame(DATA, 0, number, body[:16384]))
            body = body[16384:]
        self.send(frame(DATA, END_STREAM, number, body))
        return number

    def frames(self):
        """What the other side sends until it closes, as (kind, flags, stream, payload)."""
        try:
            while True:
                head = self._read(9)
                length = int.from_bytes(head[:3], "big")
                kind, flags, stream = struct.unpack(">BBI", head[3:])
                yield kind, flags, stream, self._read(length)
        except CLOSED:
            return

    def frames_until(self, last):
        """The same, up to the first of the kind `last`."""
        for one in self.frames():
            yield one
            if one[0] == last:
                return

    def _read(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise ConnectionError("closed")
            data += piece
        return data

    def closed(self, seconds=20):
        """Whether the other side closes the connection within `seconds`."""
        self.socket.settimeout(seconds)
        try:
            while self.socket.recv(65536):
                pass
            return True
        except (ConnectionError, ssl.SSLError) as error:
            return not isinstance(error, ssl.SSLWantReadError)
        except TimeoutError:
            return False
