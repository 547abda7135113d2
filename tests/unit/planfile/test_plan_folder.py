"""A plan folder is either the old or the new one, and never takes the place of anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from allocator.errors import InputError
from allocator.planfile import replace
from allocator.planfile.exchange import exchange
from allocator.planfile.files import write_text
from allocator.planfile.replace import check_writable, replace_folder

OLD = {"plan.json": "old", "schedule.csv": "old"}
NEW = {"plan.json": "new", "schedule.csv": "new", "load.csv": "new"}


def content(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a plan folder that holds the old plan."""
    target = tmp_path / "plan"
    replace_folder(target, OLD)
    return target


def alone(folder: Path) -> bool:
    """Whether nothing of a run is left beside the folder."""
    return [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_the_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    replace_folder(tmp_path / "a" / "b" / "plan", NEW)
    assert content(tmp_path / "a" / "b" / "plan") == NEW
    assert alone(tmp_path / "a" / "b" / "plan")


def test_the_new_plan_takes_the_place_of_the_old(folder: Path) -> None:
    replace_folder(folder, NEW)
    assert content(folder) == NEW
    assert alone(folder)


def test_files_of_other_names_stay(folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "schedule.csv").write_text("mine", "utf-8")
    (folder / "link").symlink_to("notes")
    replace_folder(folder, NEW)
    assert content(folder) == {**NEW, "notes/schedule.csv": "mine"}
    assert (folder / "link").readlink() == Path("notes")


def test_a_link_to_a_plan_folder_stays_a_link(folder: Path) -> None:
    link = folder.parent / "latest"
    link.symlink_to(folder)
    replace_folder(link, NEW)
    assert link.is_symlink()
    assert content(folder) == NEW


def test_a_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"holds files but no plan\.json"):
        replace_folder(tmp_path, NEW)
    assert content(tmp_path) == {"thesis.txt": "mine"}


def test_the_root_of_the_disk_is_refused() -> None:
    with pytest.raises(InputError, match="does not look like a plan folder"):
        check_writable(Path("/"))


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="is a file"):
        check_writable(tmp_path / "plan")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    check_writable(tmp_path)


def test_a_place_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="cannot write"):
        check_writable(tmp_path / "file" / "plan")


def test_a_name_that_is_too_long_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        check_writable(tmp_path / ("x" * 300))


def test_a_full_disk_leaves_the_old_plan(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_at(monkeypatch, "write_synced", 2, OSError(28, "No space left on device"))
    with pytest.raises(InputError, match="No space left on device"):
        replace_folder(folder, NEW)
    assert content(folder) == OLD
    assert alone(folder)


def fails_at(monkeypatch: pytest.MonkeyPatch, name: str, call: int, error: BaseException) -> None:
    """Let the given call of a function that the writer uses fail."""
    real: Callable[..., Any] = getattr(replace, name)
    calls = iter(range(1, 1000))

    def broken(*args: Any) -> Any:
        if next(calls) == call:
            raise error
        return real(*args)

    monkeypatch.setattr(replace, name, broken)


class PowerCut(BaseException):
    """Nothing after it is run that a real one would not let run."""


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_run_killed_while_it_writes_leaves_the_old_plan(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    fails_at(monkeypatch, "write_synced", call, PowerCut())
    with pytest.raises(PowerCut):
        replace_folder(folder, NEW)
    assert content(folder) == OLD


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be a system that cannot exchange two folders in one step."""
    monkeypatch.setattr(replace, "exchange", lambda one, two: False)
    yield


@pytest.mark.usefixtures("no_exchange")
def test_two_renames_do_it_where_there_is_no_exchange(folder: Path) -> None:
    replace_folder(folder, NEW)
    assert content(folder) == NEW
    assert alone(folder)


@pytest.mark.usefixtures("no_exchange")
def test_a_run_killed_between_the_renames_is_mended_by_the_next(folder: Path) -> None:
    folder.rename(folder.with_name(".plan.allocator-old"))
    check_writable(folder)
    assert content(folder) == OLD
    assert alone(folder)


@pytest.mark.usefixtures("no_exchange")
def test_a_second_rename_that_fails_brings_the_old_plan_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(replace, "_one_by_one", lambda *_: pytest.fail("not needed"))
    with pytest.raises(pytest.fail.Exception):
        replace_folder(folder, NEW)
    assert content(folder) == OLD


def test_a_folder_that_cannot_be_renamed_gets_its_files_one_by_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mine.txt").write_text("mine", "utf-8")
    monkeypatch.setattr(Path, "is_mount", lambda self: True)
    inode = folder.stat().st_ino
    replace_folder(folder, NEW)
    assert content(folder) == {**NEW, "mine.txt": "mine"}
    assert folder.stat().st_ino == inode


def test_exchange_swaps_two_folders(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    replace_folder(one, OLD)
    replace_folder(two, NEW)
    if not exchange(one, two):
        pytest.skip("this system or file system cannot exchange two folders in one step")
    assert (content(one), content(two)) == (NEW, OLD)


def test_exchange_says_so_where_it_cannot(tmp_path: Path) -> None:
    assert exchange(tmp_path / "nothing", tmp_path / "nowhere") is False


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "a" / "file.txt"
    write_text(target, "old\n")
    write_text(target, "new ü\n")
    assert target.read_bytes() == "new ü\n".encode()
    assert alone(target)


def test_a_folder_in_the_place_of_a_file_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        write_text(tmp_path, "text")
