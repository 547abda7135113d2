"""Finds the token of a tracker in the environment, else in the keyring of the system."""

from __future__ import annotations

import os
from typing import Final

from pydantic import SecretStr

from allocator.errors import InputError
from allocator.integrations.live.connection import AzureProject, JiraSite

VARIABLES: Final = {"jira": "ALLOCATOR_JIRA_TOKEN", "azure-devops": "ALLOCATOR_AZURE_TOKEN"}
"""Environment variable of the token, by tracker."""

KEYRING_SERVICE: Final = "allocator"
"""Service under which the keyring keeps tokens; the name in it is the host of the site."""

_MAX_CHARACTERS: Final = 4096


def find_token(site: JiraSite | AzureProject) -> SecretStr:
    """Return the token of a site.

    Parameters
    ----------
    site
        The tracker; its host names the token in the keyring.

    Raises
    ------
    InputError
        There is none, or what there is cannot be a token. The message does not show it.
    """
    variable = VARIABLES["jira" if isinstance(site, JiraSite) else "azure-devops"]
    given = os.environ.get(variable, "").strip()
    if given:
        return _checked(given, f"the environment variable {variable}")
    kept, or_else = _from_keyring(site.host)
    if kept:
        return _checked(kept, f'the entry "{site.host}" of the keyring')
    raise InputError(
        f"there is no token for {site.host}",
        hint=f"set the environment variable {variable}{or_else}",
    )


def _checked(token: str, where: str) -> SecretStr:
    """Return a token that a header can carry: a library would show another one in its error."""
    if not (token.isascii() and token.isprintable() and len(token) <= _MAX_CHARACTERS):
        raise InputError(
            f"{where} holds something that cannot be a token: a line break, a letter beyond "
            "ASCII, or too many characters",
            hint="copy the token anew, alone",
        )
    return SecretStr(token)


def _from_keyring(host: str) -> tuple[str, str]:
    """Return the token that the keyring holds for a host, and how to put one there."""
    how = f", or put the token into the keyring of the system: keyring set {KEYRING_SERVICE} {host}"
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return "", f"{how}; that needs pip install 'allocator[keyring]'"
    try:
        return (keyring.get_password(KEYRING_SERVICE, host) or "").strip(), how
    except KeyringError:
        return "", "; no keyring of this system can be read"
