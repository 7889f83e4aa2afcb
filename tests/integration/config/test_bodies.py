import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from config.bodies import LONGEST
from tests.services import await_ready, free_port, listening

HEAD = b"POST /anything HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A real Daphne that bounds bodies."""
    number = free_port()
    application = "tests.integration.config.echo:application"
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(number), application]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:  # type: ignore[call-overload]
        await_ready(lambda: listening(number), "Daphne")
        yield number
        process.terminate()


def answer_to(port: int, head: bytes, *pieces: bytes) -> bytes:
    """What comes back once the headers and the pieces were sent, as far as they were taken."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(HEAD + head + b"\r\n")
        try:
            for piece in pieces:
                line.sendall(piece)
        except ConnectionError:
            return b""
        told = b""
        while piece := line.recv(65536):
            told += piece
        return told


def test_200_megabytes_are_refused_by_their_length_alone(port: int) -> None:
    told = answer_to(port, b"Content-Length: 200000000\r\n")
    assert told.startswith(b"HTTP/1.1 413 ")


def test_a_body_without_a_length_ends_at_the_bound(port: int) -> None:
    piece = b"%x\r\n" % 2**20 + b"\0" * 2**20 + b"\r\n"
    told = answer_to(port, b"Transfer-Encoding: chunked\r\n", *[piece] * (LONGEST // 2**20 + 9))
    assert told == b"" or told.startswith(b"HTTP/1.1 413 ")


def test_a_form_arrives_whole_and_untouched(port: int) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"1" * 300_000 + b"\r\n--x--"
    )
    kind = b"Content-Type: multipart/form-data; boundary=x\r\n"
    told = answer_to(port, kind + b"Content-Length: %d\r\n" % len(body), body)
    assert told.startswith(b"HTTP/1.1 200 ")
    assert str(len(body)).encode() in told
