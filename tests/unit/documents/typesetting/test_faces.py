import pytest

from documents.typesetting.faces import Face, FontSet, MissingGlyph, choose, runs, to_unicode
from tests.unit.documents.typesetting.samples import FONTS


def test_rare_characters_are_drawn_by_the_face_that_has_them() -> None:
    found = runs("欧阳㛃𠮷木", FONTS.regular)
    assert [run.text for run in found] == ["欧阳㛃", "𠮷", "木"]
    assert found[0].face is found[2].face is FONTS.regular[0]
    assert found[1].face is not FONTS.regular[0]


@pytest.mark.parametrize("char", ["😀", "ﷺ", "\U000e0100", "\x07"])
def test_a_character_without_a_glyph_is_refused_by_name(char: str) -> None:
    with pytest.raises(MissingGlyph) as refused:
        choose(char, FONTS.regular)
    assert (refused.value.char, refused.value.code_point) == (char, ord(char))


def test_every_stack_ends_in_the_faces_for_rare_characters() -> None:
    for stack in (FONTS.regular, FONTS.bold, FONTS.latin, FONTS.latin_bold):
        assert choose("𠮷", stack).glyph("𠮷") is not None


def test_a_face_refuses_to_measure_what_it_lacks() -> None:
    with pytest.raises(MissingGlyph):
        FONTS.regular[0].stringWidth("𠮷", 10)


def test_ideographs_are_an_em_wide() -> None:
    assert FONTS.regular[0].stringWidth("永字", 10) == 20


def test_english_begins_with_the_latin_face() -> None:
    assert choose("“", FONTS.stack(english=True)) is not choose("“", FONTS.stack())


def test_to_unicode_writes_surrogate_pairs_and_blocks_of_a_hundred() -> None:
    chars = ["𠮷", *(chr(0x4E00 + n) for n in range(150))]
    cmap = to_unicode(chars).decode()
    assert "<0001> <D842DFB7>" in cmap
    assert "100 beginbfchar" in cmap
    assert "51 beginbfchar" in cmap


def test_a_folder_without_the_packages_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(FileNotFoundError, match="noto-serif"):
        FontSet.at(tmp_path_factory.mktemp("empty"))


def test_compact_outlines_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    # A font file with no tables at all has no TrueType outlines either.
    path = tmp_path_factory.mktemp("fonts") / "empty.ttf"
    path.write_bytes(b"\x00\x01\x00\x00" + bytes(8))
    with pytest.raises(ValueError, match="TrueType"):
        Face(path)
