"""The words of the interface: found in the source, merged from the parts, compiled for Django.

A msgid is English and stands in the source. Its Chinese stands in one of
`frontend/locale/zh_Hans/parts/*.po` (Python and templates) or `*.js.po` (TypeScript and Svelte).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

DOMAINS = ("django", "djangojs")
PACKAGES = ("config", "hearings", "documents", "mediation")
LOCALE = Path("frontend/locale/zh_Hans")
ONE = {"gettext", "gettext_lazy", "gettext_noop", "_", "translate"}
MANY = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
SCRIPT = re.compile(
    r"""(?<![\w.$])(tn?|mark)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""(?:\s*,\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?"""
)
CALL = re.compile(
    r"""\b(?:gettext|ngettext|pgettext|_)\((?:[^()"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*\)"""
)
PLACEHOLDER = re.compile(r"%\(\w+\)s")
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Language": "zh_Hans",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, order=True)
class Word:
    """One translatable string and the file that says it. `plural` is "" when it is not counted."""

    text: str
    plural: str = ""
    context: str = ""
    place: str = field(default="", compare=False)


def words_of_python(source: str, place: str) -> Iterator[Word]:
    """The literal strings that Python source gives to gettext and its kin."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [text for argument in node.args for text in _literal(argument)]
        if name in ONE and texts:
            yield Word(texts[0], place=place)
        elif name in MANY and len(texts) > 1:
            yield Word(texts[0], texts[1], place=place)
        elif name in CONTEXT and len(texts) > 1:
            yield Word(texts[1], context=texts[0], place=place)


def _literal(node: ast.expr) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def words_of_template(source: str, place: str) -> Iterator[Word]:
    """The strings of `translate`, `blocktranslate` and `_()` in a template."""
    return words_of_python(_calls(templatize(source)), place)


def _calls(templatized: str) -> str:
    """Django turns a template into calls of gettext between X's; keep the calls, one a line."""
    return "\n".join(CALL.findall(templatized))


def words_of_script(source: str, place: str) -> Iterator[Word]:
    """The literal strings that TypeScript or Svelte gives to `t`, `tn` and `mark`."""
    for function, first, second in SCRIPT.findall(source):
        plural = str(ast.literal_eval(second)) if function == "tn" and second else ""
        yield Word(str(ast.literal_eval(first)), plural, place=place)


def words_in_source(root: Path) -> dict[str, set[Word]]:
    """Every word of the project, by domain."""
    found: dict[str, set[Word]] = {domain: set() for domain in DOMAINS}
    for path in _python_files(root):
        found["django"].update(words_of_python(path.read_text(), str(path.relative_to(root))))
    for path in sorted((root / "frontend/templates").rglob("*.*")):
        found["django"].update(words_of_template(path.read_text(), str(path.relative_to(root))))
    for path in sorted((root / "frontend/src").rglob("*")):
        if path.suffix in {".ts", ".svelte"} and not path.name.endswith((".test.ts", ".gen.ts")):
            found["djangojs"].update(words_of_script(path.read_text(), str(path.relative_to(root))))
    return found


def _python_files(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from (
            p for p in sorted((root / package).rglob("*.py")) if "migrations" not in p.parts
        )


def parts_of(root: Path, domain: str) -> list[Path]:
    """The part files of a domain, in the order of their names."""
    files = sorted((root / LOCALE / "parts").glob("*.po"))
    return [p for p in files if p.name.endswith(".js.po") == (domain == "djangojs")]


def word_of(entry: polib.POEntry) -> Word:
    """An entry as the word it translates."""
    return Word(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def chinese_of(entry: polib.POEntry) -> str:
    """The Chinese of an entry: one form, whatever the count; "" when there is none yet."""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def merge(parts: Iterable[Path]) -> tuple[polib.POFile, list[str]]:
    """One catalogue of all parts, and what the parts disagree about."""
    entries: dict[Word, tuple[polib.POEntry, Path]] = {}
    faults = []
    for part in parts:
        for entry in polib.pofile(str(part)):
            known, first = entries.setdefault(word_of(entry), (entry, part))
            if chinese_of(known) != chinese_of(entry):
                faults.append(
                    f"{part.name} and {first.name} disagree about {entry.msgid!r}: "
                    f"{chinese_of(entry)} or {chinese_of(known)}"
                )
    catalogue = polib.POFile()
    catalogue.metadata = METADATA
    catalogue.extend(entry for entry, _ in entries.values())
    return catalogue, faults


def faults_of(words: set[Word], catalogue: polib.POFile) -> list[str]:
    """Words without Chinese, Chinese without its placeholders, and Chinese that nobody says."""
    told = {word_of(entry): chinese_of(entry) for entry in catalogue}
    missing = [f"no Chinese: {w.text!r} ({w.place})" for w in sorted(words) if not told.get(w)]
    dead = [f"nobody says it: {word.text!r}" for word in sorted(set(told) - words)]
    broken = [
        f"placeholders differ: {word.text!r}"
        for word, chinese in told.items()
        if chinese and not _placeholders(word.text) <= _placeholders(chinese) <= _all_of(word)
    ]
    return missing + dead + broken


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _all_of(word: Word) -> set[str]:
    return _placeholders(word.text) | _placeholders(word.plural)
