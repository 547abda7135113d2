"""Writes portfolio.yaml: 40 people, 8 products, about 400 work items.

The same seed gives the same file, byte for byte:

    python scenarios/make_portfolio.py --seed 7 > scenarios/portfolio.yaml

Only ``random.Random.random`` is drawn from, the one method whose values Python keeps between
versions; the text is written here, so that no library's formatting can change it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

START = dt.date(2026, 12, 1)
END = dt.date(2027, 9, 30)

FIRST_NAMES = (
    "Ada", "Ben", "Carla", "Dev", "Elif", "Femi", "Greta", "Hana", "Igor", "Jaya",
    "Kofi", "Lena", "Marek", "Nadia", "Omar", "Priya", "Quinn", "Rosa", "Sven", "Tara",
    "Uma", "Vera", "Wes", "Ximena", "Yara", "Zoe", "Anil", "Bruna", "Caio", "Dana",
    "Emil", "Farah", "Gus", "Heloisa", "Ivan", "Joana", "Kamal", "Luiza", "Milan", "Nina",
)  # fmt: skip
COUNTRIES = ("US", "BR", "IN", "PL")
SPECIALTIES = ("nlp", "vision", "uplift", "forecasting", "ranking")

# role, how many, skills with levels, rate per hour, capacity
ROLES: tuple[tuple[str, int, dict[str, int], int, float], ...] = (
    ("Lead Data Scientist", 3, {"python": 4, "ml": 5, "stats": 5, "governance": 4}, 120, 0.5),
    ("Senior Data Scientist", 6, {"python": 4, "ml": 4, "stats": 4, "sql": 3}, 90, 0.8),
    ("Data Scientist", 6, {"python": 4, "ml": 3, "stats": 3, "sql": 3}, 70, 0.8),
    ("Junior Data Scientist", 3, {"python": 3, "ml": 2, "sql": 2, "labelling": 3}, 45, 0.8),
    ("ML Engineer", 6, {"python": 5, "ml": 3, "mlops": 4}, 95, 0.8),
    ("Data Engineer", 6, {"python": 3, "sql": 4, "pipelines": 4, "mlops": 2}, 70, 0.8),
    ("Analytics Engineer", 3, {"sql": 5, "python": 3, "pipelines": 3, "bi": 3}, 65, 0.8),
    ("Product Analyst", 3, {"sql": 4, "bi": 4, "stats": 3, "governance": 3}, 65, 0.8),
    ("Annotation Specialist", 4, {"labelling": 4, "sql": 3, "bi": 2, "governance": 3}, 45, 0.8),
)
FALLBACK_PRIORITY = 4
"""Products of this priority or above have a fallback, and a promised date."""
SCIENTISTS = ("Lead Data Scientist", "Senior Data Scientist", "Data Scientist")


@dataclass(frozen=True)
class Product:
    """One product: how its items are called, what it needs, when it begins and is due."""

    prefix: str
    id: str
    name: str
    priority: int
    streams: tuple[tuple[str, str], ...]
    """Name and specialty of each stream."""
    first_day: dt.date
    due: dt.date


PRODUCTS = tuple(
    Product(prefix, id_, name, priority, streams, dt.date(*first), dt.date(*due))
    for prefix, id_, name, priority, streams, first, due in (
        ("LS", "leads", "Lead scoring", 3,
         (("firmographics", "ranking"), ("web visits", "nlp"), ("calls", "nlp")),
         (2026, 12, 1), (2027, 4, 30)),
        ("UP", "uplift", "Campaign uplift", 5,
         (("mail", "uplift"), ("push messages", "uplift"), ("vouchers", "uplift")),
         (2026, 12, 1), (2027, 5, 14)),
        ("CR", "creative", "Creative ranking", 2,
         (("ad copy", "nlp"), ("images", "vision"), ("video", "vision")),
         (2026, 12, 1), (2027, 6, 11)),
        ("CH", "churn", "Churn prevention", 4,
         (("contracts", "ranking"), ("usage", "forecasting"), ("support tickets", "nlp")),
         (2026, 12, 7), (2027, 5, 28)),
        ("RC", "recommendations", "Product recommendations", 4,
         (("home page", "ranking"), ("basket", "ranking"), ("mail", "ranking")),
         (2027, 1, 4), (2027, 6, 25)),
        ("FC", "forecast", "Demand forecast", 3,
         (("stores", "forecasting"), ("web shop", "forecasting"), ("promotions", "uplift")),
         (2027, 1, 11), (2027, 6, 30)),
        ("AB", "budget", "Advertising budget", 2,
         (("search", "forecasting"), ("social", "forecasting"), ("television", "uplift")),
         (2027, 1, 18), (2027, 7, 16)),
        ("SE", "search", "Shop search", 1,
         (("queries", "nlp"), ("photo search", "vision"), ("results", "ranking")),
         (2027, 2, 1), (2027, 7, 30)),
    )
)  # fmt: skip


class Dice:
    """Random numbers that do not depend on the version of Python."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def chance(self, probability: float) -> bool:
        """Whether something happens that has this probability."""
        return self._random.random() < probability

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, among: Sequence[T]) -> T:
        """Return one of several."""
        return among[self.whole(0, len(among) - 1)]

    def effort(self, days: int) -> str:
        """Return a three-point estimate around so many days."""
        likely = max(1, self.whole(round(days * 0.75), round(days * 1.3)))
        low = max(1, round(likely * 0.7))
        high = likely + max(1, round(likely * (0.4 + 0.1 * self.whole(0, 5))))
        return f"{{low: {low}d, likely: {likely}d, high: {high}d}}"


