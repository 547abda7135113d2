"""A server between a client and a tracker: it passes requests on, or spoils them."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["status", "half", "chopped", "cut", "lost", "page", "redirect"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens to a request.

    ``status`` answers in place of the tracker; ``half`` sends half of its answer and closes;
    ``chopped`` sends half of it as if that were all; ``cut`` closes before the tracker has seen the
    request, ``lost`` after it has answered; ``page`` answers with HTML; ``redirect`` sends on to
    ``target``. ``seconds`` come before all of it.
    """

    kind: Kind | None = None
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b'{"errorMessages": ["made by the test"]}'
    target: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Plan = Callable[[Seen], Fault | None]


def one_each(faults: Iterable[Fault | None]) -> Plan:
    """Return a plan that spoils one request after the other, and then none."""
    left = iter(faults)
    return lambda _seen: next(left, None)


class FaultProxy:
    """Passes requests on to a server, and spoils those that its plan names."""

    def __init__(self, upstream: str, plan: Plan | None = None) -> None:
        self.upstream = urlsplit(upstream)
        self.plan = plan or (lambda _seen: None)
        self.seen: list[Seen] = []
        self._lock = threading.Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # a body follows its headers at once, not 40 ms later

            def log_message(self, *_args: object) -> None: ...

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except (ConnectionError, OSError):
                    self.close_connection = True

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.title(): value for name, value in self.headers.items()}
                seen = Seen(self.command, self.path, headers, self.rfile.read(length))
                with proxy._lock:
                    proxy.seen.append(seen)
                    fault = proxy.plan(seen)
                proxy.spoil(self, seen, fault)

        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.answer)

        self._handler = Handler
        self.url = ""

    def spoil(self, handler: BaseHTTPRequestHandler, seen: Seen, fault: Fault | None) -> None:
        """Answer a request: by the fault, else as the tracker does."""
        if fault is not None:
            time.sleep(fault.seconds)
        kind = None if fault is None else fault.kind
        if fault is None or kind is None:
            self.send(handler, *self.forward(seen))
        elif kind == "status":
            self.send(handler, fault.status, dict(fault.headers), fault.body)
        elif kind == "page":
            self.send(handler, 200, {"Content-Type": "text/html"}, b"<html>Sign in</html>")
        elif kind == "redirect":
            self.send(handler, fault.status, {"Location": fault.target}, b"")
        elif kind == "chopped":
            status, headers, body = self.forward(seen)
            self.send(handler, status, headers, body[: len(body) // 2])
        else:
            self.break_off(handler, seen, kind)

    def break_off(self, handler: BaseHTTPRequestHandler, seen: Seen, kind: Kind) -> None:
        """Close the connection in the middle."""
        if kind in ("half", "lost"):
            status, headers, body = self.forward(seen)
            if kind == "half":
                self.send(handler, status, headers, body[: len(body) // 2], length=len(body))
        handler.close_connection = True
        handler.wfile.flush()
        handler.connection.close()

    def forward(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        """Return the answer of the tracker."""
        upstream = http.client.HTTPConnection(self.upstream.hostname or "", self.upstream.port)
        headers = {k: v for k, v in seen.headers.items() if k.casefold() not in _HOP}
        upstream.request(seen.method, seen.path, seen.body or None, headers)
        answer = upstream.getresponse()
        body = answer.read()
        upstream.close()
        kept = {k: v for k, v in answer.getheaders() if k.casefold() not in _HOP}
        return answer.status, kept, body

    def send(
        self,
        handler: BaseHTTPRequestHandler,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        length: int | None = None,
    ) -> None:
        """Write an answer."""
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    def use_tls(self, certificate: Path, key: Path) -> None:
        """Serve with TLS from now on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        plain = self._server.socket
        self._server.socket = context.wrap_socket(
            plain, server_side=True, do_handshake_on_connect=False
        )

    def start(self) -> None:
        """Serve in a thread."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


_HOP = {
    *("host", "connection", "content-length", "transfer-encoding", "accept-encoding"),
    *("date", "server", "keep-alive"),
}


@contextmanager
def fault_proxy(upstream: str, plan: Plan | None = None) -> Iterator[FaultProxy]:
    """Run a proxy before a server."""
    proxy = FaultProxy(upstream, plan)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()


class Answering(FaultProxy):
    """A server that answers by itself."""

    def __init__(self, answer: Callable[[Seen], tuple[int, dict[str, str], bytes]]) -> None:
        super().__init__("http://127.0.0.1:9")
        self._answer = answer

    def forward(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        return self._answer(seen)


@contextmanager
def answering(
    answer: Callable[[Seen], tuple[int, dict[str, str], bytes]],
) -> Iterator[FaultProxy]:
    """Run a server that answers by itself."""
    proxy = Answering(answer)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
