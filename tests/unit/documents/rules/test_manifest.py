import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.rules import manifest
from documents.rules.manifest import ManifestRow

AT = datetime(2026, 4, 14, 8, 20, tzinfo=UTC)


def row(**changes: object) -> ManifestRow:
    given_row = {
        "number": "（2026）浙0212民诉前调123号",
        "version": 1,
        "cause": "rent",
        "parties": ["李明", "𠮷田"],
        "mediator": "王芳",
        "sealed_at": AT,
        "file": "agreements/a.pdf",
        "size": 218_442,
        "sha256": "0" * 64,
    }
    return ManifestRow(**{**given_row, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", " =1", "＝1"]
)
def test_a_formula_becomes_text(name: str) -> None:
    assert manifest.inert(name) == f"'{name}"


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_cell_of_the_list_begins_a_formula(name: str, mediator: str) -> None:
    text = manifest.manifest_csv([row(parties=[name], mediator=mediator)])
    [heads, cells] = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert tuple(heads) == manifest.COLUMNS
    assert all(not cell.lstrip(" ").startswith(tuple("=+-@\t\r＝＋－＠")) for cell in cells)
    assert cells[3] in {name, f"'{name}"}


def test_the_list_opens_as_utf_8_in_a_spreadsheet() -> None:
    text = manifest.manifest_csv([row()])
    assert text.startswith("\ufeffnumber,")
    assert "李明、𠮷田" in text


def test_programs_read_the_same_list() -> None:
    told = json.loads(manifest.manifest_json([row()], made_at=AT, about={"cause": "rent"}))
    assert told["about"] == {"cause": "rent"}
    [agreement] = told["agreements"]
    assert (agreement["parties"], agreement["size"]) == (["李明", "𠮷田"], 218_442)


@given(st.text(max_size=60))
def test_a_path_stays_in_its_folder(number: str) -> None:
    path = manifest.file_path(number, 1, "ab" * 32)
    assert path.startswith("agreements/")
    assert path.endswith("-v1-abababab.pdf")
    assert path.count("/") == 1
    assert ".." not in path
    assert not set(path) & set("\\\n\r\x00")


def test_the_note_speaks_both_languages() -> None:
    note = manifest.read_me(
        organisation_zh="鄞州法院", organisation_en="Yinzhou", made_on=date(2026, 4, 15), count=3
    )
    assert "sha256sum -c SHA256SUMS" in note
    assert "共 3 份协议" in note
    assert "3 agreements" in note
