"""What is compiled belongs to one installation of the sources."""

from __future__ import annotations

import os
from pathlib import Path

from allocator.heuristics.kernel.jit import digest_of


def _sources(folder: Path, text: str = "x = 1\n") -> Path:
    folder.mkdir()
    (folder / "a.py").write_text(text)
    os.utime(folder / "a.py", (1_000_000_000, 1_000_000_000))
    return folder


def test_the_same_sources_elsewhere_or_written_anew_are_compiled_again(tmp_path: Path) -> None:
    """Else the marker of one installation let another wait for its compilation in a short search:
    a plan with a limit of 2 s took 21 s."""
    here = _sources(tmp_path / "here")
    name = digest_of(here)
    assert digest_of(here) == name
    assert digest_of(_sources(tmp_path / "there")) != name
    os.utime(here / "a.py", (1_000_000_001, 1_000_000_001))
    assert digest_of(here) != name
    os.utime(here / "a.py", (1_000_000_000, 1_000_000_000))
    assert digest_of(here) == name


def test_other_sources_have_another_name(tmp_path: Path) -> None:
    """A change in any file counts, also in those that a function only calls."""
    here = _sources(tmp_path / "here")
    name = digest_of(here)
    (here / "a.py").write_text("x = 2\n")
    os.utime(here / "a.py", (1_000_000_000, 1_000_000_000))
    assert digest_of(here) != name