def people(dice: Dice) -> list[str]:
    """Write the people, a line each where that is short enough."""
    lines = []
    names = iter(FIRST_NAMES)
    for role, count, base, rate, capacity in ROLES:
        for number in range(count):
            name = next(names)
            skills = {k: min(5, max(1, v + dice.pick((-1, 0, 0, 0, 1)))) for k, v in base.items()}
            if role in SCIENTISTS:
                skills[SPECIALTIES[(number + len(role)) % 5]] = dice.whole(3, 5)
                skills.setdefault(dice.pick(SPECIALTIES), 3)
            lines += [
                f"  - id: {name.lower()}",
                f"    name: {name}",
                f"    role: {role}",
                f"    skills: {{{', '.join(f'{k}: {v}' for k, v in skills.items())}}}",
                f"    capacity: {capacity}",
                f"    rate: {rate + 5 * dice.whole(-2, 2)}",
            ]
            if dice.chance(0.12):
                lines.append("    workdays: [mon, tue, wed, thu]")
            country = dice.pick(COUNTRIES)
            if country != "US":
                lines.append(f"    holidays: {{country: {country}, dates: [2026-12-24]}}")
            lines.append(f"    time_off: [{', '.join(_vacations(dice))}]")
    return lines


def _vacations(dice: Dice) -> list[str]:
    """Return one week off between December and March, two later on."""
    weeks = [(dice.whole(1, 16), 1), (dice.whole(19, 40), 2)]
    monday = START - dt.timedelta(days=START.weekday())
    spans = []
    for week, length in weeks:
        first = monday + dt.timedelta(weeks=week)
        spans.append(f"{{from: {first}, to: {first + dt.timedelta(days=7 * length - 3)}}}")
    return spans


@dataclass
class Items:
    """The work items of one product, written as they are added."""

    product: Product
    dice: Dice
    lines: list[str] = field(default_factory=list)
    count: int = 0

    def add(
        self,
        title: str,
        needs: str | None = None,
        days: int | None = None,
        after: Sequence[str] = (),
        **more: object,
    ) -> str:
        """Write an item and return its id."""
        self.count += 1
        item = f"{self.product.prefix}-{self.count}"
        self.lines += [f"  - id: {item}", f"    title: {title}", f"    project: {self.product.id}"]
        if needs:
            self.lines.append(f"    needs: {needs}")
        if days:
            self.lines.append(f"    effort: {self.dice.effort(days)}")
        self.lines += [f"    {key}: {value}" for key, value in more.items()]
        if after:
            self.lines.append(f"    after: [{', '.join(after)}]")
        return item

    def named(self, title: str) -> list[str]:
        """Return the ids of the items whose title begins so."""
        heads = zip(self.lines, self.lines[1:], strict=False)
        found = [(one, two) for one, two in heads if two.startswith(f"    title: {title}")]
        return [one.removeprefix("  - id: ") for one, _ in found]

    def may_fail(self, item: str, succeeds: float, if_fails: str) -> None:
        """Say of an item that stands there how likely it succeeds, and what is done if not."""
        behind = self.lines.index(f"  - id: {item}") + 3
        lines = [f"    succeeds: {succeeds}", f"    if_fails: {{{if_fails}}}"]
        self.lines[behind:behind] = lines

    def heading(self, text: str) -> None:
        """Begin a section."""
        self.lines += ["", f"  # {self.product.name}: {text}"]


