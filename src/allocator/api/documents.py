"""Sections of Markdown documents, kept up to date from a plan."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator import domain, wording
from allocator.api.arguments import listed, path_of
from allocator.api.plans import plan_of
from allocator.api.shown_forecast import found_forecast
from allocator.errors import Finding, InputError, Place, ScenarioError

if TYPE_CHECKING:
    from allocator.documents.rewrite import RewrittenDocument
    from allocator.domain.forecast import Forecast


@dataclass(frozen=True, kw_only=True)
class DocumentSection:
    """A section of a document.

    Attributes
    ----------
    file
        The document, as it was named.
    line
        Of the opening marker, from 1.
    section
        What the marker says: ``status project=CH``.
    changed
        Whether it differed from the plan.
    """

    file: str
    line: int
    section: str
    changed: bool


@dataclass(frozen=True, kw_only=True)
class DocumentsReport:
    """What has become of documents.

    Attributes
    ----------
    sections : tuple of DocumentSection
        All sections, in the order of the files.
    written : tuple of Path
        The documents that were written; none where they were only checked.
    without_sections : tuple of Path
        Documents that have no section.
    notes : tuple of str
        What is to be known besides, a line each.

    Examples
    --------
    >>> updated.up_to_date, [(one.section, one.changed) for one in updated.sections]
    (False, [('status', True)])
    """

    sections: tuple[DocumentSection, ...]
    written: tuple[Path, ...] = ()
    without_sections: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def up_to_date(self) -> bool:
        """Whether no section differed from the plan."""
        return not any(section.changed for section in self.sections)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it."""
        return {
            "up_to_date": self.up_to_date,
            "sections": [asdict(section) for section in self.sections],
            "written": [str(path) for path in self.written],
            "without_sections": [str(path) for path in self.without_sections],
            "notes": list(self.notes),
        }


def update_documents(
    plan: domain.Plan | str | Path,
    files: str | Path | Sequence[str | Path],
    *,
    forecast: Forecast | str | Path | None = None,
    check: bool = False,
) -> DocumentsReport:
    r"""Write the marked sections of Markdown documents anew, and nothing else in them.

    Parameters
    ----------
    plan
        A plan, or its path.
    files
        The documents. docs/documents.md says how sections are marked.
    forecast
        How sure the plan is, or the path of its forecast.json; by default that which lies beside
        the plan, where the plan is given by its path.
    check
        Whether only to say which sections differ from the plan; nothing is written.

    Returns
    -------
    DocumentsReport
        Every section, and whether it differed.

    Raises
    ------
    ScenarioError
        Markers are wrong, or documents cannot be read; all findings of all documents, and nothing
        is written.
    InputError
        A document cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Path("launch.md")
    >>> _ = page.write_text("# Launch\n\n<!-- allocator: status -->\n<!-- /allocator -->\n")
    >>> updated = allocator.update_documents(plan, page)
    >>> allocator.update_documents(plan, page, check=True).up_to_date
    True
    """
    from allocator.documents.rewrite import rewritten
    from allocator.documents.source import SectionSource

    paths = _distinct([path_of("a document", each) for each in listed(files)])
    if not paths:
        raise InputError("no document is given")
    subject = plan_of(plan)
    found = found_forecast(subject, plan, forecast)
    source = SectionSource(subject, found.forecast)
    findings: list[Finding] = []
    documents: dict[Path, RewrittenDocument] = {}
    for path in paths:
        try:
            documents[path] = rewritten(_text(path), str(path), source)
            findings += documents[path].findings
        except ScenarioError as error:
            findings += error.findings
    if findings:
        raise ScenarioError(findings)
    return DocumentsReport(
        sections=tuple(_sections(documents)),
        written=() if check else _write(documents),
        without_sections=tuple(path for path, one in documents.items() if not one.sections),
        notes=(found.notice,) if found.notice else (),
    )


def _distinct(paths: Sequence[Path]) -> list[Path]:
    """Return the paths without those that lead to the same file as an earlier one."""
    return list({os.path.realpath(path): path for path in reversed(paths)}.values())[::-1]


def _sections(documents: dict[Path, RewrittenDocument]) -> Iterator[DocumentSection]:
    for path, document in documents.items():
        for one in document.sections:
            yield DocumentSection(
                file=str(path), line=one.line, section=one.words, changed=one.changed
            )


def _text(path: Path) -> str:
    """Return the text of a document, with its own line ends and byte order mark.

    Raises
    ------
    ScenarioError
        It cannot be read, or is not UTF-8.
    """
    if path.is_dir():
        hint = f"name the documents in it, for example {path / '*.md'}"
        raise _refused(path, "this is a folder", hint, "not-a-file")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        hint = "check the name and the folder"
        raise _refused(path, "there is no such file", hint, "missing-file") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        hint = "check its name and whether you may read it"
        raise _refused(path, f"it cannot be read: {why}", hint, "unreadable-file") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8"
        raise _refused(
            path, f"it is not UTF-8 text: {error.reason}", hint, "not-a-text-file", line
        ) from None


def _refused(
    path: Path, message: str, hint: str, code: str, line: int | None = None
) -> ScenarioError:
    place = Place(str(path), line)
    return ScenarioError([Finding(code=code, message=message, hint=hint, place=place)])


def _write(documents: dict[Path, RewrittenDocument]) -> tuple[Path, ...]:
    """Write the documents that have changed, once all of them are known to be writable.

    Raises
    ------
    InputError
        One cannot be written.
    """
    from allocator.planfile.files import write_text

    stale = [path for path, one in documents.items() if any(s.changed for s in one.sections)]
    locked = [str(path) for path in stale if not _is_writable(path)]
    if locked:
        raise InputError(
            f"{wording.joined(locked)} may not be written, so no document was; "
            "allow writing them and their folders"
        )
    for path in stale:
        write_text(path, documents[path].text)
    return tuple(stale)


def _is_writable(path: Path) -> bool:
    real = Path(os.path.realpath(path))
    return os.access(real, os.W_OK) and os.access(real.parent, os.W_OK)
