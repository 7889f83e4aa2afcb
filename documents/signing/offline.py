"""Taking a signed PDF apart, so that OpenSSL alone can check each signature in it.

ISO 32000-1, 12.8.1: a signature covers the whole revision of the file but for its own contents,
which stand there as hexadecimal digits.
"""

import io
import re
import shlex
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.signing.der import first_piece

Kind = Literal["signature", "timestamp"]

_FIELD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TIMESTAMP_FORMAT: Final = "/ETSI.RFC3161"


class NotSignedProperly(ValueError):
    """A signature's place in the file is not where a signature may lie."""


@dataclass(frozen=True)
class SignaturePart:
    """One signature, taken out of the file.

    `signed`: the bytes it covers; `der`: its CMS, or for a timestamp the RFC 3161 token;
    `digits`: its contents as they are written, in hexadecimal and padded; `start` and `end`: where
    they lie in the file with their brackets; `covers_whole`: nothing follows what it covers.
    """

    field: str
    kind: Kind
    signed: bytes
    der: bytes
    digits: bytes
    start: int
    end: int
    covers_whole: bool


def signature_parts(pdf: bytes) -> list[SignaturePart]:
    """Every signature in the file, oldest first.

    Raises NotSignedProperly or NotDer; other corrupt input may raise anything.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    return [signature_part(pdf, one) for one in reader.embedded_signatures]


def signature_part(pdf: bytes, embedded: EmbeddedPdfSignature) -> SignaturePart:
    """One signature, by its place in the file. Raises NotSignedProperly or NotDer."""
    start, end, tail = _place(pdf, [int(number) for number in embedded.byte_range])
    digits = pdf[start + 1 : end - 1]
    contents = bytes.fromhex(digits.decode("ascii"))
    subfilter = str(embedded.sig_object["/SubFilter"])
    return SignaturePart(
        field=str(embedded.field_name),
        kind="timestamp" if subfilter == _TIMESTAMP_FORMAT else "signature",
        signed=pdf[:start] + pdf[end : end + tail],
        der=first_piece(contents).raw,
        digits=digits,
        start=start,
        end=end,
        covers_whole=end + tail == len(pdf),
    )


def _place(pdf: bytes, byte_range: list[int]) -> tuple[int, int, int]:
    """Where the contents begin and end, and how much after them is covered."""
    if len(byte_range) != 4:
        raise NotSignedProperly("a signature covers two ranges of bytes")
    first, start, end, tail = byte_range
    inside = first == 0 < start < end and tail >= 0 and end + tail <= len(pdf)
    if not inside or pdf[start : start + 1] != b"<" or pdf[end - 1 : end] != b">":
        raise NotSignedProperly("a signature covers all but its own contents")
    return start, end, tail


def signing_moment(part: SignaturePart) -> datetime | None:
    """When the timestamp in or of the signature was made; None where it has none."""
    signed_data = cms.ContentInfo.load(part.der)["content"]
    token: Any = signed_data
    if part.kind == "signature":
        token = _attached_token(signed_data)
    if token is None:
        return None
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _attached_token(signed_data: Any) -> Any | None:
    attributes = signed_data["signer_infos"][0]["unsigned_attrs"]
    for attribute in attributes or []:
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]["content"]
    return None


_HEAD: Final = """\
#!/bin/sh
# 仅用 OpenSSL 验证本文件中的每一个签名。Verify each signature in the file with OpenSSL alone.
# 需要 Needs: sh, head, tail, basenc (GNU coreutils), openssl 3; root.pem.
# 证书按签名时间戳所示时间校验。Certificates are checked as of each signature's timestamp.
set -eu
"""


def openssl_recipe(pdf: bytes, *, file_name: str, root_name: str = "root.pem") -> str:
    """A shell script that checks this very file with OpenSSL and the root certificate.

    It stops with an error at the first signature that does not verify. Raises what
    `signature_parts` raises.
    """
    # A leading "./" keeps a name such as -x.pdf from being read as an option.
    file, root = shlex.quote(f"./{file_name}"), shlex.quote(f"./{root_name}")
    return _HEAD + "".join(_commands(part, file, root) for part in signature_parts(pdf))


def _commands(part: SignaturePart, file: str, root: str) -> str:
    if not _FIELD.fullmatch(part.field):
        raise NotSignedProperly("a field's name is not one of ours")
    moment = signing_moment(part)
    at = f"-attime {int(moment.timestamp())}" if moment else "-no_check_time"
    tail = len(part.signed) - part.start
    field = part.field
    lines = [
        "",
        f"echo {field}",
        f"{{ head -c {part.start} {file}; tail -c +{part.end + 1} {file} | head -c {tail}; }}"
        f" > {field}.bin",
        f"tail -c +{part.start + 2} {file} | head -c {2 * len(part.der)}"
        f" | basenc --base16 -d > {field}.der",
    ]
    if part.kind == "timestamp":
        lines.append(
            f"openssl ts -verify -token_in -in {field}.der -data {field}.bin -CAfile {root} {at}"
        )
    else:
        lines.append(
            f"openssl cms -verify -binary -inform DER -in {field}.der -content {field}.bin"
            f" -CAfile {root} -purpose any {at} -out /dev/null"
        )
    return "\n".join(lines) + "\n"
