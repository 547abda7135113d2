"""The other side of ``process``: reads calls from its input and writes answers to its output."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
import traceback

LOOK_SECONDS = 0.5
"""How often a worker looks whether its caller is still there."""


def main() -> None:
    """Serve calls until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides when to stop
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints goes astray
    calls = sys.stdin.buffer
    while True:
        try:
            function, arguments = pickle.load(calls)
        except EOFError:
            return
        try:
            answer = (True, function(*arguments))
        except MemoryError:
            return  # to the caller it has gone, as if the system had ended it
        except Exception:
            answer = (False, traceback.format_exc())
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _end_with(caller: int) -> None:
    """End this process, in the middle of a call if need be, once the caller has ended."""
    while os.getppid() == caller:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
