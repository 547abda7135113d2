"""The client tries again where that is safe, waits as asked, and shows no secret."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import shutil
import socket
import subprocess
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from allocator.errors import InputError, TrackerError, UncertainWriteError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import AzureProject, Connection, JiraSite
from allocator.integrations.live.tokens import find_token
from allocator.integrations.live.waiting import Patience, asked_wait
from support.trackers.fault_proxy import Fault, FaultProxy, Seen, answering, one_each

TOKEN = "s3cr3t-Token-9"
EMAIL = "pm@acme.com"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[FaultProxy]:
    def answer(seen: Seen) -> tuple[int, dict[str, str], bytes]:
        body = json.dumps({"path": seen.path, "got": seen.body.decode()}).encode()
        return 200, {"Content-Type": "application/json"}, body

    with answering(answer) as running:
        yield running


class Slept(list[float]):
    """Waits that were asked for, and not waited."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def client(server: FaultProxy, slept: Slept, *, email: str | None = None) -> TrackerClient:
    connection = Connection(
        path=Path("tracker.yaml"), site=JiraSite(url=server.url, jql="x", email=email)
    )
    return TrackerClient(connection, SecretStr(TOKEN), sleep=slept)


def test_a_read_is_answered_with_its_data_and_carries_the_token(server: FaultProxy) -> None:
    with client(server, Slept()) as one:
        assert one.read("GET", "/rest/x", params={"a": "b c"})["path"] == "/rest/x?a=b+c"
    assert server.seen[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_with_a_mail_address_the_token_is_the_password(server: FaultProxy) -> None:
    with client(server, Slept(), email=EMAIL) as one:
        one.read("GET", "/")
    assert server.seen[0].headers["Authorization"].startswith("Basic ")


def test_a_token_of_azure_devops_is_a_password_without_a_name(server: FaultProxy) -> None:
    site = AzureProject(url=server.url, project="Shop")
    connection = Connection(path=Path("tracker.yaml"), site=site)
    with TrackerClient(connection, SecretStr("abc")) as one:
        one.read("GET", "/")
    assert server.seen[0].headers["Authorization"] == "Basic OmFiYw=="


@pytest.mark.parametrize("values", ['{"a": 1}', '"text"', "[1, 2]"])
def test_pages_end_although_the_server_always_answers_the_same(
    server: FaultProxy, values: str
) -> None:
    body = f'{{"values": {values}}}'.encode()
    server.plan = lambda _seen: Fault(kind="status", status=200, body=body)
    with client(server, Slept()) as one:
        if values == "[1, 2]":
            assert list(one.pages("/rest/x")) == []
        else:
            with pytest.raises(TrackerError, match="with other data than"):
                list(one.pages("/rest/x"))


def test_a_redirect_to_a_page_of_the_site_itself_is_told_as_that(server: FaultProxy) -> None:
    target = f"/login.jsp?os_token={TOKEN}"
    server.plan = lambda _seen: Fault(kind="redirect", status=302, target=target)
    with client(server, Slept()) as one, pytest.raises(TrackerError) as raised:
        one.read("GET", "/rest/x")
    assert "sends GET /rest/x on to a page of its own, /login.jsp\n" in str(raised.value)
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="status", status=500),
        Fault(kind="status", status=503),
        Fault(kind="cut"),
        Fault(kind="lost"),
        Fault(kind="half"),
        Fault(kind="chopped"),
    ],
)
def test_a_read_is_sent_again_after_a_passing_fault(server: FaultProxy, fault: Fault) -> None:
    server.plan = one_each([fault, fault])
    slept = Slept()
    with client(server, slept) as one:
        assert one.read("POST", "/search", body={"jql": "x"})["got"] == '{"jql": "x"}'
    assert len(server.seen) == 3
    assert len(slept) == 2 and 0.5 <= slept[0] <= 1.0 <= slept[1] <= 2.0


def test_the_wait_that_a_server_asks_for_is_kept(server: FaultProxy) -> None:
    server.plan = one_each([Fault(kind="status", status=429, headers={"Retry-After": "17"})])
    slept, lines = Slept(), []
    connection = Connection(path=Path("t.yaml"), site=JiraSite(url=server.url, jql="x"))
    with TrackerClient(connection, SecretStr(TOKEN), sleep=slept, tell=lines.append) as one:
        one.read("GET", "/")
    assert 17.0 <= slept[0] <= 18.0
    assert "waiting" in lines[0] and "429" in lines[0]


def test_an_answer_that_asks_for_fewer_requests_delays_the_next_one(server: FaultProxy) -> None:
    answer = b"{}"
    server.plan = one_each(
        [Fault(kind="status", status=200, headers={"Retry-After": "9"}, body=answer)]
    )
    slept = Slept()
    with client(server, slept) as one:
        one.read("GET", "/")
        one.read("GET", "/")
    assert len(slept) == 1 and 8 < slept[0] <= 9


def test_a_server_that_asks_to_wait_an_hour_is_told_of(server: FaultProxy) -> None:
    server.plan = one_each([Fault(kind="status", status=429, headers={"Retry-After": "3600"})])
    with client(server, Slept()) as one, pytest.raises(TrackerError, match="60 minutes"):
        one.read("GET", "/")


