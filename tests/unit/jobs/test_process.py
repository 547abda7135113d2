"""A worker process answers calls, passes errors on, and can be ended in the middle of one."""

import math
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

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


@pytest.mark.skipif(not Path("/proc").exists(), reason="it is looked up in /proc")
def test_a_worker_ends_with_its_caller_in_the_middle_of_a_call():
    """A caller that was killed left a worker behind that went on to the end of its call."""
    code = (
        "import threading, time\n"
        "from allocator.jobs.process import Process\n"
        "process = Process()\n"
        "process.call(abs, 1)\n"
        "threading.Thread(target=process.call, args=(time.sleep, 60), daemon=True).start()\n"
        "time.sleep(0.3)\n"
        "print(process._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert caller.stdout is not None
    with caller.stdout as out:
        worker = int(out.readline())
        caller.kill()
        caller.wait()
    end = time.monotonic() + 20
    while _runs(worker) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _runs(worker)


def _runs(number: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has waited for does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(os.name == "nt", reason="process groups of POSIX")
def test_ctrl_c_on_a_terminal_does_not_reach_a_worker_that_is_starting():
    process = Process()
    try:
        assert os.getpgid(process._process.pid) != os.getpgid(0)
        assert process.call(math.sqrt, 4) == 2
    finally:
        process.close()
