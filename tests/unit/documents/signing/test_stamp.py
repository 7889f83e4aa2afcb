import math

import pytest

from documents.signing.stamp import Drawn, Typed, seal_stamp, signature_stamp
from documents.typesetting.faces import MissingGlyph
from tests.unit.documents.typesetting.reading import fonts_of, qpdf_complaints, text_of
from tests.unit.documents.typesetting.samples import FONTS

STROKES = [[(0.1, 0.5), (0.5, 0.1), (0.9, 0.9)], [(0.5, 0.5)], []]


def test_a_drawn_signature_over_its_caption() -> None:
    stamp = signature_stamp(Drawn(STROKES), caption=["欧阳㛃 已签署", "𠮷 2026"], fonts=FONTS)
    pdf = stamp(215, 65)
    assert qpdf_complaints(pdf) == ""
    assert sorted(text_of(pdf)) == sorted("欧阳㛃已签署𠮷2026")
    assert all("yes yes yes" in row for row in fonts_of(pdf))


def test_a_stamp_is_as_large_as_its_place_and_the_same_each_time() -> None:
    stamp = signature_stamp(Typed("李喆"), caption=[], fonts=FONTS)
    assert b"/MediaBox [ 0 0 215 65 ]" in stamp(215, 65)
    assert stamp(215, 65) == stamp(215, 65)


@pytest.mark.parametrize("name", ["李", "䶮彦博", "A very long name, " * 8])
def test_a_typed_name_is_read_back(name: str) -> None:
    pdf = signature_stamp(Typed(name), caption=[], fonts=FONTS)(215, 65)
    assert text_of(pdf) == "".join(name.split())


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[]],
        [[(0.5, 1.01)]],
        [[(-0.1, 0.5)]],
        [[(math.nan, 0.5)]],
        [[(0.5, math.inf)]],
        [[(0.5, 0.5)]] * 201,
        [[(0.5, 0.5)] * 20_001],
    ],
)
def test_strokes_off_the_pad_or_beyond_all_bounds_are_refused(
    strokes: list[list[tuple[float, float]]],
) -> None:
    with pytest.raises(ValueError, match="signature"):
        Drawn(strokes)


@pytest.mark.parametrize("aspect", [0, -1, 11, math.nan])
def test_a_pad_has_a_sensible_shape(aspect: float) -> None:
    with pytest.raises(ValueError, match="pad"):
        Drawn(STROKES, aspect=aspect)


@pytest.mark.parametrize("name", ["", "  ", "长" * 201])
def test_a_typed_name_is_neither_empty_nor_endless(name: str) -> None:
    with pytest.raises(ValueError, match="characters"):
        Typed(name)


def test_a_stamp_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(MissingGlyph):
        signature_stamp(Typed("小😀"), caption=[], fonts=FONTS)(215, 65)


@pytest.mark.parametrize("name", ["调", "云溪区人民调解委员会", "杭州市西湖区文三街道" * 3])
def test_a_seal_bears_the_organisations_name(name: str) -> None:
    pdf = seal_stamp(name, caption="电子印章", fonts=FONTS)(110, 110)
    assert qpdf_complaints(pdf) == ""
    read = text_of(pdf)
    assert sorted(read) == sorted(name + "电子印章")
