"""What differs between the futures of a plan, one by one: what may be a driver of its dates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from allocator.domain import Scenario
from allocator.domain.uncertainty import Risk
from allocator.forecasting.draws.addresses import drawn_bits
from allocator.forecasting.prepared import SimulatedPlan
from allocator.forecasting.results.drivers import UncertainInput
from allocator.forecasting.simulation.arrays import I32


def uncertain_inputs(
    simulated: SimulatedPlan, scenario: Scenario, futures: int
) -> tuple[UncertainInput, ...]:
    """Return all that differs between the first futures.

    Several may have the same kind and id, as the tries of an item have; they are independent.

    Parameters
    ----------
    scenario
        What was planned, for the titles.
    """
    return (
        *_ratios(simulated, scenario, futures),
        *_common_factors(simulated, scenario, futures),
        *_risks(simulated, scenario, futures),
        *_tries(simulated, scenario, futures),
        *_deliveries(simulated, scenario, futures),
        *_absences(simulated, scenario, futures),
    )


def _ratios(simulated: SimulatedPlan, scenario: Scenario, futures: int) -> Iterator[UncertainInput]:
    """Yield how long each item takes by itself, and how much is added in each sprint."""
    axis, known = simulated.axis, set[int]()
    needs, entries = axis.draws.ratios, axis.model.entries
    scores = needs.own_scores(0, futures)
    for activity in axis.problem.activities:
        for need in range(*entries.need_ptr[activity.index : activity.index + 2]):
            if entries.certain[need] or int(needs.own[need]) in known:
                continue
            known.add(int(needs.own[need]))
            name = axis.possible.origin.get(activity.id, activity.id)
            if activity.id in axis.possible.added_scope:
                title = scenario.project_by_id[name].name
                yield UncertainInput("scope", name, title, scores[need])
            else:
                yield UncertainInput("item", name, _title(scenario, name), scores[need])


def _common_factors(
    simulated: SimulatedPlan, scenario: Scenario, futures: int
) -> Iterator[UncertainInput]:
    """Yield the factors of people who may do uncertain work, and of projects that have some."""
    factors = simulated.axis.draws.factors
    scores = factors.scores(0, futures)
    persons, projects = _with_uncertain_work(simulated)
    people = len(scenario.people)
    for k, person in enumerate(scenario.people):
        if factors.sds[k] and k in persons:
            yield UncertainInput("person", person.id, person.name, scores[k])
    for k, project in enumerate(scenario.projects):
        if factors.sds[people + k] and people + k in projects:
            yield UncertainInput("project", project.id, project.name, scores[people + k])


def _with_uncertain_work(simulated: SimulatedPlan) -> tuple[set[int], set[int]]:
    """Return the people who may do uncertain work, and the projects' factors that are in some."""
    entries, ratios = simulated.axis.model.entries, simulated.axis.draws.ratios
    uncertain = np.flatnonzero(~entries.certain)
    persons = {
        int(person)
        for need in uncertain
        for person in entries.cand_person[entries.cand_ptr[need] : entries.cand_ptr[need + 1]]
    }
    return persons, {int(ratios.projects[need]) for need in uncertain}


def _risks(simulated: SimulatedPlan, scenario: Scenario, futures: int) -> Iterator[UncertainInput]:
    """Yield whether each risk happens, and where it does, how long its delay is."""
    risks = simulated.axis.draws.risks
    happens = risks.happens(0, futures)
    lengths = 1 + drawn_bits(0, futures, risks.own_delay)
    for k, risk in enumerate(scenario.risks):
        values = happens[k] * lengths[k] if np.ptp(risks.delays[k]) else happens[k]
        title = _title_of_risk(risk, scenario)
        yield UncertainInput("risk", risk.id, title, values.astype(np.float64))


def _title_of_risk(risk: Risk, scenario: Scenario) -> str:
    """Return what a risk is called, with who looks after it."""
    if not risk.owner:
        return risk.title
    person = scenario.person_by_id.get(risk.owner)
    owner = risk.owner if person is None else person.name or person.id
    return f"{risk.title or risk.id} ({owner})"


def _tries(simulated: SimulatedPlan, scenario: Scenario, futures: int) -> Iterator[UncertainInput]:
    """Yield how many tries of each item fail."""
    axis = simulated.axis
    fails, _ = axis.draws.failures.block(0, futures)
    for item, attempts in axis.possible.attempts.items():
        failed = [fails[name] for name in attempts if name in fails]
        if failed:
            values = np.sum(failed, axis=0).astype(np.float64)
            yield UncertainInput("try", item, _title(scenario, item), values)


def _deliveries(
    simulated: SimulatedPlan, scenario: Scenario, futures: int
) -> Iterator[UncertainInput]:
    """Yield when what items wait for comes; several that wait for the same count as the first."""
    axis, known = simulated.axis, set[tuple[int, ...]]()
    releases = axis.draws.deliveries.block(0, futures)
    for row, (entry, awaited) in enumerate(axis.draws.deliveries.awaited):
        if awaited in known:
            continue
        known.add(awaited)
        item = scenario.item_by_id[axis.problem.activities[entry].id]
        title = ", ".join(each.what for each in item.waits_for)
        yield UncertainInput("delivery", item.id, title, releases[row].astype(np.float64))


def _absences(
    simulated: SimulatedPlan, scenario: Scenario, futures: int
) -> Iterator[UncertainInput]:
    """Yield how long each person is away until the plan as a whole is done, at the median."""
    axis = simulated.axis
    if not axis.draws.absences.lengths.any() or not axis.problem.activities:
        return
    until = int(np.median(simulated.futures.held.max(axis=1)))
    away = axis.draws.absences.block(0, futures, compiled=False)
    lost = _slots_away(away, until)
    for k, person in enumerate(scenario.people):
        if axis.draws.absences.lengths[k]:
            yield UncertainInput("absence", person.id, person.name, lost[:, k])


def _slots_away(away: I32, until: int) -> npt.NDArray[np.float64]:
    spells = np.minimum(away, until)
    slots = (spells[..., 1] - spells[..., 0]).sum(axis=-1)
    return np.asarray(slots, dtype=np.float64)


def _title(scenario: Scenario, item_id: str) -> str:
    item = scenario.item_by_id.get(item_id)
    return "" if item is None else item.title
