"""The numbers of reasons by replay, with unit and source."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Count, Fraction, Params, Positive


@dataclass(frozen=True, kw_only=True)
class ReplayParams(Params):
    """How the reasons of a re-planning are found by replay.

    Attributes
    ----------
    steps
        Steps of the kernel's search in each tier, a search for each; all differ in their seeds.
        On 185 moves of ds-team one search of 300 or 1000 steps told as the planner itself in
        94.5 % and 95.6 %; more steps and more searches were no better.
    more_steps
        Of further searches, where the first ones do not agree whether something is brought back.
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

    steps: tuple[Count, ...] = (300, 1000)
    more_steps: tuple[Count, ...] = (1000, 1000)
    least: Fraction = 0.25
    agreeing: Fraction = 0.75
    noise: Fraction = 0.05
    most: Fraction = 0.5
    max_differences: Positive = 24
    max_pairs: Positive = 10
