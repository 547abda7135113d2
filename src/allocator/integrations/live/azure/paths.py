"""Addresses of Azure DevOps' interface."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

VERSION: Final[dict[str, str | int]] = {"api-version": "7.1"}
"""Parameter that every request carries."""


def in_project(project: str, rest: str, team: str | None = None) -> str:
    """Return a path within a project, or within one of its teams."""
    parts = [project] if team is None else [project, team]
    return "".join(f"/{quote(part, safe='')}" for part in parts) + f"/_apis/{rest}"
