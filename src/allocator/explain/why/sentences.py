"""The sentences of an answer: what holds it, what would help, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.analysis.date_lines import DateLine
from allocator.analysis.left_out import left_out_text
from allocator.explain.gains import days_earlier
from allocator.explain.subjects import Subject, due_of
from allocator.explain.why.attempts import Attempts
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.models import GIVEN, WhyAnswer, WhyCause


def name_of(subject: Subject) -> str:
    """Return what a sentence about a subject begins with."""
    name = subject.name
    return name[:1].upper() + name[1:] if subject.kind == "project" else name


def days_text(cause: WhyCause) -> str:
    """Write the working days that a cause costs: ``4 working days``, ``3 to 8 working days``."""
    return amount_of_days(cause.days, cause.at_least)


def amount_of_days(mean: float, least: float | None = None) -> str:
    """Write working days; with the least where that is a day or more below the mean."""
    text = wording.number(mean, places=1 if mean >= 1 else 2)
    if least is not None and mean - least >= 1:
        low = wording.number(least, places=1 if least >= 1 else 2)
        return f"about {text} working days ({low} at least)"
    return f"{text} working day{'' if text == '1' else 's'}"


def help_of(found: WhyAnswer) -> WhyCause | None:
    """Return the cause whose remedy is told: the greatest that can be changed."""
    rest = [cause for cause in found.causes if cause.kind not in GIVEN]
    return max(rest or found.causes[:1], key=lambda one: one.days, default=None)


def answer_text(
    attempts: Attempts, graph: BindingGraph, found: WhyAnswer, dates: DateLine | None
) -> str:
    """Write the two sentences of an answer: what holds it, and what would help most."""
    subject = graph.subject
    ends = f"{name_of(subject)} {_ends(graph, dates)}"
    cause, remedy = next(iter(found.causes), None), help_of(found)
    if cause is None or remedy is None:
        return f"{ends}. {_nothing(attempts, graph, found)}"
    return f"{ends}: {cause.text}. {_help(attempts, found, remedy)}"


def _ends(graph: BindingGraph, dates: DateLine | None) -> str:
    assert graph.finish is not None
    if graph.subject.kind == "person":
        return f"is busy until {wording.work_end(graph.finish, graph.scenario.calendar)}"
    verb = "was done" if all(graph.item(name).is_done for name in graph.last) else "ends"
    text = f"{verb} {graph.ends_text(graph.last[0])}"
    return text if dates is None else text + _lateness(dates)


def _lateness(dates: DateLine) -> str:
    """Write by how much a due date or deadline is missed; nothing where both are kept."""
    clauses = []
    if dates.late_days:
        clauses.append(f"{_in_words(dates.late_days, dates.late_text)} late")
    if dates.deadline_broken:
        amount = _in_words(dates.past_deadline_days, dates.past_deadline_text)
        clauses.append(f"{amount} past its {dates.broken_date} {wording.when(dates.deadline)}")
    return f", {' and '.join(clauses)}" if clauses else ""


def _in_words(days: float | None, text: str) -> str:
    """Write working days; as the calendar counts them where hardly any working time lies in."""
    return amount_of_days(days) if days and days >= 1 else text


def _help(attempts: Attempts, found: WhyAnswer, cause: WhyCause) -> str:
    most = all(one.days <= cause.days for one in found.causes)
    before = "Most" if most else "Of what can be changed, most"
    return f"{before} would be gained by {cause.remedy}: {days_text(cause)} earlier."


def _nothing(attempts: Attempts, graph: BindingGraph, found: WhyAnswer) -> str:
    """Say why no cause is told."""
    if all(graph.item(name).is_done for name in graph.last):
        return "That is history: nothing can bring it earlier."
    if attempts.ended_early:
        return "The time ended before a cause was found; give it more with --time-limit."
    if not any(graph.reasons(name) for name in graph.last):
        return (
            "Nothing holds it there: it could begin earlier, but by the objectives of the plan "
            "nothing would be gained by that."
        )
    return (
        f"None of the {wording.count(found.tried, 'change')} that were tried brings it earlier "
        "by more than the search itself varies."
        if found.tried
        else "Nothing that could be changed holds it there."
    )


def left_out_answer(graph: BindingGraph) -> WhyAnswer:
    """Answer for what has no dates in the plan."""
    subject = graph.subject
    entry = next((e for e in graph.plan.items if e.id == subject.id), None)
    why = "" if entry is None else left_out_text(graph.scenario, entry)
    if subject.kind == "person":
        text = f"{name_of(subject)} has no work in the plan."
    elif why:
        text = f"{name_of(subject)} is not planned: {why}."
    else:
        text = f"{name_of(subject)} has nothing in the plan."
    return WhyAnswer(
        what=subject.id, kind=subject.kind, title=subject.title, finish=None,
        due=due_of(graph.scenario, subject), answer=text,
    )  # fmt: skip


def notes_of(attempts: Attempts, graph: BindingGraph) -> tuple[str, ...]:
    """Return what is worth knowing beside the causes."""
    return tuple(_notes(attempts, graph))


def _notes(attempts: Attempts, graph: BindingGraph) -> Iterator[str]:
    longer = _gain_of_search(attempts, graph)
    if longer >= attempts.params.min_days:
        yield (
            f"A longer search alone brings it {amount_of_days(longer)} earlier: the plan is not "
            "proved to be the best. The days of the causes come on top."
        )
    if attempts.ended_early:
        yield "The time ended before everything was tried; --time-limit gives it more."


def _gain_of_search(attempts: Attempts, graph: BindingGraph) -> float:
    """Return the working days by which every control ends earlier than the plan; else 0."""
    assert graph.finish is not None
    ends = [graph.subject.finish(one.items) for one in attempts.control if one is not None]
    later = max((end for end in ends if end is not None), default=graph.finish)
    return max(0.0, days_earlier(attempts.trials.calendars.team, graph.finish, later))
