"""The suites that run.py knows by name: where their instances are, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import small_team
import team_planning
from instances import BenchmarkError, find

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
"""Public instances, beside the checkout."""
GENERATED = Path(__file__).resolve().parent / "generated"


@dataclass(frozen=True, kw_only=True)
class Suite:
    """Instances that are run together.

    Attributes
    ----------
    folder, known
        Below the folder of data: the instances, and the table of best known values.
    own
        Folder of this project with the instances.
    teams
        Team planning that is made when it is asked for: items and seeds.
    small_teams
        Seeds of small teams that are made when they are asked for.
    zones
        Whether their people are in four time zones.
    calendars
        Whether with calendars and part-time work, or both ways.
    time_limit
        Seconds where the command line says none.
    every_plan
        Whether an instance without a plan fails the run.
    """

    about: str
    folder: str = ""
    known: str = ""
    own: str = ""
    teams: tuple[int, int] | None = None
    small_teams: int = 0
    zones: bool = False
    calendars: tuple[bool, ...] = (False,)
    time_limit: float = 60.0
    every_plan: bool = False

    def instances(self, data: Path) -> list[Path]:
        """Return the instances; raises BenchmarkError where the data are absent."""
        if self.teams:
            return list(_made(*self.teams, self.calendars))
        if self.small_teams:
            return [
                _kept(
                    f"team-14{'-zones' * self.zones}-seed{k}.json",
                    small_team.make(k, zones=self.zones),
                )
                for k in range(self.small_teams)
            ]
        folder = ROOT / self.own if self.own else data / self.folder
        if not folder.is_dir():
            raise BenchmarkError(f"{folder}: not there; say with --data where the instances are")
        return find([folder])

    def tables(self, data: Path) -> list[Path]:
        """Return the tables of best known values."""
        return [data / self.known] if self.known else []


def _made(items: int, seeds: int, kinds: tuple[bool, ...]) -> Iterator[Path]:
    """Make team planning scenarios."""
    for seed in range(seeds):
        for calendars in kinds:
            name = f"team-{items}{'-calendars' * calendars}-seed{seed}.json"
            yield _kept(name, team_planning.make(items, seed, calendars=calendars))


def _kept(name: str, scenario: team_planning.Data) -> Path:
    """Write a scenario into the cache where it is not there as it should be."""
    GENERATED.mkdir(exist_ok=True)
    path, text = GENERATED / name, team_planning.written(scenario)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


_msrcpsp = partial(Suite, known="msrcpsp/best_known.csv")
_projects = partial(Suite, known="best_known_rcpsp.csv")

SUITES: dict[str, Suite] = {
    "d36": _msrcpsp(about="iMOPSE d36, makespan", folder="msrcpsp/d36"),
    "regular": _msrcpsp(about="iMOPSE regular, makespan", folder="msrcpsp/regular"),
    "big": _msrcpsp(about="iMOPSE big, makespan", folder="msrcpsp/big"),
    "rcpsp": _projects(about="PSPLIB and RG300, makespan", folder="rcpsp"),
    "rcmpsp": _projects(about="MPLIB1 set 3, makespan over all", folder="rcmpsp"),
    "mspsp": Suite(
        about="MSPSP, several people with several skills, makespan",
        folder="mspsp",
        known="mspsp/best_known.csv",
    ),
    "scenarios": Suite(about="the scenarios of this project, all tiers", own="scenarios"),
    "team-14": Suite(about="14 people, 70 items, three products, all tiers", small_teams=3),
    "team-14-zones": Suite(
        about="the same in four time zones, by half an hour", small_teams=3, zones=True
    ),
    "smoke": Suite(
        about="a tiny team, for every change",
        teams=(48, 1),
        calendars=(False, True),
        time_limit=2.0,
        every_plan=True,
    ),
    **{
        f"team-{items}{'-calendars' * calendars}": Suite(
            about=f"team planning, {items:,} items{', calendars' * calendars}, tardiness",
            teams=(items, 3 if items <= 1_000 else 1),
            calendars=(calendars,),
        )
        for items in team_planning.SIZES
        for calendars in (False, True)
    },
}


def suite(name: str) -> Suite:
    """Return a suite; raises BenchmarkError with all names where there is none of that name."""
    if name not in SUITES:
        raise BenchmarkError(f"no suite {name}; there are {', '.join(SUITES)}")
    return SUITES[name]
