"""One command, one machine: pages, sockets and jobs in this process, media in a child."""

import errno
import os
import socket
from pathlib import Path
from typing import Any, Final

from daphne.server import Server
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.background import start_sweeper, start_worker
from config.certificate import self_made_certificate
from hearings.media.embedded.supervisor import Supervisor

# Bytes. What is longer ends the socket; up to here the room answers in words.
LONGEST_MESSAGE: Final = 4 * 1024 * 1024


class Command(BaseCommand):
    """Serves the whole platform from one machine."""

    help = "Serve pages, sockets, jobs and media from this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """The environment holds the defaults, so that `PORT=8080 make run` is honoured."""
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument("--tls", action="store_true", default=bool(os.environ.get("TLS")))

    def handle(self, *args: Any, host: str, port: int, tls: bool, **options: Any) -> None:
        """Prepare, start the helpers of this process, and serve until stopped."""
        _refuse_unbuilt(Path(str(settings.DJANGO_VITE["default"]["manifest_path"])))
        _refuse_busy(host, port)
        addresses = _addresses(host)
        scheme = "https" if tls else "http"
        settings.SITE_URL = f"{scheme}://{_shown(host, addresses)}:{port}"
        call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMO:
            call_command("seed_demo")
        supervisor = Supervisor(
            socket=settings.MEDIA_SOCKET, hosts=addresses, port=settings.MEDIA_PORT
        )
        supervisor.start()
        start_worker()
        start_sweeper()
        self._greet()
        try:
            Server(
                application=_application(),
                endpoints=[_endpoint(host, port, addresses if tls else None)],
                signal_handlers=True,
                ready_callable=lambda: self.stdout.write("Ready."),
                server_name="maplebridge",
                proxy_forwarded_address_header=None,
                websocket_max_message_size=LONGEST_MESSAGE,
                websocket_max_frame_size=LONGEST_MESSAGE,
            ).run()
        finally:
            supervisor.stop()

    def _greet(self) -> None:
        self.stdout.write(self.style.SUCCESS(f"\n  Maplebridge is at {settings.SITE_URL}\n"))
        if settings.DEMO:
            from config.demo.cast import CAST

            self.stdout.write("  Sign in at one touch on the front page, or by e-mail code as:")
            for person in CAST:
                self.stdout.write(f"    {person.email:<28} {person.name} · {person.part}")
            self.stdout.write("  E-mails, with their codes and links, are printed here.\n")
        self.stdout.flush()


def _refuse_unbuilt(manifest: Path) -> None:
    """Every page needs the front end; better to say so now than on each of them."""
    if not manifest.exists():
        raise CommandError("The front end is not built yet. Run `make build`, then serve again.")


def _refuse_busy(host: str, port: int) -> None:
    """Before anything starts that would have to be ended again."""
    try:
        _bind(host, port)
    except OSError as error:
        raise CommandError(
            f"Cannot serve at {host}:{port} ({error.strerror}). Choose another with PORT= or HOST=."
        ) from error


def _bind(host: str, port: int) -> None:
    """Hold the place for a moment. Raises OSError."""
    if not 0 < port < 65536:
        raise OSError(errno.EINVAL, "no such port")
    kind, _type, _protocol, _name, address = socket.getaddrinfo(host, port)[0]
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def _application() -> Any:
    from config.asgi import application

    return application


def _addresses(host: str) -> list[str]:
    """The addresses at which browsers reach this machine, for media candidates."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  asked for by whoever set HOST
        return ["127.0.0.1", *_network_address()]
    return [socket.gethostbyname(host)]


def _network_address() -> list[str]:
    """The address of the network's interface. Connecting a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        address: str = probe.getsockname()[0]
        return [address]


def _shown(host: str, addresses: list[str]) -> str:
    return "localhost" if host == "127.0.0.1" else addresses[-1] if host == "0.0.0.0" else host  # noqa: S104


def _endpoint(host: str, port: int, tls_addresses: list[str] | None) -> str:
    """A Twisted endpoint description."""
    interface = host.replace(":", r"\:")
    if tls_addresses is None:
        return f"tcp:port={port}:interface={interface}"
    key, certificate = self_made_certificate(Path(settings.VAR) / "tls", tls_addresses)
    return f"ssl:port={port}:interface={interface}:privateKey={key}:certKey={certificate}"
