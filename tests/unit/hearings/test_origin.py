"""Only our own pages may open a socket."""

import pytest

from hearings.origin import same_origin


def opened(origin: str | None, host: str = "court.example:8443") -> bool:
    headers = [(b"host", host.encode())]
    headers += [(b"origin", origin.encode())] if origin is not None else []
    return same_origin({"headers": headers})


@pytest.mark.parametrize("origin", ["https://court.example:8443", "http://COURT.example:8443"])
def test_the_same_host_is_ours(origin: str) -> None:
    assert opened(origin)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "https://evil.example",
        "https://court.example",
        "https://court.example:8443.evil.example",
        "https://evil.example/court.example:8443",
        "file://court.example:8443",
    ],
)
def test_everything_else_is_foreign(origin: str | None) -> None:
    assert not opened(origin)


def test_no_host_is_nobody() -> None:
    assert not opened("https://", host="")