def data_stream(items: Items, name: str) -> tuple[str, str]:
    """Write one stream's data items; return its quality check and its labels."""
    contract = items.add(f"Data contract for {name}", "{sql: 4}", 3)
    ingest = items.add(
        f"Ingest {name}",
        items.dice.pick(("{pipelines: 3}", "[{skills: {pipelines: 3}, people: 2}]")),
        6,
        [contract],
        resources="{spark: 1}",
    )
    quality = items.add(
        f"Data quality of {name}",
        "{sql: 3, python: 3}",
        4,
        [f"{{item: {ingest}, type: SS, lag: 3d}}", f"{{item: {ingest}, type: FF, lag: 1d}}"],
    )
    guide = items.add(f"Labelling guide for {name}", "{labelling: 2}", 2, [contract])
    labels = items.add(f"Label {name}", "[{skills: {labelling: 2}, people: 2}]", 5, [guide])
    return quality, labels


def model_stream(items: Items, name: str, specialty: str, data: tuple[str, str]) -> tuple[str, str]:
    """Write one stream's items from features to the model; return its model and experiments."""
    dice = items.dice
    features = items.add(f"Feature pipeline for {name}", "{pipelines: 3, python: 3}", 7, [data[0]])
    extra = items.add(f"Derived features of {name}", "{sql: 3, python: 3}", 6, [data[0]])
    backfill = items.add(
        f"Backfill of {name} runs", None, None, [features, extra],
        elapsed=f"{dice.whole(2, 5)}d", resources="{spark: 1}",
    )  # fmt: skip
    baseline = items.add(f"Baseline on {name}", "{ml: 2, sql: 2}", 4, [*data, extra])
    experiments = items.add(
        f"Experiments on {name}",
        f"[{{skills: {{{specialty}: 3, ml: 2}}, effort: {dice.whole(8, 14)}d}}, "
        f"{{skills: {{ml: 3, python: 4}}, effort: {dice.whole(4, 8)}d, share: 0.5}}]",
        None,
        [backfill, baseline],
        resources=f"{{gpu: {dice.pick((1, 2, 4))}}}",
    )
    training = items.add(
        f"Train on {name}", "{ml: 3, python: 4}", 2, [experiments],
        elapsed=f"{dice.whole(2, 5)}d", resources=f"{{gpu: {dice.pick((4, 6, 8))}}}",
    )  # fmt: skip
    evaluation = items.add(f"Offline evaluation on {name}", "{stats: 3, python: 3}", 4, [training])
    if dice.chance(0.5):
        items.add(
            f"Explain what counts in {name}", f"{{{specialty}: 3}}", 6, [evaluation],
            optional="true", value=dice.whole(2, 9),
        )  # fmt: skip
    return evaluation, experiments


def launch(items: Items, models: Sequence[tuple[str, str]]) -> None:
    """Write what brings a product's models into service."""
    dice = items.dice
    evaluations = [evaluation for evaluation, _ in models]
    serving = items.add(
        "Serving API", "[{skills: {mlops: 3}, people: 2}]", 6,
        [f"{{item: {models[0][1]}, type: SS, lag: 5d}}"],
    )  # fmt: skip
    ensemble = items.add("Combine the models", "{ml: 4, python: 4}", 6, evaluations)
    review = items.add("Privacy and fairness review", "{governance: 3}", 4, evaluations[:1])
    card = items.add("Model card", "{governance: 3}", 2, [ensemble, review])
    shadow = items.add("Shadow deployment", "{mlops: 2}", 3, [ensemble, serving])
    traffic = items.add("Shadow traffic runs", None, None, [shadow], elapsed="7d")
    compare = items.add("Compare shadow with offline", "{stats: 2, python: 3}", 3, [traffic])
    design = items.add("Design the A/B test", "{stats: 4}", 2, evaluations[:1])
    test = items.add(
        "A/B test runs", None, None, [card, compare, f"{{item: {design}, lag: {{elapsed: 2d}}}}"],
        elapsed=f"{dice.pick((14, 14, 21))}d",
    )  # fmt: skip
    readout = items.add("Read the A/B test", "{stats: 4}", 3, [test])
    promised: dict[str, object] = {}
    if items.product.priority == max(product.priority for product in PRODUCTS):
        promised["deadline"] = items.product.due + dt.timedelta(days=91)
    items.add(
        f"{items.product.name} live", None, None, [readout],
        kind="milestone", due=items.product.due - dt.timedelta(days=14), **promised,
    )  # fmt: skip
    items.add("Drift monitoring", "{mlops: 2}", 5, [f"{{item: {shadow}, lag: 2d}}"])
    items.add("Dashboard", "{bi: 3}", 7, [compare])
    items.add("Training for users", "{bi: 2}", 4, [f"{{item: {readout}, lag: -2d}}"])
    items.add(
        "Second market, a study", "{stats: 3, sql: 3}", 8, [compare],
        optional="true", value=dice.whole(3, 8),
    )  # fmt: skip
    for _, experiments in models[:2]:
        items.may_fail(experiments, 0.75, "repeat: 1, effort: 0.5")
    if items.product.priority >= FALLBACK_PRIORITY:
        simple = items.add(
            "One simple model in place of several", "{ml: 3, python: 3}",
            effort="{low: 3d, likely: 4d, high: 7d}",
        )  # fmt: skip
        items.may_fail(ensemble, 0.8, f"then: {simple}")
    if items.product.priority == 1:
        items.may_fail(review, 0.9, "stop: true")


