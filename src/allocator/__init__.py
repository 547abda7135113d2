"""allocator: who does what, when, in a data science organisation.

The public names come from :mod:`allocator.api` and are imported when first asked for, so that
``import allocator`` loads neither the solver nor pandas::

    from allocator import load, solve

    result = solve(load("scenario.yaml"), time_limit=30)
    result.plan.schedule          # a pandas data frame
    result.plan.save("plan")
"""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing: what commands load first is loaded quickly
if TYPE_CHECKING:
    from typing import Any

    from allocator.api import (
        Plan,
        Result,
        Scenario,
        SolveOptions,
        check,
        load,
        read_plan,
        solve,
        verify,
    )

__version__ = "0.2.0"

__all__ = [
    "Plan",
    "Result",
    "Scenario",
    "SolveOptions",
    "check",
    "load",
    "read_plan",
    "solve",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from allocator import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
