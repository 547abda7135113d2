"""Dates, amounts, lists and plurals in words, each written in one way everywhere.

One module a subject; each opens with a table of examples. The functions are named for what they
give, and are read best with the package's name: ``wording.day(finish)``.

=================== ===================================================================
:mod:`.dates`       days, times of day, ranges of days, a due date or deadline
:mod:`.amounts`     numbers, percentages, hours, working days, person-days, durations
:mod:`.lists`       names in a sentence or behind a colon, the many shortened
:mod:`.plurals`     a number with its noun
:mod:`.labels`      ids, titles and names, safe to print
:mod:`.skills`      the skills that a need asks for
:mod:`.tiers`       what an objective tier measures, and its value
:mod:`.forecasts`   how sure something is
:mod:`.recurrence`  how often a meeting takes place
=================== ===================================================================

What a file format prescribes (ISO dates, durations of MSPDI) stands with the format.
"""

from allocator.wording.amounts import (
    amount,
    days,
    decimal,
    duration,
    hours,
    hours_and_days,
    money,
    number,
    percent,
    person_days,
    signed_days,
    whole_percent,
)
from allocator.wording.dates import (
    dates_in_words,
    day,
    day_and_month,
    day_and_time,
    day_ranges,
    day_without_year,
    finish_day,
    instant,
    month,
    names_day,
    period,
    time_of_day,
    when,
    when_without_year,
    without_weekday,
    work_end,
    work_start,
)
from allocator.wording.forecasts import (
    LEAST_TOLD_SHARE,
    chance,
    cost_sentence,
    driver_name,
    drivers_clause,
    failure_sentence,
    forecast_dates,
    forecast_name,
    forecast_sentence,
    gain_sentence,
    joint_sentence,
    policy_words,
    promise_sentence,
    promise_state,
    target_day,
    target_name,
    throughput_sentence,
)
from allocator.wording.labels import label, person_name, printable, shorten
from allocator.wording.lists import enumerated, joined
from allocator.wording.plurals import count
from allocator.wording.recurrence import clock_times, recurrence
from allocator.wording.skills import skill_at_level, skills
from allocator.wording.tiers import OBJECTIVE_MEANINGS, tier_value

__all__ = [
    "LEAST_TOLD_SHARE",
    "OBJECTIVE_MEANINGS",
    "amount",
    "chance",
    "clock_times",
    "cost_sentence",
    "count",
    "dates_in_words",
    "day",
    "day_and_month",
    "day_and_time",
    "day_ranges",
    "day_without_year",
    "days",
    "decimal",
    "driver_name",
    "drivers_clause",
    "duration",
    "enumerated",
    "failure_sentence",
    "finish_day",
    "forecast_dates",
    "forecast_name",
    "forecast_sentence",
    "gain_sentence",
    "hours",
    "hours_and_days",
    "instant",
    "joined",
    "joint_sentence",
    "label",
    "money",
    "month",
    "names_day",
    "number",
    "percent",
    "period",
    "person_days",
    "person_name",
    "policy_words",
    "printable",
    "promise_sentence",
    "promise_state",
    "recurrence",
    "shorten",
    "signed_days",
    "skill_at_level",
    "skills",
    "target_day",
    "target_name",
    "throughput_sentence",
    "tier_value",
    "time_of_day",
    "when",
    "when_without_year",
    "whole_percent",
    "without_weekday",
    "work_end",
    "work_start",
]
