"""Relays between one browser and the server, so that its network can be cut and mended.

Chromium's own emulation leaves WebRTC alone and tells the page at once, so media goes through a UDP
relay, of whose port the page is told instead of the engine's; and pages and sockets can go through
a TCP relay, which is cut without a word.
"""

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable

Address = tuple[str, int]

REWRITE = """port => {
  const prototype = RTCPeerConnection.prototype;
  const set = prototype.setRemoteDescription;
  prototype.setRemoteDescription = function (description) {
    const sdp = description.sdp.replace(
      /(a=candidate:\\S+ 1 udp \\d+ 127\\.0\\.0\\.1) \\d+/g, `$1 ${port}`);
    return set.call(this, { type: description.type, sdp });
  };
}"""


class Relay:
    """Forwards between each client and `target`, unless it is cut."""

    def __init__(self, target: Address) -> None:
        self.target = target
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.bind(("127.0.0.1", 0))
        self.port: int = self.front.getsockname()[1]
        self.cut = threading.Event()
        self.forwarded = 0
        self._backs: dict[Address, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(self.front, selectors.EVENT_READ, None)
        self._running = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def init_script(self) -> str:
        """What a page runs before its own scripts to send its media here."""
        return f"({REWRITE})({self.port})"

    def close(self) -> None:
        """Stop forwarding and release the sockets."""
        self._running = False
        self._thread.join()
        for back in [self.front, *self._backs.values()]:
            back.close()

    def _run(self) -> None:
        while self._running:
            for key, _ in self._selector.select(timeout=0.2):
                if key.data is None:
                    self._from_client()
                else:
                    self._from_engine(key.fileobj, key.data)  # type: ignore[arg-type]

    def _from_client(self) -> None:
        packet, client = self.front.recvfrom(4096)
        if self.cut.is_set():
            return
        if client not in self._backs:
            back = self._backs[client] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            back.connect(self.target)
            back.setblocking(False)
            self._selector.register(back, selectors.EVENT_READ, client)
        self.forwarded += 1
        with contextlib.suppress(ConnectionRefusedError):
            self._backs[client].send(packet)

    def _from_engine(self, back: socket.socket, client: Address) -> None:
        try:
            packet = back.recv(4096)
        except (ConnectionRefusedError, BlockingIOError):  # nobody is behind the port just now
            return
        if not self.cut.is_set():
            self.forwarded += 1
            self.front.sendto(packet, client)


class Wire:
    """Forwards TCP to `target`; a connection that lost bytes in a cut never speaks again.

    So it is behind a router that came back and knows nothing of the connections of before.
    """

    def __init__(self, target: Address) -> None:
        self.target = target
        self.cut = threading.Event()
        self._front = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._front.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._start(self._accept)

    def close(self) -> None:
        """Hang up on everybody."""
        for end in [self._front, *self._ends]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._front.accept()
                self._ends.append(near)
                self._start(self._connect, near)

    def _connect(self, near: socket.socket) -> None:
        dead = threading.Event()
        try:
            far = socket.create_connection(self.target)
        except ConnectionRefusedError:
            near.close()
            return
        self._ends.append(far)
        self._start(self._pump, near, far, dead)
        self._start(self._pump, far, near, dead)

    def _pump(self, source: socket.socket, sink: socket.socket, dead: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.cut.is_set():
                    dead.set()
                if not dead.is_set():
                    sink.sendall(data)
            if not self.cut.is_set() and not dead.is_set():
                sink.shutdown(socket.SHUT_WR)
