import logging

import pytest

from config.logs import SecretFilter


def cleaned(message: str, *arguments: object) -> str:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, arguments, None)
    assert SecretFilter().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "line",
    [
        "GET /invitation/s3cr3t/ 200",
        "Not Found: /invitation/s3cr3t",
        '"/invitation/s3cr3t?x=1"',
        "/accounts/login/?next=/invitation/s3cr3t/",
        "/accounts/login/?next=%2Finvitation%2Fs3cr3t%2F",
    ],
)
def test_an_invitation_token_never_reaches_a_log(line: str) -> None:
    assert "s3cr3t" not in cleaned(line)
    assert "invitation" in cleaned(line)


def test_a_token_among_the_arguments_is_found() -> None:
    assert "s3cr3t" not in cleaned("%s %s", "GET", "/invitation/s3cr3t/")


def test_other_lines_stay_as_they_are() -> None:
    assert cleaned("GET /cases/%s/", 7) == "GET /cases/7/"
