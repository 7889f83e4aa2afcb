"""What every timestamper promises; the HTTP one is asked of OpenSSL, which knows nothing of us."""

import hashlib
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import serialization

from documents.signing.authority import Credential
from documents.signing.local_authority import LocalAuthority
from documents.signing.pades import prepare, seal, sign
from documents.signing.stamp import Typed, seal_stamp, signature_stamp
from documents.signing.timestamp import (
    HttpTimestamper,
    LocalTimestamper,
    Timestamper,
    TimestampRefused,
)
from documents.signing.verification import verify
from documents.typesetting.agreement import SignerLine, typeset_agreement
from tests.unit.documents.typesetting.samples import CLAIMANT, FONTS, agreement

SIGNER = SignerLine("party-1", CLAIMANT, "欧阳㛃")
DIGEST = hashlib.sha256(b"what was agreed").digest()

CONFIG = """
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class OpensslAuthority:
    """A timestamping authority: answers with `openssl ts -reply`, or with what it is told to."""

    def __init__(self, folder: Path, credential: Credential) -> None:
        self.folder = folder
        self.answer: bytes | None = None
        self.request: bytes | None = None
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        key = credential.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (folder / "key.pem").write_bytes(key)
        certificates = [credential.certificate, *credential.chain]
        for name, one in zip(("tsa.pem", "chain.pem"), certificates, strict=True):
            (folder / name).write_bytes(one.public_bytes(serialization.Encoding.PEM))

    def reply(self, request: bytes) -> bytes:
        self.request = request
        if self.answer is not None:
            return self.answer
        (self.folder / "request.tsq").write_bytes(request)
        files = ["-queryfile", "request.tsq", "-config", "tsa.cnf", "-out", "reply.tsr"]
        keys = ["-inkey", "key.pem", "-signer", "tsa.pem", "-chain", "chain.pem"]
        command = ["openssl", "ts", "-reply", *files, *keys]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "reply.tsr").read_bytes()


@contextmanager
def served(authority: OpensslAuthority) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reply = authority.reply(body)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def keys() -> LocalAuthority:
    return LocalAuthority.in_memory(organisation="云溪", at=datetime.now(UTC) - timedelta(days=1))


@pytest.fixture
def openssl(keys: LocalAuthority, tmp_path: Path) -> OpensslAuthority:
    return OpensslAuthority(tmp_path, keys.timestamper())


@pytest.fixture
def http(openssl: OpensslAuthority) -> Iterator[HttpTimestamper]:
    with served(openssl) as url:
        yield HttpTimestamper(url)


@pytest.fixture(params=["local", "http"])
def timestamper(request: pytest.FixtureRequest, keys: LocalAuthority) -> Timestamper:
    if request.param == "local":
        return LocalTimestamper(keys.timestamper(), lambda: datetime.now(UTC))
    found: HttpTimestamper = request.getfixturevalue("http")
    return found


def statement_of(token: bytes) -> cms.CMSAttributes:
    return cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed


def test_the_token_is_about_the_digest_and_about_now(timestamper: Timestamper) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    statement = statement_of(timestamper.timestamp(DIGEST))
    assert statement["message_imprint"]["hashed_message"].native == DIGEST
    assert before <= statement["gen_time"].native <= datetime.now(UTC) + timedelta(seconds=2)


def test_openssl_accepts_the_token(
    timestamper: Timestamper, keys: LocalAuthority, tmp_path: Path
) -> None:
    (tmp_path / "token").write_bytes(timestamper.timestamp(DIGEST))
    (tmp_path / "root.pem").write_bytes(keys.root_pem)
    token = ["-token_in", "-in", "token", "-digest", DIGEST.hex(), "-CAfile", "root.pem"]
    command = ["openssl", "ts", "-verify", *token]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_two_tokens_are_the_same(timestamper: Timestamper) -> None:
    assert timestamper.timestamp(DIGEST) != timestamper.timestamp(DIGEST)


def test_an_authority_out_of_reach_is_a_refusal(openssl: OpensslAuthority) -> None:
    with served(openssl) as url:
        closed = HttpTimestamper(url, seconds=2)
    with pytest.raises(TimestampRefused, match="reached"):
        closed.timestamp(DIGEST)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\x30\x03\x02\x01\x00", bytes(70_000)])
def test_an_answer_that_is_no_timestamp_is_a_refusal(
    http: HttpTimestamper, openssl: OpensslAuthority, answer: bytes
) -> None:
    openssl.answer = answer
    with pytest.raises(TimestampRefused):
        http.timestamp(DIGEST)


def test_an_old_answer_is_a_refusal(http: HttpTimestamper, openssl: OpensslAuthority) -> None:
    http.timestamp(DIGEST)
    openssl.answer = (openssl.folder / "reply.tsr").read_bytes()
    with pytest.raises(TimestampRefused, match="another question"):
        http.timestamp(DIGEST)


def test_a_rejection_is_a_refusal(http: HttpTimestamper, openssl: OpensslAuthority) -> None:
    openssl.answer = bytes.fromhex("30053003020102")  # PKIStatusInfo: rejection
    with pytest.raises(TimestampRefused):
        http.timestamp(DIGEST)


def test_only_web_addresses_are_asked() -> None:
    with pytest.raises(ValueError, match="http"):
        HttpTimestamper("file:///etc/passwd")


def test_a_file_sealed_with_it_is_valid(timestamper: Timestamper, keys: LocalAuthority) -> None:
    at = datetime.now(UTC)
    document = prepare(typeset_agreement(agreement(signers=[SIGNER]), fonts=FONTS))
    signed = sign(
        document,
        slot=SIGNER.slot,
        name=SIGNER.name,
        credential=keys.issue_signer(name=SIGNER.name, identifier="1", at=at),
        stamp=signature_stamp(Typed(SIGNER.name), caption=[], fonts=FONTS),
        timestamper=timestamper,
        at=at,
    )
    sealed = seal(
        signed,
        name="云溪",
        authority=keys,
        stamp=seal_stamp("云溪", caption="电子印章", fonts=FONTS),
        timestamper=timestamper,
        at=at,
    )
    verdict = verify(sealed.pdf, roots=[keys.root_pem], at=datetime.now(UTC))
    assert verdict.status == "valid", verdict
