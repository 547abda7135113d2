"""Adds iterations, capacities and days off to the scenario made from work items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from allocator.integrations.azure.team_capacities import TeamCapacities, TeamMember, merged_periods
from allocator.integrations.tracker.import_notes import NOBODY, NOBODY_NOTE
from allocator.integrations.tracker.import_report import ImportReport
from allocator.integrations.tracker.iterations import with_sprints
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import find
from allocator.integrations.tracker.scenario_document import DocumentEntry, ScenarioDocument
from allocator.integrations.tracker.staff import slug
from allocator.integrations.tracker.ticket import Account
from allocator.integrations.tracker.vocabulary import folded

_MAX_DAYS = 366


def with_calendar(rules: Rules, found: TeamCapacities) -> Rules:
    """Return the mapping with sprints, working days and the team's days off in its scenario.

    Fields of the mapping take precedence.

    Parameters
    ----------
    rules
        The mapping.
    found
        Data of the responses.
    """
    scenario = dict(rules.scenario)
    calendar = dict(scenario.get("calendar") or {})
    if found.workdays:
        calendar.setdefault("workdays", list(found.workdays))
    if found.days_off:
        holidays = dict(calendar.get("holidays") or {})
        days = {str(day) for day in holidays.get("dates", ())}
        for start, end in found.days_off:
            length = min((end - start).days + 1, _MAX_DAYS)
            days |= {(start + dt.timedelta(days=n)).isoformat() for n in range(length)}
        calendar["holidays"] = {**holidays, "dates": sorted(days)}
    if calendar:
        scenario["calendar"] = calendar
    rules = rules.model_copy(update={"scenario": scenario})
    rules, notes = with_sprints(rules, found.iterations.values())
    found.notes += notes
    return rules


class PeopleCapacity:
    """Gives people their capacity and days off.

    Parameters
    ----------
    document
        The scenario, whose people are changed.
    rules
        The mapping, which matches accounts with people.
    found
        Data of the responses.
    report
        Takes notes.
    is_inferred
        Whether people are made from accounts; then members without work items are added.
    """

    def __init__(
        self,
        document: ScenarioDocument,
        rules: Rules,
        found: TeamCapacities,
        report: ImportReport,
        *,
        is_inferred: bool,
    ) -> None:
        self._document, self._rules, self._found = document, rules, found
        self._report, self._is_inferred = report, is_inferred
        if is_inferred and found.members:
            self._drop_stand_in()
        calendar = document.fields.get("calendar") or {}
        self._day_hours = float(calendar.get("day_hours", 8))
        self._by_word: dict[str, DocumentEntry] = {}
        for entry in document.people:
            for name in ("email", "id", "name"):
                word = folded(str(entry.fields.get(name) or ""))
                if word:
                    self._by_word.setdefault(word, entry)

    def apply(self) -> None:
        """Change the people, and report data that could not be used."""
        for member in self._found.members.values():
            entry = self._entry(member)
            if entry is None:
                self._report.notes.append(
                    f'capacity of "{member.account}", who is not in the team: add the account '
                    "to the mapping, under people, accounts"
                )
                continue
            self._set_capacity(entry, member)
            self._set_time_off(entry, member)
        self._report.notes += self._found.notes

    def _drop_stand_in(self) -> None:
        """Remove the placeholder for an unknown team."""
        if [entry.fields for entry in self._document.people] == [NOBODY]:
            self._document.people.clear()
            self._document.people_head.clear()
            self._report.people = 0
            self._report.notes.remove(NOBODY_NOTE)

    def _entry(self, member: TeamMember) -> DocumentEntry | None:
        who = member.account
        for word in (who.email, who.name, who.id):
            given = find(self._rules.people.accounts, word)
            if given is not None and folded(str(given)) in self._by_word:
                return self._by_word[folded(str(given))]
        for word in (who.email, who.id, who.name, slug(who.name)):
            if folded(word) in self._by_word:
                return self._by_word[folded(word)]
        return self._added(who, member) if self._is_inferred else None

    def _added(self, who: Account, member: TeamMember) -> DocumentEntry:
        """Add a member of the team without work items."""
        stem = slug(who.name) or slug(who.email.partition("@")[0]) or slug(who.id)
        fields: dict[str, Any] = {"id": stem}
        if who.name:
            fields["name"] = who.name
        if who.email:
            fields["email"] = who.email
        if "activity" in self._rules.skills_from and member.activities:
            fields["skills"] = [slug(name) for name in member.activities if slug(name)]
        entry = DocumentEntry(fields, {"id": "from the capacities: holds no work item"})
        self._document.people.append(entry)
        self._report.people += 1
        self._by_word[folded(stem)] = entry
        return entry

    def _set_capacity(self, entry: DocumentEntry, member: TeamMember) -> None:
        """Set the capacity by the latest iteration, and availability by the other ones."""
        shares = {key: self._share(entry, hours) for key, hours in member.hours.items()}
        dated = sorted(
            (self._found.iterations[key].start, key)
            for key in shares
            if key in self._found.iterations
        )
        usual = next((shares[key] for _, key in reversed(dated) if shares[key]), None)
        if usual is None:
            usual = next((share for key, share in shares.items() if share), None)
        if usual is None and not dated:
            self._report.notes.append(f'no hours a day given for "{member.account}": left as it is')
            return
        if usual is not None:
            entry.fields["capacity"] = usual
        windows: list[Mapping[str, Any]] = [
            {"from": one.start.isoformat(), "to": one.end.isoformat(), "capacity": shares[key]}
            for _, key in dated
            for one in [self._found.iterations[key]]
            if shares[key] != usual
        ]
        if windows:
            entry.fields["availability"] = _apart(windows)

    def _share(self, entry: DocumentEntry, hours: float) -> float:
        if hours > self._day_hours:
            self._report.notes.append(
                f'"{entry.fields["id"]}" has {hours:g} hours a day in an iteration, and the day '
                f"{self._day_hours:g}: taken as the whole day"
            )
        share = round(min(hours / self._day_hours, 1), 4)
        return int(share) if share in (0, 1) else share

    def _set_time_off(self, entry: DocumentEntry, member: TeamMember) -> None:
        own = list(entry.fields.get("time_off") or [])
        for start, end in merged_periods(member.days_off):
            time = {"from": start.isoformat(), "to": end.isoformat()}
            if time not in own:
                own.append(time)
        if own:
            entry.fields["time_off"] = own


def _apart(windows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out periods that overlap an earlier one: people have one capacity at a time."""
    found: list[Mapping[str, Any]] = []
    for window in windows:
        if not found or window["from"] > found[-1]["to"]:
            found.append(window)
    return found
