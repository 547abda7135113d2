"""Keeps the page from running or fetching anything that is not its own."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from markupsafe import Markup

_INERT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def content_policy(css: str, js: str) -> str:
    """Return the Content-Security-Policy of a page with one style sheet and one script.

    The policy allows no request and no other script or style, whatever the page holds. Images may
    only come from the page itself, so that its empty icon keeps browsers from asking for one.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(css)}",
            f"script-src {_hash(js)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def inert_json(document: Any) -> Markup:
    """Return JSON for a script element: no text in it can end the element."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup("".join(_INERT.get(c, c) for c in text) if _risky(text) else text)


def _risky(text: str) -> bool:
    return any(character in text for character in _INERT)


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
