"""What a change gains beyond what the same search gains without it."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from allocator.calendars import TeamCalendar
from allocator.explain.subjects import Subject
from allocator.explain.trials.outcome import TrialOutcome


@dataclass(frozen=True)
class TrialGain:
    """What a change gains for a subject, seed by seed against the control of the same seed.

    Attributes
    ----------
    by_seed
        Working days of the team by which the subject ends earlier with the change; negative for
        later. Empty where some seed has no plan, or one that breaks a hard deadline that the
        control keeps.
    weighted_hours
        Mean of the hours, weighted by priority, by which everything together is less late.
    """

    by_seed: tuple[float, ...]
    weighted_hours: float = 0.0

    @property
    def days(self) -> float:
        """Mean over the seeds; 0 where there is no plan."""
        return statistics.fmean(self.by_seed) if self.by_seed else 0.0

    def beyond(self, noise: float) -> bool:
        """Whether every seed gains more than so many working days."""
        return bool(self.by_seed) and min(self.by_seed) > noise


def gain_of(
    subject: Subject,
    control: Sequence[TrialOutcome | None],
    changed: Sequence[TrialOutcome | None],
    team: TeamCalendar,
) -> TrialGain:
    """Compare a change with the control.

    Parameters
    ----------
    subject
        Whose finish counts.
    control, changed
        By seed, of equal effort.
    team
        The calendar whose days are counted.
    """
    days, hours = [], []
    for before, after in zip(control, changed, strict=True):
        if before is None or after is None or after.excess > before.excess:
            return TrialGain(())
        was, now = subject.finish(before.items), subject.finish(after.items)
        if was is None or now is None:
            return TrialGain(())
        days.append(days_earlier(team, was, now))
        hours.append(before.weighted_hours - after.weighted_hours)
    return TrialGain(tuple(days), statistics.fmean(hours) if hours else 0.0)


def days_earlier(team: TeamCalendar, was: dt.datetime, now: dt.datetime) -> float:
    """Return the working days of the team by which an instant is earlier; negative for later."""
    days = float(team.hours_moved(was, now) / team.day_hours)
    return days if now <= was else -days


def noise_of(subject: Subject, control: Sequence[TrialOutcome | None], team: TeamCalendar) -> float:
    """Return by how many working days the finish of a subject differs between the controls."""
    ends = [end for one in control if one is not None for end in [subject.finish(one.items)] if end]
    return days_earlier(team, max(ends), min(ends)) if ends else 0.0
