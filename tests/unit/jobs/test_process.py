"""A worker process answers calls, passes errors on, and can be ended in the middle of one."""

import math
import threading
import time

import pytest

from allocator.jobs.process import Process, WorkerGoneError


def test_calls_are_answered_one_after_another():
    process = Process()
    try:
        assert process.call(math.sqrt, 9) == 3
        assert process.call(divmod, 7, 2) == (3, 1)
    finally:
        process.close()


def test_an_error_there_is_an_error_here_and_does_not_end_the_worker():
    process = Process()
    try:
        with pytest.raises(RuntimeError, match="math domain error"):
            process.call(math.sqrt, -1)
        assert process.call(math.sqrt, 4) == 2
    finally:
        process.close()


def test_what_a_call_prints_does_not_disturb_the_answers(capfd):
    process = Process()
    try:
        assert process.call(print, "something") is None
        assert process.call(math.sqrt, 16) == 4
    finally:
        process.close()
    capfd.readouterr()


def test_closing_ends_a_call_under_way():
    process = Process()
    ended = []

    def wait() -> None:
        try:
            process.call(time.sleep, 600)
        except WorkerGoneError:
            ended.append(time.monotonic())

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    process.close()
    thread.join(timeout=30)
    assert ended
    assert ended[0] - began < 20


def test_a_closed_worker_is_gone():
    process = Process()
    process.close()
    with pytest.raises(WorkerGoneError):
        process.call(math.sqrt, 9)
