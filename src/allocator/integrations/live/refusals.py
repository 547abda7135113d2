"""Puts into words what a server refuses, and what does not reach it; no secret is shown."""

from __future__ import annotations

import json
import re
import socket
import ssl
from typing import TYPE_CHECKING, Any, Final

from allocator.errors import TrackerError
from allocator.wording import shorten

if TYPE_CHECKING:
    import httpx2

_MAX_CHARACTERS: Final = 500
_TAG = re.compile(r"<[^>]*>")

_HINTS: Final = {
    400: "correct the query, or what else the message names",
    401: "the token is wrong, has run out, or belongs to another account: make a new one, and set "
    "{variable}",
    403: "the account may not do this: ask for the right, or give the token more scopes",
    404: "there is no such thing there, or the account may not see it: look at the address, the "
    "project, the board and the team in {file}",
    407: "the proxy wants a name and a password: set HTTPS_PROXY",
    410: "this site no longer offers what was asked for: look for a newer allocator",
}


class RefusalWording:
    """Makes errors of answers and of faults on the way.

    Parameters
    ----------
    host
        The host of the site.
    variable
        Environment variable of the token.
    file
        The tracker file.
    secrets
        Texts that no message may show.
    """

    def __init__(self, host: str, variable: str, file: str, secrets: tuple[str, ...]) -> None:
        self._host, self._variable, self._file, self._secrets = host, variable, file, secrets

    def error(self, what: str, response: httpx2.Response) -> TrackerError:
        """Return the error for an answer that is not what was asked for.

        Parameters
        ----------
        what
            The request in words: ``GET /rest/api/3/field``.
        response
            The answer.
        """
        status = response.status_code
        if response.is_redirect:
            return self._redirected(what, response)
        hint = _HINTS.get(status, "try again later" if status >= 500 else "")
        said = self.clean(said_by(response))
        colon = f": {said}" if said else ""
        answer = f"{self._host} answers {what} with {status}{colon}"
        return self._error(answer, hint, status, said)

    def no_data(self, what: str, response: httpx2.Response) -> TrackerError:
        """Return the error for a page of a browser in place of data."""
        return self._error(
            f"{self._host} answers {what} with something else than what was asked for",
            "a page to sign in, or one of a proxy: look at url in {file}, and whether the token "
            "in {variable} still holds",
            response.status_code,
        )

    def other_data(self, what: str, status: int) -> TrackerError:
        """Return the error for data that the interface would not give."""
        return self._error(
            f"{self._host} answers {what} with other data than the interface of a tracker",
            "another program may answer there: look at url in {file}",
            status,
        )

    def unreachable(self, what: str, fault: Exception, tries: int) -> TrackerError:
        """Return the error for a request that has met no answer.

        Parameters
        ----------
        what
            The request in words.
        fault
            What happened.
        tries
            How often it was sent.
        """
        why = _why_not_connected(fault) or self.clean(str(fault)) or type(fault).__name__
        times = f", {tries} times" if tries > 1 else ""
        hint = "look at url in {file}, the network, and the proxy in HTTPS_PROXY"
        if is_about_certificates(fault):
            hint = (
                "name the file with the certificate of your network's authority in SSL_CERT_FILE; "
                "the check itself cannot be turned off"
            )
        elif type(fault).__name__.endswith("Timeout"):
            why = "no answer in time"
        return self._error(f"{self._host} cannot be reached with {what}{times}: {why}", hint, None)

    def too_long(self, what: str, seconds: float) -> TrackerError:
        """Return the error for a server that asks to wait longer than anybody would."""
        return self._error(
            f"{self._host} asks to wait {seconds / 60:.0f} minutes before {what} is sent again",
            "give the same command then; what has been read is kept",
            429,
        )

    def clean(self, text: str) -> str:
        """Return a text of a server in one line, without secrets, tags and control characters."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        text = " ".join(_TAG.sub(" ", text).split())
        return shorten("".join(c if c.isprintable() else " " for c in text), most=_MAX_CHARACTERS)

    def _redirected(self, what: str, response: httpx2.Response) -> TrackerError:
        target = response.headers.get("Location", "")
        if target.startswith("/") and not target.startswith("//"):
            return self._error(
                f"{self._host} sends {what} on to a page of its own, "
                f"{self.clean(target.partition('?')[0])}",
                "if it is a page to sign in, the token in {variable} does not hold; else look at "
                "the path of url in {file}",
                response.status_code,
            )
        host = re.sub(r"^\w+://([^/?#]*@)?", "", target).partition("/")[0].partition("?")[0]
        return self._error(
            f"{self._host} sends {what} on to {self.clean(host) or 'nowhere'}, which is given no "
            "token",
            "if the site has moved, write its new address into {file}; if it is a page to sign "
            "in, the token in {variable} does not hold",
            response.status_code,
        )

    def _error(self, message: str, hint: str, status: int | None, said: str = "") -> TrackerError:
        hint = hint.replace("{variable}", self._variable).replace("{file}", self._file)
        text = f"{message}\n    hint: {hint}" if hint else message
        return TrackerError(text, status=status, said=said)


def is_about_certificates(fault: BaseException) -> bool:
    """Return whether a connection failed since the certificate of the server is not trusted."""
    cause = fault.__cause__ or fault.__context__
    return isinstance(fault, ssl.SSLCertVerificationError) or (
        cause is not None and is_about_certificates(cause)
    )


def _why_not_connected(fault: BaseException | None) -> str:
    """Return why there is no connection, where the system says so; else an empty text."""
    while fault is not None:
        if isinstance(fault, socket.gaierror):
            return "no host of this name is known, or there is no network"
        if isinstance(fault, ConnectionRefusedError):
            return "the connection is refused, as where nothing listens at the port"
        fault = fault.__cause__ or fault.__context__
    return ""


def said_by(response: httpx2.Response) -> str:
    """Return what an answer says of its error, as Jira and Azure DevOps word it."""
    try:
        body: Any = response.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return "" if "html" in response.headers.get("Content-Type", "") else response.text
    if not isinstance(body, dict):
        return ""
    messages = body.get("errorMessages")
    errors = body.get("errors")
    some = [str(one) for one in messages] if isinstance(messages, list) else []
    some += [f"{name}: {one}" for name, one in errors.items()] if isinstance(errors, dict) else []
    some += [str(body["message"])] if body.get("message") else []
    return "; ".join(some)
