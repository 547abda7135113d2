"""What a team's own estimates have been worth, as calibration.yaml holds it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from allocator.domain.base import Id, Model
from allocator.domain.calibration_order import order_faults
from allocator.domain.quantities import PositiveSpan

Level = Annotated[float, Field(gt=0, lt=100)]


class SizeRatios(Model):
    """Ratios actual / estimate of tasks of about one size."""

    estimate: PositiveSpan
    ratios: tuple[Annotated[float, Field(gt=0)], ...]
    """At the levels of the calibration, ascending."""


class GroupMember(Model):
    """How the tasks of one person, project or kind differ from the team's."""

    typical_at: Level
    """Where its typical task lies among the team's, in percent: 50 as the team."""
    spread: Annotated[float, Field(gt=0)] = 1.0
    """Relative to the team's."""
    unsure: Annotated[float, Field(ge=0)] = 0.0
    """Variance that the place still has, in normal scores."""
    tasks: Annotated[int, Field(ge=0)] | None = None
    """Of a template: finished items that it rests on."""
    estimated: PositiveSpan | None = None
    """Of a template: sum of their estimates."""
    taken: PositiveSpan | None = None
    """Of a template: sum of what they took."""


class CalibrationGroup(Model):
    """Persons, projects or kinds, with how much they differ."""

    variance_between: Annotated[float, Field(ge=0)] = 0.0
    each: dict[Id, GroupMember] = Field(default_factory=dict)


class CalibrationGroups(Model):
    """What tasks are told apart by."""

    kind: CalibrationGroup = CalibrationGroup()
    person: CalibrationGroup = CalibrationGroup()
    project: CalibrationGroup = CalibrationGroup()
    template_size: CalibrationGroup = CalibrationGroup()
    """Templates at a size, as ``model@1/M``; and ``other work``."""
    template_item: CalibrationGroup = CalibrationGroup()
    """Their items, as ``model@1/M/train``."""


class CommonFactors(Model):
    """Standard deviations of the logarithms of what multiplies all work of one."""

    person: Annotated[float, Field(ge=0, le=3)]
    project: Annotated[float, Field(ge=0, le=3)]
    sums_seen: Annotated[int, Field(ge=0)] = 0
    """Sums of twenty tasks they are found from."""


class RangeHits(Model):
    """How often actuals lay below what the team's ranges said, in percent."""

    tasks: Annotated[int, Field(ge=0)]
    below_low: Level
    below_likely: Level
    below_high: Level

    @property
    def in_order(self) -> tuple[float, float, float]:
        """The three percentages, which do not descend."""
        return self.below_low, self.below_likely, self.below_high


class CalibrationPrior(Model):
    """What stands in where the history is short."""

    source: str
    counts_as_tasks: Annotated[int, Field(ge=0)]
    used_alone: bool = False
    """Whether there were too few tasks to tell groups apart."""


class Calibration(Model):
    """What a team's own estimates have been worth."""

    format: Literal["allocator-calibration/1"] = "allocator-calibration/1"
    tasks: Annotated[int, Field(ge=0)]
    """Finished tasks it is made of."""
    prior: CalibrationPrior
    smallest_time: PositiveSpan | None = None
    """No task takes less."""
    levels: tuple[Level, ...]
    """Percentages at which ratios are given, ascending."""
    sizes: tuple[SizeRatios, ...]
    """By size of the estimate, ascending."""
    variance_within: Annotated[float, Field(gt=0)] = 1.0
    groups: CalibrationGroups = CalibrationGroups()
    common_factors: CommonFactors
    ranges: RangeHits | None = None
    """Where the history has low and high."""

    def has_template(self, sized: str) -> bool:
        """Return whether it has ratios of a template at a size: ``model@1/M``."""
        return sized in self.groups.template_size.each

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        sizes = [(size.estimate, size.ratios) for size in self.sizes]
        hits = self.ranges.in_order if self.ranges else ()
        faults = [
            InitErrorDetails(type=fault, loc=at, input=None)
            for at, fault in order_faults(self.levels, sizes, hits)
        ]
        if faults:
            raise ValidationError.from_exception_data("Calibration", faults)
        return self
