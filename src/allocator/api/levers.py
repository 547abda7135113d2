"""What would let something in a plan end earlier, with its table and its change files."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator import domain
from allocator.api.arguments import check_seconds, is_whole, path_of
from allocator.api.plain_answer import PlainAnswer
from allocator.api.plans import rule_keeping
from allocator.errors import InputError, InterruptedBeforePlanError
from allocator.explain.levers.models import Lever, LeversAnswer
from allocator.planfile.endings import check_ending, ending
from allocator.planner import Session

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_SECONDS = 60.0
"""Seconds after which nothing further is tried."""

ENDINGS = (".csv", ".json")
"""Ends of the names of files that can be written."""

_COLUMNS = (
    *("rank", "kind", "lever", "days", "least_days", "weighted_hours"),
    *("cost", "chance", "pays", "change"),
)


class LeversResult(PlainAnswer, LeversAnswer):
    """The levers of something in a plan, the best first.

    Attributes
    ----------
    what, kind, title : str
        What should end earlier.
    finish : datetime or None
        When it ends in the plan.
    without_change : tuple of datetime
        When the same search ends it with nothing changed, seed by seed.
    noise : float
        Working days by which these differ.
    levers : tuple of Lever
        Each with its ``kind``, ``text``, ``days`` gained, ``weighted_hours``, ``pays``, ``cost``,
        ``chance`` and ``change``.
    tried : tuple of TriedChange
        What was tried and gains nothing, or less than the levers.
    steps, seeds
        How hard each was planned.
    candidates, possible : int
        Changes that were tried, and that were to be tried.

    Examples
    --------
    >>> found.table.columns.to_list()[:4]
    ['rank', 'kind', 'lever', 'days']
    """

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a lever: days gained, lateness saved, cost, chance, who pays."""
        from allocator import views

        return views.levers(self.rows())

    def rows(self) -> list[list[Any]]:
        """Return the rows of the table: numbers and texts, None where there is nothing to say."""
        return [
            [
                *(rank, one.kind, one.text, one.days, round(one.days - one.spread, 3)),
                *(one.weighted_hours, one.cost, one.chance),
                "; ".join(f"{late.id} {late.days:g} d" for late in one.pays),
                json.dumps(one.change, ensure_ascii=False),
            ]
            for rank, one in enumerate(self.levers, 1)
        ]

    def file_names(self) -> list[str]:
        """Return the name of the change file of each lever: ``01-person.yaml``."""
        return [f"{rank:02d}-{_slug(one)}.yaml" for rank, one in enumerate(self.levers, 1)]

    def to_csv(self) -> str:
        """Return the table as CSV."""
        from allocator.planfile.csv_text import csv_text

        rows = [["" if cell is None else str(cell) for cell in row] for row in self.rows()]
        return csv_text([_COLUMNS, *rows])

    def save(self, target: str | Path) -> list[Path]:
        """Write the table as CSV, or a folder with the levers as change files too.

        Parameters
        ----------
        target
            A name that ends with ``.csv`` or ``.json`` for that file alone; else a folder for
            levers.csv, levers.json and a change file for each lever, which ``--with`` takes.
            Change files that an earlier answer has left there are removed.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        InputError
            The file ends otherwise, or they cannot be written there.
        """
        from allocator.planfile.files import write_text
        from allocator.planfile.indented_json import indented_json
        from allocator.planfile.leftovers import earlier_document, remove_leftovers
        from allocator.scenario.write.change_text import change_text

        path = path_of("the levers", target)
        check_ending(path, ENDINGS, or_folder=True)
        tables = {".csv": self.to_csv(), ".json": f"{indented_json(self.to_dict())}\n"}
        if ending(path):
            write_text(path, tables[ending(path)])
            return [path]
        earlier = _names_in(earlier_document(path / "levers.json"))
        texts = {path / f"levers{end}": text for end, text in tables.items()}
        for name, one in zip(self.file_names(), self.levers, strict=True):
            texts[path / name] = f"# {one.text}\n{change_text(one.change)}"
        for file, text in texts.items():
            write_text(file, text)
        remove_leftovers(path, earlier, texts)
        return list(texts)


def levers(
    plan: domain.Plan | str | Path,
    what: str,
    *,
    time_limit: float = DEFAULT_SECONDS,
    top: int = 10,
    workers: int | None = None,
    session: Session | None = None,
) -> LeversResult:
    """Rank what would let something in a plan end earlier.

    Parameters
    ----------
    plan
        A plan, or its path.
    what
        Id or title of an item, milestone, project or person.
    time_limit
        Seconds after which nothing further is tried.
    top
        Levers that keep the scope that are told at most; the best three cuts come after them.
    workers
        Processor cores to use; None for all of them.
    session
        For programs that stop the search from elsewhere: what is known by then is told.

    Returns
    -------
    LeversResult
        The levers, each of which was planned: the days are those by which the same search ends it
        earlier with the change than without.

    Raises
    ------
    InputError
        Nothing, or more than one thing, has that name, or an argument is out of its range.
    InterruptedBeforePlanError
        It was stopped before any lever was tried.

    Examples
    --------
    >>> found = allocator.levers(plan, "CH-11", top=3, time_limit=4)
    >>> all(lever.days > found.noise for lever in found.levers)
    True
    """
    check_seconds(time_limit)
    if not is_whole(top, 1, 1000):
        raise InputError(f"top is a whole number from 1 to 1000, not {top!r}")
    if not isinstance(what, str):
        raise InputError(f"what is an id or a title, not {what!r}")
    from allocator.analysis.reader_clock import clock_sentence
    from allocator.explain.levers import levers as found_levers
    from allocator.explain.subjects import subject_of
    from allocator.explain.trials import Trials

    subject = rule_keeping(plan)
    subject_of(subject, what)
    stop = (session or Session()).stop
    with Trials(subject, workers=workers, stop=stop) as trials:
        found = found_levers(trials, what, seconds=time_limit, top=int(top))
    if stop.is_set() and not found.without_change and not found.tried:
        raise InterruptedBeforePlanError("interrupted before any lever was tried")
    clock = clock_sentence(subject.scenario)
    return LeversResult.of(found.model_copy(update={"clock": clock}))


def _names_in(document: dict[str, Any]) -> list[str]:
    """Return the names of the change files that were written with a document."""
    try:
        return LeversResult.of(LeversAnswer.model_validate(document)).file_names()
    except ValueError:
        return []


def _slug(one: Lever) -> str:
    """Return a short name for a file: the kind, and what it is about."""
    words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", one.text)]
    return "-".join([one.kind, *(word for word in words if word != one.kind)])[:40].rstrip("-")
