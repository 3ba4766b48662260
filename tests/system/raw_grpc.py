"""One gRPC call with the standard library alone: enough of HTTP/2 to ask a server whether a service is there."""

import socket
import struct

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
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


def _frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _headers(address, method):
    """Each a literal without indexing and without Huffman coding (RFC 7541, 6.2.2)."""
    fields = ((":method", "POST"), (":scheme", "http"), (":path", method), (":authority", address),
              ("content-type", "application/grpc"), ("te", "trailers"))
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
