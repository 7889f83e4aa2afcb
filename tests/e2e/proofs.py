"""What others than we say of a sealed PDF: qpdf, pyHanko and OpenSSL, each on its own."""

import io
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def assert_qpdf_accepts(pdf: Path) -> None:
    """`qpdf --check` finds no fault."""
    done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def assert_pyhanko_accepts(pdf: bytes, root_pem: bytes, signatures: int) -> None:
    """Every signature and the timestamp are valid and trusted by the root alone.

    In a thread of its own: pyHanko runs an event loop, and Playwright holds this thread's.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(_pyhanko, pdf, root_pem, signatures).result()


def _pyhanko(pdf: bytes, root_pem: bytes, signatures: int) -> None:
    root = x509.Certificate.load(pem.unarmor(root_pem)[2])
    reader = PdfFileReader(io.BytesIO(pdf))
    assert len(reader.embedded_regular_signatures) == signatures
    for one in reader.embedded_regular_signatures:
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        assert validate_pdf_signature(one, context).bottom_line, one.field_name
    for stamp in reader.embedded_timestamp_signatures:
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        status = validate_pdf_timestamp(stamp, context)
        assert status.valid
        assert status.trusted


def signed_pieces(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What each signature covers, and its contents; read by plain search, not by our code."""
    for match in BYTE_RANGE.finditer(pdf):
        start, length, second, rest = (int(number) for number in match.groups())
        if not rest:
            continue
        covered = pdf[start : start + length] + pdf[second : second + rest]
        digits = pdf[start + length : second].strip(b"<>")
        yield covered, bytes.fromhex(digits.decode())


def assert_openssl_accepts(pdf: bytes, root_pem: bytes, folder: Path) -> int:
    """OpenSSL verifies each signature against the root; returns how many there were."""
    (folder / "root.pem").write_bytes(root_pem)
    count = 0
    for covered, contents in signed_pieces(pdf):
        (folder / "covered").write_bytes(covered)
        (folder / "contents").write_bytes(contents)
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "contents"]
        command += ["-content", "covered", "-CAfile", "root.pem", "-purpose", "any"]
        if b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04" in contents[:64]:
            command = ["openssl", "ts", "-verify", "-token_in", "-in", "contents"]
            command += ["-data", "covered", "-CAfile", "root.pem"]
        done = subprocess.run(
            [*command, "-out", "/dev/null"] if "cms" in command else command,
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        count += 1
    return count
