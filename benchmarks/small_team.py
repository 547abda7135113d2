"""Makes the scenario of a team as there are many: 14 people, 70 items, three products to launch.

    python benchmarks/small_team.py --seed 0 -o team-14.json

People of six roles in six countries, some part-time, with holidays and weeks off. Each product goes
from data to features, experiments, training, evaluation, serving and launch; a third of the items
take two people, training runs on through the night, and there are two clusters. With
``--zones`` they work in New York, Sao Paulo, Berlin and Bangalore, each in their own hours, and the
plan has slots of half an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from team_planning import add_calendars, written

Data = dict[str, Any]

START = "2026-11-30"
ROLES = (
    ("lead", {"ml": 5, "stats": 4, "governance": 4}, 1),
    ("scientist", {"ml": 4, "stats": 4, "python": 4}, 4),
    ("engineer", {"mlops": 4, "python": 4, "pipelines": 3}, 3),
    ("data-engineer", {"pipelines": 5, "sql": 4, "python": 3}, 3),
    ("analyst", {"sql": 4, "stats": 3, "bi": 4, "labelling": 3}, 2),
    ("junior", {"python": 3, "sql": 3, "ml": 2, "labelling": 3}, 1),
)
STEPS: tuple[tuple[str, Data, tuple[str, ...]], ...] = (
    ("contract", {"needs": {"sql": 3}, "effort": "2d"}, ()),
    ("ingest", {"needs": [{"skills": {"pipelines": 3}, "people": 2}], "effort": "4d"},
     ("contract",)),
    ("quality", {"needs": {"sql": 3, "python": 3}, "effort": "3d"}, ("ingest",)),
    ("guide", {"needs": {"labelling": 2}, "effort": "1d"}, ("contract",)),
    ("labels", {"needs": [{"skills": {"labelling": 2}, "people": 2}], "effort": "6d"}, ("guide",)),
    ("agreement", {"needs": {"stats": 3}, "effort": "2d"}, ("labels",)),
    ("features-1", {"needs": {"pipelines": 3, "python": 3}, "effort": "5d"}, ("quality",)),
    ("features-2", {"needs": {"sql": 3, "python": 3}, "effort": "6d"}, ("quality",)),
    ("store", {"needs": [{"skills": {"pipelines": 3}}, {"skills": {"mlops": 3}, "share": 0.5}],
               "effort": "3d"}, ("features-1", "features-2")),
    ("baseline", {"needs": {"ml": 2}, "effort": "3d"}, ("quality", "agreement")),
    ("experiments", {"needs": [{"skills": {"ml": 3}, "people": 2}], "effort": "6d",
                     "resources": {"gpu": 1}}, ("store", "baseline")),
    ("uplift", {"needs": {"stats": 4}, "effort": "5d"}, ("baseline",)),
    ("training", {"needs": {"ml": 3, "python": 3}, "effort": "1d", "elapsed": "4d",
                  "resources": {"gpu": 3}}, ("experiments",)),
    ("evaluation", {"needs": {"stats": 3}, "effort": "3d"}, ("training", "uplift")),
    ("card", {"needs": {"governance": 3}, "effort": "1d"}, ("evaluation",)),
    ("serving", {"needs": {"mlops": 3}, "effort": "6d"}, ("store",)),
    ("shadow", {"elapsed": "7d"}, ("serving", "evaluation")),
    ("dashboard", {"needs": {"bi": 3}, "effort": "4d"}, ("evaluation",)),
    ("load-test", {"needs": [{"skills": {"mlops": 3}, "people": 2}], "effort": "3d"}, ("serving",)),
    ("ab-test", {"needs": {"stats": 3}, "effort": "1d", "elapsed": "14d"},
     ("shadow", "load-test", "card")),
    ("readout", {"needs": {"stats": 3, "python": 2}, "effort": "2d"}, ("ab-test", "dashboard")),
    ("rollout", {"needs": {"mlops": 3}, "effort": "2d"}, ("readout",)),
    ("handover", {"needs": [{"skills": {"python": 3}, "people": 2}], "effort": "2d"}, ("rollout",)),
)  # fmt: skip
"""Title, item and what it comes after, in each product."""


ZONES: tuple[Data, ...] = (
    {},
    {"timezone": "America/Sao_Paulo"},
    {"timezone": "Europe/Berlin"},
    {"timezone": "Asia/Kolkata", "day_start": "12:00"},
)
"""Where people are, in turn; those in Bangalore begin at noon, to meet New York."""


def make(seed: int, *, zones: bool = False) -> Data:
    """Return a scenario as the file format has it, the same one for the same seed.

    Parameters
    ----------
    zones
        Whether people are in four time zones, and the plan has slots of half an hour.
    """
    draw = Random(f"small team {seed}")
    people = _people(draw)
    add_calendars(people, Random(f"small team's calendars {seed}"))
    calendar: Data = {"start": START}
    if zones:
        calendar |= {"timezone": "America/New_York", "slot": "30m"}
        for number, person in enumerate(people):
            person |= ZONES[number % len(ZONES)]
    products = ("ranking", "churn", "forecast")
    items = [item for product in products for item in _items(product, draw)]
    items.append(
        {"id": "launch", "kind": "milestone", "after": [f"{p}-handover" for p in products]}
    )
    return {
        "version": 1,
        "name": f"A team of 14{' in four zones' * zones}, seed {seed}",
        "calendar": calendar,
        "people": people,
        "resources": [{"id": "gpu", "capacity": 6}],
        "projects": [
            {"id": product, "priority": draw.randint(1, 5), "due": due}
            for product, due in zip(
                products, ("2027-02-26", "2027-03-12", "2027-03-26"), strict=True
            )
        ],
        "items": items,
    }


def _people(draw: Random) -> list[Data]:
    found: list[Data] = []
    for role, skills, number in ROLES:
        for k in range(1, number + 1):
            own = {skill: max(1, level - draw.randint(0, 1)) for skill, level in skills.items()}
            best = own if k > 1 else skills  # one of each role can do all that the role does
            found.append({"id": f"{role}-{k}", "skills": best})
    return found


def _items(product: str, draw: Random) -> list[Data]:
    found = []
    for title, item, before in STEPS:
        made = {"id": f"{product}-{title}", "project": product, **item}
        if "effort" in made:
            made["effort"] = f"{float(made['effort'][:-1]) * draw.choice((0.75, 1, 1.25, 1.5)):g}d"
        if before:
            made["after"] = [f"{product}-{each}" for each in before]
        found.append(made)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one scenario."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.json")
    parser.add_argument("--zones", action="store_true")
    options = parser.parse_args(arguments)
    made = make(options.seed, zones=options.zones)
    options.output.write_text(written(made), encoding="utf-8")


if __name__ == "__main__":
    main()
