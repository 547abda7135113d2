"""Tries the delays of each roadblock, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from allocator.explain.roadblocks.delay_trials import Delay, DelayTrials, Found
from allocator.explain.roadblocks.models import DelayOutcome
from allocator.explain.roadblocks.source import DelaySource
from allocator.explain.trials import TrialOutcome

Costs = dict[str, list[DelayOutcome | None]]
"""By the key of a source, the outcomes of one more working day, a week and two weeks."""


def delay_costs(tried: DelayTrials, sources: Sequence[DelaySource]) -> Costs:
    """Return what the delays of each source cost; None for those that the time left untried.

    A delay that the plan as it is allows costs nothing, nor does one where a longer one costs
    nothing. The plan is adapted to two weeks first; if they cost something then, it is adapted to
    the others, and then every delay is tried with every seed, the most costly first.
    """
    team = tried.trials.calendars.team
    delays = {one.key: [(one, days) for days in one.days_of_delays(team)] for one in sources}
    costs: Costs = {key: [_without_search(tried, d) for d in each] for key, each in delays.items()}
    longest = [each[-1] for key, each in delays.items() if costs[key][-1] is None]
    adapted = tried.adapted(longest, tried.params.screening_share)
    first = {delay: tried.cost(delay, found) for delay, found in adapted.items()}
    costly = []
    for delay in sorted(first, key=lambda one: weight(first[one])):
        key = delay[0].key
        if first[delay].is_free:
            costs[key] = [tried.free(each) for each in delays[key]]
        else:
            both = zip(delays[key], costs[key], strict=True)
            costly.append([each for each, cost in both if cost is None])
    known = {delay: [found] for delay, found in adapted.items()}
    for wanted in costly:
        for delay, found in tried.adapted(wanted[:-1], tried.params.confirming_share).items():
            known[delay] = [found]
        _fill(tried, costs, wanted, delays, known)
    for wanted in costly:
        for delay, found in tried.run(wanted, tried.often, tried.params.confirming_share).items():
            known.setdefault(delay, []).append(found)
        _fill(tried, costs, wanted, delays, known)
    return costs


def weight(outcome: DelayOutcome | None) -> tuple[float, ...]:
    """Return a key by which the most costly comes first: hard dates, hours, then other dates."""
    if outcome is None:
        return (0, 0.0, 0.0)
    moved = sum(one.days for one in outcome.milestones)
    broken = len(outcome.breaks) + len(outcome.left_out)
    return (-broken, -outcome.weighted_hours, -moved)


def _fill(
    tried: DelayTrials,
    costs: Costs,
    wanted: Sequence[Delay],
    delays: Mapping[str, Sequence[Delay]],
    known: Mapping[Delay, Sequence[Found]],
) -> None:
    """Fill in the costs of delays of one source that something is known of."""
    for delay in wanted:
        key = delay[0].key
        if delay in known:
            costs[key][delays[key].index(delay)] = tried.cost(delay, _nested(delay, known))


def _without_search(tried: DelayTrials, delay: Delay) -> DelayOutcome | None:
    """Return that a delay costs nothing where the plan as it is allows it."""
    source, days = delay
    return tried.free(delay) if days <= source.spare_days else None


def _nested(delay: Delay, known: Mapping[Delay, Sequence[Found]]) -> Found:
    """Return, by seed, the best of a delay, and of the longer ones, whose plans it allows too.

    What the plan becomes without a search is one of them, for every seed.
    """
    source, days = delay
    same = [
        found
        for (other, more), each in known.items()
        for found in each
        if other is source and (more == days or (source.nested and more > days))
    ]
    seeds = range(max(len(found) for found in known[delay]))
    return tuple(_best(one[min(seed, len(one) - 1)] for one in same) for seed in seeds)


def _best(outcomes: Iterable[TrialOutcome | None]) -> TrialOutcome | None:
    known = [one for one in outcomes if one is not None]
    return min(known, key=lambda one: (one.excess, *one.tiers.values()), default=None)
