"""The error that the process which runs Java answers with."""

from __future__ import annotations


class WorkerError(Exception):
    """What keeps a request from being answered: a code, and Java's words."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message)
        self.code = code
