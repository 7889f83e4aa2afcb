"""People, organisations and cases for tests, made through the services, never by setting rows."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from mediation.models import Case
from mediation.people.models import Membership, Organisation, User
from mediation.people.roles import Role
from mediation.rules.lifecycle import Act, Ending, ReturnReason, State
from mediation.services.cases import case_act
from mediation.services.drafts import draft_save, draft_start
from mediation.services.invitations import invitation_accept, invitation_make
from mediation.services.submission import case_submit

_count = itertools.count(1)

ANSWERS = {
    "cause": "rent",
    "facts": "租期已满，房东以墙面有污渍为由不退押金。",
    "other_kind": "person",
    "other_name": "赵国强",
    "other_email": "",
    "other_phone": "138 0000 0002",
    "claim": "要求退还租房押金。",
    "amount": "8,600",
    "you_kind": "person",
    "you_name": "李明",
    "you_phone": "13800000001",
    "you_address": "宁波市鄞州区东柳街道 1 号",
}


@dataclass(frozen=True)
class Cast:
    """The people of one case."""

    case: Case
    organisation: Organisation
    claimant: User
    respondent: User | None
    mediator: User
    clerk: User


def make_user(*, name: str = "李明", email: str = "", language: str = "zh-hans") -> User:
    """Somebody with an account and no role in any organisation."""
    address = email or f"person{next(_count)}@example.org"
    return User.objects.create_user(address, name=name, language=language)


def make_organisation(*, slug: str = "fengqiao", short_name: str = "枫") -> Organisation:
    """The organisation of that slug, made when there is none."""
    organisation, _ = Organisation.objects.get_or_create(
        slug=slug,
        defaults={
            "name_zh": "枫桥街道人民调解委员会",
            "name_en": "Fengqiao Mediation Committee",
            "short_name": short_name,
        },
    )
    return organisation


def make_staff(role: Role, *, organisation: Organisation | None = None, name: str = "") -> User:
    """Somebody with `role` in the organisation."""
    user = make_user(name=name or {Role.MEDIATOR: "王芳", Role.CLERK: "赵琳"}.get(role, "何立新"))
    Membership.objects.create(
        user=user, organisation=organisation or make_organisation(), role=role
    )
    return user


def make_draft(*, claimant: User | None = None, organisation: Organisation | None = None) -> Case:
    """A draft with every answer given."""
    user = claimant or make_user()
    case = draft_start(user=user, organisation=organisation or make_organisation())
    answers = {**ANSWERS, "other_email": f"other{next(_count)}@example.org"}
    draft_save(case=case, user=user, answers=answers)
    return case


def make_case(
    *,
    state: State = State.MEDIATING,
    organisation: Organisation | None = None,
    claimant: User | None = None,
    respondent: User | None = None,
    mediator: User | None = None,
    clerk: User | None = None,
) -> Case:
    """A case driven by its people to `state`; `cast_of` names them.

    Unless handed in, the organisation is Fengqiao with its first mediator and clerk.
    """
    house = organisation or make_organisation()
    person = claimant or make_user()
    cast = Cast(
        case=make_draft(claimant=person, organisation=house),
        organisation=house,
        claimant=person,
        respondent=respondent,
        mediator=mediator or _staff(Role.MEDIATOR, house),
        clerk=clerk or _staff(Role.CLERK, house),
    )
    for step in ROADS[state]:
        step(cast)
    cast.case.refresh_from_db()
    return cast.case


def cast_of(case: Case) -> Cast:
    """Who is who in a case."""
    sides = {member.side: member.user for member in case.members.select_related("user")}
    claimant = sides["claimant"]
    assert claimant is not None
    return Cast(
        case=case,
        organisation=case.organisation,
        claimant=claimant,
        respondent=sides.get("respondent"),
        mediator=case.mediator or _staff(Role.MEDIATOR, case.organisation),
        clerk=_staff(Role.CLERK, case.organisation),
    )


def _staff(role: Role, organisation: Organisation) -> User:
    held = Membership.objects.filter(role=role, organisation=organisation).order_by("pk")
    first = held.select_related("user").first()
    return first.user if first else make_staff(role, organisation=organisation)


def _submit(cast: Cast) -> None:
    case_submit(case=cast.case, user=cast.claimant, consent=True)


def _accept(cast: Cast) -> None:
    case_act(case=cast.case, act=Act.ACCEPT, user=cast.clerk)


def _join_and_consent(cast: Cast) -> None:
    member = cast.case.members.get(side="respondent")
    token = invitation_make(member=member, by=cast.clerk)
    comer = cast.respondent or make_user(name="赵国强")
    invitation_accept(token=token, user=comer)
    case_act(case=cast.case, act=Act.CONSENT, user=comer)


def _assign(cast: Cast) -> None:
    data = {"mediator": cast.mediator.actor}
    case_act(case=cast.case, act=Act.ASSIGN, user=cast.clerk, data=data)


def _take(cast: Cast) -> None:
    data = {"no_conflict": True}
    case_act(case=cast.case, act=Act.ACCEPT_ASSIGNMENT, user=cast.mediator, data=data)


def _draft(cast: Cast) -> None:
    case_act(case=cast.case, act=Act.BEGIN_DRAFTING, user=cast.mediator)


def _freeze(cast: Cast) -> None:
    case_act(case=cast.case, act=Act.FREEZE, user=cast.mediator)


def _agree(cast: Cast) -> None:
    case_act(case=cast.case, act=Act.AGREE, user=None)


def _return(cast: Cast) -> None:
    data = {"reason": ReturnReason.NO_JURISDICTION, "narrative": "请选择对方所在地的组织。"}
    case_act(case=cast.case, act=Act.RETURN, user=cast.clerk, data=data)


def _fail(cast: Cast) -> None:
    data = {"code": Ending.TOO_FAR_APART, "narrative": "双方分歧较大。"}
    case_act(case=cast.case, act=Act.FAIL, user=cast.mediator, data=data)


def _divert(cast: Cast) -> None:
    case_act(case=cast.case, act=Act.DIVERT, user=cast.clerk)


ALONG = (_submit, _accept, _join_and_consent, _assign, _take, _draft, _freeze, _agree)
ROADS: dict[State, tuple[Callable[[Cast], None], ...]] = {
    State.DRAFT: (),
    State.SCREENING: ALONG[:1],
    State.CONSENT: ALONG[:2],
    State.SELECTION: ALONG[:3],
    State.ACCEPTANCE: ALONG[:4],
    State.MEDIATING: ALONG[:5],
    State.DRAFTING: ALONG[:6],
    State.SIGNING: ALONG[:7],
    State.AGREED: ALONG,
    State.RETURNED: (_submit, _return),
    State.TERMINATED: (*ALONG[:5], _fail),
    State.FILING: (*ALONG[:5], _fail, _divert),
}
