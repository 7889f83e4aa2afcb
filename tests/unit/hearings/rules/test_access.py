"""Every message a browser may send has a row, with a cell for every role, and the core obeys it."""

from typing import get_args

import pytest

from hearings.protocol.messages import ActMessage, ClientMessage
from hearings.rules import acts
from hearings.rules.access import MESSAGES, may_send
from hearings.rules.room import RULES, decide
from hearings.rules.state import Phase, Place, RoomState, Seat
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from tests.unit.hearings.rules.rooms import CHECK, NOW

EXAMPLES: dict[str, acts.Act] = {
    act.kind: act
    for act in (
        CHECK,
        acts.Enter(),
        acts.Leave(),
        acts.Admit(seat="user:2"),
        acts.Dismiss(seat="user:2"),
        acts.RaiseHand(),
        acts.LowerHand(),
        acts.Mute(seat="user:2"),
        acts.AllowUnmute(seat="user:2"),
        acts.LockMics(),
        acts.UnlockMics(),
        acts.SetDevices(microphone=True, camera=True),
        acts.OpenCaucus(seats=("user:2",)),
        acts.InviteCaucus(caucus="c", seat="user:2"),
        acts.AcceptCaucus(caucus="c"),
        acts.DeclineCaucus(caucus="c"),
        acts.LeaveCaucus(),
        acts.Recall(),
        acts.Say(scope="all", text="."),
        acts.Minute(text="."),
        acts.Start(),
        acts.Pause(),
        acts.Resume(),
        acts.Close(),
    )
}


def declared_messages() -> set[str]:
    """Every message of the union, and in place of `act` every kind of act."""
    union = get_args(get_args(ClientMessage)[0])
    types = {model.model_fields["type"].annotation.__args__[0] for model in union}
    return types - {"act"} | act_kinds()


def act_kinds() -> set[str]:
    return {act.__dataclass_fields__["kind"].default for act in get_args(acts.ClientAct)}


def test_every_message_has_a_row_and_every_row_a_message() -> None:
    assert declared_messages() == set(MESSAGES)
    accepted = ActMessage.model_json_schema()["properties"]["act"]["discriminator"]["mapping"]
    assert set(accepted) == act_kinds()


def test_every_row_has_a_cell_for_every_role() -> None:
    assert all(set(cells) == set(Role) for cells in MESSAGES.values())


def test_what_is_not_declared_nobody_may_send() -> None:
    assert not any(may_send("planted", role) for role in Role)


def test_nobody_from_outside_may_send_anything() -> None:
    for role in (Role.ANONYMOUS, Role.STRANGER, Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN):
        assert not any(cells[role] for cells in MESSAGES.values())


def test_every_act_has_a_rule_and_an_example() -> None:
    assert act_kinds() == set(RULES) == set(EXAMPLES)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", sorted(RULES))
def test_the_core_obeys_each_cell(kind: str, role: Role) -> None:
    seat = Seat(id="user:1", role=role, place=Place.INSIDE, connected=True, ready=True)
    room = RoomState(phase=Phase.LOBBY, seats={"user:1": seat})
    try:
        decide(room, EXAMPLES[kind], actor="user:1", at=NOW, fresh="id")
    except RuleViolation as refusal:
        allowed = refusal.code != "room.not_allowed"
    else:
        allowed = True
    assert allowed == MESSAGES[kind][role]
