"""Other names of the fields of meetings and rotas."""

from __future__ import annotations

from typing import Final

from allocator.scenario.shape.uncertainty_synonyms import SynonymRows

_NO_FIELD: Final = "there is no field for it; leave it out"

MEETINGS: Final[dict[str, SynonymRows]] = {
    "Meeting": (
        ("id", "key identifier", ""),
        ("title", "name summary subject", ""),
        ("rule", "rrule recurrence recur recurs repeat repeats", ""),
        ("every", "weekday weekdays day days on frequency how_often cadence interval", ""),
        ("at", "time start_time begins_at hour clock", 'write the time of day: at: "10:00"'),
        ("at", "start begin", 'write the time of day as at: "10:00", the first day as from'),
        ("length", "duration minutes lasts takes", "write how long it lasts: length: 30m"),
        ("timezone", "time_zone tz zone", ""),
        ("from", "first since start_date", ""),
        ("until", "to end last end_date", ""),
        ("except", "exdate exceptions skip not_on cancelled", ""),
        ("attendees", "people who participants invitees members with", ""),
        ("attendees", "roles teams projects", "write attendees: {roles: [engineer]}"),
        (None, "location room notes note comment description", _NO_FIELD),
    ),
    "Attendees": (
        ("people", "person persons who members", ""),
        ("roles", "role", ""),
        ("teams", "team squads", ""),
        ("projects", "project products", ""),
    ),
    "Rota": (
        ("id", "key identifier", ""),
        ("title", "name", ""),
        ("people", "who members attendees persons order", ""),
        ("people", "teams team roles role", "name people in the order of their turns: [ana, bo]"),
        ("first", "from start begins start_date", ""),
        ("every", "length turn turns lasts rotation", ""),
        ("until", "to end last end_date", ""),
        ("takes", "share capacity load takes_share", "write the share that it takes: takes: 0.5"),
        (None, "notes note comment description", _NO_FIELD),
    ),
}
"""By the name of the model: what people write for its fields."""
