"""Warns of items that are blocked: nothing says until when, or that day is over."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain.quantities import beginning, iso
from allocator.errors import Finding
from allocator.scenario.validate.context import Context, label
from allocator.wording import enumerated, shorten


def without_end(context: Context) -> Iterator[Finding]:
    """Yield, in one finding, the blocked items of which nothing says until when."""
    found = [
        (path, item)
        for path, item in context.parts.items()
        if item.block is not None and item.block.until is None
    ]
    if not found:
        return
    path, first = found[0]
    names = enumerated([shorten(item.id) for _, item in found], most=13)
    yield context.parts.finding(
        f"{label(first)} is blocked, and nothing says until when: it is planned as if that were "
        "over now" + (f" ({len(found)} items are: {names})" if len(found) > 1 else ""),
        (*path, "blocked"),
        "say when it is expected to be over, for example "
        "blocked: {by: waiting for legal, until: 2027-01-15}",
        code="blocked-without-end",
        subjects=tuple(item.id for _, item in found),
        severity="warning",
    )


def out_of_date(context: Context) -> Iterator[Finding]:
    """Yield blocks that should be over by now, and those that have not begun."""
    if not {"calendar", "now"} <= context.parts.sound:
        return
    now = context.scenario.present
    for path, item in context.parts.items():
        block = item.block
        if block is None:
            continue
        if block.until is not None and block.is_over(now):
            text = f"is blocked until {iso(block.until)}, which is over: now is {iso(now)}"
            hint = "say until when it is expected now, or leave blocked out"
            yield context.parts.finding(
                f"{label(item)} {text}",
                (*path, "blocked", "until"),
                hint,
                code="blocked-until-past",
                subjects=(item.id,),
                severity="warning",
            )
        elif block.since is not None and beginning(block.since) > now:
            text = (
                f"is blocked since {iso(block.since)}, which lies in the future: now is {iso(now)}"
            )
            hint = "correct the date, or write not_before for work that begins later"
            yield context.parts.finding(
                f"{label(item)} {text}",
                (*path, "blocked", "since"),
                hint,
                code="blocked-in-the-future",
                subjects=(item.id,),
                severity="warning",
            )
