"""The words of other tools, and of plain English, for the fields that scenarios have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from allocator.scenario.shape.change_synonyms import CHANGES
from allocator.scenario.shape.meeting_synonyms import MEETINGS
from allocator.scenario.shape.uncertainty_synonyms import UNCERTAINTY, UNPLANNED, SynonymRows


@dataclass(frozen=True)
class Synonym:
    """The field that an unknown word stands for.

    Attributes
    ----------
    fields
        The fields of the same element that it stands for; none where what it says belongs
        elsewhere, or nowhere.
    hint
        What to write.
    """

    fields: tuple[str, ...]
    hint: str


_COMMENT = "there is no field for it; leave it out"
_ZONE = "write calendar: {timezone: Europe/Berlin}, and timezone of people who are elsewhere"
_TIME_OFF = "write time_off: [{from: 2026-12-21, to: 2027-01-01}]"
_ABSENT = f"{_TIME_OFF}, on the person"
_ASSIGN = "write assign: [ana], a list of ids of people"
_AFTER = "write after: CH-1, or after: [CH-1, CH-2]"
_BEFORE = "links stand on the item that comes later: after: CH-1"
_EFFORT = "write effort: 3d for the working time of each person, elapsed: 3d for calendar time"
_THREE = "write effort: {low: 2d, likely: 3d, high: 6d}"
_POINTS = "write effort: 3d, the working time that the points stand for"
_DUE = "write due: 2026-12-24 for a date that may be missed, deadline: for one that may not"
_NEED = "write needs: [{skills: {python: 3}, people: 2, share: 0.5}]"
_HELD = "write resources: {gpu: 4}, with the id of a resource"
_LEVELS = "levels stand beside the skills: skills: {python: 3}"
_HOLIDAYS = "write holidays: {country: US}, or holidays: {dates: [2026-12-24]}"
_IN_CALENDAR = (
    "it belongs into the calendar: calendar: {start: 2026-12-01, holidays: {country: US}}"
)
_FIRST = "the people are in people, and their team is a field of each: team: alpha"
_STATE = "write state: todo, in_progress or done"
_CHANCE = "write succeeds: 0.6, the chance that a try of it succeeds"
_IF_FAILS = (
    "write if_fails: {repeat: 2} for further tries, or {then: EX-9} for what is done instead"
)

_ROWS: Final[dict[str, SynonymRows]] = {
    "Scenario": (
        ("name", "title plan project_name scenario", ""),
        ("people", "persons person staff members developers employees workers users humans", ""),
        ("people", "team members team_members engineers resources_people", ""),
        (None, "teams squads", _FIRST),
        ("items", "tasks task work work_items workitems issues backlog stories activities", ""),
        ("items", "jobs tickets todo todos item user_stories features work_packages", ""),
        (None, "milestones", "a milestone is an item: {id: M1, kind: milestone}"),
        (None, "epics", "items name their epic or parent: group: EP-1"),
        ("projects", "products product project initiatives programs programmes", ""),
        (None, "dependencies links depends_on predecessors edges", _AFTER + ", on the item"),
        ("calendar", "holidays workdays working_days day_hours day_start slot", _IN_CALENDAR),
        ("calendar", "start start_date end end_date country public_holidays", _IN_CALENDAR),
        (None, "vacations vacation time_off absences pto leave", _ABSENT),
        (None, "skills", "skills stand with each person: skills: {python: 3}"),
        ("resources", "gpus gpu equipment machines hardware shared_resources assets", ""),
        ("now", "today as_of status_date data_date current_date", ""),
        ("objectives", "objective optimize optimise priorities minimize minimise", ""),
        ("goals", "targets target", ""),
        ("sprints", "iterations iteration sprint sprint_length cadence", ""),
        ("proficiency", "levels speed speeds productivity skill_levels", ""),
        ("calendar", "timezone time_zone tz", _ZONE),
        ("risks", "risk risk_register risk_list threats", ""),
        ("promises", "promise commitments commitment promised", ""),
        ("uncertainty", "uncertain forecast estimates simulation monte_carlo", ""),
        ("meetings", "meeting events ceremonies recurring recurring_meetings appointments", ""),
        ("rota", "rotas rotation rotations on_call oncall support_rota duty duties", ""),
        (None, "description notes note comment author owner", _COMMENT),
    ),
    "Calendar": (
        ("start", "start_date begin begins from first_day project_start", ""),
        ("end", "end_date to until finish horizon last_day deadline", ""),
        ("workdays", "working_days work_days weekdays days week workweek work_week", ""),
        (None, "weekend weekends", "name the days of work: workdays: [mon, tue, wed, thu, fri]"),
        ("day_hours", "hours hours_per_day working_hours work_hours hours_a_day", ""),
        ("day_start", "start_time day_begin workday_start opens begins_at", ""),
        (None, "day_end end_time workday_end", "write day_start and day_hours"),
        ("slot", "granularity resolution step time_unit unit slot_length", ""),
        ("holidays", "holiday country public_holidays days_off closed shutdown", _HOLIDAYS),
        ("holidays", "non_working_days closures vacation vacations region", _HOLIDAYS),
        ("timezone", "time_zone tz zone utc_offset", ""),
    ),
    "Holidays": (
        ("country", "code country_code nation name public", ""),
        ("subdivision", "region state province subdiv canton land bundesland area", ""),
        ("dates", "days date extra extra_days custom list additional", ""),
        ("ics", "file calendar ical icalendar files", ""),
    ),
    "Person": (
        ("id", "key login user username handle identifier", ""),
        ("name", "title full_name fullname display_name", ""),
        ("role", "position job job_title function", ""),
        ("email", "mail e_mail email_address", ""),
        ("team", "squad group department unit teams", ""),
        ("skills", "skill competencies competences abilities expertise knows tags", ""),
        ("skills", "level seniority skill_level levels proficiency", _LEVELS),
        ("capacity", "fte share allocation percent percentage load focus focus_factor", ""),
        ("capacity", "part_time utilization utilisation availability_percent", ""),
        (
            "capacity",
            "hours hours_per_day day_hours hours_per_week",
            "write capacity: 0.5 for half of each day, or workdays: [mon, tue]",
        ),
        (
            "rate",
            "cost hourly_rate price wage salary cost_per_hour daily_rate",
            "write rate: 95, the cost of an hour",
        ),
        ("max_items", "wip wip_limit max_wip max_parallel max_tasks items_at_a_time limit", ""),
        ("workdays", "working_days work_days weekdays days workweek schedule", ""),
        ("day_start", "start_time day_begin opens begins_at", ""),
        ("time_off", "vacation vacations holiday leave pto absences off away", _TIME_OFF),
        ("time_off", "days_off ooo out_of_office unavailable unavailability", _TIME_OFF),
        ("time_off", "parental_leave blocked sabbatical", _TIME_OFF),
        ("absence", "sick sick_leave sick_days sickness unplanned unplanned_absence", UNPLANNED),
        ("holidays", "country location region public_holidays", _HOLIDAYS),
        ("from", "start starts start_date begin joins joined join hired hire_date since", ""),
        ("from", "available_from joining first_day", ""),
        ("to", "end ends end_date until last_day leaves left leaving available_until till", ""),
        ("timezone", "time_zone tz zone utc_offset", ""),
        (
            None,
            "assign items tasks projects project",
            "work names people, not people work: assign: [ana], on the item",
        ),
        (None, "sprints", "people follow the sprints of their team: team: alpha"),
        (None, "notes note comment description", _COMMENT),
    ),
    "TimeOff": (
        ("from", "start starts begin first since start_date first_day", ""),
        ("to", "end ends until last through till end_date last_day", ""),
        ("from to", "date day on", "write both days, from: 2026-12-24, to: 2026-12-24"),
        (None, "reason type kind note name why title what comment", _COMMENT),
        ("ics", "file calendar ical", ""),
        ("to", "days duration length", "write the last day: to: 2027-01-01"),
    ),
    "Availability": (
        ("from", "start starts begin first since start_date first_day", ""),
        ("to", "end ends until last through till end_date last_day", ""),
        ("capacity", "share fte percent percentage allocation level available load", ""),
        (None, "reason type kind note name why title what comment", _COMMENT),
    ),
    "Resource": (
        ("id", "key", ""),
        ("name", "title", ""),
        ("capacity", "count quantity amount number units size available total max limit qty", ""),
        (None, "type kind description notes note comment", _COMMENT),
        (None, "cost rate price", "only people have a cost: rate; leave it out"),
    ),
    "Project": (
        ("id", "key code", ""),
        ("name", "title summary", ""),
        ("priority", "prio weight importance rank value", ""),
        ("due", "due_date target target_date end end_date finish finish_by duedate by", _DUE),
        ("due", "launch release_date delivery go_live eta", _DUE),
        ("deadline", "hard_deadline must_finish_by deadline_date", ""),
        ("not_before", "start start_date earliest_start begin from release", ""),
        (None, "items tasks issues", "items name their project: project: churn"),
        (
            None,
            "owner lead team people members",
            "people are not bound to projects; name them on the items: assign: [ana]",
        ),
        (None, "description notes note comment", _COMMENT),
        ("budget", "cost costs money max_cost", ""),
    ),
    "BudgetLimit": (
        ("limit", "max maximum max_cost cap amount total most at_most hard value cost", ""),
        (None, "currency unit", "the currency is said once, of the scenario: currency: EUR"),
    ),
    "WorkItem": (
        ("id", "key number ref issue wbs code uid", ""),
        ("title", "name summary subject headline", ""),
        (None, "description desc notes note comment comments details url link_url", _COMMENT),
        ("kind", "milestone is_milestone", "write kind: milestone"),
        ("project", "product initiative program programme projects", ""),
        ("group", "epic parent parent_id feature phase summary_task belongs_to epic_link", ""),
        (
            None,
            "children subtasks sub_tasks tasks parts items",
            "each part is an item of its own, with group: and the id of its parent",
        ),
        ("type", "issue_type issuetype work_item_type tracker_type", ""),
        ("labels", "tags tag label components component category categories", ""),
        (
            "needs",
            "skills skill roles role required_skills requires_skills need",
            "write needs: {python: 3}",
        ),
        ("needs", "team", "write needs: with skills, or assign: [ana, bo], a list of people"),
        ("needs", "share allocation fte headcount staff_count number_of_people", _NEED),
        ("needs", "people_count persons count crew_size", _NEED),
        (
            "effort",
            "estimate estimates duration work size estimation workload length time",
            _EFFORT,
        ),
        ("effort", "hours days weeks man_days person_days mandays original_estimate", _EFFORT),
        ("effort", "estimated_effort estimated_hours planned_work cost takes", _EFFORT),
        ("effort", "story_points points sp storypoints", _POINTS),
        ("effort", "low likely high optimistic pessimistic most_likely three_point", _THREE),
        ("effort", "best worst min max best_case worst_case", _THREE),
        ("elapsed", "calendar_time wait waiting_time lead_time calendar_days clock_time", ""),
        ("elapsed", "elapsed_time duration_elapsed", ""),
        ("resources", "gpus gpu resource equipment machine machines hardware uses tpus", _HELD),
        ("resources", "cluster holds", _HELD),
        ("after", "depends_on dependencies dependency dependson predecessors predecessor", _AFTER),
        ("after", "blocked_by requires required prerequisite prerequisites deps follows", _AFTER),
        ("after", "links link depends waits_on pred preds is_blocked_by starts_after", _AFTER),
        ("after", "lag lead", "a lag stands in its link: after: [{item: CH-1, lag: 2d}]"),
        (None, "before successors successor blocks precedes next succ followed_by", _BEFORE),
        ("not_before", "start start_date earliest_start release ready available_from begin", ""),
        ("not_before", "from not_earlier_than start_no_earlier_than no_earlier_than begins", ""),
        ("not_before", "earliest starts planned_start scheduled_start", ""),
        ("due", "due_date target target_date end end_date finish finish_by duedate by", _DUE),
        ("due", "until eta delivery due_on due_by to ends planned_end target_end", _DUE),
        ("deadline", "hard_deadline must_finish_by finish_no_later_than deadline_date", ""),
        ("deadline", "must_end latest_finish must_finish_on", ""),
        ("priority", "prio weight importance rank urgency severity", ""),
        (
            "optional",
            "nice_to_have must mandatory droppable stretch could_have",
            "write optional: true where the item may be dropped",
        ),
        ("value", "benefit business_value worth score reward", ""),
        ("assign", "owner owners assignee assignees assigned assigned_to responsible", _ASSIGN),
        ("assign", "person who staff worker resource_name dri allocated_to user", _ASSIGN),
        ("avoid", "exclude excluded not not_by exclude_people", ""),
        ("prefer", "preferred preferably preferred_by favourite favorite prefers better_by", ""),
        ("not_same_as", "not_same not_same_person different_from other_than reviewer_not", ""),
        ("not_same_as", "different_person different_people someone_else four_eyes", ""),
        ("same_as", "same same_person same_people same_person_as same_people_as as", ""),
        ("fit", "fits single_sprint within_sprint", ""),
        (
            None,
            "sprint iteration",
            "the plan says in which sprints it lies; use not_before and due for one of them",
        ),
        ("waits_for", "waiting_for external awaiting", ""),
        ("blocked", "blocker blockers impediment impediments impeded on_hold flagged", ""),
        (
            "fixed",
            "fixed_date fixed_start pinned must_start_on locked takes_place scheduled_for",
            "",
        ),
        ("uninterrupted", "keep keep_going no_interruption not_interrupted interruptible", ""),
        ("waits_for", "external_dependency external_dependencies waits", ""),
        ("state", "status progress done completed complete resolution is_done", _STATE),
        (
            "remaining",
            "percent_complete percent_done percentage progress_percent",
            "write remaining: 2d, the effort that is left",
        ),
        ("remaining", "remaining_effort remaining_work left rem effort_left remaining_hours", ""),
        ("started", "actual_start started_on start_actual began", ""),
        ("finished", "actual_finish actual_end completed_on closed resolved ended", ""),
        ("guessed", "confidence uncertain unsure is_guess", "write guessed: true"),
        ("spent", "time_spent worked logged actual_effort effort_spent work_done booked", ""),
        ("succeeds", "success probability chance success_rate p_success success_chance", _CHANCE),
        ("if_fails", "on_failure if_failed fails on_fail fallback otherwise plan_b", _IF_FAILS),
        ("if_fails", "repeat retries tries redo then drop stop", _IF_FAILS),
        ("failures", "failed failed_tries attempts tries_failed", ""),
    ),
    "ThreePoint": (
        ("low", "min minimum best best_case optimistic o a lo low_estimate", ""),
        ("likely", "most_likely expected mode mean m mid probable normal realistic median", ""),
        (
            "low likely high",
            "days hours weeks amount value effort estimate",
            f"{_THREE}, or effort: 3d",
        ),
        ("high", "max maximum worst worst_case pessimistic p b hi high_estimate", ""),
    ),
    "Need": (
        (
            "skills",
            "skill level min_level minimum minimum_level needs",
            "write skills: {python: 3}",
        ),
        ("people", "count number headcount quantity n amount persons staff qty", ""),
        (
            None,
            "person who name role assign assignee id",
            "people by name stand on the item: assign: [ana]",
        ),
        ("effort", "duration estimate days hours work time", ""),
        ("share", "percent percentage allocation capacity fte load utilization", ""),
    ),
    "Link": (
        ("item", "id task on name work_item predecessor key ref after issue", ""),
        ("type", "kind relation link_type dependency_type relationship", ""),
        ("lag", "delay wait offset gap days", ""),
        ("lag", "lead", "a lead is a lag below zero: lag: -2d"),
        ("lag", "elapsed", "write lag: {elapsed: 14d}"),
    ),
    "ElapsedLag": (("elapsed", "time duration days lag calendar working amount", ""),),
    "Awaited": (
        ("what", "name title id item description text", ""),
        ("kind", "type category", ""),
        ("expected", "date due eta by when until expected_on on arrival", ""),
        ("expected", "low likely high", "write expected: {low: ..., likely: ..., high: ...}"),
        ("owner", "who vendor supplier from team responsible", ""),
        ("since", "asked requested requested_on started start", ""),
        ("promised", "agreed commitment committed promise promised_for", ""),
    ),
    "Blocked": (
        ("by", "what why reason because text description name title blocker", ""),
        ("since", "from start started blocked_since on", ""),
        ("until", "to expected end eta due date over resolved_by", ""),
        ("owner", "who responsible assignee resolver team", ""),
    ),
    "SprintCalendar": (
        ("length", "duration sprint_length weeks days cadence", ""),
        ("first", "start start_date first_day begin from", ""),
        ("count", "number_of_sprints n sprints total how_many", ""),
        ("list", "dates items", ""),
        ("number", "first_number start_number", ""),
        ("capacity", "velocity focus_factor focus", ""),
        (None, "end end_date to until", "say how many sprints there are: count: 8"),
    ),
    "SprintDates": (
        ("from", "start starts begin start_date first first_day", ""),
        ("to", "end ends until end_date last last_day", ""),
        ("name", "title id number", ""),
        ("capacity", "velocity focus_factor focus", ""),
        (None, "goal goals length", _COMMENT),
    ),
    "Actuals": (
        ("item", "id key issue work_item task number ref", ""),
        ("state", "status progress done resolution", ""),
        ("started", "start start_date actual_start began started_on begin", ""),
        ("finished", "end end_date finish actual_finish actual_end closed resolved", ""),
        ("finished", "completed completed_on finished_on ended done_on", ""),
        ("remaining", "remaining_effort remaining_work left rem effort_left to_do", ""),
        ("people", "person who assignee assignees owner worker staff done_by", ""),
        ("spent", "time_spent worked logged actual_effort effort_spent booked", ""),
    ),
}
"""By the name of the model: what people write for its fields."""


def _table(rows: SynonymRows) -> dict[str, Synonym]:
    return {
        word: Synonym(tuple((field or "").split()), hint or f'did you mean "{field}"?')
        for field, words, hint in rows
        for word in words.split()
    }


_TABLES: Final = {
    model: _table(rows) for model, rows in {**_ROWS, **UNCERTAINTY, **MEETINGS, **CHANGES}.items()
}


def synonym(word: str, model: str) -> Synonym | None:
    """Return what a word stands for that is not a field.

    Parameters
    ----------
    word
        As it was written; capitals, hyphens and blanks make no difference.
    model
        Name of the model of the element in which it stands.

    Returns
    -------
    Synonym or None
        None where nothing is known of the word.
    """
    plain = "_".join(word.replace("-", " ").replace("_", " ").split())
    split = "".join(f"_{c.lower()}" if c.isupper() and k else c for k, c in enumerate(plain))
    table = _TABLES.get(model, {})
    return table.get(plain.lower()) or table.get(split.lower().replace("__", "_"))
