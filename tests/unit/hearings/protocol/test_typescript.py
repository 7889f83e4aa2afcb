"""The committed TypeScript is what the messages say, and the vectors are what Python does."""

from pathlib import Path

import pytest

from hearings.protocol.messages import ENTRY
from hearings.protocol.typescript import render
from hearings.rules.fold import STEPS
from tests.vectors import make

ROOT = Path(__file__).parents[4]


def test_the_committed_messages_are_fresh() -> None:
    assert (ROOT / "frontend/src/protocol/messages.gen.ts").read_text() == render()


def test_a_planted_difference_would_show() -> None:
    assert "interface Planted" not in render()
    assert "export interface Welcome {" in render()


@pytest.mark.parametrize("story", make.STORIES)
def test_the_committed_vectors_are_fresh(story: str) -> None:
    assert (make.FOLDER / f"{story}.json").read_text() == make.render(story)


def test_every_kind_that_is_folded_can_be_sent() -> None:
    sent = set(ENTRY.json_schema()["discriminator"]["mapping"])
    assert sent == set(STEPS)
