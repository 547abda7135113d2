"""The names of columns in exports of tools without an importer of their own.

Headers as found in exports, and in programs that read them, in public repositories, and in the
tools' documentation (looked up in November 2026):

- Linear: ID, Team, Title, Status, Estimate, Priority, Project, Assignee, Labels, Cycle Name,
  Created, Updated, Started, Completed, Canceled, Due Date, Parent issue, Project Milestone,
  Related to, Blocked by, Duplicate of.
- Asana: Task ID, Created At, Completed At, Last Modified, Name, Section/Column, Assignee,
  Assignee Email, Start Date, Due Date, Tags, Notes, Projects, Parent task, Blocked By
  (Dependencies), Blocking (Dependencies).
- ClickUp: Task ID, Task Custom ID, Task Name, Parent ID, Status, Date Created, Due Date, Start
  Date, Assignees, Tags, Priority, List Name, Time Estimated, Time Logged, Dependencies; dates and
  times in milliseconds, the same as texts beside them (Due Date Text).
- monday: Name, Subitems, Owner, Person, Status, Timeline - Start, Timeline - End, Due Date, Item
  ID (auto generated); subitems below a header of their own.
- Trello: Card ID, Card Name, Labels, Members, Due Date, List Name, Board Name, Archived.
- Notion: names of properties that its templates have; relations as "Title (address)".
- GitHub Projects: Title, URL, Assignees, Status, Labels, Linked pull requests, Milestone,
  Repository, Reviewers, Parent issue, Sub-issues progress, Iteration, Estimate, Size.
- Smartsheet and Microsoft Project: Task Name, Duration, Start, Finish, Predecessors, Assigned To,
  Resource Names, % Complete, Outline Level, WBS (help.smartsheet.com/articles/765737).
"""

from __future__ import annotations

from typing import Final

