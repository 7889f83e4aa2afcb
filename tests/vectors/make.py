"""`python -m tests.vectors.make [--check]`: what Python makes of a room, for TypeScript to match.

Each file holds a story: its events, and after each one the state, who stands how, and who receives
whose sound and picture.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hearings.protocol.messages import STATE
from hearings.rules import acts, audience
from hearings.rules.fold import apply
from hearings.rules.room import decide
from hearings.rules.state import RoomState, standing
from mediation.journal.event import Event
from mediation.people.roles import Role

FOLDER = Path(__file__).parent / "room"
BEGIN = datetime(2026, 11, 26, 6, 30, tzinfo=UTC)
HOST, CLERK, ONE, OTHER, WITNESS = "user:1", "user:2", "user:3", "user:4", "user:5"
Step = tuple[str, acts.Act]


def seats() -> list[Step]:
    """Everybody has a chair and is connected."""
    chairs = [
        acts.TakeSeat(seat=HOST, role=Role.MEDIATOR),
        acts.TakeSeat(seat=CLERK, role=Role.CLERK),
        acts.TakeSeat(seat=ONE, role=Role.PARTY, side="claimant"),
        acts.TakeSeat(seat=OTHER, role=Role.PARTY, side="respondent"),
        acts.TakeSeat(seat=WITNESS, role=Role.WITNESS, protected_from=(OTHER,)),
    ]
    here = [acts.Connect(seat=chair.seat) for chair in chairs]
    doing: list[acts.Act] = [acts.OpenLobby(), *chairs, *here]
    return [("system", act) for act in doing]


def inside() -> list[Step]:
    """Everybody is in the room, microphones and cameras on."""
    people = [HOST, CLERK, ONE, OTHER, WITNESS]
    check = acts.Prepare(
        rules_accepted=True, camera="good", microphone="good", speaker="fair", network="poor"
    )
    ready: list[Step] = [(who, act) for who in people for act in (check, acts.Enter())]
    admitted: list[Step] = [(HOST, acts.Admit(seat=who)) for who in (ONE, OTHER, WITNESS)]
    on = acts.SetDevices(microphone=True, camera=True)
    return [*seats(), *ready, *admitted, *((who, on) for who in people)]


STORIES: dict[str, list[Step]] = {
    "arrival": [
        *inside(),
        ("system", acts.Disconnect(seat=ONE)),
        ("system", acts.Connect(seat=ONE)),
        (OTHER, acts.Leave()),
        ("system", acts.Connect(seat=OTHER)),
        (HOST, acts.Dismiss(seat=WITNESS)),
    ],
    "speaking": [
        *inside(),
        (ONE, acts.RaiseHand()),
        (OTHER, acts.RaiseHand()),
        (HOST, acts.LowerHand(seat=ONE)),
        (HOST, acts.Mute(seat=OTHER)),
        (HOST, acts.LockMics()),
        (HOST, acts.AllowUnmute(seat=OTHER)),
        (OTHER, acts.SetDevices(microphone=True, camera=False, screen=True)),
        (HOST, acts.UnlockMics()),
        (OTHER, acts.LowerHand()),
    ],
    "caucus": [
        *inside(),
        (HOST, acts.Start()),
        (HOST, acts.OpenCaucus(seats=(ONE, OTHER))),
        (ONE, acts.AcceptCaucus(caucus="id-20")),
        (OTHER, acts.DeclineCaucus(caucus="id-20")),
        (ONE, acts.Say(scope="caucus", text="8,000")),
        (HOST, acts.InviteCaucus(caucus="id-20", seat=WITNESS)),
        ("system", acts.Disconnect(seat=ONE)),
        ("system", acts.Connect(seat=ONE)),
        (ONE, acts.LeaveCaucus()),
        (HOST, acts.Recall()),
    ],
    "session": [
        *inside(),
        (HOST, acts.Start()),
        (CLERK, acts.Minute(speaker=ONE, text="…")),
        (ONE, acts.Say(scope="all", text="…")),
        (HOST, acts.OpenCaucus(seats=(ONE,))),
        (HOST, acts.Pause()),
        (HOST, acts.Resume()),
        (ONE, acts.RaiseHand()),
        (HOST, acts.Close()),
    ],
}


def tell(steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """Each event of the story with what the room is after it."""
    state = RoomState()
    for number, (actor, act) in enumerate(steps):
        at = BEGIN + timedelta(seconds=number)
        for event in decide(state, act, actor=actor, at=at, fresh="id-20"):
            state = apply(state, event)
            yield {"kind": event.kind, "data": dict(event.data), **_after(state, event)}


def _after(state: RoomState, event: Event) -> dict[str, Any]:
    table = audience.routes(state)
    heard = {seat: {kind: sorted(to) for kind, to in row.items()} for seat, row in table.items()}
    return {
        "state": STATE.dump_python(state, mode="json"),
        "standing": {seat.id: str(standing(state, seat)) for seat in state.seats.values()},
        "receivers": heard,
    }


def render(story: str) -> str:
    """The file of a story."""
    steps = [json.dumps(step, ensure_ascii=False) for step in tell(STORIES[story])]
    return "[\n" + ",\n".join(steps) + "\n]\n"


def main(arguments: Sequence[str]) -> int:
    """Write all files, or name the stale ones."""
    stale = [
        story
        for story in STORIES
        if not (FOLDER / f"{story}.json").exists()
        or (FOLDER / f"{story}.json").read_text() != render(story)
    ]
    if "--check" not in arguments:
        FOLDER.mkdir(exist_ok=True)
        for story in stale:
            (FOLDER / f"{story}.json").write_text(render(story))
        return 0
    for story in stale:
        sys.stderr.write(f"tests/vectors/room/{story}.json is stale\n")
    return len(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