def uncertainty(written: Sequence[Items]) -> list[str]:
    """Write how sure the portfolio is: absences, risks that hit several products, promises."""
    training = [items.named("Train on ") for items in written]
    contracts = [items.named("Data contract ") for items in written]
    lines = [
        "# Low and high of the estimates are P10 and P90; people fall ill.",
        "uncertainty:",
        "  range: 80",
        "  absence: {days_per_year: 8, spell: 2d}",
        "",
        "risks:",
        "  - id: R1",
        "    title: The GPU pool is moved to another site",
        "    chance: 0.2",
        f"    hits: [{', '.join(names[0] for names in training)}]",
        "    delay: {low: 2d, likely: 5d, high: 10d}",
        "  - id: R2",
        "    title: The law on consent is read more strictly",
        "    chance: 0.3",
        f"    hits: [{', '.join(names[0] for names in contracts)}]",
        "    effort: 50%",
        "",
        "promises:",
    ]
    for items in written:
        if items.product.priority >= FALLBACK_PRIORITY:
            (live,) = items.named(f"{items.product.name} live")
            day = items.product.due + dt.timedelta(days=28)
            lines.append(f"  - {{milestone: {live}, by: {day}, confidence: 0.8}}")
    return lines


def product_items(product: Product, dice: Dice) -> Items:
    """Write all items of a product."""
    items = Items(product, dice)
    models = []
    for name, specialty in product.streams:
        items.heading(name)
        models.append(model_stream(items, name, specialty, data_stream(items, name)))
    items.heading("launch")
    launch(items, models)
    return items


def portfolio(seed: int) -> str:
    """Return the text of the scenario.

    Parameters
    ----------
    seed
        Seed of the random numbers.
    """
    dice = Dice(seed)
    staff = people(dice)
    written = [product_items(product, dice) for product in PRODUCTS]
    total = sum(items.count for items in written)
    lines = [
        f"# A portfolio: {sum(r[1] for r in ROLES)} people in four countries, {len(PRODUCTS)} "
        f"products, {total} work items over three quarters.",
        "#",
        "# It shows the size at which planning by hand ends: streams of data, features, models and",
        "# launches that compete for specialists, GPUs and the few who put models into service.",
        f"# Made by scenarios/make_portfolio.py --seed {seed}; change that script, not this file.",
        "# It has what a forecast looks at, too: experiments that may fail, fallbacks, a gate,",
        "# risks, promises and unplanned absences.",
        "#",
        "#     allocator plan scenarios/portfolio.yaml -o plan",
        "version: 1",
        f"name: Portfolio of {len(PRODUCTS)} products",
        "calendar:",
        f"  start: {START}",
        f"  end: {END}",
        "  holidays: {country: US, dates: [2026-12-24]}",
        "plan_on: mean",
        "proficiency: {1: 0.6, 2: 0.8, 3: 1.0, 4: 1.15, 5: 1.3}",
        "",
        "people:",
        *staff,
        "",
        "resources:",
        "  - {id: gpu, name: A100 pool, capacity: 16}",
        "  - {id: spark, name: Spark cluster slots, capacity: 8}",
        "",
        "projects:",
        *(
            f"  - {{id: {p.id}, name: {p.name}, priority: {p.priority}, "
            f"not_before: {p.first_day}, due: {p.due}}}"
            for p in PRODUCTS
        ),
        "",
        *uncertainty(written),
        "",
        "items:",
    ]
    for items in written:
        lines += items.lines
    return "\n".join(lines).replace("items:\n\n", "items:\n") + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the scenario to stdout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=7, help="seed of the random numbers")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(portfolio(options.seed))


if __name__ == "__main__":
    main()
