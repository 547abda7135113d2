"""What the answers of the library have in common: they are made of models, and are plain data."""

from __future__ import annotations

from typing import Any, Self

from allocator.domain.base import Model


class PlainAnswer(Model):
    """An answer that adds texts, tables and files to the fields of a model."""

    @classmethod
    def of(cls, found: Model) -> Self:
        """Return what was found, which has the fields of this class, as such an answer."""
        return cls.model_construct(**dict(found))

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as ``--json`` prints it."""
        return self.model_dump(mode="json")
