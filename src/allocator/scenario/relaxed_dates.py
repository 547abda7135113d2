"""Errors that say that an item cannot keep its dates, where the plan may break deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from allocator.errors import Finding

DATE_CODES = frozenset({"no-time", "too-much-work", "elapsed-beyond-dates", "no-working-time"})
"""Codes of findings about an item that cannot be done between its dates."""


def with_dates_relaxed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings with warnings in the place of errors about dates that cannot be kept.

    Parameters
    ----------
    findings
        About how the parts of a scenario go together: each part by itself is right.
    """
    return (
        replace(finding, severity="warning")
        if finding.code in DATE_CODES and finding.severity == "error"
        else finding
        for finding in findings
    )
