"""Reading a PDF back with Poppler and qpdf, which know nothing of how it was made."""

import subprocess
import tempfile


def text_of(pdf: bytes) -> str:
    """All text, as pdftotext finds it, without white space."""
    return "".join(_poppler("pdftotext", "-raw", "-", "-", stdin=pdf).split())


def words_of(pdf: bytes) -> str:
    """All text, with each run of white space as one space."""
    return " ".join(_poppler("pdftotext", "-raw", "-", "-", stdin=pdf).split())


def fonts_of(pdf: bytes) -> list[str]:
    """The rows of pdffonts."""
    return _poppler("pdffonts", "-", stdin=pdf).splitlines()[2:]


def qpdf_complaints(pdf: bytes) -> str:
    """What `qpdf --check` finds wrong; empty where nothing is."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        checked = subprocess.run(["qpdf", "--check", file.name], capture_output=True, check=False)
    return "" if checked.returncode == 0 else (checked.stdout + checked.stderr).decode()


def _poppler(*command: str, stdin: bytes) -> str:
    done = subprocess.run(command, input=stdin, capture_output=True, check=True)
    return done.stdout.decode()
