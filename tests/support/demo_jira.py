"""A Jira to try `allocator pull` and `push` on: a Data Center on this machine, with few issues.

``python tests/support/demo_jira.py`` starts it, and ``python tests/support/demo_jira.py
--week-later`` asks the one that runs to let a week go by: the team works on its issues. It is the
package jira820, which keeps what is written to it for as long as it runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import socket
import sys
import urllib.error
import urllib.request
from typing import Any

try:
    import uvicorn
    from fastapi import FastAPI
    from jira820 import Config, Store, make_app
except ImportError as error:
    raise SystemExit(f"{error}: use the Python of the set-up command for tests") from None

PORT = 18820
PROJECT = "DS"
_WEEK_LATER = "/demo-week-later"
_STATUSES = [["To Do", "todo", "1"], ["In Progress", "inprogress", "3"], ["Done", "done", "10002"]]
_PEOPLE = {"mia": "Mia Lopez", "raj": "Raj Patel", "tom": "Tom Berg"}
_CREATED = dt.date(2026, 10, 5)
_FIRST_SPRINT = dt.date(2026, 10, 19)


def demo_store() -> Store:
    """Return two epics with six issues and three sprints, as on Friday 16 October 2026."""
    config = Config(
        project_key=PROJECT,
        project_name="Data science",
        base_date=dt.date(2026, 10, 16),
        modules=["Data", "Modelling", "Platform"],
        components_extra=[],
        statuses=_STATUSES,
    )
    store = Store(config, seed=False)
    store.users = {
        name: {"name": name, "displayName": displayed} for name, displayed in _PEOPLE.items()
    }
    board = {"id": 1, "name": "DS Scrum", "type": "scrum", "projectKey": PROJECT, "filterId": 10001}
    store.boards = {1: board}
    store.sprints = {number: _sprint(number) for number in (22, 23, 24)}
    churn = {"epicKey": "DS-1"}
    prices = {"epicKey": "DS-5"}
    _add(store, 1, "Churn scores", type="Epic", priority="High", due=dt.date(2026, 11, 20))
    _add(store, 2, "Clean the event log", **churn, component="Data", sp=3.0, assignee="mia")
    _add(store, 3, "Train the churn model", **churn, component="Modelling", sp=6.0)
    _add(store, 4, "Score customers every night", **churn, component="Platform", sp=4.0)
    _add(store, 5, "Price elasticities", type="Epic", due=dt.date(2026, 11, 27))
    _add(store, 6, "Collect two years of prices", **prices, component="Data", sp=3.0)
    _add(store, 7, "Estimate elasticities", **prices, component="Modelling", sp=5.0)
    _add(store, 8, "Show them to the buyers", **prices, component="Platform", sp=3.0)
    for earlier, later in ((2, 3), (3, 4), (6, 7), (7, 8)):
        store.add_issue_link("Blocks", f"{PROJECT}-{earlier}", f"{PROJECT}-{later}")
    _move(store, 1, "In Progress", dt.date(2026, 10, 12), "09:00")
    _move(store, 2, "In Progress", dt.date(2026, 10, 14), "09:00")
    store.reindex()
    return store


def let_a_week_go_by(store: Store) -> list[str]:
    """Let the team work until Friday 23 October 2026; return a line for each change."""
    if "DS-9" in store.issues:
        return ["The week has gone by already; start the demo anew to see it again."]
    store.config.base_date = dt.date(2026, 10, 23)
    store.set_assignee("DS-3", "raj")
    store.set_assignee("DS-6", "mia")
    _move(store, 2, "Done", dt.date(2026, 10, 22), "12:00")
    _move(store, 3, "In Progress", dt.date(2026, 10, 22), "13:00")
    _move(store, 6, "In Progress", dt.date(2026, 10, 22), "13:00")
    store.update_issue("DS-7", {store.config.sp_field: 8.0})
    store.update_issue("DS-8", {"summary": "Show the elasticities to the buyers"})
    bug: dict[str, Any] = {"type": "Bug", "component": "Data", "priority": "High", "sp": 2.0}
    _add(store, 9, "Scores are empty for new customers", **bug, epicKey="DS-1")
    store.reindex()
    return [
        "DS-2 is done.",
        "DS-3 and DS-6 are in progress, by Raj Patel and Mia Lopez.",
        "DS-7 has 8 story points; it had 5.",
        "DS-8 has another title: Show the elasticities to the buyers",
        "DS-9 is new: Scores are empty for new customers",
    ]


def demo_app() -> FastAPI:
    """Return the server, with a request that lets a week go by."""
    store = demo_store()
    app: FastAPI = make_app(store=store)
    app.post(_WEEK_LATER)(lambda: let_a_week_go_by(store))
    return app


def _sprint(number: int) -> dict[str, Any]:
    start = _FIRST_SPRINT + dt.timedelta(weeks=2 * (number - 22))
    return {
        "id": number,
        "name": f"DS Sprint {number}",
        "state": "active" if number == 22 else "future",
        "boardId": 1,
        "goal": "",
        "startDate": start,
        "endDate": start + dt.timedelta(days=13),
        "completeDate": None,
    }


def _add(store: Store, number: int, title: str, **fields: Any) -> None:
    """Make an issue with a number of its own, as of the store's day."""
    kind = {"name": fields.pop("type", "Story")}
    key = store.create_issue({"summary": title, "issuetype": kind})["key"]
    assert key == f"{PROJECT}-{number}", key
    store.issues[key].update({"priority": "Medium", "reporter": "tom", **fields})
    if number < 9:
        store.issues[key].update(created=_CREATED, updated=_CREATED)


def _move(store: Store, number: int, status: str, day: dt.date, time: str) -> None:
    """Bring an issue to a status on a day."""
    key = f"{PROJECT}-{number}"
    today, store.config.base_date = store.config.base_date, day
    now = store.issues[key]["statusName"]
    reached = store.workflow.available_transitions(store.serializer, now)
    store.transition_issue(key, next(one["id"] for one in reached if one["to"]["name"] == status))
    store.issues[key]["changelog"][-1]["time"] = time
    store.issues[key]["tupdated"] = time
    if status == "Done":
        store.issues[key]["tresolved"] = time
    store.config.base_date = today


def _serve(port: int) -> None:
    """Run the server until it is interrupted."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken, perhaps by another demo: end that, or give --port.")
        listening.listen(128)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        print(f"A Jira with the project {PROJECT} runs at {address}; Ctrl-C ends it.", flush=True)
        config = uvicorn.Config(demo_app(), log_level="error", lifespan="off", ws="none")
        uvicorn.Server(config).run([listening])


def _ask_for_a_week(port: int) -> None:
    """Ask the server that runs to let a week go by, and print what has changed."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{_WEEK_LATER}", method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            print("\n".join(json.load(answer)))
    except urllib.error.URLError:
        sys.exit(f"No demo runs at port {port}: start one without --week-later first.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A Jira on this machine to try allocator on.")
    parser.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}")
    parser.add_argument("--week-later", action="store_true", help="let a week go by")
    given = parser.parse_args()
    (_ask_for_a_week if given.week_later else _serve)(given.port)
