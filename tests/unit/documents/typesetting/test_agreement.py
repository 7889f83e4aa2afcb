import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.typesetting.agreement import ClauseText, PartyLine, SignerLine, typeset_agreement
from documents.typesetting.bilingual import Bilingual
from documents.typesetting.faces import MissingGlyph
from documents.typesetting.slots import SEAL
from tests.unit.documents.typesetting.reading import (
    fonts_of,
    qpdf_complaints,
    text_of,
    words_of,
)
from tests.unit.documents.typesetting.samples import (
    CLAIMANT,
    CLAUSES,
    FONTS,
    LAW_NOTE,
    agreement,
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_names_and_clauses_are_read_back_exactly() -> None:
    read = text_of(typeset_agreement(agreement(), fonts=FONTS).pdf)
    for name in ("欧阳㛃", "䶮彦博", "李喆", "杭州𠮷木家居有限公司 <Jimu & Co.>"):
        assert squeezed(name) in read
    for text in [*CLAUSES, LAW_NOTE]:
        assert squeezed(text.zh) in read
        assert squeezed(text.en) in read


def test_english_words_are_read_back_with_their_spaces() -> None:
    read = words_of(typeset_agreement(agreement(), fonts=FONTS).pdf)
    assert CLAUSES[1].en in read


def test_what_the_law_asks_for_is_there() -> None:
    read = text_of(typeset_agreement(agreement(), fonts=FONTS).pdf)
    for heading in ("当事人", "主要事实与争议事项", "协议内容", "效力", "签名与盖章"):
        assert heading in read
    assert "（2026）云溪调字第00318号" in read
    assert "2026年3月18日" in read
    assert "第1页，共2页" in read
    assert "Page2of2" in read


def test_every_font_is_embedded_and_the_file_is_sound() -> None:
    pdf = typeset_agreement(agreement(), fonts=FONTS).pdf
    assert qpdf_complaints(pdf) == ""
    rows = fonts_of(pdf)
    assert rows
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, to Unicode


def test_the_same_agreement_gives_the_same_bytes() -> None:
    first = typeset_agreement(agreement(), fonts=FONTS)
    assert typeset_agreement(agreement(), fonts=FONTS) == first


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "from tests.unit.documents.typesetting.samples import FONTS, agreement\n"
        "from documents.typesetting.agreement import typeset_agreement\n"
        "print(typeset_agreement(agreement(), fonts=FONTS).sha256)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    expected = typeset_agreement(agreement(), fonts=FONTS).sha256
    assert done.stdout.decode().strip() == expected


def test_each_signer_and_the_seal_has_a_place_on_a_page() -> None:
    document = typeset_agreement(agreement(), fonts=FONTS)
    assert set(document.slots) == {"party-1", "party-2", "mediator", SEAL}
    for slot in document.slots.values():
        assert 1 <= slot.page <= document.page_count
        assert 0 < slot.x0 < slot.x1 < 596
        assert 0 < slot.y0 < slot.y1 < 842


@pytest.mark.parametrize("count", [1, 2, 5, 8, 13])
def test_any_number_of_signers_has_places_that_do_not_overlap(count: int) -> None:
    signers = [SignerLine(f"party-{n}", CLAIMANT, f"当事人{n}") for n in range(count)]
    slots = list(typeset_agreement(agreement(signers=signers), fonts=FONTS).slots.values())
    assert len(slots) == count + 1
    for one in slots:
        for other in slots:
            apart = one.x1 <= other.x0 or other.x1 <= one.x0
            apart = apart or one.y1 <= other.y0 or other.y1 <= one.y0
            assert one is other or one.page != other.page or apart


def test_a_face_nobody_has_is_refused_and_named() -> None:
    party = PartyLine(CLAIMANT, "小😀")
    with pytest.raises(MissingGlyph) as refused:
        typeset_agreement(agreement(parties=[party]), fonts=FONTS)
    assert refused.value.char == "😀"


@pytest.mark.parametrize("slot", ["", "a.b", "党", "x" * 65, SEAL, "party-1"])
def test_a_slot_needs_a_name_of_its_own(slot: str) -> None:
    signers = [SignerLine("party-1", CLAIMANT, "甲"), SignerLine(slot, CLAIMANT, "乙")]
    with pytest.raises(ValueError, match=r"slot|field name"):
        typeset_agreement(agreement(signers=signers), fonts=FONTS)


def test_english_may_come_first() -> None:
    read = text_of(typeset_agreement(agreement(order=("en", "zh")), fonts=FONTS).pdf)
    assert read.index("MediatedSettlementAgreement") < read.index("调解协议书")
    assert read.index(squeezed(CLAUSES[0].en)) < read.index(squeezed(CLAUSES[0].zh))


def test_one_language_alone_and_no_facts() -> None:
    clauses = [ClauseText(1, Bilingual("被申请人支付五千元。"))]
    read = text_of(typeset_agreement(agreement(clauses=clauses, facts=None), fonts=FONTS).pdf)
    assert "被申请人支付五千元。" in read
    assert "主要事实" not in read
    assert "三、协议内容" in read


def test_a_long_agreement_runs_over_pages_and_loses_nothing() -> None:
    long = "本协议自签名之日起生效，双方应当鹤约履行义务。" * 200
    clauses = [ClauseText(n, Bilingual(long)) for n in range(1, 4)]
    document = typeset_agreement(agreement(clauses=clauses), fonts=FONTS)
    assert document.page_count > 6
    assert text_of(document.pdf).count("鹤") == 600


# What people may type: markup, brackets, quotation marks; letters that all our faces can draw.
_NAME = st.text("<>&\"'/;=b()[]{}\\%李喆𠮷㛃éß–“”", min_size=1, max_size=24).filter(str.strip)


@settings(max_examples=15, deadline=None)
@given(_NAME)
def test_names_are_never_read_as_markup(name: str) -> None:
    party = PartyLine(CLAIMANT, name)
    read = text_of(typeset_agreement(agreement(parties=[party]), fonts=FONTS).pdf)
    assert squeezed(name) in read
