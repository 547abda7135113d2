"""Measures a pull of many issues with history from a Jira Data Center on a port of this machine.

    python benchmarks/pull.py [--issues 5000]

The server (jira820) runs in a process of its own. It has no search with changelogs, so that the
history of each issue that has begun costs a request of its own: a real server needs fewer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import multiprocessing
import os
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

PER_MODULE = 600
"""Issues of a module of the made-up project, near enough."""


def serve(queue: multiprocessing.Queue, issues: int) -> None:
    """Run the server until the process is ended."""
    from support.trackers.jira_server import jira_server, small_store

    store = small_store(
        modules=[f"Module {n}" for n in range(math.ceil(issues / PER_MODULE))],
        epics_per_module=10,
        children_per_epic=(20, 24),
        standalone_per_module=100,
        history_per_module=120,
    )
    for issue in store.issues.values():
        issue["updated"] = min(issue["updated"], store.now - dt.timedelta(days=3))
    with jira_server(store) as url:
        queue.put((url, len(store.issues)))
        time.sleep(10_000)


def measure(tracker: Path, output: Path) -> tuple[int, float, float, int]:
    """Pull once; return tickets read, seconds, seconds of the processor, and requests."""
    from allocator.integrations import TRACKERS
    from allocator.integrations.live.client import TrackerClient
    from allocator.integrations.live.connection import load_connection
    from allocator.integrations.live.pull import PullRequest, pull

    connection = load_connection(tracker)
    began, busy = time.perf_counter(), time.process_time()
    with TrackerClient(connection) as client:
        now = dt.datetime.now(dt.UTC)
        request = PullRequest(connection=connection, output=output, now=now)
        found = pull(client, TRACKERS["jira"], request)
        output.write_text(found.text, "utf-8")
    return (
        found.counts.read,
        time.perf_counter() - began,
        time.process_time() - busy,
        client.requests,
    )


def main() -> None:
    """Print a row for the first pull and one for the second."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=5000)
    given = parser.parse_args()
    queue: multiprocessing.Queue = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(queue, given.issues), daemon=True)
    server.start()
    url, number = queue.get()
    os.environ["ALLOCATOR_JIRA_TOKEN"] = "none-is-needed"
    print(f"{number} issues, {platform.python_version()}, {os.cpu_count()} cores")
    print("| pull | read | seconds | processor | requests | MB at most |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        tracker, output = Path(folder, "tracker.yaml"), Path(folder, "scenario.yaml")
        tracker.write_text(f'jira: {{url: "{url}", jql: "project = DS", board: 1}}\n', "utf-8")
        for name in ("first", "second, nothing changed"):
            read, seconds, busy, requests = measure(tracker, output)
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {name} | {read} | {seconds:.1f} | {busy:.1f} | {requests} | {most:.0f} |")
    server.terminate()


if __name__ == "__main__":
    main()
