"""A UDP relay before the media port, so that one browser's network can be cut and mended.

Chromium's own emulation stalls pages and sockets but leaves WebRTC alone, so that browser's media
goes through this relay: its page is told the relay's port instead of the engine's.
"""

import selectors
import socket
import threading

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
            self._selector.register(back, selectors.EVENT_READ, client)
        self.forwarded += 1
        self._backs[client].send(packet)

    def _from_engine(self, back: socket.socket, client: Address) -> None:
        packet = back.recv(4096)
        if not self.cut.is_set():
            self.forwarded += 1
            self.front.sendto(packet, client)
