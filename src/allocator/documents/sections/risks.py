"""What may go wrong: the risks that the scenario lists, and items that are at risk."""

from __future__ import annotations

from allocator import wording
from allocator.analysis.risk_register import RegisteredRisk, risk_register
from allocator.analysis.risks import RISK_WORDS, ItemRisk, RiskReason, item_risks
from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.documents.table import SectionColumn, table_lines
from allocator.domain.needs import ThreePoint
from allocator.exports.markdown import escaped, escaped_label

RISK_COLUMNS = (
    SectionColumn(name="risk", heading="risk"),
    SectionColumn(name="chance", heading="chance"),
    SectionColumn(name="costs", heading="costs if it happens"),
    SectionColumn(name="exposure", heading="exposure"),
    SectionColumn(name="hits", heading="hits"),
    SectionColumn(name="owner", heading="owner", optional=True),
)

AT_RISK_COLUMNS = (
    SectionColumn(name="item", heading="item"),
    SectionColumn(name="project", heading="project", asked=True),
    SectionColumn(name="people", heading="who", asked=True),
    SectionColumn(name="finish", heading="finish"),
    SectionColumn(name="why", heading="why"),
    SectionColumn(name="state", heading="state", asked=True),
)


def risks(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each listed risk that can still hit a chosen item, by exposure."""
    chosen = set(choice.chosen(source))
    found = [
        one for one in risk_register(source.plan) if any(entry.id in chosen for entry in one.hits)
    ]
    return table_lines(
        RISK_COLUMNS,
        [_risk(source, one) for one in found],
        wanted=choice.columns,
        most=choice.most,
        nothing="No risk is listed that could still hit any of it.",
    )


def _risk(source: SectionSource, one: RegisteredRisk) -> dict[str, str]:
    return {
        "risk": escaped_label(one.risk.id, one.risk.title),
        "chance": wording.chance(one.risk.chance),
        "costs": _costs(one),
        "exposure": _exposure(one),
        "hits": source.labels(one.hits),
        "owner": source.owner(one.risk.owner),
    }


def _costs(one: RegisteredRisk) -> str:
    delay, told = one.risk.delay, []
    if isinstance(delay, ThreePoint):
        told.append(f"{delay.low} to {delay.high} later, likely {delay.likely}")
    elif delay is not None:
        told.append(f"{delay} later")
    if one.risk.effort is not None:
        told.append(f"{wording.whole_percent(one.risk.effort)} more effort")
    return ", ".join(told)


def _exposure(one: RegisteredRisk) -> str:
    """Write the chance times what it costs; more effort in person-days of all that it hits."""
    told = [wording.days(one.exposure_days)] if one.exposure_days else []
    effort = one.exposure_person_days
    told += [wording.person_days(round(effort, 1))] if effort >= 0.05 else []
    return " and ".join(told)


def at_risk(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each chosen item that may go wrong, those with most reasons first."""
    chosen = set(choice.chosen(source))
    return table_lines(
        AT_RISK_COLUMNS,
        [_at_risk(source, one) for one in item_risks(source.plan) if one.id in chosen],
        wanted=choice.columns,
        most=choice.most,
        nothing="None of it is at risk.",
    )


def _at_risk(source: SectionSource, one: ItemRisk) -> dict[str, str]:
    why = "; ".join(map(_reason, one.reasons))
    return {**source.item(source.entries[one.id]), "why": escaped(why, most=400)}


def _reason(reason: RiskReason) -> str:
    words = RISK_WORDS[reason.kind]
    return f"{words}: {', '.join(reason.who)}" if reason.who else words
