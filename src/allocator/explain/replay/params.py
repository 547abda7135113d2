"""The numbers of reasons by replay, with unit and source."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Count, Fraction, Params, Positive, Seconds


@dataclass(frozen=True, kw_only=True)
class ReplayParams(Params):
    """How the reasons of a re-planning are found by replay.

    Attributes
    ----------
    steps
        Steps of the kernel's search in each tier, a search for each; all differ in their seeds.
        Of 457 moves and changes of people of ds-team, 96.6 % were told as the planner itself
        judged with these and ``more_steps``, 94.2 % with searches of 300 and 1000 steps.
    more_steps
        Of further searches, where the first ones do not agree whether something is brought back.
    large_items, large_share
        From how many items on a search has only this fraction of the steps, so that the trials of
        a portfolio of 700 items end in some 20 s on two cores.
    plain_items, plain_share
        The same where the kernel is not compiled: a step takes some fifty times as long then.
    plain_seconds
        Seconds after which replays end there, unless the run is reproducible; the reasons are then
        those that the two plans give.
    least
        Least share of a move that the undoing of a cause brings back.
    agreeing
        Fraction of the searches that have to bring that much back.
    noise
        Share by which that is more than what the control brings back, on average.
    most
        Share from which on a move is back.
    max_differences
        Most differences that are undone one by one.
    max_pairs
        Most pairs of differences that are undone together.
    """

    steps: tuple[Count, ...] = (1000, 2000)
    more_steps: tuple[Count, ...] = (2000,)
    large_items: Positive = 300
    large_share: Fraction = 0.5
    plain_items: Positive = 40
    plain_share: Fraction = 0.02
    plain_seconds: Seconds = 2.0
    least: Fraction = 0.25
    agreeing: Fraction = 0.75
    noise: Fraction = 0.05
    most: Fraction = 0.5
    max_differences: Positive = 24
    max_pairs: Positive = 10
