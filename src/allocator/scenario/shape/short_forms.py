"""The short forms of the file format, as people write them: ``needs: python``."""

from __future__ import annotations

from typing import Any

from allocator.domain import Need, Scenario, WorkItem
from allocator.scenario.shape.naming_fields import AFTER_FAILURE, PEOPLE, SAME_PEOPLE

_MAX_NUMBER_DIGITS = 18
_PROMISED = ("milestone", "project")
_IMPLIED_BY_CONTINUOUS = ("workdays", "day_hours", "day_start")


def shortened(scenario: Scenario) -> dict[str, Any]:
    """Return the scenario as plain data: no fields at their defaults, short forms where allowed.

    Parameters
    ----------
    scenario
        Any scenario.
    """
    data = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data = {"version": scenario.version, **data}
    if scenario.proficiency is not None:
        data["proficiency"] = dict(scenario.proficiency)
    if scenario.calendar.continuous:
        for field in _IMPLIED_BY_CONTINUOUS:
            data["calendar"].pop(field, None)
    if "sprints" in data:
        data["sprints"] = _sprints(data["sprints"])
    for section in ("people", "resources", "projects"):
        for entry in data.get(section, ()):
            entry["id"] = short_id(entry["id"])
    for person in data.get("people", ()):
        if "team" in person:
            person["team"] = short_id(person["team"])
        if set(person.get("skills", {}).values()) == {1}:
            person["skills"] = list(person["skills"])
    for item, entry in zip(scenario.items, data["items"], strict=True):
        _shorten_item(item, entry)
    for risk in data.get("risks", ()):
        risk |= {"id": short_id(risk["id"]), "hits": _one_or_list(risk["hits"])}
    for meeting in data.get("meetings", ()):
        _shorten_meeting(meeting)
    for rota in data.get("rota", ()):
        rota |= {"id": short_id(rota["id"]), "people": [short_id(one) for one in rota["people"]]}
    for promise in data.get("promises", ()):
        promise |= {key: short_id(promise[key]) for key in _PROMISED if key in promise}
    return _whole_numbers(data)  # type: ignore[no-any-return]


def _shorten_item(item: WorkItem, entry: dict[str, Any]) -> None:
    entry["id"] = short_id(item.id)
    for field in ("project", "group"):
        if field in entry:
            entry[field] = short_id(entry[field])
    if item.needs:
        entry["needs"] = _needs(item.needs, entry["needs"])
    if item.resources:
        entry["resources"] = {short_id(name): amount for name, amount in item.resources.items()}
    if item.after:
        links = [{**link, "item": short_id(link["item"])} for link in entry["after"]]
        entry["after"] = [link["item"] if set(link) == {"item"} else link for link in links]
    for field in (*PEOPLE, "labels"):
        if field in entry:
            entry[field] = [short_id(name) for name in entry[field]]
    entry |= {field: _one_or_list(entry[field]) for field in SAME_PEOPLE if field in entry}
    if isinstance(item.remaining, dict):
        entry["remaining"] = {short_id(name): left for name, left in item.remaining.items()}
    if item.waits_for:
        awaited = [each["what"] if set(each) == {"what"} else each for each in entry["waits_for"]]
        entry["waits_for"] = awaited
    if item.blocked is not None:
        entry["blocked"] = _blocked(entry["blocked"])
    if "if_fails" in entry:
        lists = {key: entry["if_fails"][key] for key in AFTER_FAILURE if key in entry["if_fails"]}
        entry["if_fails"] |= {key: _one_or_list(names) for key, names in lists.items()}


def _shorten_meeting(entry: dict[str, Any]) -> None:
    entry["id"] = short_id(entry["id"])
    attendees = {key: [short_id(n) for n in names] for key, names in entry["attendees"].items()}
    entry["attendees"] = attendees["people"] if set(attendees) == {"people"} else attendees


def _blocked(entry: dict[str, Any]) -> Any:
    """Return what blocks an item as its bare words where nothing else is known of it."""
    return entry["by"] if set(entry) == {"by"} else entry or True


def _one_or_list(names: list[str]) -> Any:
    """Return a single id without its list."""
    short = [short_id(name) for name in names]
    return short[0] if len(short) == 1 else short


def _sprints(entry: dict[str, Any]) -> Any:
    """Return sprints as a list where they are nothing else; those of teams likewise."""
    if "teams" in entry:
        teams = {short_id(team): _sprints(calendar) for team, calendar in entry["teams"].items()}
        return {**entry, "teams": teams}
    return entry["list"] if set(entry) == {"list"} else entry


def short_id(name: str) -> str | int:
    """Return the id as a whole number where it reads back the same, to spare the quotes."""
    is_number = name.isascii() and name.isdecimal() and len(name) <= _MAX_NUMBER_DIGITS
    return int(name) if is_number and str(int(name)) == name else name


def short_needs(needs: tuple[Need, ...]) -> Any:
    """Return needs in the shortest form that reads back equal.

    Parameters
    ----------
    needs
        At least one.
    """
    entries = [need.model_dump(mode="json", exclude_defaults=True) for need in needs]
    return _whole_numbers(_needs(needs, entries))


def _needs(needs: tuple[Need, ...], entries: list[dict[str, Any]]) -> Any:
    only_skills = all(set(entry) == {"skills"} for entry in entries)
    if len(needs) == 1 and only_skills:
        skills = needs[0].skills
        return next(iter(skills)) if list(skills.values()) == [0] else skills
    return [_need(need, entry) for need, entry in zip(needs, entries, strict=True)]


def _need(need: Need, entry: dict[str, Any]) -> Any:
    """Return an entry of a team: the bare skill, or the fields with skills of any level listed."""
    if need.up_to is not None:
        del entry["up_to"]
        entry["people"] = {"from": need.people, "to": need.up_to}
    if need.skills and not any(need.skills.values()):
        names = list(need.skills)
        if set(entry) == {"skills"} and len(names) == 1:
            return names[0]
        return {**entry, "skills": names[0] if len(names) == 1 else names}
    return entry


def _whole_numbers(value: Any) -> Any:
    """Return the data with 8 in place of 8.0."""
    if isinstance(value, dict):
        return {key: _whole_numbers(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(entry) for entry in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
