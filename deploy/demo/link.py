"""The line between a node and its parent, so that it can be cut and mended.

Carries bytes of TCP connections on the loopback interface and looks at none of them.
"""

import contextlib
import selectors
import socket
import threading

CHUNK_BYTES = 1 << 16
WAIT_SECONDS = 0.2  # how soon the carrying thread notices that it shall end
SEND_SECONDS_MAX = 5  # an end that takes nothing for so long counts as gone


class Link:
    """Listens in place of a parent (`to`): a node is given the link as its parent."""

    def __init__(self, parent):
        self.to, self._lock, self._pairs, self._up, self._closed = parent, threading.Lock(), {}, True, False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.line = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._carry, name="link", daemon=True)
        self._thread.start()

    def cut(self):
        """Ends what is connected; whoever connects from now on is turned away at once."""
        with self._lock:
            self._up = False
            for end in list(self._pairs):
                self._drop(end)

    def mend(self):
        with self._lock:
            self._up = True

    def close(self):
        self._closed = True
        self._thread.join()
        self.cut()
        self._listener.close()
        self._selector.close()

    def _carry(self):
        while not self._closed:
            for key, _ in self._selector.select(WAIT_SECONDS):
                with self._lock:
                    if key.fileobj is self._listener:
                        self._accept()
                    elif key.fileobj in self._pairs:
                        self._pass_on(key.fileobj)

    def _accept(self):
        near, _ = self._listener.accept()
        if not self._up:
            near.close()
            return
        host, _, port = self.to.line.rpartition(":")
        try:
            far = socket.create_connection((host, int(port)))
        except OSError:  # the parent is away; the node tries again
            near.close()
            return
        for end, other in ((near, far), (far, near)):
            end.settimeout(SEND_SECONDS_MAX)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._pairs[end] = other
            self._selector.register(end, selectors.EVENT_READ)

    def _pass_on(self, end):
        try:
            data = end.recv(CHUNK_BYTES)
            if data:
                self._pairs[end].sendall(data)
                return
        except OSError:
            pass
        self._drop(end)

    def _drop(self, end):
        other = self._pairs.pop(end, None)
        if other is None:
            return
        self._pairs.pop(other)
        for s in (end, other):
            self._selector.unregister(s)
            with contextlib.suppress(OSError):
                s.shutdown(socket.SHUT_RDWR)
            s.close()
