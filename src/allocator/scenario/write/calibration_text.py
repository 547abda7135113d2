"""Writes a calibration as YAML that a person can read and edit."""

from __future__ import annotations

import itertools
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from allocator.domain.calibration import Calibration, SizeRatios
from allocator.scenario.write.render import one_line

_WIDTH = 98
_SHOWN = (50, 80, 90)
"""Levels that a comment puts into words."""

_ABOUT = """\
Times that tasks took, as multiples of their estimates, by size of the estimate: the column below
a level is the ratio that so many percent of such tasks do not exceed. Between sizes and levels it
goes on in straight lines; smaller and larger estimates are as the first and the last size."""

_GROUPS = """\
How kinds of work, persons and projects differ. typical_at: where a typical task of theirs lies
among those of the whole team, in percent: 50 as the team, above 50 they take longer. spread: 1 as
the team, above 1 less even. unsure: how far typical_at may be off (variance, in normal scores)."""

_TEMPLATES = """\
Templates at a size, and their items, against other work; tasks, estimated and taken say what they
rest on. These ratios of the likely estimate take the place of the ranges that a template has."""

_FACTORS = """\
How far all work of a person, or of a project, is off in the same direction: standard deviation of
the logarithm of a common factor, so 0.2 is some 20 %. Found from so many sums of tasks."""

_RANGES = """\
The team's own ranges: percent of the tasks that took less than low, likely and high said, with 10,
50 and 90 % added as if ten more tasks had shown them."""


def calibration_text(calibration: Calibration, about: Iterable[str] = ()) -> str:
    """Return the text of calibration.yaml.

    Parameters
    ----------
    calibration
        What it holds.
    about
        Lines to stand above everything as comments.
    """
    fields = calibration.model_dump(mode="json", exclude_none=True)
    lines = [*_comments("\n".join(about)), f"format: {fields['format']}"]
    lines.append(f"tasks: {fields['tasks']}  # finished, from which this was made")
    lines += _prior(calibration)
    if calibration.smallest_time is not None:
        lines += ["", "# No task takes less: the unit in which the team records time."]
        lines.append(f"smallest_time: {calibration.smallest_time}")
    lines += ["", *_comments(_ABOUT), *_sizes(calibration)]
    lines += ["", *_comments(_GROUPS)]
    lines.append(f"variance_within: {fields['variance_within']}")
    lines += _groups(fields["groups"])
    lines += ["", *_comments(_FACTORS), _field("common_factors", fields["common_factors"])]
    if calibration.ranges is not None:
        lines += ["", *_comments(_RANGES), _field("ranges", fields["ranges"])]
    return "\n".join(lines) + "\n"


def _comments(text: str) -> list[str]:
    """Return lines of a comment, the long ones broken."""
    lines = (textwrap.wrap(line, _WIDTH) or [""] for line in text.splitlines())
    return [f"# {part}".rstrip() for part in itertools.chain.from_iterable(lines)]


def _field(name: str, value: Any) -> str:
    return f"{name}: {one_line(value)}"


def _prior(calibration: Calibration) -> Iterator[str]:
    prior = calibration.prior
    about = f"At each size ratios of other teams count as {prior.counts_as_tasks} tasks"
    if prior.used_alone:
        about += ". Persons, projects and kinds are not told apart: there are too few tasks."
    else:
        about += "; where there are many of your own, that matters little."
    yield ""
    yield from _comments(about)
    yield _field("prior", prior.model_dump(mode="json"))


def _sizes(calibration: Calibration) -> Iterator[str]:
    """Yield levels and sizes in columns."""
    widths = [
        max(len(f"{level:g}"), *(len(f"{size.ratios[n]:g}") for size in calibration.sizes))
        for n, level in enumerate(calibration.levels)
    ]
    head = max(len(size.estimate) for size in calibration.sizes)
    yield f"levels:{' ' * (head + 20)}{_row(calibration.levels, widths)}"
    yield "sizes:"
    for size in calibration.sizes:
        yield f"  # {_in_words(calibration, size)}"
        estimate = f"{size.estimate},".ljust(head + 1)
        yield f"  - {{estimate: {estimate} ratios: {_row(size.ratios, widths)}}}"


def _row(numbers: Iterable[float], widths: Iterable[int]) -> str:
    cells = (f"{number:g}".rjust(width) for number, width in zip(numbers, widths, strict=True))
    return f"[{', '.join(cells)}]"


def _in_words(calibration: Calibration, size: SizeRatios) -> str:
    known = dict(zip(calibration.levels, size.ratios, strict=True))
    parts = [f"{level} % up to {known[level]:.2g} times" for level in _SHOWN if level in known]
    said = ", ".join(parts)
    return f"of tasks estimated at about {size.estimate} took: {said}"


def _groups(groups: Mapping[str, Any]) -> Iterator[str]:
    yield "groups:"
    for name, group in groups.items():
        if name.startswith("template") and not group["each"]:
            continue
        yield from _comments(_TEMPLATES) if name == "template_size" else ()
        yield f"  {name}:"
        yield f"    variance_between: {group['variance_between']}"
        if not group["each"]:
            yield "    each: {}"
            continue
        yield "    each:"
        for key, member in group["each"].items():
            yield f"      {one_line(key) or json.dumps(key)}: {one_line(member)}"
