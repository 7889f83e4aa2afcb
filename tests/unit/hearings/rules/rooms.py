"""Rooms for the tests of the core: whole stories of random acts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from hearings.rules import acts
from hearings.rules.fold import apply
from hearings.rules.room import decide
from hearings.rules.state import RoomState
from mediation.journal.event import Event
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation

NOW = datetime(2026, 11, 26, 6, 30, tzinfo=UTC)
HOST, CLERK, ONE, OTHER, WITNESS, OBSERVER = (f"user:{n}" for n in range(1, 7))
PEOPLE = (HOST, CLERK, ONE, OTHER, WITNESS, OBSERVER)
CHAIRS = (
    acts.TakeSeat(seat=HOST, role=Role.MEDIATOR),
    acts.TakeSeat(seat=CLERK, role=Role.CLERK),
    acts.TakeSeat(seat=ONE, role=Role.PARTY, side="claimant"),
    acts.TakeSeat(seat=OTHER, role=Role.PARTY, side="respondent"),
    acts.TakeSeat(seat=WITNESS, role=Role.WITNESS, protected_from=(OTHER,)),
    acts.TakeSeat(seat=OBSERVER, role=Role.OBSERVER),
)
CHECK = acts.Prepare(
    rules_accepted=True, camera="good", microphone="good", speaker="good", network="good"
)
Step = tuple[str, acts.Act]


def play(steps: Sequence[Step], state: RoomState | None = None) -> RoomState:
    """The room after `steps`; a refusal fails the test."""
    for number, (actor, act) in enumerate(steps):
        state = state or RoomState()
        for event in do(state, actor, act, number):
            state = apply(state, event)
    return state or RoomState()


def do(state: RoomState, actor: str, act: acts.Act, seconds: int = 0) -> tuple[Event, ...]:
    """What one act decides, `seconds` after the beginning."""
    return decide(
        state, act, actor=actor, at=NOW + timedelta(seconds=seconds), fresh=f"id-{seconds}"
    )


def lobby() -> RoomState:
    """Everybody is connected, nobody has entered."""
    here: list[acts.Act] = [acts.Connect(seat=seat) for seat in PEOPLE]
    return play([("system", act) for act in [acts.OpenLobby(), *CHAIRS, *here]])


def full() -> RoomState:
    """Everybody is inside with microphone and camera on, but the observer, who only watches."""
    check: list[acts.Act] = [CHECK, acts.Enter()]
    came: list[Step] = [(seat, act) for seat in PEOPLE for act in check]
    guests = (ONE, OTHER, WITNESS, OBSERVER)
    let_in: list[Step] = [(HOST, acts.Admit(seat=seat)) for seat in guests]
    on = acts.SetDevices(microphone=True, camera=True)
    return play([*came, *let_in, *((seat, on) for seat in PEOPLE[:5])], lobby())


def in_caucus() -> RoomState:
    """The mediator sits apart with one side."""
    steps: list[Step] = [
        (HOST, acts.OpenCaucus(seats=(ONE,))),
        (ONE, acts.AcceptCaucus(caucus="id-0")),
    ]
    return play(steps, full())


_person = st.sampled_from(PEOPLE)
_caucus = st.integers(0, 40).map(lambda n: f"id-{n}")
_plain = st.sampled_from(
    [
        CHECK,
        acts.Enter(),
        acts.Leave(),
        acts.RaiseHand(),
        acts.LowerHand(),
        acts.LockMics(),
        acts.UnlockMics(),
        acts.LeaveCaucus(),
        acts.Recall(),
        acts.Say(scope="all", text="."),
        acts.Say(scope="caucus", text="."),
        acts.Say(scope="staff", text="."),
        acts.Minute(text="."),
        acts.Start(),
        acts.Pause(),
        acts.Resume(),
    ]
)
_about: list[st.SearchStrategy[acts.Act]] = [
    st.builds(acts.Admit, seat=_person),
    st.builds(acts.Dismiss, seat=_person),
    st.builds(acts.Mute, seat=_person),
    st.builds(acts.AllowUnmute, seat=_person),
    st.builds(acts.LowerHand, seat=_person),
    st.builds(
        acts.SetDevices, microphone=st.booleans(), camera=st.booleans(), screen=st.booleans()
    ),
    st.builds(acts.OpenCaucus, seats=st.tuples(_person)),
    st.builds(acts.OpenCaucus, seats=st.tuples(_person, _person)),
    st.builds(acts.InviteCaucus, caucus=_caucus, seat=_person),
    st.builds(acts.AcceptCaucus, caucus=_caucus),
    st.builds(acts.DeclineCaucus, caucus=_caucus),
]
_client: st.SearchStrategy[Step] = st.tuples(_person, st.one_of(_plain, *_about))
_system: st.SearchStrategy[Step] = st.tuples(
    st.just("system"),
    st.one_of(
        st.builds(acts.Connect, seat=_person),
        st.builds(acts.Disconnect, seat=_person),
        st.sampled_from(CHAIRS),
    ),
)
stories = st.lists(st.one_of(_client, _client, _client, _system), max_size=40)
"""Acts of anybody on anybody, allowed or not."""
starts = st.sampled_from([lobby(), full(), in_caucus()])


def walk(state: RoomState, steps: Sequence[Step]) -> list[tuple[RoomState, Event, RoomState]]:
    """Before, event and after of everything that was not refused."""
    seen = []
    for number, (actor, act) in enumerate(steps):
        try:
            events = do(state, actor, act, number)
        except RuleViolation:
            continue
        for event in events:
            after = apply(state, event)
            seen.append((state, event, after))
            state = after
    return seen
