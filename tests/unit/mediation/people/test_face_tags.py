"""Icons are drawings without a voice; a state has an icon, a word and a colour."""

import pytest
from django.template import Context, Template


def render(source: str, **values: str) -> str:
    """The template with our tags loaded."""
    return Template("{% load face_tags %}" + source).render(Context(values))


def test_an_icon_is_hidden_from_screen_readers() -> None:
    drawn = render('{% icon "clock" "small" %}')
    assert drawn.startswith('<svg class="icon icon--small" viewBox="0 0 24 24" aria-hidden="true">')
    assert "<path" in drawn


def test_an_unknown_icon_stops_the_page() -> None:
    with pytest.raises(FileNotFoundError):
        render('{% icon "no-such-drawing" %}')


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "info", "none"])
def test_a_state_has_colour_icon_and_word(tone: str) -> None:
    drawn = render("{% state tone word %}", tone=tone, word="已到")
    assert f"state--{tone}" in drawn
    assert "<svg" in drawn
    assert "已到" in drawn


def test_a_name_cannot_bring_markup() -> None:
    assert "<script>" not in render('{% state "ok" word tag=True %}', word="<script>")


@pytest.mark.parametrize(
    ("name", "letter"), [("王芳", "王"), ("wang fang", "W"), ("𠮷田", "𠮷"), ("", "")]
)
def test_one_character_stands_for_a_person(name: str, letter: str) -> None:
    assert render("{{ name|initial }}", name=name) == letter


@pytest.mark.parametrize("tone", ["success", "warning", "error", "info", "debug", ""])
def test_every_kind_of_message_has_an_icon(tone: str) -> None:
    assert "<svg" in render("{% banner_icon tone %}", tone=tone)
