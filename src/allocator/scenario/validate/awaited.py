"""Warns of awaited things that hold nothing back: a work item, or a date, in place of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from allocator.errors import Finding
from allocator.scenario.validate.context import Context, label
from allocator.wording import shorten

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2})?")


def no_words(context: Context) -> Iterator[Finding]:
    """Yield what items wait for that is the id of a work item, or a date."""
    known = context.parts.ids["items"]
    for path, item in context.parts.items():
        linked = {link.item for link in item.after}
        for number, awaited in enumerate(item.waits_for if item.state != "done" else ()):
            what = awaited.what.strip()
            if what in known and what not in linked | {item.id}:
                text = (
                    f'{label(item)} waits for "{shorten(what)}" as for something from outside, and '
                    "that is a work item: its end holds nothing back here"
                )
                hint = f"write after: {shorten(what)} in place of it"
                code = "awaited-work-item"
            elif _DATE.fullmatch(what):
                text = f'{label(item)} waits for "{what}", which is taken for words: nothing waits'
                hint = (
                    f"write waits_for: [{{what: legal approval, expected: {what[:10]}}}], or "
                    f"not_before: {what[:10]}"
                )
                code = "awaited-date"
            else:
                continue
            yield context.parts.finding(
                text,
                (*path, "waits_for", number),
                hint,
                code=code,
                subjects=(item.id,),
                severity="warning",
            )
