"""Whether a file is one that this house issued, for anyone who holds a copy."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import QuerySet

from documents.models.agreement import Agreement
from documents.rules.ceremony import Phase
from documents.services.papers import house_authority
from documents.signing.offline import NotSignedProperly, openssl_recipe
from documents.signing.verification import LARGEST_FILE, Verdict
from documents.signing.verification_apart import verify_apart
from mediation.people.models import Organisation
from mediation.rules.core import RuleViolation

PER_MINUTE = 30
_HEX = set("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Issued:
    """What the house says of a document it issued. Nothing in it names a person."""

    code: str
    case_number: str
    version: int
    organisation: Organisation
    sealed_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """The answer about a file of `size` bytes.

    `issued`: the document that these very bytes are; `recipe`: a script that checks the file with
    OpenSSL alone, empty unless it is valid.
    """

    verdict: Verdict
    size: int
    issued: Issued | None
    recipe: str


def file_verify(*, pdf: bytes, name: str, at: datetime) -> Report:
    """Judge a file from anyone. Nothing of it is kept, and nothing in it can make this fail."""
    verdict = verify_apart(pdf, roots=trusted_roots(at), at=at, known_sha256=is_issued)
    issued = issued_by_code(verdict.sha256) if verdict.known else None
    recipe = _recipe(pdf, name) if verdict.status == "valid" else ""
    return Report(verdict, len(pdf), issued, recipe)


def verification_check_pace(*, address: str) -> None:
    """Raises RuleViolation `verify.too_often` above `PER_MINUTE` a minute from one address."""
    key = f"verify:{address}"
    cache.add(key, 0, timeout=60)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return
    if count > PER_MINUTE:
        raise RuleViolation("verify.too_often")


def verification_check_size(*, size: int) -> None:
    """Raises RuleViolation `verify.too_large` or `verify.empty`."""
    if size == 0:
        raise RuleViolation("verify.empty")
    if size > LARGEST_FILE:
        raise RuleViolation("verify.too_large", limit=LARGEST_FILE // 2**20)


def is_issued(sha256: str) -> bool:
    """Whether a file with this hash is a sealed document of ours."""
    return _sealed().filter(file_sha256=sha256).exists()


def issued_by_code(code: str) -> Issued | None:
    """A sealed document by its hash (64 hexadecimal digits) or by the code printed on it."""
    key = code.lower()
    if len(key) == 64 and set(key) <= _HEX:
        return _issued(_sealed().filter(file_sha256=key).first())
    try:
        return _issued(_sealed().filter(pk=uuid.UUID(key)).first())
    except ValueError:
        return None


def trusted_roots(at: datetime) -> list[bytes]:
    """PEM of the root of every organisation that issued a document."""
    issuers = Organisation.objects.filter(case__agreements__state=Phase.SEALED).distinct()
    return [house_authority(organisation, at).root_pem for organisation in issuers]


def _sealed() -> QuerySet[Agreement]:
    return Agreement.objects.filter(state=Phase.SEALED).select_related("case__organisation")


def _issued(agreement: Agreement | None) -> Issued | None:
    if agreement is None or agreement.sealed_at is None:
        return None
    return Issued(
        code=str(agreement.pk),
        case_number=agreement.case.number,
        version=agreement.version,
        organisation=agreement.case.organisation,
        sealed_at=agreement.sealed_at,
        sha256=agreement.file_sha256,
    )


def _recipe(pdf: bytes, name: str) -> str:
    try:
        return openssl_recipe(pdf, file_name=name)
    except NotSignedProperly:
        return ""
