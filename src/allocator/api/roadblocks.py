"""What may hold the work of a plan up from outside, and what a further delay of it costs."""

from __future__ import annotations

from pathlib import Path

from allocator import domain
from allocator.api.arguments import check_seconds, path_of
from allocator.api.plain_answer import PlainAnswer
from allocator.api.plans import rule_keeping
from allocator.errors import InterruptedBeforePlanError
from allocator.explain.roadblocks.models import RoadblockReport
from allocator.planner import Session

DEFAULT_SECONDS = 30.0
"""Seconds after which no further delay is tried."""

ENDINGS = (".csv", ".md", ".json")
"""Ends of the names of files that can be written."""


class RoadblocksResult(PlainAnswer, RoadblockReport):
    """What may hold work up from outside.

    Attributes
    ----------
    roadblocks : tuple of Roadblock
        The most costly first, each with its ``text``, ``owner``, ``items``, and what delays cost:
        ``day``, ``week``, ``two_weeks``.
    noise_hours : float
        By how many hours the weighted lateness differs between searches without any delay: less
        is no cost.
    tried : int
        How many delays were planned on trial.
    notes : tuple of str
        What is worth knowing beside.
    text : str
        The answer in words.

    Examples
    --------
    >>> all(one.week.change for one in held_up.roadblocks if one.week is not None)
    True
    """

    @property
    def text(self) -> str:
        """The answer in words."""
        from allocator.api.roadblocks_texts import roadblocks_lines

        return "\n".join(roadblocks_lines(self))

    def save(self, target: str | Path) -> list[Path]:
        """Write the answer into a file.

        Parameters
        ----------
        target
            A name that ends with ``.csv``, ``.md`` or ``.json``.

        Returns
        -------
        list of Path
            The file written.

        Raises
        ------
        InputError
            The name ends otherwise, or the file cannot be written.
        """
        from allocator.api.roadblocks_texts import roadblocks_csv, roadblocks_markdown
        from allocator.planfile.in_format import write_in_format
        from allocator.planfile.indented_json import indented_json

        texts = {
            ".csv": lambda: roadblocks_csv(self),
            ".md": lambda: roadblocks_markdown(self),
            ".json": lambda: f"{indented_json(self.to_dict())}\n",
        }
        return write_in_format(path_of("an answer", target), texts)


def roadblocks(
    plan: domain.Plan | str | Path,
    *,
    time_limit: float = DEFAULT_SECONDS,
    workers: int | None = None,
    session: Session | None = None,
) -> RoadblocksResult:
    """Rank what may hold work up from outside by what a further delay of it costs.

    That is what items wait for, what blocks them, decisions, and people whose work nobody else
    can do. Each delay of a working day, a week and two weeks is planned on trial.

    Parameters
    ----------
    plan
        A plan, or its path.
    time_limit
        Seconds after which no further delay is tried.
    workers
        Processor cores to use; None for all of them.
    session
        For programs that stop the search from elsewhere: what is known by then is told.

    Returns
    -------
    RoadblocksResult
        The roadblocks, the most costly first, each with the change of its delays.

    Raises
    ------
    InputError
        An argument is out of its range.
    InterruptedBeforePlanError
        It was stopped before anything was known.

    Examples
    --------
    >>> held_up = allocator.roadblocks(plan, time_limit=3)
    >>> [one.owner for one in held_up.roadblocks if one.kind == "blocked"]
    []
    """
    check_seconds(time_limit)
    from allocator.explain.roadblocks import roadblocks as ranked
    from allocator.explain.trials import Trials

    subject = rule_keeping(plan)
    stop = (session or Session()).stop
    with Trials(subject, workers=workers, stop=stop) as trials:
        found = ranked(trials, seconds=time_limit, workers=workers)
    if stop.is_set() and not found.tried:
        raise InterruptedBeforePlanError("interrupted before any delay was tried")
    return RoadblocksResult.of(found)
