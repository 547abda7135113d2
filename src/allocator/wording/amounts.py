"""Numbers, percentages and lengths of time as people write them.

======================= =============================================== ==================
function               for                                               example
======================= =============================================== ==================
:func:`number`          any number; thousands apart                     ``1,234.5``
:func:`decimal`         a number in a file                              ``1234.5678``
:func:`amount`          a number of any size in a violation             ``1.23e+15``
:func:`percent`         a gap: small ones matter                        ``3.2 %``
:func:`whole_percent`   a load, share or capacity                       ``85 %``
:func:`hours`           hours of work                                   ``6.5 h``
:func:`hours_and_days`  hours of work, as the scenario writes them      ``12h (1.5d)``
:func:`days`            working days                                    ``2.5 d``
:func:`signed_days`     a change in working days                        ``+2.5 d``
:func:`person_days`     effort of all people together                   ``27 person-days``
:func:`duration`        seconds on the clock                            ``2 min 5 s``
:func:`money`           an amount of money, in whole units              ``1,235 EUR``
======================= =============================================== ==================
"""

from __future__ import annotations

import sys
from fractions import Fraction


def number(value: float, *, places: int = 2) -> str:
    """Write a number, thousands apart, without trailing zeros: ``1,234.5``.

    Parameters
    ----------
    value
        Finite.
    places
        Decimals at most.
    """
    return _trimmed(f"{value:,.{places}f}")


def money(value: float, currency: str | None = None, *, places: int = 0) -> str:
    """Write an amount of money, with its currency where that is known."""
    return " ".join(filter(None, (number(value, places=places), currency)))


def decimal(value: float, *, places: int = 4) -> str:
    """Write a number as files do: no thousands separator, no trailing zeros."""
    return _trimmed(f"{value:.{places}f}")


def amount(value: Fraction | float) -> str:
    """Write a number of any size, exact enough to check it: ``1234.5678``, ``1.23e+15``."""
    try:
        size = float(value)
    except OverflowError:
        size = sys.float_info.max if value > 0 else -sys.float_info.max
    return decimal(size) if abs(size) < 1e12 else f"{size:.3g}"


def _trimmed(text: str) -> str:
    """Return a number without trailing zeros, and zero without a sign."""
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def percent(fraction: float) -> str:
    """Write a gap: ``3.2 %``; what is not zero is never written as 0."""
    if 0 < fraction < 0.001:
        return "under 0.1 %"
    return f"{number(100 * fraction, places=1)} %"


def whole_percent(fraction: float | None) -> str:
    """Write a load, share or capacity: ``85 %``; a dash where there is none."""
    return "-" if fraction is None else f"{100 * fraction:.0f} %"


def hours(time: float) -> str:
    """Write hours of work, with at most one decimal: ``6.5 h``."""
    return f"{number(time, places=1)} h"


def hours_and_days(hours: Fraction, day_hours: Fraction) -> str:
    """Write hours of work as a scenario does, and in days of so many hours: ``12h (1.5d)``."""
    return f"{amount(hours)}h ({amount(hours / day_hours)}d)"


def days(time: float) -> str:
    """Write working days with at most one decimal, two below one day: ``2.5 d``."""
    return f"{number(time, places=1 if time >= 1 else 2)} d"


def signed_days(time: float) -> str:
    """Write a change in working days with its sign: ``+2.5 d``, ``-1 d``, ``0 d``."""
    return f"{'-' if time < 0 else '+'}{days(abs(time))}" if time else "0 d"


def person_days(time: float) -> str:
    """Write the effort of all people together: ``27 person-days``, ``1 person-day``."""
    text = number(time)
    return f"{text} person-day{'' if text == '1' else 's'}"


def duration(seconds: float) -> str:
    """Write seconds on the clock in minutes and whole seconds: ``8 s``, ``2 min 5 s``."""
    minutes, rest = divmod(int(seconds), 60)
    parts = [f"{minutes} min"] if minutes else []
    return " ".join([*parts, f"{rest} s"] if rest or not minutes else parts)
