"""Puts what the replay has found into the reasons of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from allocator import wording
from allocator.analysis.comparison import Comparison
from allocator.analysis.why.reason import Cause, Reason, TriedCause, Why, self_explaining
from allocator.explain.replay.attribution import Attribution, TriedPart
from allocator.explain.replay.differences import Difference
from allocator.explain.replay.shifts import Shift

_WHOLE = 0.95
"""Share of a move from which on a cause explains all of it."""

SentenceOf = Callable[[Difference], str]


def retold(
    difference: Comparison,
    shifts: Mapping[tuple[str, str], Shift],
    found: Mapping[tuple[str, str], Attribution],
    sentence_of: SentenceOf,
) -> Comparison:
    """Return a comparison whose reasons name what the replay has found.

    Parameters
    ----------
    difference
        With the reasons that the two plans give.
    shifts, found
        What differs, and what brings it back, by list and id.
    sentence_of
        Says what was and is.
    """

    def again(what: str, key: str, why: Why | None) -> Why | None:
        attribution = found.get((what, key))
        if attribution is None:
            return why
        return _why(why, shifts[what, key], attribution, sentence_of)

    return difference.model_copy(
        update={
            "dates": tuple(
                date.model_copy(update={"why": again(date.kind, date.id, date.why)})
                for date in difference.dates
            ),
            **{
                what: tuple(
                    one.model_copy(update={"why": again(what, one.id, one.why)})
                    for one in getattr(difference, what)
                )
                for what in ("moved", "reassigned", "newly_late", "dropped")
            },
        }
    )


def _why(why: Why | None, shift: Shift, attribution: Attribution, sentence_of: SentenceOf) -> Why:
    causes = tuple(_tried(part, shift, sentence_of) for part in attribution.parts)
    cause = None
    if attribution.finding == "caused":
        cause = _cause(attribution.parts[0].undone[0], sentence_of, why)
    reason = why.reason if why is not None else None
    return Why(
        sentence=_sentence(reason, attribution, causes, cause),
        reason=reason or Reason(kind="free", sentence=""),
        cause=cause,
        causes=causes,
        finding=attribution.finding,
    )


def _tried(part: TriedPart, shift: Shift, sentence_of: SentenceOf) -> TriedCause:
    one = part.undone[0]
    days = None if shift.days is None else round(min(1.0, part.share) * shift.days, 4)
    return TriedCause(
        kind=one.kind if len(part.undone) == 1 else "either",
        text="; ".join(sentence_of(each) for each in part.undone),
        days=days,
        of_days=shift.days,
        change=one.change if len(part.undone) == 1 else None,
    )


def _cause(one: Difference, sentence_of: SentenceOf, why: Why | None) -> Cause:
    """Return a difference as a cause, with the way to it where the plans show the same one."""
    before = why.cause if why is not None else None
    same = before is not None and any(
        (a.section, a.id) == (before.section, before.id) for a in one.atoms
    )
    return Cause(
        kind=one.kind,
        section=one.section,
        id=one.id,
        field=one.field,
        sentence=sentence_of(one),
        through=before.through if same and before is not None else (),
    )


def _sentence(
    reason: Reason | None,
    attribution: Attribution,
    causes: tuple[TriedCause, ...],
    cause: Cause | None,
) -> str:
    tail = _tail(attribution, causes, cause, reason)
    if reason is None or not reason.sentence:
        return tail
    if cause is not None and len(causes) == 1 and attribution.parts[0].share >= _WHOLE:
        own = None if attribution.by_search else self_explaining(reason, cause)
        if own is not None:
            return reason.sentence + own
    return f"{reason.sentence}; {tail}"


def _tail(
    attribution: Attribution,
    causes: tuple[TriedCause, ...],
    cause: Cause | None,
    reason: Reason | None,
) -> str:
    if attribution.finding == "other_plan":
        return "no change is behind it, the search found another plan"
    if attribution.finding == "not_tried":
        return "what is behind it was not tried"
    if attribution.finding == "either":
        return f"either alone would do it: {causes[0].text}"
    clauses = [
        one.text + _amount(part.share, one)
        for part, one in zip(attribution.parts, causes, strict=True)
    ]
    named = () if reason is None else (reason.item,)
    way = [
        item
        for item in (cause.through if cause else ())
        if item not in (*named, cause and cause.id)
    ]
    by = f", by way of {wording.joined(way, most=3)}" if way else ""
    also = " (another search brings it back too)" if attribution.by_search else ""
    return f"behind it{by}: {'; then '.join(clauses)}{also}"


def _amount(share: float, one: TriedCause) -> str:
    if share >= _WHOLE or one.days is None or one.of_days is None:
        return ""
    part, whole = (wording.number(round(days, 1)) for days in (one.days, one.of_days))
    return "" if part == whole else f" ({part} of {whole} days)"
