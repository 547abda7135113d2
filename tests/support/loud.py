"""Runs commands and prints what they decided; with ``loud`` after changing all words first.

Every message, hint and error is then in capitals, so that a decision that rests on the English
of one of them comes out another way.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

SCENARIO = """
name: Small
calendar: {start: 2026-12-01}
people:
- {id: ana, skills: {python: 3}}
- {id: bob, skills: {python: 2, sql: 3}}
items:
- {id: A, effort: 3d, needs: python, due: 2026-12-02}
- {id: B, effort: 5d, needs: sql, after: A, deadline: 2026-12-18}
- {id: C, effort: 4d, needs: python, due: 2026-12-09}
- {id: D, effort: 2d, needs: [python, sql], after: [B, C]}
"""
LATE = """
- {id: E, effort: 4d, needs: {python: 3}, deadline: 2026-12-07}
- {id: F, effort: 4d, needs: {python: 3}, deadline: 2026-12-07}
"""
TICKETS = """Issue key,Summary,Issue Type,Status,Original Estimate,Assignee
PAY-1,Design,Story,Done,14400,ana
PAY-2,Build,Story,In Progress,28800,bob
PAY-3,Test,Bug,To Do,,
"""


def shout() -> None:
    """Change the words of everything that is told."""
    from allocator import errors
    from allocator.domain.base import invalid
    from allocator.domain.rules import Violation
    from allocator.integrations.tracker import mapping_file  # noqa: F401 (has validators)

    def loud_error(code: str, message: str, hint: str = "", **context: Any) -> Any:
        return invalid(code, message.upper(), hint.upper(), **context)  # type: ignore[arg-type]

    for module in list(sys.modules.values()):
        if getattr(module, "invalid", None) is invalid:
            module.invalid = loud_error  # type: ignore[attr-defined]

    def loud_finding(finding: errors.Finding) -> None:
        object.__setattr__(finding, "message", finding.message.upper())
        object.__setattr__(finding, "hint", finding.hint and finding.hint.upper())

    def loud_failure(failure: errors.AllocatorError, *words: object) -> None:
        Exception.__init__(failure, *(str(word).upper() for word in words))

    quiet = Violation.__init__

    def loud_violation(violation: Violation, **fields: Any) -> None:
        quiet(violation, **{**fields, "message": fields["message"].upper()})

    errors.Finding.__post_init__ = loud_finding  # type: ignore[attr-defined]
    errors.AllocatorError.__init__ = loud_failure  # type: ignore[method-assign, assignment]
    Violation.__init__ = loud_violation  # type: ignore[method-assign]


def decisions() -> dict[str, Any]:
    """Return what is decided about the examples of all findings, and by the commands."""
    from allocator.cli.findings_page import catalogue, example_findings

    found = {
        code: [decided(finding) for finding in example_findings(entry)]
        for code, entry in catalogue().items()
        if "mend" not in entry
    }
    return {"examples": found, **commands()}


def decided(finding: Any) -> list[Any]:
    place = finding.place
    return [finding.code, finding.severity, place.line, place.column, place.path, finding.subjects]


def commands() -> dict[str, Any]:
    write("small.yaml", SCENARIO)
    write("late.yaml", SCENARIO + LATE)
    write("began.yaml", SCENARIO.replace("due: 2026-12-09", "due: 2026-11-20"))
    write("tickets.csv", TICKETS)
    write("mapping.yaml", "statuses: {Done: done}")
    write("wrong.yaml", "history: lots\nskills: [{needs: python}]")
    search = ("--reproducible", "--time-limit", "0.5", "--json")
    whole = ("--reproducible", "--time-limit", "30", "--json")  # the conflict ends by itself
    to = ("-o", "imported.yaml")
    again = ("--baseline", "plan", "--now", "2026-12-03", *search)
    quick = ("--reasons", "quick", *again)
    return {
        "check": run("check", "began.yaml", "--json"),
        "plan": run("plan", "small.yaml", "-o", "plan", *search),
        "infeasible": run("plan", "late.yaml", "-o", "late", *whole),
        "relaxed": run("plan", "late.yaml", "-o", "late", "--relax", *search),
        "replan": run("replan", "began.yaml", "-o", "again", *again),
        "waiting": run("replan", "began.yaml", "-o", "w", "--assume", "not-started", *quick),
        "frozen": run("replan", "small.yaml", "-o", "frozen", "--freeze", "2w", *quick),
        "options": run("replan", "small.yaml", "-o", "several", "--options", *quick),
        "verify": run("verify", "plan", "--json"),
        "import": run("import", "jira", "tickets.csv", "--mapping", "mapping.yaml", *to),
        "mapping": run("import", "jira", "tickets.csv", "--mapping", "wrong.yaml", *to),
        "plans": [
            [[item["id"], item["start"], item["finish"]] for item in json.loads(text)["items"]]
            for text in (path.read_text("utf-8") for path in sorted(Path().rglob("plan.json")))
        ],
    }


def write(name: str, text: str) -> None:
    Path(name).write_text(text.lstrip("\n"), "utf-8")


def run(*args: str) -> list[Any]:
    """Return the exit code of a command, the findings and lines on stderr, and those on stdout."""
    from allocator.cli.main import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(args))
    told = err.getvalue().lower()
    counts = [told.count("warning: "), told.count("error: "), len(told.splitlines())]
    return [code, counts, len(out.getvalue().splitlines())]


if __name__ == "__main__":
    if sys.argv[1] == "loud":
        shout()
    print(json.dumps(decisions(), default=list))
