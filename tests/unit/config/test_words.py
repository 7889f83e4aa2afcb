"""Words are found where they are said, and a fault in their Chinese is named."""

from pathlib import Path

import polib
import pytest

from config.words import (
    Word,
    faults_of,
    merge,
    words_of_python,
    words_of_script,
    words_of_template,
)


def part(folder: Path, name: str, *pairs: tuple[str, str]) -> Path:
    """A part file with these msgids and their Chinese."""
    catalogue = polib.POFile()
    catalogue.extend(polib.POEntry(msgid=msgid, msgstr=chinese) for msgid, chinese in pairs)
    catalogue.save(str(folder / name))
    return folder / name


def test_python_strings_are_found_joined_counted_and_in_context() -> None:
    source = """
x = _("one " "two")
y = ngettext("%(n)s case", "%(n)s cases", n)
z = pgettext_lazy("verb", "file")
no = other("three") + gettext(variable)
"""
    assert set(words_of_python(source, "x.py")) == {
        Word("one two"),
        Word("%(n)s case", "%(n)s cases"),
        Word("file", context="verb"),
    }


def test_template_strings_are_found_as_django_looks_them_up() -> None:
    source = """{% load i18n %}<p title="{% translate 'It (the case)' %}">
{% state "ok" _("Accepted") %}
{% blocktranslate trimmed with who=user %}
  {{ who }} pays
  5% "now"
{% endblocktranslate %}
{% blocktranslate count n=list|length %}one{% plural %}{{ n }} many{% endblocktranslate %}"""
    assert set(words_of_template(source, "x.html")) == {
        Word("It (the case)"),
        Word("Accepted"),
        Word('%(who)s pays 5%% "now"'),
        Word("one", "%(n)s many"),
    }


def test_script_strings_are_found_and_other_functions_are_not() -> None:
    source = """
<button title={t("Mute")}>{t('It\\'s on')}</button>
const a = tn(
  "%(count)s person hears you",
  "%(count)s people hear you",
  count,
);
const b = mark("Later"); const c = split("no"); const d = x.t("no"); const e = t(b);
"""
    assert set(words_of_script(source, "x.svelte")) == {
        Word("Mute"),
        Word("It's on"),
        Word("%(count)s person hears you", "%(count)s people hear you"),
        Word("Later"),
    }


def test_parts_that_say_the_same_are_merged(tmp_path: Path) -> None:
    first = part(tmp_path, "a.po", ("Sign", "签署"))
    second = part(tmp_path, "b.po", ("Sign", "签署"), ("Leave", "离开"))
    catalogue, faults = merge([first, second])
    assert faults == []
    assert {entry.msgid: entry.msgstr for entry in catalogue} == {"Sign": "签署", "Leave": "离开"}


def test_parts_that_disagree_are_named(tmp_path: Path) -> None:
    first = part(tmp_path, "a.po", ("Sign", "签署"))
    second = part(tmp_path, "b.po", ("Sign", "签字"))
    _, faults = merge([first, second])
    assert faults == ["b.po and a.po disagree about 'Sign': 签字 or 签署"]


@pytest.mark.parametrize(
    ("pairs", "fault"),
    [
        ([], "no Chinese: 'Pay %(amount)s' (x.py)"),
        ([("Pay %(amount)s", "")], "no Chinese: 'Pay %(amount)s' (x.py)"),
        ([("Pay %(amount)s", "支付")], "placeholders differ: 'Pay %(amount)s'"),
        ([("Pay %(amount)s", "支付 %(sum)s")], "placeholders differ: 'Pay %(amount)s'"),
        ([("Pay %(amount)s", "支付 %(amount)s"), ("Old", "旧")], "nobody says it: 'Old'"),
    ],
)
def test_every_fault_is_named(tmp_path: Path, pairs: list[tuple[str, str]], fault: str) -> None:
    catalogue, _ = merge([part(tmp_path, "a.po", *pairs)])
    assert faults_of({Word("Pay %(amount)s", place="x.py")}, catalogue) == [fault]


def test_a_translated_word_has_no_fault(tmp_path: Path) -> None:
    catalogue, _ = merge([part(tmp_path, "a.po", ("Pay %(amount)s", "支付 %(amount)s"))])
    assert faults_of({Word("Pay %(amount)s")}, catalogue) == []
