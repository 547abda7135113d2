"""Random faults in the middle of pushes: nothing made twice, nothing lost, all undone.

There are two hundred where ``ALLOCATOR_THOROUGH`` is set, else thirty.

The commands run as processes of their own, so that a fault may end them for good: by Ctrl-C, or by
a kill that nothing can catch, before or after the server has done what was asked. Waits are cut
short; a slow answer comes after the command has given it up, so that the server does the request
later than the command believes.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import allocator
from allocator.cli.main import main
from support.trackers.fault_proxy import Fault, FaultProxy, Seen, fault_proxy
from support.trackers.jira_server import jira_server, small_store
from support.trackers.pulled_plans import write_sample_plan

IS_THOROUGH: Final = bool(os.environ.get("ALLOCATOR_THOROUGH"))
FAULTS: Final = 200 if IS_THOROUGH else 30
FIRST_SEED: Final = 19
SECRET: Final = "a-token-that-nobody-may-see"

COMMAND: Final = """
import sys
from allocator.integrations.live import client, waiting
from allocator.integrations.live.push import run
waiting.Patience.backoff = lambda *_: 0.02
client.ANSWER_SECONDS = 0.4
run._pause = lambda _: 0.3
from allocator.cli.main import main
sys.exit(main())
"""

SPOILED: Final = (
    *(Fault(kind="status", status=status) for status in (429, 500, 502, 503, 504)),
    Fault(kind="half"),
    Fault(kind="cut"),
    Fault(kind="lost"),
    Fault(kind="chopped"),
    Fault(seconds=0.6),
)
KILLS: Final = (signal.SIGKILL, signal.SIGINT)


class Spoiler:
    """Spoils requests at random, or ends the process that sends them.

    Parameters
    ----------
    seed
        Of the choice.
    """

    def __init__(self, proxy: FaultProxy, seed: int) -> None:
        self._proxy, self._rng = proxy, random.Random(seed)
        self.process: subprocess.Popen[str] | None = None
        self.met: Counter[str] = Counter()

    def __call__(self, seen: Seen) -> Fault | None:
        process = self.process
        if process is None or self._rng.random() > 0.15:
            return None
        if self._rng.random() < 0.2:
            is_done = self._rng.random() < 0.5
            if is_done:
                self._proxy.forward(seen)
            number = self._rng.choice(KILLS)
            process.send_signal(number)
            process.wait()
            self.met[f"{number.name} {'after' if is_done else 'before'}"] += 1
            return Fault(kind="cut")
        fault = self._rng.choice(SPOILED)
        self.met[str(fault.status if fault.kind == "status" else fault.kind or "slow")] += 1
        return fault

    def run_until_done(self, *words: str) -> None:
        """Give a command again and again until it has done all."""
        shown = []
        for _ in range(60):
            self.process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *words],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            shown.append(self.process.communicate()[0])
            if self.process.returncode == 0:
                self.process = None
                return
            assert self.process.returncode in (2, 130, -signal.SIGKILL), shown[-1]
        pytest.fail("it never ends:\n" + "\n".join(shown[-3:]))


@pytest.fixture
def pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, FaultProxy]]:
    """Run a server, pull from it, write on the scenario by hand, and plan it."""
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", SECRET)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.chdir(tmp_path)
    store = small_store(children_per_epic=(4, 6), standalone_per_module=12)
    with jira_server(store) as url, fault_proxy(url) as proxy:
        site = f'jira: {{url: "{proxy.url}", jql: "project = DS", board: 1}}\n'
        Path("tracker.yaml").write_text(site)
        assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
        _edit(Path("scenario.yaml"))
        write_sample_plan(Path("scenario.yaml"), Path("plan"))
        yield store, proxy


def _edit(path: Path) -> None:
    """Change estimates, days and links by hand, and add three items."""
    text = path.read_text()
    todo = [i.id for i in allocator.load(path).items if i.state == "todo"]
    for number, item in enumerate(todo):
        before, head, after = text.partition(f"  - id: {item}\n")
        entry, line, rest = after.partition("\n  - id: ")
        entry = re.sub(r"\n    due: \S+", f"\n    due: 2027-03-{number % 20 + 10}", entry)
        entry = re.sub(r"\n    effort: \S+", f"\n    effort: {number % 7 + 2}d", entry)
        if "\n    after:" in entry:
            entry = re.sub(r"\n    after: [^\n]+", "", entry)
        elif number > 1:
            entry += f"\n    after: [{todo[number - 1]}, {todo[number - 2]}]"
        text = before + head + entry + line + rest
    for number in range(3):
        text += f"  - id: X-{number}\n    title: New {number}\n    effort: 1d\n"
        text += f"    after: [{todo[number]}]\n"
    path.write_text(text)


def _held(store: Any) -> dict[str, Any]:
    """Return what the server holds, of new issues by title: their keys are others each time."""
    names = {
        k: i["summary"] if i["summary"].startswith("New ") else k for k, i in store.issues.items()
    }
    found: dict[str, Any] = {}
    for key, issue in store.issues.items():
        assert names[key] not in found, f"{names[key]} was made twice"
        links = Counter(
            (names[link["key"]], link["dir"], link["type"]) for link in issue.get("links") or ()
        )
        assert max(links.values(), default=1) == 1, f"a link of {key} was made twice"
        sprints = [s for s in issue["sprints"] if store.sprints[s]["state"] != "closed"]
        fields = (issue[name] for name in ("due", "sp", "assignee", "labels"))
        found[names[key]] = (*fields, tuple(sprints), links)
    return found


def _forget_deleted(store: Any) -> None:
    """Take off links to issues that are deleted: jira820 keeps them, and gives the keys again."""
    for issue in store.issues.values():
        links = issue.get("links") or ()
        issue["links"] = [link for link in links if link["key"] in store.issues]


@pytest.mark.slow
def test_pushes_and_undos_with_faults_end_as_those_without(
    pulled: tuple[Any, FaultProxy], capsys: pytest.CaptureFixture[str]
) -> None:
    store, proxy = pulled
    before = _held(store)
    assert main(["push", "tracker.yaml", "plan", "--yes"]) == 0
    after = _held(store)
    assert len(after) == len(before) + 3
    assert sum(held != before.get(key) for key, held in after.items()) >= 20
    (journal,) = Path("plan").glob("push-*.jsonl")
    assert main(["push", "tracker.yaml", "--undo", str(journal), "--yes"]) == 0
    _forget_deleted(store)
    assert _held(store) == before

    met: Counter[str] = Counter()
    seed = FIRST_SEED
    while met.total() < FAULTS:
        for old in Path("plan").glob("*.jsonl"):
            old.unlink()
        spoiler = proxy.plan = Spoiler(proxy, seed)
        spoiler.run_until_done("push", "tracker.yaml", "plan", "--yes")
        assert _held(store) == after, f"after the push with seed {seed}"
        assert main(["push", "tracker.yaml", "plan", "--yes"]) == 0
        assert _held(store) == after
        assert "id: X-" not in Path("scenario.yaml").read_text()
        (journal,) = Path("plan").glob("push-*.jsonl")
        spoiler.run_until_done("push", "tracker.yaml", "--undo", str(journal), "--yes")
        _forget_deleted(store)
        assert _held(store) == before, f"after the undo with seed {seed}"
        assert Path("scenario.yaml").read_text().count("id: X-") == 3
        met += spoiler.met
        seed += 1
    with capsys.disabled():
        print(f"\nseeds {FIRST_SEED} to {seed - 1}: {dict(met)}")
    assert len(met) == 14 or not IS_THOROUGH, "of each kind there is one"
    for written in Path().rglob("*"):
        assert written.is_dir() or SECRET not in written.read_text(errors="replace")
    assert SECRET not in "".join(capsys.readouterr())
