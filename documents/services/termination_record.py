"""The record that lies on top of a bundle: how mediation ended, and between whom (OMR 21, 25)."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from documents.models.evidence import Evidence
from documents.services.papers import ROLES, house_date, house_fonts
from documents.typesetting.bilingual import Bilingual
from documents.typesetting.faces import Face, FontSet, MissingGlyph, choose
from documents.typesetting.furniture import Row
from documents.typesetting.record import RecordDocument, Section, typeset_record
from mediation.models import Case, CaseMember
from mediation.people.roles import Role
from mediation.rules.lifecycle import Ending

ENDINGS: Final = {
    Ending.UNREACHABLE: Bilingual("当事人无法联系", "A party could not be reached"),
    Ending.UNWILLING: Bilingual("当事人不同意调解", "A party does not want to mediate"),
    Ending.TOO_FAR_APART: Bilingual("当事人意见分歧过大", "The parties are too far apart"),
    Ending.EXPIRED: Bilingual("调解期限届满", "The time for mediation ran out"),
    Ending.REFUSED_TO_SIGN: Bilingual("当事人拒绝签名", "A party refused to sign"),
    Ending.OTHER: Bilingual("其他原因", "Another reason"),
}
TITLE: Final = Bilingual("调解终结记录", "Record of Termination of Mediation")
REMEDIES: Final = Bilingual(
    "已告知当事人：可以依法通过仲裁、行政、司法等途径维护自己的权利（《中华人民共和国人民调解法》"
    "第二十六条）。",
    "The parties were told that they may pursue their rights by arbitration, before an authority "
    "or in court (People's Mediation Law, Article 26).",
)
LEFT_OUT: Final = Bilingual(
    "本材料不含调解过程中的让步、方案、协议草案、聊天内容以及单独会谈的任何内容；当事人为达成调解协议"
    "作出妥协而认可的事实，不得在后续诉讼中作为对其不利的根据，但法律另有规定或者当事人均同意的除外"
    "（《人民法院在线调解规则》第十八条、《民诉法解释》第一百零七条）。",
    "This bundle holds no concession, offer, draft, chat or anything said in a private session. "
    "What a party accepted in order to reach an agreement must not be used against them later, "
    "unless the law provides or all parties agree otherwise (SPC Online Mediation Rules, "
    "Article 18; Interpretation of the Civil Procedure Law, Article 107).",
)


@dataclass(frozen=True, slots=True)
class Termination:
    """How mediation ended. `words` are those of who ended it; empty where nobody wrote any."""

    ending: Ending
    at: datetime
    words: str


def case_parties(case: Case) -> list[CaseMember]:
    """Those on either side, whether they came or not."""
    return list(case.members.filter(role=Role.PARTY).order_by("side", "pk"))


def termination_typeset(
    case: Case, termination: Termination, exhibits: Sequence[Evidence]
) -> bytes:
    """The record that lies on top."""
    fonts = house_fonts()

    def say(text: str) -> str:
        return printable(text, fonts)

    return typeset_record(_cover(case, termination, exhibits, say), fonts=fonts).pdf


def printable(text: str, fonts: FontSet) -> str:
    """`text` with `[U+1F600]` for what no face can draw: a record must not fail on an emoji."""
    stack = fonts.stack()
    return "".join(char if char == "\n" else _drawn(char, stack) for char in text)


def _drawn(char: str, stack: Sequence[Face]) -> str:
    try:
        choose(char, stack)
    except MissingGlyph:
        invisible = unicodedata.category(char) in {"Cc", "Cf", "Mn"}
        return "" if invisible else f"[U+{ord(char):04X}]"
    return char


def _cover(
    case: Case,
    termination: Termination,
    exhibits: Sequence[Evidence],
    say: Callable[[str], str],
) -> RecordDocument:
    mediator = say(case.mediator.name) if case.mediator else ""
    submitted = f"{house_date(case.submitted_at):%Y-%m-%d}" if case.submitted_at else ""
    return RecordDocument(
        title=TITLE,
        organisation=Bilingual(case.organisation.name_zh, case.organisation.name_en),
        number=case.number,
        facts=[
            Row(Bilingual("申请日期", "Applied on"), submitted),
            Row(Bilingual("调解员", "Mediator"), mediator),
            Row(Bilingual("终结日期", "Ended on"), f"{house_date(termination.at):%Y-%m-%d}"),
            Row(Bilingual("终结原因", "Reason"), ENDINGS[termination.ending].within(("zh", "en"))),
        ],
        sections=[
            Section(Bilingual("一、当事人", "Parties"), facts=_party_rows(case, say)),
            Section(Bilingual("二、请求", "Claim"), [Bilingual(say(_claim(case)))]),
            Section(Bilingual("三、申请人所述事实", "Facts as the applicant states them"),
                    [Bilingual(say(case.facts))]),
            Section(Bilingual("四、调解情况", "Course of the mediation"),
                    [Bilingual(say(termination.words) or "—")]),
            Section(Bilingual("五、权利告知", "Other remedies"), [REMEDIES]),
            Section(Bilingual("六、证据材料", "Exhibits"), facts=_exhibit_rows(exhibits, say)),
            Section(Bilingual("七、说明", "What is left out"), [LEFT_OUT]),
        ],
        verify_url=f"{settings.SITE_URL.rstrip('/')}/verify/",
    )  # fmt: skip


def _claim(case: Case) -> str:
    amount = f"（¥{case.amount:,.2f}）" if case.amount is not None else ""
    return f"{case.claim}{amount}"


def _party_rows(case: Case, say: Callable[[str], str]) -> list[Row]:
    return [
        Row(
            ROLES.get(CaseMember.Side(member.side), Bilingual("当事人", "Party")),
            say("\n".join(filter(None, [member.name, member.address, member.phone, member.email]))),
        )
        for member in case_parties(case)
    ]


def _exhibit_rows(exhibits: Sequence[Evidence], say: Callable[[str], str]) -> list[Row]:
    return [
        Row(
            Bilingual(f"证据 {exhibit.number}", f"Exhibit {exhibit.number}"),
            f"{say(exhibit.name)}\n{exhibit.size:,} B · SHA-256\n{exhibit.sha256}",
        )
        for exhibit in exhibits
    ]