def test_what_a_server_asks_for_is_seconds_or_a_date() -> None:
    now = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
    assert asked_wait({"Retry-After": "3.5"}, now) == 3.5
    assert asked_wait({"Retry-After": "Mon, 30 Nov 2026 12:00:20 GMT"}, now) == 20
    assert asked_wait({"Retry-After": "Mon, 30 Nov 2026 11:00:00 GMT"}, now) == 0
    assert asked_wait({"Retry-After": "soon"}, now) is None
    assert asked_wait({}, now) is None


def test_a_server_that_fails_for_ever_is_told_of_after_all_tries(server: FaultProxy) -> None:
    server.plan = lambda _seen: Fault(kind="status", status=502)
    slept = Slept()
    with client(server, slept) as one, pytest.raises(TrackerError, match="502"):
        one.read("GET", "/")
    assert len(server.seen) == Patience().tries == len(slept) + 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            Fault(kind="status", status=401, body=b"Basic auth with password is not allowed"),
            "token",
        ),
        (Fault(kind="status", status=403), "may not"),
        (Fault(kind="status", status=404), "no such thing"),
        (Fault(kind="status", status=400), "made by the test"),
        (Fault(kind="page"), "sign in"),
        (Fault(kind="redirect", status=302, target="https://login.example.org/x?y"), "no token"),
    ],
)
def test_a_refusal_is_told_once_with_what_to_do(
    server: FaultProxy, fault: Fault, words: str
) -> None:
    server.plan = lambda _seen: fault
    with client(server, Slept()) as one, pytest.raises(TrackerError, match=words) as caught:
        one.read("GET", "/")
    assert "hint: " in str(caught.value)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9", "the connection is refused, as where nothing listens at the port"),
        ("https://nobody.invalid", "no host of this name is known, or there is no network"),
    ],
)
def test_a_host_that_is_not_there_is_told_of_after_one_more_try(url: str, words: str) -> None:
    slept = Slept()
    site = JiraSite(url=url, jql="project = DS")
    connection = Connection(path=Path("tracker.yaml"), site=site)
    with (
        TrackerClient(connection, SecretStr(TOKEN), sleep=slept) as one,
        pytest.raises(TrackerError, match=words),
    ):
        one.read("GET", "/")
    assert len(slept) == 1


def test_a_host_that_has_answered_is_asked_as_often_as_others(server: FaultProxy) -> None:
    slept = Slept()
    with client(server, slept) as one:
        one.read("GET", "/")
        one.site = JiraSite(url="http://127.0.0.1:9", jql="x")
        with pytest.raises(TrackerError, match="6 times: the connection is refused"):
            one.read("GET", "/")
    assert len(slept) == Patience().tries - 1


def test_another_host_is_sent_nothing(server: FaultProxy) -> None:
    with answering(lambda _seen: (200, {}, b"{}")) as other:
        server.plan = lambda _seen: Fault(kind="redirect", status=307, target=other.url + "/take")
        with client(server, Slept()) as one, pytest.raises(TrackerError):
            one.read("GET", "/")
        with client(server, Slept()) as one, pytest.raises(TrackerError):
            one.write("PUT", "/", body={})
        assert other.seen == []


def test_a_redirect_within_the_site_is_followed(server: FaultProxy) -> None:
    server.plan = one_each([Fault(kind="redirect", status=302, target="/there")])
    with client(server, Slept()) as one:
        assert one.read("GET", "/here")["path"] == "/there"


def test_a_write_is_sent_again_only_if_it_was_not_done(server: FaultProxy) -> None:
    server.plan = one_each([Fault(kind="status", status=429, headers={"Retry-After": "0"})])
    with client(server, Slept()) as one:
        one.write("POST", "/issue", body={"a": 1})
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    "fault",
    [Fault(kind="status", status=500), Fault(kind="cut"), Fault(kind="lost"), Fault(kind="half")],
)
def test_a_write_that_may_be_done_is_not_sent_again(server: FaultProxy, fault: Fault) -> None:
    server.plan = lambda _seen: fault
    with client(server, Slept()) as one, pytest.raises(UncertainWriteError):
        one.write("POST", "/issue", body={"a": 1})
    assert len(server.seen) == 1


def test_a_write_that_may_be_done_twice_is_sent_again(server: FaultProxy) -> None:
    server.plan = one_each([Fault(kind="lost"), Fault(kind="status", status=500)])
    with client(server, Slept()) as one:
        one.write("PUT", "/issue/A-1", body={"a": 1}, repeatable=True)
    assert len(server.seen) == 3


def test_nobody_there_is_told_of() -> None:
    site = JiraSite(url="http://127.0.0.1:9", jql="x")
    connection = Connection(path=Path("tracker.yaml"), site=site)
    few = Patience(tries=2)
    with (
        TrackerClient(connection, SecretStr(TOKEN), patience=few, sleep=Slept()) as one,
        pytest.raises(TrackerError, match=r"127\.0\.0\.1:9 cannot be reached .* 2 times"),
    ):
        one.read("GET", "/")


