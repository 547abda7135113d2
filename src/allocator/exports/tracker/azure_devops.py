"""Writes a plan for Azure DevOps: CSV files for its import, and requests for everything else."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from allocator.domain import Plan
from allocator.exports.tracker.azure_batch import batches
from allocator.exports.tracker.azure_csv import azure_csv
from allocator.exports.tracker.azure_site import Site, is_id, numbered
from allocator.exports.tracker.rows import tracker_sheet
from allocator.planfile.files import write_text


def write(
    plan: Plan,
    target: Path,
    *,
    azure: str | None = None,
    all_new: bool = False,
    plan_dates: bool = False,
) -> list[Path]:
    """Write the whole plan.

    With ``plan.csv`` come ``plan.patch.json`` and, if there are new items, ``plan.create.json``;
    further files of a kind have a number: ``plan-2.csv``.

    Raises
    ------
    InputError
        The files cannot be written, or `azure` is no address.
    """
    stem = target.with_suffix("") if target.suffix.lower() == ".csv" else target
    files, _ = azure_files(
        plan, stem.name, site=Site.parse(azure), all_new=all_new, plan_dates=plan_dates
    )
    for name, text in files.items():
        write_text(stem.with_name(name), text)
    return [stem.with_name(name) for name in files]


def notes(
    plan: Plan, *, azure: str | None = None, all_new: bool = False, plan_dates: bool = False
) -> list[str]:
    """Return lines for the user: what the files cannot hold."""
    return azure_files(
        plan, "plan", site=Site.parse(azure), all_new=all_new, plan_dates=plan_dates
    )[1]


def azure_files(
    plan: Plan,
    stem: str,
    *,
    only: Collection[str] | None = None,
    site: Site,
    all_new: bool = False,
    plan_dates: bool = False,
) -> tuple[dict[str, str], list[str]]:
    """Return the texts of all files by their names, and notes for the user, one line each.

    Parameters
    ----------
    plan
        The plan.
    stem
        Beginning of the file names.
    only
        Ids of the items wanted; default: all that is planned or in progress.
    site
        The project of the work items.
    all_new
        Whether no id is one of Azure DevOps.
    plan_dates
        Whether the plan's dates are written in place of the due dates.
    """
    sheet = tracker_sheet(plan, lambda name: is_id(name, all_new=all_new), only)
    texts, said = azure_csv(sheet, site=site, plan_dates=plan_dates)
    files = {numbered(stem, number, ".csv"): text for number, text in enumerate(texts, 1)}
    requests, more = batches(sheet, stem, site=site, plan_dates=plan_dates)
    return files | requests, [*said, *more]
