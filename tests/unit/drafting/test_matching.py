"""Which template the work of a requirement is made of, and why."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Template
from allocator.domain.requirements import Requirement
from allocator.drafting.matching import match_template
from allocator.scenario.templates import all_templates

SHIPPED = all_templates()


def template(name: str, *tags: str) -> Template:
    items = ({"id": "a", "title": "A"},)
    return Template(template=name, title=name, tags=tags, items=items)


def match(templates: dict[str, Template], **asked: Any) -> tuple[str, str]:
    requirement = Requirement.model_validate({"id": "R1", "text": "Something", **asked})
    found = match_template(requirement, templates)
    return found.template, found.because


@pytest.mark.parametrize(
    ("tags", "text", "taken"),
    [
        (("dashboard",), "Score every customer with a model", "dashboard"),
        (("A/B test",), "x", "ab-test"),
        (("data pipeline",), "x", "data-pipeline"),
        (("scoring", "prediction", "etl"), "x", "model"),
        ((), "A churn prediction for all customers", "model"),
        ((), "Events are ingested by an ETL job", "data-pipeline"),
        ((), "Dashboards for marketing", "dashboard"),
        ((), "The officer agrees", ""),
    ],
)
def test_shipped_templates_are_found_by_tags_and_words(
    tags: tuple[str, ...], text: str, taken: str
) -> None:
    assert match(SHIPPED, tags=tags, text=text)[0] == taken


def test_a_name_goes_before_tags_and_tags_before_words() -> None:
    templates = {"one": template("one", "x", "y"), "two": template("two", "z")}
    assert match(templates, tags=["x", "y", "two"]) == ("two", "tag two")
    assert match(templates, tags=["z"], text="x and y") == ("two", "tag z")
    assert match(templates, text="x and y") == ("one", "the words x, y")
    assert match(templates, template="two", tags=["one"]) == ("two", "named")
    assert match(templates, template="none", tags=["one"])[0] == ""


def test_where_two_fit_alike_none_is_taken() -> None:
    templates = {"one": template("one", "x"), "two": template("two", "y")}
    assert match(templates, tags=["x", "y"]) == ("", "one and two fit alike")


def test_names_of_two_templates_fit_alike() -> None:
    """The first one was taken, and no word was said of the other."""
    templates = {"one": template("one", "x"), "two": template("two", "y")}
    assert match(templates, tags=["two", "one"]) == ("", "two and one fit alike")
    assert match(templates, tags=["y", "one", "One"]) == ("one", "tag one")


def test_words_are_whole_words() -> None:
    templates = {"one": template("one", "move")}
    assert match(templates, text="All movements are removed")[0] == ""
    assert match(templates, text="Moves of customers")[0] == "one"
