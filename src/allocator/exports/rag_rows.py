"""How projects and milestones stand, as rows of the page and of the status report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.compare import compare
from allocator.analysis.date_lines import DateLine
from allocator.analysis.project_costs import ProjectCost, project_costs
from allocator.analysis.rag.rule import rag_statuses, worst_projects_first
from allocator.analysis.rag.sentences import Sentences, StatusSentences
from allocator.analysis.rag.status import Colour, RagStatus
from allocator.domain import Plan
from allocator.domain.answers import PlanAnswers
from allocator.domain.forecast import CostForecast, Forecast

MAX_ROWS = 20
"""Rows of the table that a stakeholder reads; the table of all dates has the others."""

SIGNS: dict[Colour, str] = {"red": "▲", "amber": "◐", "green": "●", "none": "○", "done": "✓"}
"""What stands beside the word, so that nothing is said by colour alone."""

Moves = Mapping[tuple[str, str], str]
"""Kind and id of a line -> by how much it has moved since the baseline."""


@dataclass(frozen=True, kw_only=True)
class RagRow:
    """A project, a milestone or a task with a hard date, as a report shows it.

    Attributes
    ----------
    state
        The word, and what decides: ``at risk: 1.5 d to spare``.
    cost
        Planned cost against the budget; empty without rates.
    over_budget
        Whether the cost is above the budget.
    """

    name: str
    is_project: bool
    colour: Colour
    sign: str
    state: str
    finish: str
    due: str
    moved: str
    cost: str
    over_budget: bool
    why: str
    doing: str


@dataclass(frozen=True, kw_only=True)
class RagTable:
    """The table that a report opens with.

    Attributes
    ----------
    rows, all_rows
        The rows to show first, and all of them in the order of the scenario.
    more
        What of all rows is not among the first, in words; empty where nothing is.
    projects, milestones
        How many stand how, in words; empty where there are none.
    worst
        The colour of the worst.
    signs
        Sign, word and colour of each colour that is there.
    """

    rows: tuple[RagRow, ...]
    all_rows: tuple[RagRow, ...]
    more: str
    projects: str
    milestones: str
    worst: Colour
    with_moves: bool
    with_costs: bool
    signs: tuple[tuple[str, str, Colour], ...]


def rag_table(
    plan: Plan,
    forecast: Forecast | None = None,
    answers: PlanAnswers | None = None,
    moves: Moves | None = None,
    *,
    most: int | None = MAX_ROWS,
    projects: Collection[str] | None = None,
) -> RagTable:
    """Return the table that a report opens with.

    Parameters
    ----------
    plan, forecast
        The plan, and how sure it is.
    answers
        What was tried; None where nothing was.
    moves
        By how much dates have moved since a baseline; None without one.
    most
        Rows that there is room for; None for all.
    projects
        Ids of the projects that are shown; None for all, and what belongs to none.
    """
    found = [
        one
        for one in rag_statuses(plan, forecast)
        if projects is None or one.line.project in projects
    ]
    first = shown_first(worst_projects_first(found), most)
    rows = _RowMaker(plan, forecast, answers, moves or {})
    return RagTable(
        rows=tuple(rows.of(first)),
        all_rows=() if len(first) == len(found) else tuple(rows.of(found)),
        more=_counted([one for one in found if one not in first]),
        projects=_counted([one for one in found if one.line.kind == "project"]),
        milestones=_counted([one for one in found if one.line.kind == "milestone"]),
        worst=min((one.colour for one in found), key=list(SIGNS).index, default="none"),
        with_moves=moves is not None,
        with_costs=bool(rows.costs),
        signs=_signs(found),
    )


def shown_first(found: Sequence[RagStatus], most: int | None) -> tuple[RagStatus, ...]:
    """Return what there is room for: first milestones that need no words give way, then others.

    Parameters
    ----------
    found
        The statuses, the worst projects first.
    most
        Rows that there is room for; None for all.
    """
    if most is None:
        return tuple(found)
    shown = list(found)
    if len(shown) > most:
        shown = [one for one in shown if one.needs_words or one.line.kind == "project"]
    if len(shown) > most:
        shown = [one for one in shown if one.line.kind == "project" or one.line.project is None]
    return tuple(shown[:most])


def _counted(found: Sequence[RagStatus]) -> str:
    """Count by word, the worst first: ``2 late, 1 at risk, 3 on time``."""
    counts = Counter((list(SIGNS).index(one.colour), one.word) for one in found)
    return ", ".join(f"{counts[key]} {key[1]}" for key in sorted(counts))


def _signs(found: Sequence[RagStatus]) -> tuple[tuple[str, str, Colour], ...]:
    words: dict[Colour, dict[str, None]] = {}
    for one in found:
        words.setdefault(one.colour, {})[one.word] = None
    return tuple((SIGNS[c], ", ".join(words[c]), c) for c in SIGNS if c in words)


class _RowMaker:
    """Makes rows of the statuses of one plan."""

    def __init__(
        self, plan: Plan, forecast: Forecast | None, answers: PlanAnswers | None, moves: Moves
    ) -> None:
        self._sentences = Sentences(plan, forecast, answers)
        self._moves = moves
        self.costs = {one.project: one for one in project_costs(plan)}
        policy = None if forecast is None else forecast.main_policy
        futures = () if forecast is None else forecast.costs
        self._futures = {one.project: one for one in futures if one.policy == policy}

    def of(self, found: Sequence[RagStatus]) -> Iterator[RagRow]:
        """Yield the rows; what is being done for a whole project is not said again below it."""
        said = ""
        for one in found:
            words = self._sentences.words(one)
            doing = "" if one.line.kind != "project" and words.doing == said else words.doing
            said = words.doing if one.line.kind == "project" else said
            yield self._row(one, StatusSentences(words.why, doing))

    def _row(self, one: RagStatus, words: StatusSentences) -> RagRow:
        line = one.line
        cost = self.costs.get(line.id) if line.kind == "project" else None
        return RagRow(
            name=wording.printable(line.name or line.id),
            is_project=line.kind == "project",
            colour=one.colour,
            sign=SIGNS[one.colour],
            state=one.text,
            finish=line.finish_text,
            due=due_words(line),
            moved=self._moves.get((line.kind, line.id), ""),
            cost="" if cost is None else cost_words(cost, self._futures.get(line.id)),
            over_budget=cost is not None and cost.excess > 0,
            why=words.why,
            doing=words.doing,
        )


def due_words(line: DateLine) -> str:
    """Write the dates that somebody wants something to be finished by."""
    return ", ".join(date for date in (wording.when(line.due), line.limit) if date)


def cost_words(
    cost: ProjectCost, futures: CostForecast | None = None, currency: str | None = None
) -> str:
    """Write what is planned against the budget: ``12,000 of 10,000 EUR: 2,000 over``."""
    if cost.budget is None:
        return wording.money(cost.planned, currency)
    told = f"{wording.money(cost.planned)} of {wording.money(cost.budget, currency)}"
    if cost.excess > 0:
        told += f": {wording.money(cost.excess)} over"
    if futures is not None and futures.p_within is not None:
        told += f" ({wording.chance(futures.p_within)} sure to suffice)"
    return told


def moved_since(plan: Plan, baseline: Plan | None) -> dict[tuple[str, str], str] | None:
    """Return by how much each date has moved, by kind and id of its line; None without baseline."""
    if baseline is None:
        return None
    found: dict[tuple[str, str], str] = {}
    for change in compare(baseline, plan).dates:
        if change.was is None:
            found[change.kind, change.id] = "new"
        elif change.days is not None:
            found[change.kind, change.id] = change.moved_by if change.changed else "as before"
    return found
