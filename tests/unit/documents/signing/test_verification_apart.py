from documents.signing.verification import verify
from documents.signing.verification_apart import verify_apart
from tests.unit.documents.signing.ceremony import LATER, document, local_authority, sealed

ROOTS = [local_authority().root_pem]


def test_the_child_gives_the_same_answer() -> None:
    assert verify_apart(sealed().pdf, roots=ROOTS, at=LATER) == verify(
        sealed().pdf, roots=ROOTS, at=LATER
    )


def test_known_files_need_no_child() -> None:
    verdict = verify_apart(sealed().pdf, roots=ROOTS, at=LATER, known_sha256=lambda digest: True)
    assert (verdict.status, verdict.known) == ("valid", True)


def test_an_altered_file_is_answered_for() -> None:
    verdict = verify_apart(
        sealed().pdf + b"\n", roots=ROOTS, at=LATER, known_sha256=lambda digest: False
    )
    assert (verdict.status, verdict.known) == ("altered", False)


def test_foreign_files_are_unknown() -> None:
    assert verify_apart(document().pdf, roots=ROOTS, at=LATER).status == "unknown"
