"""The media process: the embedded engine behind a Unix socket, for one or many web processes.

    python -m hearings.media.embedded.process --socket PATH --port 40000 --host 127.0.0.1 --host ::1

A host is an address to bind, or `BIND=ANNOUNCED` where browsers must use another one. When a web
process goes away its peers leave at once: nobody is left who could take a route from them. The
process starts with no routes, so nobody receives anything until a web process says so.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from hearings.media.embedded import wire
from hearings.media.embedded.engine import Engine
from hearings.media.engine import MediaError, MediaEvent, Replaced, Send

log = logging.getLogger(__name__)
Seat = tuple[str, str]
"""Room and peer."""


class Connection:
    """One web process, its requests handled in the order in which they came."""

    def __init__(
        self, engine: Engine, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._engine, self._reader, self._writer = engine, reader, writer
        self._joined: dict[Seat, Send] = {}
        self._calls: dict[str, Callable[[wire.Message], Awaitable[Any]]] = {
            "join": self._join,
            "publish": self._publish,
            "subscribed": self._subscribed,
            "restart": self._restart,
            "leave": self._leave,
            "routes": self._routes,
            "stats": self._stats,
        }

    async def run(self) -> None:
        """Serve until the other side is gone, then let its peers leave."""
        try:
            while line := await self._reader.readline():
                await self._handle(wire.decode(line))
        except (ValueError, OSError):
            log.warning("connection.broken", exc_info=True)
        finally:
            for (room, peer), send in list(self._joined.items()):
                await self._engine.leave(room, peer, send=send)
            self._writer.close()

    async def _handle(self, message: wire.Message) -> None:
        try:
            call = self._calls.get(str(message.get("call")))
            if call is None:
                raise MediaError("media.bad_request")
            reply = {"result": await call(message)}
        except MediaError as error:
            reply = {"error": {"code": error.code, "retry": error.retry}}
        except Exception:
            # A defect met by one request must not end the sittings of all the others.
            log.exception("call.failed")
            reply = {"error": {"code": "media.failed", "retry": True}}
        self._write({"id": message.get("id"), **reply})

    def _write(self, message: wire.Message) -> None:
        if self._writer.transport.get_write_buffer_size() > wire.MAX_BACKLOG:
            log.error("connection.stalled")
            self._writer.transport.abort()
        elif not self._writer.is_closing():
            self._writer.write(wire.encode(message))

    async def _join(self, message: wire.Message) -> None:
        seat = _seat(message)
        join = message.get("id")

        async def send(event: MediaEvent) -> None:
            if isinstance(event, Replaced) and self._joined.get(seat) is send:
                del self._joined[seat]
            fields = wire.event_fields(event)
            self._write({**fields, "room": seat[0], "peer": seat[1], "join": join})

        self._joined[seat] = send
        await self._engine.join(*seat, send)

    async def _publish(self, message: wire.Message) -> str:
        sources = message.get("sources")
        if not isinstance(sources, dict):
            raise MediaError("media.bad_request")
        return await self._engine.publish(*self._own(message), _text(message, "sdp"), sources)

    async def _subscribed(self, message: wire.Message) -> None:
        await self._engine.subscribed(*self._own(message), _text(message, "sdp"))

    async def _restart(self, message: wire.Message) -> None:
        await self._engine.restart(*self._own(message))

    async def _leave(self, message: wire.Message) -> None:
        seat = _seat(message)
        send = self._joined.pop(seat, None)
        if send is not None:
            await self._engine.leave(*seat, send=send)

    async def _routes(self, message: wire.Message) -> None:
        seq = message.get("seq")
        if not isinstance(seq, int):
            raise MediaError("media.bad_request")
        routes = wire.routes_from(message.get("routes"))
        await self._engine.set_routes(_text(message, "room"), seq, routes)

    async def _stats(self, message: wire.Message) -> wire.Message:
        return wire.stats_fields(await self._engine.stats(_text(message, "room")))

    def _own(self, message: wire.Message) -> Seat:
        """The seat, if its holder joined through this connection."""
        seat = _seat(message)
        if seat not in self._joined:
            raise MediaError("media.not_joined")
        return seat


def _seat(message: wire.Message) -> Seat:
    return _text(message, "room"), _text(message, "peer")


def _text(message: wire.Message, name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str):
        raise MediaError("media.bad_request")
    return value


async def serve(path: str, addresses: Sequence[tuple[str, str]], port: int) -> None:
    """Serve the engine at `path` until cancelled. Raises OSError if it cannot bind."""
    engine = Engine(addresses, port)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # asyncio takes a callback that ends cancelled, as at every shutdown, for a defect.
        with contextlib.suppress(asyncio.CancelledError):
            await Connection(engine, reader, writer).run()

    os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    mask = os.umask(0o077)
    try:
        server = await asyncio.start_unix_server(connected, path, limit=wire.MAX_LINE)
    finally:
        os.umask(mask)
    log.info("media.ready port=%d", engine.port)
    try:
        async with server:
            await server.serve_forever()
    finally:
        await engine.close()


async def _parent_gone() -> None:
    """Wait until standard input, a pipe from the parent, is closed."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(1024):
        pass


async def run(options: argparse.Namespace) -> None:
    """Serve until a signal, or until the parent is gone."""
    serving = asyncio.create_task(serve(options.socket, options.host, options.port))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    orphaned = asyncio.create_task(_parent_gone()) if options.with_parent else None
    if orphaned is not None:
        orphaned.add_done_callback(lambda _: serving.cancel())
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def host(value: str) -> tuple[str, str]:
    """`BIND` or `BIND=ANNOUNCED`. Raises ValueError for an address that nobody could reach."""
    bound, _, announced = value.partition("=")
    announced = announced or bound
    if announced in ("0.0.0.0", "::", ""):  # noqa: S104 refused, not bound
        raise ValueError("announce an address that browsers can reach")
    return bound, announced


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the process, shared with `manage.py run_media`."""
    parser.add_argument("--socket", required=True, help="path of the Unix socket to serve")
    parser.add_argument("--port", type=int, default=0, help="UDP port; 0 takes a free one")
    parser.add_argument("--host", type=host, action="append", required=True)
    parser.add_argument("--with-parent", action="store_true", help="end when stdin closes")


def main(arguments: Sequence[str] | None = None) -> None:
    """The program."""
    parser = argparse.ArgumentParser(prog="hearings.media.embedded.process")
    add_arguments(parser)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    asyncio.run(run(parser.parse_args(arguments)))


if __name__ == "__main__":
    main()
