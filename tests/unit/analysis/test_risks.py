"""Every kind of risk is found where it is, and nowhere else."""

from __future__ import annotations

from allocator.analysis.risks import RISK_WORDS, RiskReason, item_risks
from support import report_plans


def test_an_item_has_all_its_reasons_with_whom_they_are_about() -> None:
    risks = {risk.id: risk.reasons for risk in item_risks(report_plans.rich())}
    assert risks["T-3"] == (
        RiskReason("late"),
        RiskReason("critical"),
        RiskReason("single_person", ("Bo Chen",)),
        RiskReason("other_team", ("data",)),
        RiskReason("external", ("Legal approves (expected Fri 4 Dec 2026)", "GPU quota")),
        RiskReason("guessed"),
    )
    assert {reason.kind for reason in risks["T-3"]} == set(RISK_WORDS) - {"no_stand_in", "blocked"}


def test_those_with_most_reasons_come_first() -> None:
    counts = [len(risk.reasons) for risk in item_risks(report_plans.rich())]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 6


def test_what_is_done_or_dropped_or_free_carries_no_risk() -> None:
    ids = {risk.id for risk in item_risks(report_plans.rich())}
    assert not ids & {"T-1", "U-2", "X-1"}


def test_two_who_could_do_it_are_no_risk() -> None:
    """U-1 needs sql, which Ana and cy have."""
    risks = {risk.id: risk.reasons for risk in item_risks(report_plans.rich())}
    assert "single_person" not in {reason.kind for reason in risks["U-1"]}
