import pytest

from documents.typesetting.bilingual import Bilingual
from documents.typesetting.faces import MissingGlyph
from documents.typesetting.furniture import Row
from documents.typesetting.record import RecordDocument, Section, typeset_record
from tests.unit.documents.typesetting.reading import fonts_of, qpdf_complaints, text_of
from tests.unit.documents.typesetting.samples import FONTS


def termination(narrative: str = "双方差距过大，未能达成协议。") -> RecordDocument:
    return RecordDocument(
        title=Bilingual("调解终结记录", "Record of Termination"),
        organisation=Bilingual("云溪区人民调解委员会", "Yunxi District Mediation Committee"),
        number="（2026）云溪调字第00318号",
        facts=[
            Row(Bilingual("终结原因", "Reason"), "差距过大 Too far apart"),
            Row(Bilingual("备注", "Remark"), ""),
        ],
        sections=[
            Section(Bilingual("经过", "What happened"), [Bilingual(narrative, "Too far apart.")]),
            Section(
                Bilingual("当事人", "Parties"),
                facts=[Row(Bilingual("申请人", "Claimant"), "欧阳㛃𠮷")],
            ),
        ],
        verify_url="https://maplebridge.example/verify/1",
        footer=["调解终结记录 Record of Termination"],
    )


def test_a_record_says_what_it_was_given() -> None:
    document = typeset_record(termination(), fonts=FONTS)
    read = text_of(document.pdf)
    for text in (
        "调解终结记录",
        "差距过大",
        "双方差距过大，未能达成协议。",
        "欧阳㛃𠮷",
        "第1页，共1页",
    ):
        assert text in read
    assert not document.slots
    assert document.page_count == 1


def test_a_record_is_sound_and_the_same_each_time() -> None:
    document = typeset_record(termination(), fonts=FONTS)
    assert qpdf_complaints(document.pdf) == ""
    assert all("yes yes yes" in row for row in fonts_of(document.pdf))
    assert typeset_record(termination(), fonts=FONTS).sha256 == document.sha256


def test_each_line_of_a_narrative_is_a_paragraph() -> None:
    read = text_of(typeset_record(termination("第一段。\n\n第二段。"), fonts=FONTS).pdf)
    assert "第一段。第二段。" in read


def test_a_long_record_counts_its_pages() -> None:
    document = typeset_record(termination("经过如下，" * 3000), fonts=FONTS)
    assert document.page_count > 5
    assert f"共{document.page_count}页" in text_of(document.pdf)


def test_a_record_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(MissingGlyph):
        typeset_record(termination("😀"), fonts=FONTS)
