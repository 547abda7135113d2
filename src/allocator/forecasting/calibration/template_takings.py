"""What a template has taken here: its items at a size, by a calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from allocator.domain.calibration import Calibration
from allocator.domain.history import span_hours
from allocator.domain.template_estimates import TemplateEstimate
from allocator.forecasting.calibration.ratio_curve import LEVELS
from allocator.forecasting.calibration.ratio_tables import ratio_quantiles
from allocator.forecasting.calibration.template_totals import TemplateTotals


@dataclass(frozen=True, kw_only=True)
class ItemTaking:
    """An item of a template at a size, and what it takes.

    Attributes
    ----------
    item
        Its id in the template.
    estimate
        The template's own, likely, in hours of eight to the day.
    finished
        What finished ones were estimated at and took; None where there is none.
    p50, p80
        Hours that it stays within with a chance of 50 and 80 %, whoever does it.
    """

    item: str
    estimate: float
    finished: TemplateTotals | None
    p50: float
    p80: float


@dataclass(frozen=True, kw_only=True)
class TemplateTaking:
    """A template at a size, and what it has taken.

    Attributes
    ----------
    name
        As calibrations name it: ``model@1/M``.
    finished
        What its finished items were estimated at and took; None where the calibration has too few
        of them, so that the ranges of the template hold.
    items
        Those with an estimate, in the template's order; empty where ``finished`` is None.
    others
        Names of the same template at other sizes and versions that the calibration has.
    """

    name: str
    finished: TemplateTotals | None
    items: tuple[ItemTaking, ...]
    others: tuple[str, ...]


def template_taking(
    calibration: Calibration, template: str, version: int, size: str, hours: Mapping[str, float]
) -> TemplateTaking:
    """Return what a template at a size has taken, by a calibration.

    Parameters
    ----------
    calibration
        Of the team.
    template, version, size
        The template.
    hours
        Likely hours of its items at that size.
    """
    estimates = [
        TemplateEstimate(template=template, version=version, item=item, size=size) for item in hours
    ]
    name = TemplateEstimate(template=template, version=version, item="", size=size).sized
    known = calibration.groups.template_size.each
    others = tuple(key for key in known if key.startswith(f"{template}@") and key != name)
    finished = _totals(calibration, "template_size", name)
    if not calibration.has_template(name) or not hours:
        return TemplateTaking(name=name, finished=None, items=(), others=others)
    nobody = [""] * len(hours)
    table = ratio_quantiles(
        calibration,
        list(hours.values()),
        kind=nobody,
        person=nobody,
        project=nobody,
        template=estimates,
    ).total
    p50, p80 = (int(np.argmin(np.abs(LEVELS - level))) for level in (0.5, 0.8))
    items = tuple(
        ItemTaking(
            item=one.item,
            estimate=hours[one.item],
            finished=_totals(calibration, "template_item", one.sized_item),
            p50=hours[one.item] * float(np.exp(row[p50])),
            p80=hours[one.item] * float(np.exp(row[p80])),
        )
        for one, row in zip(estimates, table, strict=True)
    )
    return TemplateTaking(name=name, finished=finished, items=items, others=others)


def _totals(calibration: Calibration, group: str, name: str) -> TemplateTotals | None:
    found = getattr(calibration.groups, group).each.get(name)
    if found is None or found.tasks is None or found.estimated is None or found.taken is None:
        return None
    return TemplateTotals(found.tasks, span_hours(found.estimated), span_hours(found.taken))
