"""The error that the process which runs Java answers with."""

from __future__ import annotations


class WorkerError(Exception):
    """What keeps a request from being answered: a code, Java's words, and the file."""

    def __init__(self, code: str, message: str = "", file: str = "") -> None:
        super().__init__(message)
        self.code, self.file = code, file
