"""Checks a scenario that was made in Python: its models, and the references between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from allocator.domain import Calendar, Scenario
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.errors import Finding, ScenarioError
from allocator.scenario.load import Loaded, not_too_many
from allocator.scenario.places import ModelPlaces
from allocator.scenario.relaxed_dates import with_dates_relaxed
from allocator.scenario.shape.field_errors import FieldErrors
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.parts import parts_of
from allocator.scenario.shape.sections import SECTIONS, model_name
from allocator.scenario.text.located import LocatedDict, Step
from allocator.scenario.validate import check_references
from allocator.wording import shorten


@without_garbage_collection()
def check_scenario(scenario: Scenario, *, relax: bool = False) -> Loaded:
    """Return a scenario made in Python, with what is worth knowing about it.

    Parameters
    ----------
    scenario
        Its models are validated again, since ``model_copy(update=...)`` does not do it.
    relax
        Whether items that cannot keep their dates are only warned of.

    Raises
    ------
    ScenarioError
        Something is wrong with it; all errors and warnings are named, in its order.
    """
    places = ModelPlaces(scenario)
    found = list(_misshapen(scenario, places))
    if not found:
        references = check_references(parts_of(scenario, places))
        if relax:
            references = with_dates_relaxed(references)
        found = not_too_many(references, "scenario")
    findings = tuple(sorted(found, key=places.order))
    if any(finding.severity == "error" for finding in findings):
        raise ScenarioError(findings)
    return Loaded(scenario, findings)


def _misshapen(scenario: Scenario, places: ModelPlaces) -> Iterator[Finding]:
    """Yield what the models of a scenario would refuse."""
    rest = dict.fromkeys(SECTIONS, ()) | {"calendar": Calendar(start=dt.date(2000, 1, 1))}
    yield from _invalid(scenario.model_copy(update=rest), (), "", None, scenario, places)
    yield from _invalid(scenario.calendar, ("calendar",), "calendar", None, scenario, places)
    for section, (_, word) in SECTIONS.items():
        for index, entry in enumerate(getattr(scenario, section)):
            name = model_name(entry)
            owner = f'{word} "{shorten(name)}"'
            yield from _invalid(entry, (section, index), owner, name, scenario, places)


def _invalid(
    entry: BaseModel,
    base: tuple[Step, ...],
    owner: str,
    ident: str | None,
    scenario: Scenario,
    places: ModelPlaces,
) -> Iterator[Finding]:
    """Yield what is wrong with one model of a scenario, apart from the others."""
    model = type(entry)
    try:
        model.model_validate({name: getattr(entry, name) for name in model.model_fields})
    except ValidationError as error:
        wording = FieldErrors(
            root=_written(scenario),
            model=model,
            base=base,
            owner=owner,
            suggester=Suggester(),
            ident=ident,
            places=places,
        )
        yield from wording.findings(error, is_whole=True)


def _written(scenario: Scenario) -> LocatedDict:
    """Return the scenario as a document would hold it, without places."""
    data: dict[str, Any] = scenario.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, warnings=False
    )
    root = LocatedDict("scenario", (1, 1))
    root.update(data)
    return root
