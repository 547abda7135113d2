"""Finds the codes of countries, and of their subdivisions, that are given by name."""

from __future__ import annotations

import re
import warnings
from typing import Any, Final

_OWN_NAMES: Final = {
    name: code
    for code, names in {
        "DE": "deutschland allemagne alemania alemanha",
        "AT": "österreich oesterreich",
        "CH": "schweiz suisse svizzera",
        "BR": "brasil",
        "ES": "españa espana spanien",
        "IT": "italia italien",
        "FR": "frankreich francia",
        "NL": "nederland holland",
        "GB": "great_britain britain uk england scotland wales",
        "US": "u_s u_s_a usa america united_states_of_america estados_unidos",
        "MX": "méxico mexiko",
        "PL": "polska polen",
        "SE": "sverige",
        "NO": "norge",
        "DK": "danmark",
        "FI": "suomi",
        "CZ": "czech_republic česko cesko",
        "TR": "türkiye turkiye",
        "KR": "korea",
        "RU": "россия russian_federation",
        "JP": "日本",
        "CN": "中国",
    }.items()
    for name in names.split()
}
"""Names that the holidays library does not have, in small letters."""


def country_meant(text: str) -> tuple[str, str | None] | None:
    """Return the two-letter code of a country, and the code of a part of it if that is named.

    Parameters
    ----------
    text
        A name, or codes with something between them: ``Brazil``, ``US-CA``.
    """
    plain = "_".join(re.findall(r"[^\W_]+", text.casefold()))
    coded = re.fullmatch(r"([A-Za-z]{2})[-/_ ]([A-Za-z0-9]{1,3})", text.strip())
    if coded is not None:
        return coded[1].upper(), coded[2].upper()
    if plain in _OWN_NAMES:
        return _OWN_NAMES[plain], None
    code = countries().get(plain.removeprefix("the_").removeprefix("republic_of_"))
    return None if code is None else (code, None)


def countries() -> dict[str, str]:
    """Return the two-letter codes by the names of the countries, in small letters."""
    from holidays.registry import COUNTRIES

    return {name.removeprefix("the_"): entry[1] for name, entry in COUNTRIES.items()}


def part_meant(text: str, country: str) -> str | None:
    """Return the code of a part of a country that is named in words, or with the country's code.

    Parameters
    ----------
    text
        What was written.
    country
        Code of the country.
    """
    import holidays as library

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known: Any = getattr(library, country, None)
        parts = tuple(getattr(known, "subdivisions", ()))
        aliases = dict(getattr(known, "subdivisions_aliases", {}))
    plain = text.strip()
    folded = {name.casefold(): code for name, code in aliases.items()}
    if plain.casefold() in folded:
        return str(folded[plain.casefold()])
    behind = re.sub(rf"^{re.escape(country)}[-/_ ]", "", plain, flags=re.IGNORECASE).upper()
    return behind if behind in parts and behind != plain else None
