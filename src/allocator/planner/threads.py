"""Runs work in threads, while this one waits as it must."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence


def run_in_threads(
    works: Sequence[Callable[[], object]], wait: Callable[[threading.Event], None]
) -> None:
    """Run work side by side, each in a thread of its own; the first error is raised here.

    Parameters
    ----------
    works
        What runs.
    wait
        Waits for the event that is set when all have ended.
    """
    errors: list[BaseException] = []
    all_done = threading.Event()
    running = [len(works)]
    lock = threading.Lock()

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            with lock:
                running[0] -= 1
                if running[0] == 0:
                    all_done.set()

    threads = [threading.Thread(target=run, args=(each,), daemon=True) for each in works]
    for thread in threads:
        thread.start()
    wait(all_done)
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
