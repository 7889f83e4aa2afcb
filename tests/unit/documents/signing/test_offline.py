import subprocess
from pathlib import Path

import pytest

from documents.signing.offline import (
    NotSignedProperly,
    openssl_recipe,
    signature_parts,
    signing_moment,
)
from documents.signing.pades import ARCHIVE
from tests.unit.documents.signing.ceremony import (
    AT,
    document,
    local_authority,
    sealed,
    signed_by_all,
)


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "root.pem").write_bytes(local_authority().root_pem)
    (tmp_path / "agreement.pdf").write_bytes(sealed().pdf)
    return tmp_path


def test_openssl_alone_verifies_each_signature_with_the_root(folder: Path) -> None:
    at = str(int(AT.timestamp()) + 600)
    for part in signature_parts(sealed().pdf):
        (folder / "signed").write_bytes(part.signed)
        (folder / "signature").write_bytes(part.der)
        common = ["-CAfile", "root.pem", "-attime", at]
        if part.kind == "timestamp":
            token = ["-verify", "-token_in", "-in", "signature", "-data", "signed"]
            done = run(folder, "openssl", "ts", *token, *common)
        else:
            cms = ["-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", "signed"]
            purpose = ["-purpose", "any", "-cades", "-out", "/dev/null"]
            done = run(folder, "openssl", "cms", *cms, *purpose, *common)
        assert done.returncode == 0, (part.field, done.stderr)


def test_the_recipe_is_a_script_that_checks_the_file(folder: Path) -> None:
    recipe = openssl_recipe(sealed().pdf, file_name="agreement.pdf")
    (folder / "verify.sh").write_text(recipe)
    done = run(folder, "sh", "verify.sh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().split()[:5] == [
        "party-1",
        "party-2",
        "mediator",
        "seal",
        ARCHIVE,
    ]


@pytest.mark.parametrize("name", ["调解协议书 1.pdf", "-n.pdf", "a'b;c$(d).pdf"])
def test_the_recipe_takes_a_file_by_any_name(folder: Path, name: str) -> None:
    (folder / "agreement.pdf").rename(folder / name)
    (folder / "verify.sh").write_text(openssl_recipe(sealed().pdf, file_name=name))
    done = run(folder, "sh", "verify.sh")
    assert done.returncode == 0, done.stderr


def test_the_recipe_finds_a_changed_byte(folder: Path) -> None:
    (folder / "verify.sh").write_text(openssl_recipe(sealed().pdf, file_name="agreement.pdf"))
    altered = bytearray(sealed().pdf)
    altered[2000] ^= 1
    (folder / "agreement.pdf").write_bytes(altered)
    assert run(folder, "sh", "verify.sh").returncode != 0


def test_the_recipe_finds_another_root(folder: Path) -> None:
    (folder / "verify.sh").write_text(openssl_recipe(sealed().pdf, file_name="agreement.pdf"))
    stranger = type(local_authority()).in_memory(organisation="别人", at=AT)
    (folder / "root.pem").write_bytes(stranger.root_pem)
    assert run(folder, "sh", "verify.sh").returncode != 0


def test_only_the_last_part_covers_the_whole_file() -> None:
    parts = signature_parts(sealed().pdf)
    assert [part.covers_whole for part in parts] == [False, False, False, False, True]
    assert all(len(part.signed) + part.end - part.start <= len(sealed().pdf) for part in parts)


def test_each_part_knows_its_moment() -> None:
    moments = [signing_moment(part) for part in signature_parts(sealed().pdf)]
    assert moments[0] == AT
    assert moments == sorted(moments, key=lambda moment: moment or AT)


def test_a_file_without_signatures_has_no_parts() -> None:
    assert signature_parts(document().pdf) == []


def test_a_range_that_leaves_something_out_is_refused() -> None:
    pdf = signed_by_all().pdf
    part = signature_parts(pdf)[0]
    told = f"/ByteRange [0 {part.start} {part.end}".encode()
    lied = f"/ByteRange [0 {part.start} {part.end + 1}"[: len(told)].encode()
    with pytest.raises(NotSignedProperly):
        signature_parts(pdf.replace(told, lied))
