"""Sends requests to one tracker: tries again where that is safe, and waits as it is asked to.

Proxies come from ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``, certificates from
``SSL_CERT_FILE`` and ``SSL_CERT_DIR``, else from the system; both are httpx2's own doing. A server
of this machine that is asked without TLS is asked without a proxy.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urljoin, urlsplit

from pydantic import SecretStr

from allocator import __version__
from allocator.errors import InputError, UncertainWriteError
from allocator.integrations.live.connection import AzureProject, Connection, JiraSite
from allocator.integrations.live.refusals import RefusalWording, is_about_certificates
from allocator.integrations.live.tokens import VARIABLES, find_token
from allocator.integrations.live.waiting import LONGEST_WAIT_SECONDS, Patience, asked_wait

if TYPE_CHECKING:
    import httpx2

CONNECT_SECONDS: Final = 15.0
ANSWER_SECONDS: Final = 60.0
"""Seconds without a byte after which a connection or an answer counts as lost."""

_MAX_REDIRECTS: Final = 5
_CONNECT_TRIES: Final = 2
"""How often a host is asked for a connection that has not answered at all."""

_TRANSIENT: Final = frozenset({429, 500, 502, 503, 504})
_NOT_DONE: Final = frozenset({429})
"""Answers that say that a request has not been worked on."""

_TOLD_WAIT_SECONDS: Final = 5.0


class TrackerClient:
    """A connection to a tracker, used in a ``with`` statement.

    Parameters
    ----------
    connection
        The site.
    token
        Its secret; None to find it in the environment or the keyring.
    patience
        How often a request is sent, and how long to wait in between.
    tell
        Is called with a line where a wait is long.
    sleep
        Waits some seconds.

    Raises
    ------
    InputError
        There is no token, or the environment names a proxy or certificates that do not exist.
    """

    def __init__(
        self,
        connection: Connection,
        token: SecretStr | None = None,
        *,
        patience: Patience | None = None,
        tell: Callable[[str], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        site = connection.site
        secret = (token or find_token(site)).get_secret_value()
        self.site = site
        self.requests = 0
        self._has_answered = False
        self._patience = patience or Patience()
        self._tell, self._sleep = tell or _silent, sleep
        self._pause_until = 0.0
        header = _authorization(site, secret)
        hidden = (secret, header.partition(" ")[2])
        self._words = RefusalWording(
            site.host, VARIABLES[connection.tracker], str(connection.path), hidden
        )
        self._http = _http_client(site, header)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._http.close()

    def read(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Any = None,
        kind: type[dict[str, Any]] | type[list[Any]] = dict,
    ) -> Any:
        """Send a request that changes nothing, until it is answered; return the answer's JSON.

        Parameters
        ----------
        method
            ``GET``, or ``POST`` of a search.
        path
            Path below the address of the site, with a slash at its beginning.
        params, body
            Parameters of the address, and the content as plain data.
        kind
            What the answer is: a map of fields, or a list.

        Raises
        ------
        TrackerError
            The server refuses, answers with data of another kind, or has not answered in all tries.
        """
        what = f"{method} {path}"
        for failures in range(1, self._patience.tries + 1):
            is_last = failures == self._patience.tries
            try:
                response = self._send(method, path, params, body, {})
            except _faults() as fault:
                if is_last or not self._is_worth_a_try(fault, failures):
                    raise self._words.unreachable(what, fault, failures) from None
                self._wait(self._patience.backoff(failures), _in_words(fault))
                continue
            if response.is_success:
                found, is_whole = _content(response)
                if isinstance(found, kind):
                    return found
                if is_whole:
                    raise self._words.other_data(what, response.status_code)
                if is_last or "html" in response.headers.get("Content-Type", ""):
                    raise self._words.no_data(what, response)
                self._wait(self._patience.backoff(failures), "gave half an answer")
            elif response.status_code in _TRANSIENT and not is_last:
                self._wait_as_asked(what, response, failures)
            else:
                raise self._words.error(what, response)
        raise AssertionError("the last try returns or raises")

    def write(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Any = None,
        content_type: str = "application/json",
        repeatable: bool = False,
    ) -> Any:
        """Send a request that changes something; return the answer's JSON, None if it is empty.

        It is sent again only if the server says that it has not worked on it (429), if there was
        no connection at all, or if it is repeatable.

        Parameters
        ----------
        method, path, params, body
            As of :meth:`read`.
        content_type
            Of the content.
        repeatable
            Whether doing it twice is the same as doing it once.

        Raises
        ------
        TrackerError
            The server refuses.
        UncertainWriteError
            Nobody knows whether it has been done: the connection broke, or the server failed.
        """
        what = f"{method} {path}"
        headers = {"Content-Type": content_type}
        for failures in range(1, self._patience.tries + 1):
            is_last = failures == self._patience.tries
            try:
                response = self._send(method, path, params, body, headers)
            except _faults() as fault:
                can_repeat = repeatable or _never_sent(fault)
                if can_repeat and not is_last and self._is_worth_a_try(fault, failures):
                    self._wait(self._patience.backoff(failures), _in_words(fault))
                    continue
                error = self._words.unreachable(what, fault, failures)
                raise (error if _never_sent(fault) else UncertainWriteError(str(error))) from None
            if response.is_success:
                return _content(response)[0]
            status = response.status_code
            can_repeat = status in (_TRANSIENT if repeatable else _NOT_DONE)
            if can_repeat and not is_last:
                self._wait_as_asked(what, response, failures)
                continue
            error = self._words.error(what, response)
            if status in _TRANSIENT - _NOT_DONE:
                raise UncertainWriteError(str(error), status=status)
            raise error
        raise AssertionError("the last try returns or raises")

    def pages(self, path: str, *, size: int = 50) -> Iterator[dict[str, Any]]:
        """Yield the entries of all pages of an answer that counts them from ``startAt``.

        Parameters
        ----------
        path
            As of :meth:`read`.
        size
            Entries of a page; the server may give fewer.
        """
        start = 0
        while True:
            page = self.read("GET", path, params={"startAt": start, "maxResults": size})
            found = page.get("values") or []
            if not isinstance(found, list):
                raise self._words.other_data(f"GET {path}", 200)
            yield from (one for one in found if isinstance(one, dict))
            start += len(found)
            is_last = page.get("isLast", len(found) < size and "total" not in page)
            if not found or is_last is True or start >= page.get("total", start + 1):
                return

    def _send(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        body: Any,
        headers: Mapping[str, str],
    ) -> httpx2.Response:
        """Send a request once, and follow redirects within the site."""
        pause = self._pause_until - time.monotonic()
        if pause > 0:
            self._wait(pause, "asks for fewer requests")
        self.requests += 1
        content = None if body is None else json.dumps(body).encode()
        given = {"Content-Type": "application/json", **headers} if content else dict(headers)
        url = self.site.url + path
        response = self._http.request(method, url, params=params, content=content, headers=given)
        for _ in range(_MAX_REDIRECTS):
            target = urljoin(str(response.url), response.headers.get("Location", ""))
            if method != "GET" or not response.is_redirect or not self._is_same_site(target):
                break
            response = self._http.request("GET", target, headers=given)
        self._has_answered = True
        self._note_pause(response)
        return response

    def _is_worth_a_try(self, fault: Exception, failures: int) -> bool:
        """Return whether a fault may be gone at the next try.

        Parameters
        ----------
        fault
            What happened.
        failures
            How often a request has failed by now: a host that has never answered is told at once.
        """
        import httpx2

        is_absent = _never_sent(fault) and not self._has_answered
        if is_about_certificates(fault) or (is_absent and failures >= _CONNECT_TRIES):
            return False
        passing = (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError)
        return isinstance(fault, (*passing, httpx2.DecodingError, httpx2.ProxyError))

    def _is_same_site(self, target: str) -> bool:
        own, other = urlsplit(self.site.url), urlsplit(target)
        return (own.scheme, own.netloc) == (other.scheme, other.netloc)

    def _note_pause(self, response: httpx2.Response) -> None:
        """Remember a wait that the server asks for although it has answered, as Azure DevOps."""
        if response.is_success:
            wait = asked_wait(response.headers, dt.datetime.now(dt.UTC)) or 0.0
            self._pause_until = time.monotonic() + min(wait, LONGEST_WAIT_SECONDS)

    def _wait_as_asked(self, what: str, response: httpx2.Response, failures: int) -> None:
        asked = asked_wait(response.headers, dt.datetime.now(dt.UTC))
        if asked is not None and asked > LONGEST_WAIT_SECONDS:
            raise self._words.too_long(what, asked)
        wait = self._patience.backoff(failures)
        wait = wait if asked is None else asked + min(wait, 1.0)
        self._wait(wait, f"answered with {response.status_code}")

    def _wait(self, seconds: float, why: str) -> None:
        if seconds >= _TOLD_WAIT_SECONDS:
            self._tell(f"{self.site.host} {why}: waiting {seconds:.0f} s")
        self._sleep(seconds)


def _silent(_line: str) -> None:
    """Say nothing."""


def _authorization(site: JiraSite | AzureProject, secret: str) -> str:
    """Return the header that carries the secret."""
    if isinstance(site, JiraSite) and site.email is None:
        return f"Bearer {secret}"
    name = site.email if isinstance(site, JiraSite) else ""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def _http_client(site: JiraSite | AzureProject, header: str) -> httpx2.Client:
    import httpx2

    try:
        return httpx2.Client(
            headers={
                "Authorization": header,
                "Accept": "application/json",
                "User-Agent": f"allocator/{__version__}",
            },
            timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=site.url.startswith("https:"),  # no proxy gets a token that is not encrypted
        )
    except (OSError, ValueError, ImportError):
        raise InputError(
            f"no connection to {site.host} can be made with the settings of this environment",
            hint="HTTPS_PROXY and ALL_PROXY are addresses such as http://proxy:8080, and "
            "SSL_CERT_FILE is a file with certificates that is there",
        ) from None


def _faults() -> tuple[type[Exception], ...]:
    import httpx2

    return (httpx2.RequestError, httpx2.InvalidURL)


def _in_words(fault: Exception) -> str:
    """Return what a host does, by the fault that was met."""
    return "cannot be reached" if _never_sent(fault) else "has broken off the connection"


def _never_sent(fault: Exception) -> bool:
    """Return whether a request has certainly not reached the server."""
    import httpx2

    return isinstance(fault, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout))


def _content(response: httpx2.Response) -> tuple[Any, bool]:
    """Return the plain data of an answer, and whether it is whole."""
    if not response.content:
        return None, response.status_code == 204
    try:
        return json.loads(response.content.decode("utf-8-sig")), True
    except ValueError:
        return None, False
