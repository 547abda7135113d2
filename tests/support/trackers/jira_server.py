"""A Jira Data Center that keeps state, on a port of this machine: the package jira820."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from jira820 import Config, Store, make_app

TODAY = dt.date(2026, 11, 30)


def small_store(**settings: Any) -> Store:
    """Return a project of some dozens of issues, the same every time."""
    small = {"epics_per_module": 1, "children_per_epic": (2, 3), "standalone_per_module": 3}
    given = {"project_key": "DS", "base_date": TODAY, "modules": ["Data", "Models"], **small}
    store = Store(Config(**{**given, "history_per_module": 2, **settings}))
    _number_links(store)
    return store


def _number_links(store: Store) -> None:
    """Give the first links numbers, as Jira does; jira820 cannot delete a link without one."""
    for key, issue in store.issues.items():
        for link in issue.get("links") or ():
            if link.get("id") or link["dir"] != "outward":
                continue
            link["id"] = str(store._next_link_id())
            for other in store.issues[link["key"]].get("links") or ():
                if (other["key"], other["dir"], other["type"]) == (key, "inward", link["type"]):
                    other["id"] = link["id"]


@contextmanager
def jira_server(store: Store) -> Iterator[str]:
    """Run a server with the issues of a store; yield its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        config = uvicorn.Config(make_app(store=store), log_level="error", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
