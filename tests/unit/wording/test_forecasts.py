"""How sure something is, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator import wording
from allocator.domain.forecast import (
    CostForecast,
    Driver,
    FailureForecast,
    Forecast,
    ForecastRow,
    PromiseForecast,
    ThroughputForecast,
)


def at(month: int, day: int, *, year: int = 2027, hour: int = 17) -> dt.datetime:
    return dt.datetime(year, month, day, hour)


def row(**fields: Any) -> ForecastRow:
    return ForecastRow.model_validate(
        {
            "policy": "dispatch",
            "kind": "milestone",
            "id": "CH-M1",
            "title": "Ranking live",
            "due": dt.date(2027, 1, 29),
            "p10": at(1, 15),
            "p50": at(1, 22),
            "p85": at(2, 9),
            "p95": at(2, 20),
            "p_on_time": 0.72,
            **fields,
        }
    )


def driver(**fields: Any) -> Driver:
    return Driver.model_validate(
        {
            "policy": "dispatch",
            "target_kind": "milestone",
            "target": "CH-M1",
            "kind": "item",
            "id": "CH-2",
            "title": "Train the model",
            "share": 0.34,
            **fields,
        }
    )


def promise(**fields: Any) -> PromiseForecast:
    return PromiseForecast.model_validate(
        {
            "policy": "dispatch",
            "kind": "milestone",
            "id": "CH-M1",
            "title": "Ranking live",
            "by": dt.date(2027, 1, 29),
            "confidence": 0.85,
            "p_kept": 0.72,
            "se_kept": 0.01,
            "date_at_confidence": at(2, 9),
            "broken": True,
            **fields,
        }
    )


def forecast(**fields: Any) -> Forecast:
    return Forecast.model_validate(
        {
            "scenario": "Churn",
            "futures": 1000,
            "seed": 0,
            "policy": "dispatch",
            "confidence": 0.85,
            "prior": "",
            "rows": (row(),),
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "< 1 %"),
        (0.0099, "< 1 %"),
        (0.01, "1 %"),
        (0.724, "72 %"),
        (0.99, "99 %"),
        (0.9901, "> 99 %"),
        (1.0, "> 99 %"),
    ],
)
def test_a_chance_is_never_zero_or_all(probability: float, words: str) -> None:
    assert wording.chance(probability) == words


def test_a_milestone_says_its_chance_by_the_due_date_and_the_date_that_is_sure_enough() -> None:
    assert wording.forecast_sentence(row(), 0.85) == "Ranking live: 72 % by 29 Jan; 85 % by 9 Feb"


def test_the_sentence_ends_with_what_moves_the_date_most() -> None:
    causes = [
        driver(kind="person", id="ana", title="Ana Souza", share=0.12),
        driver(),
        driver(kind="risk", id="R1", title="", share=0.2),
        driver(kind="scope", id="churn", share=0.01),
    ]
    assert wording.forecast_sentence(row(), 0.85, causes) == (
        "Ranking live: 72 % by 29 Jan; 85 % by 9 Feb; what moves it most: "
        "Train the model (34 %), risk R1 (20 %), how long the work of Ana Souza takes (12 %)"
    )


def test_without_a_due_date_the_sentence_begins_with_the_median() -> None:
    whole = row(kind="all", id=None, title="", due=None, p_on_time=None)
    assert wording.forecast_sentence(whole, 0.85) == "Everything: 50 % by 22 Jan; 85 % by 9 Feb"


def test_dates_of_two_years_have_their_years() -> None:
    early = row(due=dt.date(2026, 12, 18))
    assert wording.forecast_sentence(early, 0.85) == (
        "Ranking live: 72 % by 18 Dec 2026; 85 % by 9 Feb 2027"
    )


def test_midnight_is_the_end_of_the_day_before() -> None:
    midnight = row(p85=at(2, 10, hour=0))
    assert wording.forecast_sentence(midnight, 0.85).endswith("85 % by 9 Feb")


def test_another_confidence_lies_between_the_quantiles_that_are_known() -> None:
    """Half of the way between two quantiles, and nothing beyond the last."""
    spread = tuple(at(1, 1) + dt.timedelta(days=k) for k in range(50))
    assert row(spread=spread).quantile(0.88) == at(1, 1) + dt.timedelta(days=43.5)
    assert row(spread=spread).quantile(0.995) is None
    named = row(p80=at(2, 1), p85=None, p90=None, p95=at(2, 16), p50=None, p10=None)
    assert named.quantile(0.85) is None, "a percentile that does not exist is not made up"
    assert named.quantile(0.84) == at(2, 5)


def test_what_does_not_always_come_about_says_so() -> None:
    rare = row(p_on_time=0.58, p_happens=0.64, p80=None, p85=None, p95=None)
    assert wording.forecast_sentence(rare, 0.85) == (
        "Ranking live: 58 % by 29 Jan; 64 % that it comes about at all"
    )


def test_what_is_certain_is_no_chance() -> None:
    same = {f"p{p}": at(1, 20) for p in (10, 50, 80, 85, 90, 95)}
    kept = row(**same, planned=at(1, 20), p_as_planned=1.0, p_on_time=1.0)
    assert wording.forecast_sentence(kept, 0.85) == "Ranking live: by 20 Jan in all futures"


@pytest.mark.parametrize("unlike", [{"p_as_planned": 0.97}, {"p_on_time": 0.0}])
def test_one_date_for_most_percentiles_is_not_all_futures(unlike: dict[str, Any]) -> None:
    same = {f"p{p}": at(1, 20) for p in (10, 50, 80, 85, 90, 95)}
    fields = {**same, "planned": at(1, 20), "p_as_planned": 1.0, "p_on_time": 1.0, **unlike}
    told = wording.forecast_sentence(row(**fields), 0.85)
    assert "all futures" not in told
    assert "by 29 Jan" in told


def test_a_title_cannot_steer_the_terminal() -> None:
    assert wording.forecast_sentence(row(title="a\x1b[31m\nb"), 0.85).startswith("a [31m b: 72 %")


def test_a_promise_says_how_sure_it_is_and_how_sure_it_has_to_be() -> None:
    assert wording.promise_sentence(promise()) == (
        "Ranking live: 72 % by 29 Jan, promised at 85 %: not sure enough; 85 % by 9 Feb"
    )
    close = promise(p_kept=0.845, broken=False)
    assert ": within the sampling error; " in wording.promise_sentence(close)
    assert ": sure enough; " in wording.promise_sentence(promise(p_kept=0.9, broken=False))
    never = promise(date_at_confidence=None)
    assert wording.promise_sentence(never).endswith("; no date is 85 % sure")


def test_the_joint_chance_is_said_of_several_promises_only() -> None:
    one = forecast(promises=(promise(),), p_all_promises={"dispatch": 0.72})
    assert wording.joint_sentence(one, "dispatch") == ""
    two = forecast(promises=(promise(), promise(id="X")), p_all_promises={"dispatch": 0.614})
    assert wording.joint_sentence(two, "dispatch") == "All 2 promises together: 61 %"
    assert wording.joint_sentence(two, "keep") == ""


def test_midnight_may_be_the_day_that_begins() -> None:
    """A milestone that a date holds on 10 February is on that day in every future."""
    midnight = at(2, 10, hour=0)
    held = row(p85=midnight, openings=(midnight,))
    assert wording.forecast_sentence(held, 0.85).endswith("85 % by 10 Feb")
    promised = promise(date_at_confidence=midnight, openings=(midnight,))
    assert wording.promise_sentence(promised).endswith("; 85 % by 10 Feb")


def failure(**fields: Any) -> FailureForecast:
    return FailureForecast.model_validate(
        {
            "policy": "dispatch",
            "id": "EX-1",
            "title": "Uplift study",
            "p_fails": 0.16,
            "target_kind": "milestone",
            "target": "CH-M1",
            "p50_with": at(1, 20),
            "p50_without": at(2, 12),
            **fields,
        }
    )


def test_a_failure_says_its_chance_and_what_it_moves() -> None:
    assert wording.failure_sentence(forecast(), [failure()]) == (
        "Uplift study: 16 % that all tries fail; then Ranking live 50 % by 12 Feb in place of "
        "20 Jan"
    )


def test_a_failure_that_gives_something_up_says_so() -> None:
    both = [failure(), failure(target="CH-M2", p50_without=None)]
    assert wording.failure_sentence(forecast(), both).endswith(
        " in place of 20 Jan, CH-M2 is not finished"
    )


def test_a_failure_that_moves_less_than_a_day_says_its_chance_only() -> None:
    near = failure(p50_without=at(1, 21, hour=16))
    assert wording.failure_sentence(forecast(), [near]) == "Uplift study: 16 % that all tries fail"


def test_a_risk_says_what_its_end_would_gain() -> None:
    risk = driver(kind="risk", title="Data slips", gain_days=2.5, gain_p85_days=4.0)
    whole = {"target_kind": "all", "target": None, "gain_days": 1.0}
    same, later = (risk.model_copy(update={**whole, "gain_p85_days": p85}) for p85 in (0.0, -0.3))
    assert wording.gain_sentence(forecast(), [risk, same]) == (
        "Without risk Data slips: Ranking live 2.5 days earlier on the average (85 % date 4 days), "
        "Everything 1 day (85 % date the same)"
    )
    assert wording.gain_sentence(forecast(), [later]).endswith("(85 % date 0.3 days later)")


def test_a_cost_says_the_chance_to_keep_the_budget() -> None:
    cost = CostForecast(
        policy="dispatch",
        project="churn",
        planned=12_000.4,
        p10=11_000,
        p50=13_100,
        p80=15_400,
        p90=16_800,
        budget=15_000,
        p_within=0.74,
    )
    assert wording.cost_sentence(cost, "Churn") == (
        "Churn: 12,000 planned; 50 % at most 13,100; 80 % at most 15,400; 74 % within 15,000"
    )


def test_throughput_says_its_source_and_its_dates() -> None:
    throughput = ThroughputForecast(
        source="done.csv", items=40, p50=at(3, 2), p80=at(3, 20), p85=None, p90=None
    )
    assert wording.throughput_sentence(throughput) == (
        "By throughput (done.csv): 40 items to do; 50 % by 2 Mar, 80 % by 20 Mar"
    )
