import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.rules.core import RuleViolation
from mediation.rules.texts import clean_email, clean_name, clean_phone, clean_text


@pytest.mark.parametrize(
    "name",
    [
        "李明",
        "𠮷野家",
        "O’Neil-Smith Jr.",
        "阿依古丽·买买提",
        "宁波A＋B（集团）有限公司",
        "Zoë Łuk",
    ],
)
def test_names_that_a_document_can_print(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("name", ["李明😀", "赵❤️", "☺", "👨‍👩‍👧", "🇨🇳", "1️⃣", "李👍🏽"])
def test_pictures_in_names_are_refused(name: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        clean_name(name)
    assert refusal.value.code == "name.emoji"


@pytest.mark.parametrize("name", ["李\x00明", "李\u202e明", "李\u200b明", "\ue000"])
def test_marks_that_nobody_sees_are_refused_in_names(name: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        clean_name(name)
    assert refusal.value.code == "name.control"


def test_spare_spaces_go() -> None:
    assert clean_name("  李\u3000 明\n") == "李 明"


def test_a_text_keeps_emoji_and_lines_and_loses_control_marks() -> None:
    assert clean_text("墙\x00面\r\n有污渍😀\x1b", limit=20) == "墙面\n有污渍😀"


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    with pytest.raises(RuleViolation) as refusal:
        clean_text("长" * 11, limit=10)
    assert refusal.value.params == {"limit": 10, "length": 11}


@given(st.text(max_size=200))
def test_cleaning_again_changes_nothing(raw: str) -> None:
    once = clean_text(raw, limit=1000)
    assert clean_text(once, limit=1000) == once


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("138 0000-0002", "13800000002"),
        ("+86（574）8888 0000", "+8657488880000"),
        ("１３８００", "13800"),
        ("", ""),
    ],
)
def test_phones(raw: str, phone: str) -> None:
    assert clean_phone(raw) == phone


@pytest.mark.parametrize("raw", ["1234", "电话", "1" * 16, "13800x"])
def test_what_is_no_phone(raw: str) -> None:
    with pytest.raises(RuleViolation, match=r"phone\.malformed"):
        clean_phone(raw)


@pytest.mark.parametrize("raw", ["a", "a@b", "a b@c.d", "a@b..", f"{'a' * 250}@b.cn"])
def test_what_is_no_address(raw: str) -> None:
    with pytest.raises(RuleViolation, match=r"email\.malformed"):
        clean_email(raw)


def test_an_address_is_lower_case() -> None:
    assert clean_email(" Li.Ming@Example.ORG ") == "li.ming@example.org"
