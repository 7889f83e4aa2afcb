"""The whole program on SQLite, as `make run` serves it, with many people at once."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e.server import Site
from tests.factories import ANSWERS

PEOPLE, ROUNDS = 8, 2
Answer = tuple[int, str, str]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    served = Site(tmp_path)
    served.start()
    yield served
    served.stop()


class Visitor:
    """One browser of one of the cast."""

    def __init__(self, site: Site, person: str) -> None:
        self.url, self.jar = site.url, http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(cookies)
        self.get("/")
        self.post(f"/demo/sign-in/{person}/")

    def get(self, path: str) -> Answer:
        return self._open(urllib.request.Request(self.url + path))

    def post(self, path: str, **form: str) -> Answer:
        """The status, the address and the page at which one arrives."""
        token = next(str(one.value) for one in self.jar if one.name == "csrftoken")
        body = urllib.parse.urlencode(form).encode()
        headers = {"X-CSRFToken": token, "Referer": f"{self.url}/"}
        return self._open(urllib.request.Request(self.url + path, body, headers))

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.url, refusal.read().decode()


def apply_at_once(visitor: Visitor, number: int) -> list[int]:
    """File an application, each form sent twice at the same moment; every status."""
    told = [visitor.post("/cases/new/")]
    found = re.search(r"/cases/[0-9a-f-]{36}/", told[0][1])
    assert found, told
    case = found.group()
    answers = {**ANSWERS, "other_email": f"other{number}@example.org"}
    sending = {"consent": "1", "act_id": f"sent-{number}"}
    with ThreadPoolExecutor(2) as both:
        told += both.map(lambda _: visitor.post(f"{case}draft/", **answers), range(2))
        told += both.map(lambda _: visitor.post(f"{case}intake/send/", **sending), range(2))
    told += [visitor.get(case), visitor.get("/desk/")]
    return [status for status, _url, _page in told]


def test_many_people_at_once_lock_nobody_out(site: Site) -> None:
    visitors = [Visitor(site, ("applicant", "respondent")[n % 2]) for n in range(PEOPLE)]
    clerk = Visitor(site, "clerk")
    with ThreadPoolExecutor(PEOPLE + 1) as crowd:
        jobs = [
            crowd.submit(apply_at_once, visitor, round_ * PEOPLE + n)
            for round_ in range(ROUNDS)
            for n, visitor in enumerate(visitors)
        ]
        desk = [crowd.submit(clerk.get, "/clerk/?queue=all") for _ in range(10)]
        statuses = {status for job in jobs for status in job.result()}
        statuses |= {job.result()[0] for job in desk}
    assert statuses == {200}
    numbers = set(re.findall(r"调\d{6}号", clerk.get("/clerk/?queue=all")[2]))
    assert len(numbers) == PEOPLE * ROUNDS
    log = site.log.read_text()
    assert "locked" not in log
    assert "Traceback" not in log


def test_the_log_holds_no_key_to_anything(site: Site) -> None:
    """But for the mails, which this way of running prints because it has no mail server."""
    visitor = Visitor(site, "applicant")
    status, _url, page = visitor.get("/invitation/s3cr3t-token/")
    assert (status, 'data-code="invitation.wrong"' in page) == (404, True)
    visitor.get("/accounts/login/?next=%2Finvitation%2Fs3cr3t-token%2F")
    session = next(str(one.value) for one in visitor.jar if one.name == "sessionid")
    log = site.log.read_text()
    assert "/invitation/…" in log
    assert "s3cr3t-token" not in log
    assert session not in log
