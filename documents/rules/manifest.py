"""What lies in an export and how it is told: CSV, JSON, checksums and a note to the reader."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

# What a spreadsheet takes for a formula (OWASP, "CSV Injection"); a leading ' makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSAFE = re.compile(r"[^\w（）()-]+")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One sealed agreement. `file` is its path in the ZIP, `size` in bytes, `sealed_at` aware."""

    number: str
    version: int
    cause: str
    parties: Sequence[str]
    mediator: str
    sealed_at: datetime
    file: str
    size: int
    sha256: str


COLUMNS = (
    "number",
    "version",
    "cause",
    "parties",
    "mediator",
    "sealed_at",
    "file",
    "size",
    "sha256",
)


def inert(cell: object) -> str:
    """The cell as text that no spreadsheet runs. Numbers of ours stay as they are."""
    if isinstance(cell, int):
        return str(cell)
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def file_path(number: str, version: int, sha256: str) -> str:
    """Where an agreement lies in the ZIP: its case number, made safe, and enough of its hash."""
    plain = _UNSAFE.sub("-", number).strip("-") or "case"
    return f"agreements/{plain}-v{version}-{sha256[:8]}.pdf"


def manifest_csv(rows: Iterable[ManifestRow]) -> str:
    """RFC 4180 with a byte order mark, so that Excel reads it as UTF-8; all cells inert."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([inert(cell) for cell in _cells(row).values()])
    return _BOM + target.getvalue()


def manifest_json(
    rows: Iterable[ManifestRow], *, made_at: datetime, about: Mapping[str, str]
) -> str:
    """`{"made_at", "about", "agreements": [...]}`; `about` says how the agreements were chosen."""
    agreements = [{**asdict(row), "sealed_at": row.sealed_at.isoformat()} for row in rows]
    whole = {"made_at": made_at.isoformat(), "about": dict(about), "agreements": agreements}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def checksums(hashes: Mapping[str, str]) -> str:
    """Path → SHA-256, as `sha256sum -c` reads it."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in hashes.items())


def read_me(*, organisation_zh: str, organisation_en: str, made_on: date, count: int) -> str:
    """A note to whoever opens the ZIP, in both languages."""
    return f"""{organisation_zh} · 调解协议导出
{made_on:%Y-%m-%d}，共 {count} 份协议

agreements/     已签名并盖章的协议（PDF），未作任何改动
manifest.csv    清单，可用表格软件打开
manifest.json   同一清单，供程序读取
SHA256SUMS      每个文件的 SHA-256 值；核对：sha256sum -c SHA256SUMS
root.pem        根证书；在 PDF 阅读器中信任它，即可离线核验签名和印章

本包含有个人信息，请按规定保管，不再需要时删除。


{organisation_en} · Settlement agreements
{made_on:%Y-%m-%d}, {count} agreements

agreements/     signed and sealed agreements (PDF), unchanged
manifest.csv    the list, for a spreadsheet
manifest.json   the same list, for programs
SHA256SUMS      the SHA-256 of each file; to check: sha256sum -c SHA256SUMS
root.pem        the root certificate; a PDF reader that trusts it verifies
                signatures and seals without a network

This archive holds personal information. Keep it as the rules say, and
delete it when it is no longer needed.
"""


def _cells(row: ManifestRow) -> dict[str, object]:
    return {
        **asdict(row),
        "parties": "、".join(row.parties),
        "sealed_at": row.sealed_at.isoformat(timespec="seconds"),
    }
