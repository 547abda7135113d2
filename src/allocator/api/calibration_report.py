"""Says in words what a calibration is made of, and how it did on the tasks held out."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain import Calibration
from allocator.forecasting.calibration.calibrate import CalibratedTeam
from allocator.forecasting.calibration.screening import RangeOutcome
from allocator.forecasting.calibration.self_test import HeldSums, SelfTest
from allocator.wording import count, number, whole_percent

_SHOWN = (50, 80, 90)
"""Levels that are put into words."""


def report_lines(made: CalibratedTeam) -> list[str]:
    """Return lines that say what a calibration rests on, what it says and how it held."""
    calibration = made.calibration
    return [
        f"{calibration.tasks:,} finished task{'' if calibration.tasks == 1 else 's'}",
        *_prior(calibration),
        *_middle(calibration),
        *_templates(made),
        *_factors(calibration),
        *_ranges(made.ranges),
        *_test(made.test),
    ]


def _prior(calibration: Calibration) -> Iterator[str]:
    prior = calibration.prior
    if prior.used_alone:
        yield (
            "A prior from public data stands in for the history that is missing: "
            f"{prior.source}; it counts as {prior.counts_as_tasks} tasks, and persons, projects "
            "and kinds are not told apart"
        )
    else:
        yield (
            f"Ratios by size, kind, person and project; the prior from public data counts as "
            f"{prior.counts_as_tasks} tasks at each size"
        )


def _middle(calibration: Calibration) -> Iterator[str]:
    """Yield what half, 80 % and 90 % of the tasks of a middle size have taken."""
    size = calibration.sizes[len(calibration.sizes) // 2]
    known = dict(zip(calibration.levels, size.ratios, strict=True))
    said = [f"{level} % up to {known[level]:.2g}" for level in _SHOWN if level in known]
    yield f"Tasks estimated at about {size.estimate} took {', '.join(said)} times that"


def _templates(made: CalibratedTeam) -> Iterator[str]:
    """Yield what the items of templates took, and which are too few to go by."""
    known = made.calibration.groups.template_size.each
    for name, totals in made.templates.items():
        items = count(totals.tasks, "finished item")
        taken = number(totals.taken / totals.estimated)
        told = f"Template {name}: {items} took {taken} times their estimates"
        yield told + ("" if name in known else "; too few to go by, so its ranges hold")


def _factors(calibration: Calibration) -> Iterator[str]:
    factors = calibration.common_factors
    found = (
        f"from {count(factors.sums_seen, 'sum')} of 20 tasks"
        if factors.sums_seen
        else "from the prior, as no person has enough tasks in time"
    )
    yield (
        f"Common factors: standard deviation {number(factors.person)} for a person's work, "
        f"{number(factors.project)} for a project's, {found}"
    )


def _ranges(ranges: RangeOutcome | None) -> Iterator[str]:
    if ranges is not None:
        yield (
            f"Ranges of the team: {whole_percent(ranges.inside)} of {ranges.tasks:,} tasks within "
            f"low to high, {whole_percent(ranges.below)} below low, "
            f"{whole_percent(ranges.above)} above high"
        )


def _test(test: SelfTest | None) -> Iterator[str]:
    if test is None:
        yield "Not tested on tasks held out: too few of them came before"
        return
    shares = test.tasks.shares
    held = ", ".join(
        f"{whole_percent(shares[level])} within P{100 * level:.0f}" for level in (0.5, 0.8, 0.9)
    )
    yield (
        f"Tested on the last {test.tasks.tasks:,} tasks, learned from the "
        f"{test.learned_from:,} before: {held}"
    )
    gains = zip(test.against_raw, ("logarithms", "ratios", "hours"), strict=True)
    said = ", ".join(f"{gain:.2f} in {scale}" for gain, scale in gains)
    yield f"Pinball losses there, against the raw ratios of all tasks before (1): {said}"
    yield from _sums(test.sums)


def _sums(sums: HeldSums | None) -> Iterator[str]:
    if sums is None:
        yield "Sums of tasks not tested: no person has 20 tasks in a row there"
        return
    yield (
        f"Of {count(sums.sums, 'sum')} of 20 tasks of one person there, "
        f"{whole_percent(sums.outside)} were outside P10 to P90 (20 % would be right), "
        f"{whole_percent(sums.below_p50)} within P50, {whole_percent(sums.below_p80)} within P80"
    )