from allocator.integrations.tracker.flags import BLOCKED_SINCE, FLAGS
from allocator.integrations.tracker.headers import ColumnNames

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "key": (
        *("key", "issue key", "task custom id", "custom id", "item id (auto generated)"),
        *("item id", "ticket", "ticket id", "issue id", "reference", "ref", "code", "unique id"),
    ),
    "id": (
        *("id", "task id", "card id", "row id", "row #", "row number", "row", "#", "no", "no."),
        *("nr", "nr.", "number", "uid", "auto number"),
    ),
    "url": ("url", "card url", "link", "task link"),
    "title": (
        *("title", "name", "task name", "task", "card name", "summary", "item", "item name"),
        *("issue", "work item", "activity name", "primary column", "subject", "story", "feature"),
        *("título", "titre", "titel", "nom", "nombre", "nome", "aufgabe", "tarea", "tarefa"),
        *("tâche", "vorgangsname", "nombre de tarea", "nome da tarefa", "nom de la tâche"),
    ),
    "type": ("type", "task type", "issue type", "kind", "work type", "category", "tipo", "typ"),
    "list": ("list name", "list"),
    "status": ("status", "state", "stage", "estado", "statut", "état", "zustand"),
    "section": ("section/column", "section", "group", "phase", "swimlane", "epic/phase"),
    "priority": ("priority", "prio", "prioridad", "prioridade", "priorité", "priorität"),
    "assignee": (
        *("assignee", "assignees", "assigned to", "assigned", "assign", "owner", "owners"),
        *("person", "people", "member", "members", "responsible", "resource names", "resource"),
        *("resources", "who", "dri", "lead", "responsable", "verantwortlich", "zuständig"),
    ),
    "assignee_email": ("assignee email", "owner email", "email", "e-mail"),
    "created": ("created", "created at", "date created", "created time", "creation date"),
    "updated": (
        "updated",
        "updated at",
        "last modified",
        "last edited time",
        "last updated",
        "last activity date",
    ),
    "resolved": (
        *("completed", "completed at", "date closed", "date done", "closed", "closed at"),
        *("done at", "finished", "actual finish", "actual end", "completed on", "date completed"),
    ),
    "canceled": ("canceled", "cancelled"),
    "archived": ("archived", "is archived"),
    "complete": ("due complete", "done", "complete", "is complete", "checked", "done?"),
    "started": ("started", "started at", "actual start", "date started"),
    "start": (
        *(
            "start",
            "start date",
            "starts",
            "begin",
            "timeline - start",
            "planned start",
            "begin date",
        ),
        *("fecha de inicio", "data de início", "date de début", "startdatum", "anfang"),
    ),
    "due": (
        *("due", "due date", "deadline", "target date", "target", "due by", "due on"),
        *("fecha de vencimiento", "data de vencimento", "date d'échéance", "fälligkeitsdatum"),
    ),
    "finish": (
        *("end", "end date", "finish", "finish date", "timeline - end", "planned end"),
        *("planned finish", "ende", "fin", "fim", "término"),
    ),
    "timeline": ("timeline", "date", "dates", "date range"),
    "points": ("story points", "points", "sprint points", "sp", "story point estimate"),
    "estimate": (
        *(
            "estimate",
            "estimates",
            "estimated time",
            "time estimate",
            "original estimate",
            "effort",
            "work",
        ),
        *(
            "estimation",
            "schätzung",
            "estimación",
            "aufwand",
            "size",
            "duration",
            "dauer",
            "duración",
        ),
        *("estimated duration", "time estimated"),
    ),
    "hours": (
        *("hours", "estimated hours", "estimate (hours)", "estimate (h)", "effort (hours)"),
        *("effort (h)", "planned hours", "est. hours", "work (hours)", "estimate hours"),
    ),
    "days": (
        *("days", "estimated days", "estimate (days)", "estimate (d)", "effort (days)"),
        *("effort (d)", "duration (days)", "planned days", "person days", "person-days", "pt"),
    ),
    "spent": (
        *(
            "time spent",
            "time logged",
            "actual time",
            "actual hours",
            "time tracked",
            "actual work",
        ),
        *("time tracking", "spent"),
    ),
    "remaining": ("remaining", "remaining work", "time remaining", "remaining estimate"),
    "percent": ("% complete", "percent complete", "progress", "% done", "task progress", "done %"),
    "parent": (
        *("parent", "parent issue", "parent task", "parent id", "parent item", "parent-task"),
        *("parent key", "subtask of", "parent name", "übergeordnet", "padre", "pai"),
    ),
    "children": ("sub-item", "sub-items", "subitems", "sub-tasks", "subtasks", "sub-task"),
    "epic": ("epic", "epic link", "initiative", "initiatives"),
    "level": ("outline level", "level", "indent", "hierarchy level"),
    "wbs": ("wbs", "outline number", "wbs code"),
    "sprint": ("sprint", "cycle name", "iteration", "sprints", "cycle"),
    "component": ("component", "components", "module", "area", "project milestone", "milestone"),
    "label": ("labels", "label", "tags", "tag", "skills", "skill"),
    "team": ("team", "squad", "department", "space name"),
    "project": ("project", "projects", "board name", "repository", "product"),
    "flag": tuple(FLAGS),
    "blocked_since": tuple(BLOCKED_SINCE),
}

BEFORE: Final = (
    *(
        "blocked by (dependencies)",
        "dependent on",
        "depends on tasks",
        "waiting on",
        "predecessors",
    ),
    *("predecessor", "blocked by", "depends on", "dependencies", "dependency", "after"),
)
"""Columns of predecessors, whose cells may have types and lags of links."""

AFTER: Final = ("blocking (dependencies)", "blocking", "blocks", "successors", "successor")
"""Columns of successors."""

NO_ORDER: Final = ("related to", "relates to", "duplicate of", "linked tasks", "related", "linked")
"""Columns of links that say nothing about order."""

HELPING: Final = (
    *("due date text", "start date text", "date created text", "time estimated text"),
    *("time spent text", "time logged text", "date closed text", "date done text"),
)
"""Columns that repeat another one in words."""

NAMES: Final = ColumnNames(fields=_FIELDS)
"""Names of columns by field."""

FIELDS: Final = frozenset(_FIELDS)
"""Names of the fields that a mapping can give to columns."""

DATES: Final = (
    "finish",
    "created",
    "updated",
    "resolved",
    "canceled",
    "started",
    "start",
    "due",
    "blocked_since",
)
"""Fields of dates."""
