"""Opens and writes project files with MPXJ; runs only where Java has been started."""

from __future__ import annotations

from typing import Any

import jpype

from allocator.mpxj.worker_error import WorkerError


def projects_of(path: str) -> list[Any]:
    """Return the projects of a file, as Java objects.

    Raises
    ------
    WorkerError
        MPXJ does not know the format, or the file holds no project.
    """
    reader = jpype.JClass("org.mpxj.reader.UniversalProjectReader")()
    found = reader.readAll(path)
    if found is None or not found.size():
        raise WorkerError("unknown-format", file=path)
    return list(found)


def write_as(target: str, form: str, source: str) -> None:
    """Write the project of a file in another format.

    Parameters
    ----------
    target
        The file to write.
    form
        Name of the format as MPXJ has it: ``MSPDI``, ``MPX``, ``PMXML``, ``XER``, ``PLANNER``,
        ``SDEF``.
    source
        The file to read.
    """
    form_class = jpype.JClass("org.mpxj.writer.FileFormat")
    writer = jpype.JClass("org.mpxj.writer.UniversalProjectWriter")(form_class.valueOf(form))
    project = projects_of(source)[0]
    dates = jpype.JClass("org.mpxj.ProjectDateFormat")
    project.getProjectProperties().setDateFormat(dates.DD_MM_YY_HH_MM)  # MPX keeps times then
    for resource in project.getResources():
        if resource.getCode() is not None:
            resource.setResourceID(resource.getCode())
    writer.write(project, target)
