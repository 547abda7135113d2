"""Why something in a plan ends when it does, and what would help."""

from __future__ import annotations

from pathlib import Path

from allocator import domain
from allocator.api.arguments import check_seconds, path_of
from allocator.api.plain_answer import PlainAnswer
from allocator.api.plans import rule_keeping
from allocator.errors import InputError, InterruptedBeforePlanError
from allocator.explain.why.models import WhyAnswer
from allocator.planner import Session

ENDINGS = (".md", ".txt", ".json")
"""Ends of the names of files that can be written."""


class WhyResult(PlainAnswer, WhyAnswer):
    """Why something ends when it does, and what would help.

    Attributes
    ----------
    what : str or None
        Id of the item, milestone, project or person; None for all that is late.
    finish, due, late_days
        When it ends, when it is due, and by how many working days it is late.
    deadline, past_deadline_days
        The tightest deadline that holds for it, and the working days by which a plan with relaxed
        deadlines breaks it.
    answer : str
        Two sentences: what holds it, and what would help most.
    causes : tuple of WhyCause
        What holds it, the most first. Each was tried: with its ``change`` it ends ``days`` working
        days earlier.
    next : WhyCause or None
        What would hold it next, once the first cause is gone.
    chain : tuple of ChainStep
        From its finish back to a beginning, each item with what holds it.
    waiting : tuple of str
        Milestones, and where there are none items, that wait for it.
    affected : tuple of AffectedItem
        Projects and milestones that the first remedy makes later.
    notes : tuple of str
        What is worth knowing beside.
    answers : tuple of WhyAnswer
        One for each thing, where nothing was named.
    text : str
        The answer in words.

    Examples
    --------
    >>> reasons.what, [step.item for step in reasons.chain][:3]
    ('CH-11', ['CH-11', 'CH-10', 'CH-9'])
    """

    @property
    def text(self) -> str:
        """The answer in words."""
        from allocator.api.why_texts import why_lines

        return "\n".join(why_lines(self))

    def save(self, target: str | Path) -> list[Path]:
        """Write the answer into a file.

        Parameters
        ----------
        target
            A name that ends with ``.md``, ``.txt`` or ``.json``.

        Returns
        -------
        list of Path
            The file written.

        Raises
        ------
        InputError
            The name ends otherwise, or the file cannot be written.
        """
        from allocator.api.why_texts import why_markdown
        from allocator.planfile.in_format import write_in_format
        from allocator.planfile.indented_json import indented_json

        texts = {
            ".md": lambda: why_markdown(self),
            ".txt": lambda: f"{self.text}\n",
            ".json": lambda: f"{indented_json(self.to_dict())}\n",
        }
        return write_in_format(path_of("an answer", target), texts)


def why(
    plan: domain.Plan | str | Path,
    what: str | None = None,
    *,
    time_limit: float | None = None,
    workers: int | None = None,
    session: Session | None = None,
) -> WhyResult:
    """Say what holds something in a plan where it is, and what would help.

    Parameters
    ----------
    plan
        A plan, or its path.
    what
        Id or title of an item, milestone, project or person; None for all that is late, and where
        nothing is late for the end of each project.
    time_limit
        Seconds after which no further change is tried; None for 4, and for 4 for each 100 items
        of the plan where that is more.
    workers
        Processor cores to use; None for all of them.
    session
        For programs that stop the search from elsewhere: what is known by then is told.

    Returns
    -------
    WhyResult
        The causes, each of which was tried: with it taken away, the same search ends it earlier.

    Raises
    ------
    InputError
        Nothing, or more than one thing, has that name, or an argument is out of its range.
    InterruptedBeforePlanError
        It was stopped before anything was known.

    Examples
    --------
    >>> reasons = allocator.why(plan, "CH-11", time_limit=4)
    >>> all(cause.days >= cause.at_least > 0 for cause in reasons.causes)
    True
    """
    if time_limit is not None:
        check_seconds(time_limit)
    if what is not None and not isinstance(what, str):
        raise InputError(f"what is an id or a title, not {what!r}")
    from allocator.analysis.reader_clock import clock_sentence
    from allocator.explain.subjects import subject_of
    from allocator.explain.trials import Trials
    from allocator.explain.why.question import default_seconds
    from allocator.explain.why.question import why as explained

    subject = rule_keeping(plan)
    if what is not None:
        subject_of(subject, what)
    stop = (session or Session()).stop
    with Trials(subject, workers=workers, stop=stop) as trials:
        found = explained(trials, what, seconds=time_limit or default_seconds(subject))
    if stop.is_set() and not found.tried:
        raise InterruptedBeforePlanError("interrupted before anything was tried")
    if clock := clock_sentence(subject.scenario):
        found = found.model_copy(update={"notes": (*found.notes, clock)})
    return WhyResult.of(found)
