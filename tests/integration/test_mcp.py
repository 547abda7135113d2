"""Assistants: the tools over stdio, by the SDK's own client; and paths that lead outside."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from allocator.errors import InputError
from allocator.mcp.shared_folder import SharedFolder
from allocator.mcp.tools import Tools

SCENARIO = """\
name: Churn
calendar: {start: 2026-12-01}
sprints: {length: 2w, first: 2026-12-01, count: 3}
people:
  - {id: ana, skills: [ml]}
  - {id: bo, skills: [ml, sql]}
projects: [{id: churn, due: 2026-12-04}]
items:
  - {id: A, project: churn, needs: sql, effort: 3d}
  - {id: B, project: churn, needs: ml, effort: 5d, after: A}
  - {id: M, project: churn, kind: milestone, after: B}
"""

RUN = "import sys; from allocator.cli.main import main; sys.exit(main(sys.argv[1:]))"

Call = Callable[..., Coroutine[Any, Any, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    root = tmp_path / "plans"
    root.mkdir()
    (root / "scenario.yaml").write_text(SCENARIO, "utf-8")
    (root / "wrong.yaml").write_text(SCENARIO.replace("needs: sql", "needs: sqk"), "utf-8")
    (tmp_path / "secret.yaml").write_text(SCENARIO, "utf-8")
    yield root


def over_stdio(folder: Path, task: Callable[[Call, Any], Coroutine[Any, Any, None]], *options: str):
    """Run a task with a client of a server of its own."""
    pytest.importorskip("mcp", reason="needs pip install '.[mcp]'")
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", RUN, "mcp", str(folder), *options],
    )

    async def run() -> None:
        async with Client(stdio_client(server)) as client:

            async def call(name: str, **arguments: Any) -> Any:
                return await client.call_tool(name, arguments)

            await task(call, client)

    asyncio.run(run())


def data(result: Any) -> dict[str, Any]:
    """Return the structured result of a tool, which its text holds too."""
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    assert json.loads(result.content[0].text) == found
    return found


def words(result: Any) -> str:
    assert result.is_error
    return str(result.content[0].text)


def test_an_assistant_checks_plans_asks_and_plans_anew(folder: Path) -> None:
    async def task(call: Call, client: Any) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == [
            *("files", "check", "plan", "replan", "why", "levers", "forecast", "sprints"),
        ]
        assert all(tool.description for tool in tools.values())
        assert all(tool.annotations.read_only_hint for tool in tools.values())
        assert data(await call("files"))["files"] == ["scenario.yaml", "wrong.yaml"]
        wrong = data(await call("check", scenario="wrong.yaml"))
        assert "sqk" in wrong["errors"][0]["message"]
        assert wrong["errors"][0]["place"].startswith("wrong.yaml:")
        made = data(await call("plan", scenario="scenario.yaml", time_limit=2))
        assert made["plan"] == "plan:1"
        (churn,) = made["projects"]
        assert (churn["finish"], churn["late_days"]) == ("2026-12-10T17:00", 4)
        assert {row["id"]: row["people"] for row in made["items"]}["A"] == ["bo"]
        sprint = data(await call("sprints", plan="plan:1", sprint="1"))
        assert sprint["sprints"]
        sure = data(await call("forecast", plan="plan:1", futures=50))
        assert sure["rows"] and sure["rows_not_listed"] == 0
        new = data(
            await call(
                "replan",
                scenario="scenario.yaml",
                plan="plan:1",
                changes="update: {A: {effort: 4d}}",
                now="2026-12-01",
                time_limit=2,
            )
        )
        assert new["plan"] == "plan:2"
        assert new["projects"][0]["late_days"] > churn["late_days"]
        assert new["changes"]["same"] is False

    over_stdio(folder, task)


def test_what_is_outside_or_not_allowed_is_refused_in_words(folder: Path) -> None:
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")

    async def task(call: Call, _client: Any) -> None:
        for name in ("../secret.yaml", str(folder.parent / "secret.yaml"), "link.yaml"):
            assert "outside the folder" in words(await call("check", scenario=name))
        assert "there are scenario.yaml" in words(await call("check", scenario="gone.yaml"))
        refused = words(await call("plan", scenario="scenario.yaml", save_as="out"))
        assert "--allow-write" in refused
        assert not (folder / "out").exists()
        assert "there is no plan plan:9" in words(await call("why", plan="plan:9"))
        broken = words(await call("plan", scenario="wrong.yaml"))
        assert "sqk" in broken and str(folder) not in broken

    over_stdio(folder, task)


def test_with_allow_write_a_plan_is_saved_inside_the_folder(folder: Path) -> None:
    tools = Tools(SharedFolder(folder, can_write=True))
    made = tools.plan("scenario.yaml", time_limit=1, save_as="out")
    assert "out/plan.json" in made["files"]
    assert tools.why("out", "M", time_limit=1)["what"]
    for name in ("../out", ".", "/tmp/allocator-mcp-out"):
        with pytest.raises(InputError, match="folder"):
            tools.plan("scenario.yaml", time_limit=1, save_as=name)


def test_a_link_beside_a_scenario_that_it_names_is_refused(folder: Path) -> None:
    (folder.parent / "people.csv").write_text("id,skills\nana,ml\n", "utf-8")
    (folder / "people.csv").symlink_to(folder.parent / "people.csv")
    shared = SharedFolder(folder, can_write=False)
    assert shared.existing("scenario.yaml")
    text = SCENARIO.replace("people:\n  - {id: ana, skills: [ml]}\n", "people: people.csv\n")
    (folder / "scenario.yaml").write_text(text.replace("  - {id: bo, skills: [ml, sql]}\n", ""))
    with pytest.raises(InputError, match=r"people\.csv, a link to a file outside"):
        shared.existing("scenario.yaml")


def test_without_the_sdk_the_command_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    assert main(["mcp", str(folder)]) == 2
    assert "pip install 'allocator[mcp]'" in capsys.readouterr().err
    assert main(["mcp", str(folder / "gone")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_searches_are_as_short_as_the_server_says(folder: Path) -> None:
    tools = Tools(SharedFolder(folder, can_write=False), max_seconds=5)
    assert tools._seconds(1000) == 5
    with pytest.raises(InputError, match="above 0"):
        tools._seconds(float("nan"))


def test_changes_that_are_wrong_are_told_without_the_folder_that_they_lie_in(folder: Path) -> None:
    """They were told with the path of a folder of the machine."""
    tools = Tools(SharedFolder(folder, can_write=False))
    plan = tools.plan("scenario.yaml", time_limit=1)["plan"]
    with pytest.raises(InputError, match=r"(?m)^changes\.yaml:1:1: error: unknown field") as caught:
        tools.replan("scenario.yaml", plan, changes="updat: {A: {effort: 4d}}", now="2026-12-01")
    assert "allocator-mcp" not in str(caught.value)


def test_a_tool_refuses_arguments_that_it_does_not_have(folder: Path) -> None:
    async def task(call: Call, _client: Any) -> None:
        wrong = words(await call("check", file="scenario.yaml"))
        assert wrong == (
            "check: it has no argument file; it needs scenario; its arguments are scenario"
        )
        assert "files: it has no argument folder; it takes none" in words(
            await call("files", folder="..")
        )
        made = data(await call("plan", scenario="scenario.yaml", time_limit=1))
        assert "why: it has no argument item" in words(
            await call("why", plan=made["plan"], item="A")
        )

    over_stdio(folder, task)
