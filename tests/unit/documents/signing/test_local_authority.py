import stat
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from documents.signing.local_authority import LocalAuthority

AT = datetime(2026, 3, 19, 2, 0, tzinfo=UTC)


def open_authority(directory: Path) -> bytes:
    return LocalAuthority.open(directory, organisation="云溪", at=AT).root_pem


def test_it_is_made_once_and_loaded_after(tmp_path: Path) -> None:
    made = LocalAuthority.open(tmp_path / "keys", organisation="云溪", at=AT)
    loaded = LocalAuthority.open(tmp_path / "keys", organisation="云溪", at=AT)
    assert loaded.root_pem == made.root_pem
    assert loaded.seal().certificate == made.seal().certificate
    assert loaded.timestamper().certificate == made.timestamper().certificate


def test_only_the_owner_can_read_the_keys(tmp_path: Path) -> None:
    open_authority(tmp_path / "keys")
    files = list((tmp_path / "keys").iterdir())
    assert len(files) == 8
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_processes_that_start_together_use_the_same_keys(tmp_path: Path) -> None:
    context = get_context("spawn")
    with ProcessPoolExecutor(max_workers=3, mp_context=context) as pool:
        roots = set(pool.map(open_authority, [tmp_path / "keys"] * 6))
    assert len(roots) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_who_comes_second_uses_what_the_first_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between looking and renaming, forced: the folder fills up in between."""
    first = tmp_path / "first"
    root = open_authority(first)
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        rename(first, target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    assert open_authority(tmp_path / "keys") == root
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        open_authority(tmp_path / "file" / "keys")


def test_keys_that_are_no_keys_are_an_error(tmp_path: Path) -> None:
    open_authority(tmp_path / "keys")
    (tmp_path / "keys" / "seal.key").write_text("nothing")
    with pytest.raises(ValueError, match="PEM"):
        open_authority(tmp_path / "keys")
