"""What a forecast rests on, a sentence each; each is true of the plan that was simulated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from allocator.domain import LinkType, Plan, Scenario
from allocator.domain.calibration import Calibration
from allocator.domain.forecast import PolicyName
from allocator.domain.links import is_lead
from allocator.domain.needs import Effort, ThreePoint
from allocator.domain.pairs import item_pairs
from allocator.domain.template_estimates import TemplateEstimate
from allocator.domain.uncertainty import DateRange, Uncertainty
from allocator.forecasting.calibration.prior import public_prior
from allocator.forecasting.certain_future import CertainFuture
from allocator.forecasting.plan_people import asks_for_common_time, handing_over
from allocator.forecasting.possible_work import PossibleWork


def assumptions(scenario: Scenario, possible: PossibleWork) -> tuple[str, ...]:
    """Return the sentences, without a full stop.

    Parameters
    ----------
    scenario, possible
        What was planned, and all that may come about.
    """
    return (
        *_estimates(scenario, possible),
        *_events(scenario, possible),
        *_calendar(scenario, possible),
        *_people_rules(scenario),
    )


def _people_rules(scenario: Scenario) -> Iterator[str]:
    """Yield how futures keep the rules about who is on what, and which they do not keep."""
    if any(True for _ in item_pairs(scenario.scope)):
        yield "Items with not_same_as or same_as are done by the people whom the plan has on them"
    open_items = [item for item in scenario.scope.items if not item.is_started]
    if any(asks_for_common_time(item) for item in open_items):
        yield (
            "Items with overlap are done by the people whom the plan has on them; whether they "
            "have that time in common on each day on which they do them is not looked at"
        )
    if handing_over(scenario):
        yield (
            "What is handed over between places is done by the people whom the plan has on it, and "
            "taken up at the beginning of a day"
        )
    if any(item.fixed is not None for item in open_items):
        yield (
            "What is fixed begins on its date, or later where those who do it, or what it comes "
            "after, are not done by then"
        )
    if any(item.uninterrupted and item.state == "in_progress" for item in scenario.items):
        yield (
            "Work that may not be interrupted goes on before anything else of its people, but not "
            "before what they have begun is done"
        )
    if any(project.is_budget_hard for project in scenario.projects):
        yield "What a project may cost at most (budget) is not looked at"


def replaced_texts(futures: Mapping[PolicyName, int]) -> Iterator[str]:
    """Yield by policy in how many futures somebody leaves before their work is done."""
    for policy, count in futures.items():
        if count:
            yield (
                f"In {_futures(count)} of the policy {policy} somebody leaves before their work is "
                "done; somebody in their place goes on with it at the same pace"
            )


def unfinished_texts(futures: Mapping[PolicyName, int]) -> Iterator[str]:
    """Yield by policy in how many futures something is never finished."""
    for policy, count in futures.items():
        if count:
            yield (
                f"In {_futures(count)} of the policy {policy} something is not finished within the "
                "time that is simulated"
            )


def _futures(count: int) -> str:
    return f"{count:,} future{'' if count == 1 else 's'}"


def plan_dates_text(policy: PolicyName, certain: CertainFuture, plan: Plan) -> str:
    """Return how a policy departs from the plan with nothing uncertain; empty if it does not."""
    if not certain.moved:
        return ""
    count = len(certain.moved)
    items = f"{count:,} item{'' if count == 1 else 's'}"
    told = f"With nothing uncertain {policy} ends {items} at other times than the plan"
    if certain.finish is not None and certain.finish != plan.metrics.finish:
        told += f", everything on {certain.finish:%Y-%m-%d %H:%M}"
    causes = [] if policy == "keep" else list(_early_starts(plan.scenario, certain.moved))
    return f"{told}: it {' and '.join(causes)}" if causes else told


def _early_starts(scenario: Scenario, moved: Iterable[str]) -> Iterator[str]:
    """Yield what the policy dispatch does not do ahead, where all that moved is tied to that."""
    leads = {item.id for item in scenario.items if any(is_lead(link) for link in item.after)}
    ends = {
        item.id
        for item in scenario.items
        if any(link.type in (LinkType.FF, LinkType.SF) for link in item.after)
    }
    tied = [scenario.with_predecessors([name]) & (leads | ends) for name in moved]
    if not all(tied):
        return
    if any(names & leads for names in tied):
        yield "takes no lead (negative lag)"
    if any(names & ends for names in tied):
        yield "begins nothing whose end waits for what has not begun (FF, SF)"


def prior_text(scenario: Scenario, possible: PossibleWork) -> str:
    """Return what public data stands in for of the team's own history; empty if for nothing."""
    calibration, prior = _calibration(scenario), public_prior()
    if calibration is not None:
        if not calibration.prior.used_alone:
            return _prior_factors(calibration)
        return f"{calibration.prior.source}, since the calibration has too few tasks of its own"
    ranges, values = _kinds_of_estimates(possible)
    if not ranges and not values:
        return ""
    ratios = "the ratios of what work takes to its estimate, and " if values else ""
    return (
        f"{prior.source}, for {ratios}the common factors of people (sd {prior.person_sd:g}) and "
        f"projects (sd {prior.project_sd:g})"
    )


