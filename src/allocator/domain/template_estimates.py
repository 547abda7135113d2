"""Labels by which an item says that its estimate is a template's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

LABEL_OF_TEMPLATE: Final = "template:"
LABEL_OF_SIZE: Final = "size:"
"""What the labels begin with of items that a template has made: ``template:model``, ``size:M``."""
_ESTIMATE = re.compile(r"estimate:(?P<template>.+)@(?P<version>\d+)/(?P<item>[^/]+)")


@dataclass(frozen=True, kw_only=True)
class TemplateEstimate:
    """Whose an item's estimate is: that of a template's item, at a size.

    Items say it by their labels, ``estimate:model@1/train`` and ``size:M``, so that it stays with
    them in plans and trackers.

    Attributes
    ----------
    template, version
        The template.
    item
        Id of its item.
    size
        The size of the use.
    """

    template: str
    version: int
    item: str
    size: str

    @classmethod
    def of(cls, labels: Iterable[str]) -> Self | None:
        """Return what labels say; None where the estimate is no template's."""
        labels = list(labels)
        sizes = [
            label.removeprefix(LABEL_OF_SIZE) for label in labels if label.startswith(LABEL_OF_SIZE)
        ]
        found = next(filter(None, map(_ESTIMATE.fullmatch, labels)), None)
        if found is None or not sizes:
            return None
        version = int(found["version"])
        return cls(template=found["template"], version=version, item=found["item"], size=sizes[0])

    @property
    def label(self) -> str:
        """The label that says it, beside that of the size."""
        return f"estimate:{self.template}@{self.version}/{self.item}"

    @property
    def sized(self) -> str:
        """The template at this size, as calibrations name it: ``model@1/M``."""
        return f"{self.template}@{self.version}/{self.size}"

    @property
    def sized_item(self) -> str:
        """Its item at this size, as calibrations name it: ``model@1/M/train``."""
        return f"{self.sized}/{self.item}"
