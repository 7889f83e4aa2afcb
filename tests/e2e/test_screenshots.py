"""Every page of the path, in both languages, on a phone and on a desk.

`make screenshots` keeps the pictures in `frontend/screenshots/<language>/<width>/`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import tour_agreement, tour_dispute, tour_room
from tests.e2e.conftest import DESK, PHONE, Open
from tests.e2e.gallery import Gallery, Walk
from tests.e2e.server import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo of its own, so that the pictures show the same cases however many tests ran before."""
    started = Site(tmp_path_factory.mktemp("pictures"))
    started.start()
    yield started
    started.stop()


def test_every_page(
    open_as: Open, site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    walk = Walk(
        gallery=Gallery(pictures=request.config.getoption("--screenshots")),
        site=site,
        folder=tmp_path,
        visitor=open_as(None, PHONE),
        respondent=open_as(None, PHONE),
        stranger=open_as(None, PHONE),
        applicant=open_as("applicant", PHONE),
        clerk=open_as("clerk", DESK),
        mediator=open_as("mediator", DESK),
    )
    tour_dispute.look_at_signing_in(walk)
    tour_dispute.look_at_filing(walk)
    tour_dispute.look_at_invitation(walk)
    tour_dispute.look_at_screening(walk)
    tour_dispute.look_at_booking(walk)
    tour_room.look_at_entering(walk)
    tour_room.look_at_room(walk)
    tour_room.look_at_caucus(walk)
    tour_agreement.look_at_drafting(walk)
    tour_agreement.look_at_signing(walk)
    tour_agreement.look_at_verifying(walk)
    tour_agreement.look_at_exports(walk)
    tour_dispute.look_at_other_ending(walk)
    tour_dispute.look_at_refusals(walk)
    assert not walk.gallery.findings, "\n".join(walk.gallery.findings)
