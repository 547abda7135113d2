"""Lists the items of a sprint that are at risk, and why."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.analysis.outside import block_by
from allocator.analysis.substitutes import Substitutes
from allocator.domain import PlanItem, WorkItem
from allocator.sprint_planning.scope import Scope
from allocator.sprint_planning.sheet_outlook import RiskKind, SprintRisk, SprintRiskReason


def items_at_risk(scope: Scope) -> tuple[SprintRisk, ...]:
    """Return the items at risk with all reasons.

    Items with most specific reasons come first; no slack and guesses are common to many.
    """
    substitutes = Substitutes(scope.scenario, scope.calendars)
    found = []
    for entry in scope.inside:
        if entry.is_over:
            continue
        reasons = tuple(_reasons(scope, substitutes, entry, scope.scenario.item_by_id[entry.id]))
        if reasons:
            found.append(
                SprintRisk(
                    item=entry.id,
                    title=scope.scenario.item_by_id[entry.id].title,
                    reasons=reasons,
                )
            )
    return tuple(sorted(found, key=lambda risk: (-_specific_reasons(risk), -len(risk.reasons))))


def _specific_reasons(risk: SprintRisk) -> int:
    return sum(reason.kind not in ("critical", "guessed") for reason in risk.reasons)


def _reasons(
    scope: Scope, substitutes: Substitutes, entry: PlanItem, item: WorkItem
) -> Iterator[SprintRiskReason]:
    if entry.overdue_days:
        yield SprintRiskReason(kind="late")
    if entry.critical:
        yield SprintRiskReason(kind="critical")
    if item.waits_for:
        yield SprintRiskReason(kind="external", who=tuple(wait.what for wait in item.waits_for))
    if item.block is not None:
        yield SprintRiskReason(kind="blocked", who=(block_by(item.block),))
    others = _other_teams(scope, entry, item)
    if others:
        yield SprintRiskReason(kind="other_team", who=others)
    indispensable = substitutes.indispensable(entry)
    if indispensable.people:
        kind: RiskKind = "single_person" if indispensable.alone else "no_stand_in"
        yield SprintRiskReason(kind=kind, who=indispensable.people)
    if item.guessed:
        yield SprintRiskReason(kind="guessed")


def _other_teams(scope: Scope, entry: PlanItem, item: WorkItem) -> tuple[str, ...]:
    """Return the teams on whose unfinished work an item of other teams depends."""
    own = _teams(scope, entry)
    found: dict[str, None] = {}
    if entry.state != "planned" or not own:
        return ()
    for link in scope.scenario.links_of(item):
        before = scope.all_entries.get(link.item)
        if before is not None and before.state in ("planned", "in_progress"):
            found |= dict.fromkeys(team for team in _teams(scope, before) if team not in own)
    return tuple(found)


def _teams(scope: Scope, entry: PlanItem) -> dict[str, None]:
    people = [scope.scenario.person_by_id[work.person] for work in entry.assignments]
    return dict.fromkeys(person.team for person in people if person.team is not None)