def test_no_error_log_or_traceback_shows_the_secret(
    server: FaultProxy, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = []

    def echo(seen: Seen) -> Fault:
        said = json.dumps({"message": f"bad {seen.headers['Authorization']} {TOKEN}"}).encode()
        return Fault(kind="status", status=400, body=said)

    for plan in (echo, lambda _s: Fault(kind="cut"), lambda _s: Fault(kind="page")):
        server.plan = plan
        for email in (None, EMAIL):
            with client(server, Slept(), email=email) as one:
                try:
                    one.read("GET", "/")
                except TrackerError as error:
                    shown += traceback.format_exception(error)
                shown.append(repr(one.__dict__))
    text = "".join(shown) + caplog.text
    assert TOKEN not in text and "cG1AYWNtZS5jb2" not in text
    assert "***" in text


def test_tokens_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", f" {TOKEN}\n")
    monkeypatch.setenv("ALLOCATOR_AZURE_TOKEN", "other")
    jira = JiraSite(url="https://acme.example.org", jql="x")
    assert find_token(jira).get_secret_value() == TOKEN
    azure = AzureProject(url="https://dev.azure.com/acme", project="Shop")
    assert find_token(azure).get_secret_value() == "other"


def test_a_token_that_no_header_can_carry_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = JiraSite(url="https://acme.example.org", jql="x")
    for bad in (f"{TOKEN}\nX: y", f"{TOKEN}ü", TOKEN * 1000):
        monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", bad)
        with pytest.raises(InputError) as caught:
            find_token(site)
        assert TOKEN not in str(caught.value)


def test_tokens_come_from_the_keyring_by_host(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    monkeypatch.delenv("ALLOCATOR_JIRA_TOKEN", raising=False)
    kept = {("allocator", "acme.example.org"): TOKEN}
    monkeypatch.setattr(keyring, "get_password", lambda service, name: kept.get((service, name)))
    site = JiraSite(url="https://acme.example.org", jql="x")
    assert find_token(site).get_secret_value() == TOKEN
    kept.clear()
    with pytest.raises(InputError, match=r"keyring set allocator acme\.example\.org"):
        find_token(site)


ENCRYPTED = Connection(
    path=Path("tracker.yaml"), site=JiraSite(url="https://jira.example.com", jql="x")
)


def test_settings_of_the_environment_that_do_not_exist_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"nonsense://pm:{TOKEN}@proxy:1")
    with pytest.raises(InputError, match="HTTPS_PROXY") as caught:
        TrackerClient(ENCRYPTED, SecretStr(TOKEN))
    assert TOKEN not in str(caught.value)


def test_a_proxy_of_the_environment_is_used_and_sees_no_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[bytes] = []

    def listen(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection:
                    heard.append(connection.recv(65536))
                    connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=listen, args=(listening,), daemon=True).start()
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listening.getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "")
        with (
            TrackerClient(ENCRYPTED, SecretStr(TOKEN), sleep=Slept()) as one,
            pytest.raises(TrackerError),
        ):
            one.read("GET", "/x")
    assert heard[0].startswith(b"CONNECT jira.example.com:443 ")
    assert TOKEN.encode() not in b"".join(heard)


def test_a_server_of_this_machine_is_asked_without_a_proxy(
    server: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy got the token unencrypted."""
    with answering(lambda _seen: (200, {}, b"{}")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        with client(server, Slept()) as one:
            assert one.read("GET", "/x")["path"] == "/x"
        assert proxy.seen == []


def test_a_certificate_counts_if_the_environment_names_it(
    server: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    more = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *more.split(), *files], check=True, capture_output=True)
    server.use_tls(certificate, key)
    site = JiraSite(url=server.url.replace("http://127.0.0.1", "https://localhost"), jql="x")
    connection = Connection(path=Path("tracker.yaml"), site=site)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with (
        TrackerClient(connection, SecretStr(TOKEN), sleep=Slept()) as one,
        pytest.raises(TrackerError, match="SSL_CERT_FILE"),
    ):
        one.read("GET", "/x")
    assert server.seen == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with TrackerClient(connection, SecretStr(TOKEN)) as one:
        assert one.read("GET", "/x")["path"] == "/x"


@pytest.mark.parametrize("body", [b"null", b"5", b'"x"', b"[]"])
def test_data_of_another_kind_are_told(server: FaultProxy, body: bytes) -> None:
    """They ended a pull with a traceback, as what a gateway answers may be whole JSON."""
    server.plan = lambda _seen: Fault(kind="status", status=200, body=body)
    with client(server, Slept()) as one, pytest.raises(TrackerError, match="with other data"):
        one.read("GET", "/rest/x")
    assert len(server.seen) == 1


def test_a_list_is_read_where_one_is_asked_for(server: FaultProxy) -> None:
    server.plan = lambda _seen: Fault(kind="status", status=200, body=b"[1]")
    with client(server, Slept()) as one:
        assert one.read("GET", "/rest/x", kind=list) == [1]
