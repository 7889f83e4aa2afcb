"""One command, one machine: pages, sockets and jobs in this process, media in a child."""

import os
import socket
from pathlib import Path
from typing import Any

from daphne.server import Server
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config.background import start_sweeper, start_worker
from config.certificate import self_made_certificate
from hearings.media.embedded.supervisor import Supervisor


class Command(BaseCommand):
    """Serves the whole platform from one machine."""

    help = "Serve pages, sockets, jobs and media from this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """The environment holds the defaults, so that `PORT=8080 make run` is honoured."""
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--tls", action="store_true", default=bool(os.environ.get("TLS")))

    def handle(self, *args: Any, host: str, port: int, tls: bool, **options: Any) -> None:
        """Prepare, start the helpers of this process, and serve until stopped."""
        addresses = _addresses(host)
        scheme = "https" if tls else "http"
        settings.SITE_URL = f"{scheme}://{_shown(host, addresses)}:{port}"
        call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMO:
            call_command("seed_demo")
        Path(settings.MEDIA_SOCKET).parent.mkdir(parents=True, exist_ok=True)
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
