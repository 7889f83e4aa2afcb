"""Makes the demo's organisation, people and cases through the same services as everyone else."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from config.demo.cast import CAST, Person
from hearings.services.bookings import sitting_book
from mediation.models import Case
from mediation.people.models import Membership, Organisation, User
from mediation.rules.lifecycle import Act, Ending
from mediation.services.cases import case_act
from mediation.services.drafts import draft_save, draft_start
from mediation.services.invitations import invitation_accept, invitation_make
from mediation.services.submission import case_submit

HOURS_OPEN = 8
"""For how long the demo's sitting goes on, so that whoever starts it finds an open room."""


@dataclass(frozen=True)
class Story:
    """What somebody applied for."""

    cause: str
    facts: str
    claim: str
    amount: str


RENT = Story(
    "rent",
    "租期 2026 年 10 月 31 日届满，房屋已交还。房东以客厅墙面有污渍为由，不退还押金。",
    "退还租房押金。",
    "8,600",
)
GOODS = Story(
    "goods",
    "9 月 2 日订购的衣柜晚到 46 天，两扇柜门变形，商家一直没有更换。",
    "更换两扇柜门，并赔偿延误造成的损失。",
    "1,500",
)
NOISE = Story(
    "neighbour",
    "楼上每晚十一点以后仍拖动家具，已经沟通三次，没有改善。",
    "晚上十点以后保持安静，家具脚加软垫。",
    "",
)
LOAN = Story(
    "loan", "2025 年 3 月借出两万元，约定一年归还，至今只还了五千元。", "归还借款。", "15,000"
)


def seed() -> None:
    """Make what is missing; a seeded demo is left as its visitors made it."""
    organisation, made = seed_people()
    if made:
        people = {person.key: User.objects.get(email=person.email) for person in CAST}
        _caseload(organisation, people)


def seed_people() -> tuple[Organisation, bool]:
    """The organisation and the cast; whether they are new."""
    organisation, made = Organisation.objects.get_or_create(
        slug="fengqiao",
        defaults={
            "name_zh": "枫桥街道人民调解委员会",
            "name_en": "Fengqiao Mediation Committee",
            "short_name": "枫",
        },
    )
    for person in CAST:
        _person(person, organisation)
    return organisation, made


def _person(person: Person, organisation: Organisation) -> None:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, name=person.name)
    if person.role:
        Membership.objects.get_or_create(user=user, organisation=organisation, role=person.role)


def _caseload(organisation: Organisation, people: dict[str, User]) -> None:
    """One case at each turn of the road; the first has a room that is open now."""
    _heard(_filed(RENT, organisation, people), people)
    _consented(_filed(NOISE, organisation, people), people)
    _filed(GOODS, organisation, people)
    _diverted(_filed(LOAN, organisation, people), people)


def _filed(story: Story, organisation: Organisation, people: dict[str, User]) -> Case:
    """Sent by the applicant; the respondent has come, and decides next."""
    applicant, respondent = people["applicant"], people["respondent"]
    case = draft_start(user=applicant, organisation=organisation)
    answers = {
        "cause": story.cause,
        "facts": story.facts,
        "claim": story.claim,
        "amount": story.amount,
        "other_kind": "person",
        "other_name": respondent.name,
        "other_email": respondent.email,
        "you_kind": "person",
        "you_name": applicant.name,
        "you_phone": "13800000001",
        "you_address": "宁波市鄞州区东柳街道百丈东路 1 号",
    }
    draft_save(case=case, user=applicant, answers=answers)
    case = case_submit(case=case, user=applicant, consent=True)
    member = case.members.get(side="respondent")
    invitation_accept(token=invitation_make(member=member, by=applicant), user=respondent)
    return case


def _consented(case: Case, people: dict[str, User]) -> Case:
    case = case_act(case=case, act=Act.ACCEPT, user=people["clerk"])
    return case_act(case=case, act=Act.CONSENT, user=people["respondent"])


def _mediated(case: Case, people: dict[str, User]) -> Case:
    case = _consented(case, people)
    choice = {"mediator": people["mediator"].actor}
    case = case_act(case=case, act=Act.ASSIGN, user=people["clerk"], data=choice)
    disclosure = {"no_conflict": True}
    return case_act(case=case, act=Act.ACCEPT_ASSIGNMENT, user=people["mediator"], data=disclosure)


def _heard(case: Case, people: dict[str, User]) -> None:
    sitting_book(
        case=_mediated(case, people),
        user=people["clerk"],
        starts_at=timezone.now() + timedelta(minutes=1),
        minutes=HOURS_OPEN * 60,
        time_zone=people["clerk"].time_zone,
    )


def _diverted(case: Case, people: dict[str, User]) -> None:
    case = _mediated(case, people)
    why = {"code": Ending.TOO_FAR_APART, "narrative": "双方对已还款数额各执一词，差距较大。"}
    case = case_act(case=case, act=Act.FAIL, user=people["mediator"], data=why)
    case_act(case=case, act=Act.DIVERT, user=people["clerk"])
