"""The compiled kernel is used where it lies on disk, whole, and can be kept; else it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.heuristics.kernel import announcement, jit, machine_code, warmup

pytestmark = pytest.mark.usefixtures("compiled")

CODE = machine_code.MachineCode({"climb": "_climb"}, {"climb": "int"}, b"object\nfile")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache that holds, as far as can be seen, the compiled kernel."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    found = jit.cache_folder()
    assert found is not None
    CODE.write(found)
    return found


def test_a_whole_cache_is_ready(folder: Path) -> None:
    assert machine_code.read(folder) == CODE
    assert warmup.ready() and warmup.notice() is None


@pytest.mark.parametrize("content", [None, b"", b"c", b"{}", b"{}\ncode", b"[]\ncode"])
def test_a_file_that_is_not_whole_is_not_ready(folder: Path, content: bytes | None) -> None:
    """A mark alone counted once: a search of 3 s compiled for 27."""
    file = folder / machine_code.FILE
    whole = file.read_bytes()
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert not warmup.ready() and warmup.possible()
    for damaged in (whole[:-1], whole[:-1] + b"?", whole + b"?"):
        file.write_bytes(damaged)
        assert not warmup.ready()
    file.write_bytes(whole)
    assert warmup.ready()


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
