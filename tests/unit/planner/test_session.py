"""One session runs a search, stops it, and explains where there is no plan."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from allocator.errors import InfeasibleError, NoPlanInTimeError
from allocator.planner import Session
from allocator.planner.session import interruptible


def never(stop: threading.Event) -> InfeasibleError:
    raise AssertionError("there is nothing to explain")


def test_a_search_runs_in_a_thread_of_its_own_and_its_result_is_returned() -> None:
    found = Session().run(threading.current_thread, explain=never)
    assert found is not threading.main_thread()


def test_setting_stop_ends_the_search() -> None:
    session = Session()
    timer = threading.Timer(0.05, lambda: session.stop.set())
    timer.start()
    assert session.run(lambda: session.stop.wait(30), explain=never)


def test_a_search_without_a_plan_is_explained() -> None:
    def search() -> None:
        raise InfeasibleError("no plan")

    with pytest.raises(InfeasibleError, match="A and B") as caught:
        Session().run(search, explain=lambda stop: InfeasibleError("A and B", conflict={"n": 2}))
    assert caught.value.conflict == {"n": 2}
    assert isinstance(caught.value.__cause__, InfeasibleError)


def test_an_explanation_has_a_stop_of_its_own() -> None:
    """A search that was stopped once is still explained; a second stop ends that."""
    session = Session()

    def search() -> None:
        session.stop.set()
        raise InfeasibleError("no plan")

    def explain(stop: threading.Event) -> InfeasibleError:
        assert not stop.is_set()
        assert stop is session.stop
        threading.Timer(0.05, stop.set).start()
        assert session.stop.wait(30)
        return InfeasibleError("what is known")

    with pytest.raises(InfeasibleError, match="what is known"):
        session.run(search, explain=explain)


def test_what_is_shown_of_the_search_has_ended_before_the_explanation_begins() -> None:
    session, course = Session(), list[str]()

    @contextmanager
    def during(what: str) -> Iterator[None]:
        course.append(f"{what} begins")
        yield
        course.append(f"{what} ends")

    @contextmanager
    def searching() -> Iterator[None]:
        try:
            course.append("search begins")
            yield
        finally:
            course.append("search ends")

    session.while_searching = searching
    session.while_explaining = lambda: during("explanation")

    def search() -> None:
        raise InfeasibleError("no plan")

    with pytest.raises(InfeasibleError):
        session.run(search, explain=lambda stop: InfeasibleError("A and B"))
    assert course[:3] == ["search begins", "search ends", "explanation begins"]


def test_other_errors_are_raised_as_they_are() -> None:
    def search() -> None:
        raise NoPlanInTimeError

    with pytest.raises(NoPlanInTimeError):
        Session().run(search, explain=never)


def test_notices_are_warnings_of_python_where_nothing_else_takes_them() -> None:
    with pytest.warns(RuntimeWarning, match="it is slow"):
        Session().notify(["it is slow"])
    said: list[str] = []
    Session(notify=said.append).notify(["it is slow"])
    assert said == ["it is slow"]


INTERRUPTED = """
import signal, threading
from allocator.planner.session import interruptible

stop = threading.Event()

def work():
    signal.raise_signal(signal.SIGINT)
    assert stop.wait(30)
    return "the best so far"

print(interruptible(work, stop))
"""


def test_an_interrupt_keeps_what_there_is() -> None:
    """As the stop button of a notebook: KeyboardInterrupt in the thread that waits."""
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "the best so far\n", done.stderr


def test_an_error_of_the_work_is_raised_where_it_was_asked_for() -> None:
    def work() -> None:
        raise ValueError("nothing found")

    with pytest.raises(ValueError, match="nothing found"):
        interruptible(work, threading.Event())
