"""The process that runs Java: reads a request as JSON, and writes the answer as JSON.

Only :mod:`.process` starts it. Whatever Java and its libraries print goes to the error stream.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

from allocator.mpxj.worker_error import WorkerError

JAVA_OPTIONS: Final = (
    *("-Xmx2g", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
    *("-Djava.awt.headless=true", "-Dlog4j2.level=OFF"),
    # No file may make the reader fetch others.
    *("-Djavax.xml.accessExternalDTD=", "-Djavax.xml.accessExternalSchema="),
)
"""Options of the Java machine: short starts, enough memory, deep outlines."""


def main() -> None:
    """Answer the request in the first line of the standard input, and end.

    The input stays open as long as somebody waits for the answer; its end ends the process.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.loads(sys.stdin.buffer.readline() or "{}")
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        _start_java()
        answer = _ANSWERS[request["do"]](request)
    except WorkerError as error:
        answer = {"error": error.code, "message": str(error), "file": error.file}
    with answers:
        json.dump(answer, answers)


def _end_with_input() -> None:
    """End the process, Java too, when nobody waits for its answer any more."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _start_java() -> None:
    """Start Java with MPXJ.

    Raises
    ------
    WorkerError
        A package or Java itself is missing, or Java does not start.
    """
    try:
        import jpype
        import mpxj  # noqa: F401  adds the jar files to the class path
    except ImportError as error:
        raise WorkerError("no-mpxj", str(error)) from None
    try:
        jpype.startJVM(*JAVA_OPTIONS, convertStrings=False)
    except jpype.JVMNotFoundException as error:
        raise WorkerError("no-java", str(error)) from None
    except Exception as error:  # a broken installation, another processor, too little memory
        raise WorkerError("java-fails", f"{type(error).__name__}: {error}") from None


def _read(request: dict[str, Any]) -> dict[str, Any]:
    from allocator.mpxj.java_projects import read_projects

    return {"projects": [_tried(read_projects, path) for path in request["files"]]}


def _write(request: dict[str, Any]) -> dict[str, Any]:
    from allocator.mpxj.java_files import write_as

    for target, form in request["targets"]:
        _tried(write_as, target, form, request["source"])
    return {}


def _tried(task: Callable[..., Any], *arguments: str) -> Any:
    """Call a function that runs Java, and turn Java's exceptions into an error with a code."""
    import jpype

    try:
        return task(*arguments)
    except jpype.JException as error:
        raise WorkerError("unreadable", _reason(error), arguments[0]) from None


def _reason(error: Any) -> str:
    """Return the innermost reason of a Java exception, in one line."""
    while error.getCause() is not None:
        error = error.getCause()
    text = str(error.getMessage() or error.getClass().getSimpleName())
    return " ".join(text.split())[:300]


_ANSWERS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "read": _read,
    "write": _write,
}
