"""The compiled kernel is used where it lies on disk, whole, and can be kept; else it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.heuristics.kernel import announcement, jit, warmup

pytestmark = pytest.mark.usefixtures("compiled")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache that holds, as far as can be seen, the compiled kernel."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    found = jit.cache_folder()
    assert found is not None
    (found / "sub").mkdir(parents=True)
    (found / "sub" / "climb.nbi").write_bytes(b"index")
    (found / "sub" / "climb.1.nbc").write_bytes(b"code")
    warmup.note_kept(found)
    return found


def test_a_whole_cache_is_ready(folder: Path) -> None:
    assert warmup.ready() and warmup.notice() is None


@pytest.mark.parametrize("content", [None, b"", b"c"])
def test_a_cache_without_its_files_is_not_ready(folder: Path, content: bytes | None) -> None:
    """The mark alone counted: a search of 3 s compiled for 27."""
    file = folder / "sub" / "climb.1.nbc"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert not warmup.ready()
    assert warmup.possible()
    assert "has lost files" in str(warmup.notice())


def test_a_mark_of_nothing_is_not_ready(folder: Path) -> None:
    (folder / "complete").write_text("")
    assert not warmup.ready()
    (folder / "complete").write_text("{}")
    assert not warmup.ready()


def test_where_nothing_can_be_kept_nothing_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert not warmup.possible()
    assert not warmup.ready()
    assert "runs uncompiled" in str(warmup.notice())


def test_nobody_without_a_home_meets_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(jit, "_compiled", {})  # as in a process that has compiled nothing
    assert not warmup.possible() and not jit.enable()
    assert "no home folder" in str(warmup.notice())


def test_who_listens_is_told_once_that_compiling_begins() -> None:
    told: list[str] = []
    with announcement.announced(told.append):
        announcement.announce()
    announcement.announce()
    assert told == [announcement.COMPILING]
