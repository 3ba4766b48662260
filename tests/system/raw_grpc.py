"""One gRPC call with the standard library alone: enough of HTTP/2 to ask a server whether a service is there, and
to send it what no client of ours would."""

import re
import socket
import ssl
import struct

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
INITIAL_WINDOW_SIZE = 4  # a setting
FRAME_BYTES_MAX = 16_384
WINDOW_BYTES = 65_535
END_STREAM = ACK = 1
END_HEADERS = 4
SECONDS_MAX = 10


class Refused(Exception):
    """The server ended the stream without an answer."""


def call(address, method, message=b""):
    """The bytes of the first message that `method` ("/package.Service/Method") answers to `message`."""
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), SECONDS_MAX) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + _frame(SETTINGS, 0, 0)
                           + _frame(HEADERS, END_HEADERS, 1, _headers(address, method))
                           + _frame(DATA, END_STREAM, 1, struct.pack(">BI", 0, len(message)) + message))
        return _first_message(connection)


def tls_context(ca, certificate=None, key=None, version=None):
    """Trusts `ca` and shows `certificate`; host names are not what these tests are about."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(ca)
    context.set_alpn_protocols(["h2"])
    if certificate:
        context.load_cert_chain(certificate, key)
    if version:
        context.minimum_version = context.maximum_version = version
    return context


def status(address, method, message, tls=None, headers=()):
    """(gRPC status, raw trailers) of a call that sends `message` and then waits, its side still open; status None: the
    connection ended without one."""
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), SECONDS_MAX) as plain:
        try:
            with tls.wrap_socket(plain) if tls else plain as connection:
                return _Sending(connection).run(_headers(address, method, headers),
                                                struct.pack(">BI", 0, len(message)) + message)
        except (Refused, OSError):
            return None, b""


class _Sending:
    """Sends one message within the windows that the server grants, and waits for the trailers."""

    def __init__(self, connection):
        self.connection, self.line, self.stream, self.initial = connection, WINDOW_BYTES, WINDOW_BYTES, WINDOW_BYTES

    def run(self, headers, data):
        self.connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + _frame(SETTINGS, 0, 0)
                                + _frame(HEADERS, END_HEADERS, 1, headers))
        while True:
            size = min(len(data), FRAME_BYTES_MAX, self.line, self.stream)
            if size > 0:
                self.connection.sendall(_frame(DATA, 0, 1, data[:size]))
                self.line, self.stream, data = self.line - size, self.stream - size, data[size:]
                continue
            found = self.take_frame()
            if found is not None:
                return found

    def take_frame(self):
        head = _exactly(self.connection, 9)
        kind, flags = head[3], head[4]
        stream = struct.unpack(">I", head[5:9])[0]
        payload = _exactly(self.connection, struct.unpack(">I", b"\x00" + head[:3])[0])
        if kind == SETTINGS and not flags & ACK:
            for place in range(0, len(payload), 6):
                name, value = struct.unpack(">HI", payload[place:place + 6])
                if name == INITIAL_WINDOW_SIZE:
                    self.stream, self.initial = self.stream + value - self.initial, value
            self.connection.sendall(_frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            self.connection.sendall(_frame(PING, ACK, 0, payload))
        elif kind == WINDOW_UPDATE:
            if stream == 0:
                self.line += struct.unpack(">I", payload)[0]
            else:
                self.stream += struct.unpack(">I", payload)[0]
        elif kind == HEADERS and flags & END_STREAM:
            code = re.search(rb"grpc-status.([0-9]{1,2})", payload, re.DOTALL)
            return int(code.group(1)) if code else None, payload
        elif kind in (RST_STREAM, GOAWAY):
            raise Refused(f"frame {kind}, {payload!r}")
        return None


def _frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _headers(address, method, more=()):
    """Each a literal without indexing and without Huffman coding (RFC 7541, 6.2.2)."""
    fields = ((":method", "POST"), (":scheme", "http"), (":path", method), (":authority", address),
              ("content-type", "application/grpc"), ("te", "trailers"), *more)
    return b"".join(b"\x00" + bytes([len(n)]) + n.encode() + bytes([len(v)]) + v.encode() for n, v in fields)


def _first_message(connection):
    body = b""
    while len(body) < 5 or len(body) < 5 + struct.unpack(">I", body[1:5])[0]:
        head = _exactly(connection, 9)
        size = struct.unpack(">I", b"\x00" + head[:3])[0]
        kind, flags = head[3], head[4]
        payload = _exactly(connection, size)
        if kind == DATA:
            body += payload
        elif kind == SETTINGS and not flags & ACK:
            connection.sendall(_frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            connection.sendall(_frame(PING, ACK, 0, payload))
        elif kind in (RST_STREAM, GOAWAY) or (kind == HEADERS and flags & END_STREAM):
            raise Refused(f"frame {kind}, {payload!r}")
    return body[5:5 + struct.unpack(">I", body[1:5])[0]]


def _exactly(connection, size):
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise Refused("connection closed")
        data += part
    return data