def _prior_factors(calibration: Calibration) -> str:
    """Return that the common factors are the prior's; empty where the history has shown them."""
    factors, prior = calibration.common_factors, public_prior()
    its_own = (factors.person, factors.project) != (prior.person_sd, prior.project_sd)
    if factors.sums_seen or its_own:
        return ""
    return (
        f"{prior.source}, for the common factors of people (sd {prior.person_sd:g}) and projects "
        f"(sd {prior.project_sd:g})"
    )


def _calibration(scenario: Scenario) -> Calibration | None:
    return None if scenario.uncertainty is None else scenario.uncertainty.calibration


def _kinds_of_estimates(possible: PossibleWork) -> tuple[bool, bool]:
    """Return whether there are ranges, and whether there are single values."""
    efforts = [
        need.effort
        for item in possible.scenario.items
        for need in item.staffing
        if item.id not in possible.added_scope
    ]
    return any(map(_is_range, efforts)), any(isinstance(effort, str) for effort in efforts)


def _is_range(effort: Effort | None) -> bool:
    return isinstance(effort, ThreePoint) and effort.low != effort.high


def _by_template(calibration: Calibration | None, possible: PossibleWork) -> tuple[int, int]:
    """Return how many items have ranges, and how many of them take the ratios of a template."""
    origins = [
        TemplateEstimate.of(item.labels)
        for item in possible.scenario.items
        if item.id not in possible.added_scope
        and any(_is_range(need.effort) for need in item.staffing)
    ]
    known = [one for one in origins if one is not None]
    if calibration is None:
        return len(origins), 0
    return len(origins), sum(calibration.has_template(one.sized) for one in known)


def _estimates(scenario: Scenario, possible: PossibleWork) -> Iterator[str]:
    ranges, values = _kinds_of_estimates(possible)
    calibration = _calibration(scenario)
    ranged, by_template = _by_template(calibration, possible)
    if ranged > by_template:
        yield _how_ranges_are_read(scenario.uncertainty or Uncertainty())
    if values and calibration is None:
        yield (
            "Single estimates are read with the ratios of other teams; allocator calibrate finds "
            "your own"
        )
    elif values and calibration is not None:
        tasks = f"{calibration.tasks:,} finished tasks"
        yield f"Single estimates are read with the ratios of the {tasks} of the calibration"
    if by_template:
        items = "1 item takes" if by_template == 1 else f"{by_template:,} items take"
        yield (
            f"{items} what such items of their template have taken before, as the calibration "
            "found, not the template's range"
        )
    if (ranges or values) and calibration is not None:
        factors = calibration.common_factors
        yield (
            f"All work of a person and of a project has a factor in common "
            f"(sd {factors.person:g} and {factors.project:g}, from the calibration)"
        )


def _how_ranges_are_read(uncertainty: Uncertainty) -> str:
    hits = None if uncertainty.calibration is None else uncertainty.calibration.ranges
    if hits is not None:
        return (
            f"Low, likely and high of an estimate are read as its {hits.below_low:g} %, "
            f"{hits.below_likely:g} % and {hits.below_high:g} % points, as the calibration found"
        )
    if (uncertainty.range or 100) < 100:
        return (
            f"Low to high of an estimate holds in {uncertainty.range} % of the cases, and likely "
            "is its median"
        )
    return "Low and high of an estimate are the ends of what is possible, and likely its mode"


def _events(scenario: Scenario, possible: PossibleWork) -> Iterator[str]:
    uncertainty = scenario.uncertainty or Uncertainty()
    absences = [uncertainty.absence, *(person.absence for person in scenario.people)]
    if not any(absence is not None and absence.days_per_year for absence in absences):
        yield "Nobody is away unplanned, since the scenario has no absence"
    if not possible.added_scope:
        yield "No work is added, since the scenario has no scope growth for it"
    waits = [w for item in scenario.items if item.is_milestone for w in item.waits_for]
    if any(isinstance(awaited.arrival, DateRange) for awaited in waits):
        yield "What milestones wait for comes on its likely date; that of tasks is drawn"
    if possible.attempts:
        yield "The plan is made for success; in the futures tries fail as often as succeeds says"


def _calendar(scenario: Scenario, possible: PossibleWork) -> Iterator[str]:
    if any(item.elapsed for item in possible.scenario.items):
        yield "Elapsed times are certain"
    if any(scenario.fits(item) for item in scenario.items):
        yield "Work that takes longer than its estimate may cross the end of a sprint"
