"""Makes pandas data frames whose dtypes do not depend on the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

TEXT = "string"
INSTANT = "datetime64[s]"
NUMBER = "float64"
FLAG = "bool"
CATEGORY = "category"


def frame(dtypes: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Return a data frame with exactly these columns, even without rows.

    Parameters
    ----------
    dtypes
        Pandas dtype of each column by its name, in the order of the columns.
    rows
        A value for each column; None is missing (``NaT``, ``NaN`` or ``NA``).
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(dtypes)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=object).astype(dtype)  # type: ignore[call-overload]
            for (name, dtype), values in zip(dtypes.items(), columns, strict=True)
        }
    )
