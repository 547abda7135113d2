"""Reads flags: obstacles of a ticket, in the words of the tracker and of its users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from allocator.integrations.tracker.headers import Columns, plain_name
from allocator.integrations.tracker.ticket import Ticket
from allocator.integrations.tracker.vocabulary import folded
from allocator.wording import shorten

FLAGS: Final = (
    *("flagged", "flag", "flags", "impediment", "impediments", "impeded", "blocked"),
    *("is blocked", "blocked?", "blocked reason", "blocked because", "block reason"),
    *("blocking reason", "reason blocked", "blocker reason", "reason for blocking", "obstacle"),
    *("microsoft.vsts.cmmi.blocked", "blocker", "blocker description", "on hold reason"),
    *("markiert", "kennzeichnung", "blockiert", "gesperrt", "hindernis", "hindernisse"),
    *("blockierungsgrund", "blockadegrund", "grund der blockade", "impedimente"),
    *("marcado", "marcada", "señalado", "indicador", "bloqueado", "bloqueada", "impedimento"),
    *("impedimentos", "motivo del bloqueo", "motivo de bloqueo", "razón del bloqueo"),
    *("sinalizado", "sinalizada", "sinalizador", "motivo do bloqueio", "bloqueio"),
    *("marqué", "marquée", "signalé", "indicateur", "bloqué", "bloquée", "obstacles"),
    *("empêchement", "raison du blocage", "motif du blocage", "cause du blocage"),
    *("oznaczone", "oflagowane", "oznaczone flagą", "zablokowane", "zablokowany", "przeszkoda"),
    *("powód blokady", "powód zablokowania"),
    *("contrassegnato", "segnalato", "bloccato", "bloccata", "ostacolo", "motivo del blocco"),
    *("gemarkeerd", "geblokkeerd", "belemmering", "obstakel", "reden van blokkade"),
    *("flaggad", "blockerad", "hinder", "markeret", "blokeret", "hindring", "flagget"),
    *("blokkert", "merkitty", "estetty", "este", "označeno příznakem", "blokováno", "překážka"),
    *("işaretlendi", "işaretli", "engellendi", "engellenen", "engel", "megjelölve"),
    *("blokkolva", "blokkolt", "akadály", "blocat", "blocată", "semnalat", "impediment"),
    *("отмечено", "помечено", "флаг", "с флагом", "заблокировано", "заблокирован"),
    *("препятствие", "позначено", "прапорець", "заблоковано", "перешкода"),
    *("フラグ付き", "フラグ", "ブロック", "ブロック中", "ブロック済み", "障害", "障害事項"),
    *("已标记", "标记为阻碍", "受阻", "已阻止", "阻塞", "阻碍", "障碍", "已標幟", "已封鎖", "障礙"),
    *("플래그 지정됨", "플래그", "차단됨", "차단", "장애", "장애물"),
)
"""Columns of flags, as :func:`plain_name` writes them."""

BLOCKED_SINCE: Final = (
    *("blocked since", "blocked date", "date blocked", "blocked on", "flagged since"),
    *("flagged date", "date flagged", "impeded since", "blockiert seit", "markiert seit"),
    *("bloqueado desde", "marcado desde", "bloqué depuis", "zablokowane od", "bloccato dal"),
)
"""Columns of the day since when a ticket is blocked, as :func:`plain_name` writes them."""

_SET: Final = frozenset(
    {
        *("yes", "y", "true", "1", "x", "blocked", "ja", "wahr", "sí", "si", "verdadero", "sim"),
        *("verdadeiro", "oui", "vrai", "tak", "prawda", "sì", "vero", "waar", "sann", "kyllä"),
        *("ano", "evet", "igen", "da", "да", "так", "はい", "是", "예", "✓", "✔", "☑"),
    }
)
"""Cells that say only that the flag is set."""

_UNSET: Final = frozenset(
    {
        *("", "no", "n", "false", "0", "none", "-", "--", "n/a", "not blocked", "unblocked"),
        *("nein", "falsch", "nicht blockiert", "keine", "keines", "falso", "ninguno", "ninguna"),
        *("não", "nao", "nenhum", "nenhuma", "non", "faux", "aucun", "aucune", "nie", "brak"),
        *("fałsz", "nessuno", "nessuna", "nee", "onwaar", "geen", "nej", "nei", "falskt", "ei"),
        *(
            "ne",
            "hayır",
            "nem",
            "nu",
            "нет",
            "ні",
            "いいえ",
            "否",
            "不",
            "아니요",
            "아니오",
            "null",
        ),
    }
)
"""Cells that say that the flag is not set."""

IMPEDIMENTS: Final = frozenset(
    {
        *("impediment", "hindernis", "impedimento", "obstacle", "empêchement", "przeszkoda"),
        *("ostacolo", "belemmering", "hinder", "este", "překážka", "engel", "akadály"),
        *("препятствие", "перешкода", "障害", "障碍", "障礙", "장애"),
    }
)
"""Jira's words for a set flag, by which flag columns are recognised in other languages."""

_BLOCKED_STATUSES: Final = frozenset(
    {
        *("blocked", "impeded", "impediment", "blockiert", "bloqueado", "bloqueada", "bloqué"),
        *("bloquée", "zablokowane", "bloccato", "geblokkeerd", "blockerad", "blokeret"),
        *("заблокировано", "заблоковано", "ブロック", "受阻", "已阻止", "차단됨", "engellendi"),
    }
)


class FlagColumn:
    """Recognises columns that hold nothing but flags.

    Parameters
    ----------
    columns
        The recognised columns, to which flag columns are added at the end.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._maybe = set(columns.rest)
        self._seen: set[int] = set()

    def add(self, cells: Sequence[str]) -> None:
        """Look at a row."""
        for position in list(self._maybe):
            cell = cells[position]
            if cell and folded(cell) not in IMPEDIMENTS:
                self._maybe.discard(position)
            elif cell:
                self._seen.add(position)

    def settle(self) -> None:
        """Add the columns that hold nothing but flags to the flag columns."""
        for position in sorted(self._maybe & self._seen):
            self._columns.add("flag", position)


def says_blocked(text: str) -> bool:
    """Whether a status, a tag or the name of a column says that a ticket is blocked."""
    return folded(text) in _BLOCKED_STATUSES


def flags_of(
    cells: Sequence[tuple[str, str]], status: str, named: Sequence[tuple[str, str]] = ()
) -> tuple[str, ...]:
    """Return the obstacles of a ticket, in words.

    Parameters
    ----------
    cells
        Column name and content of each flag column.
    status
        Status of the ticket; a status such as blocked is a flag too.
    named
        Further texts that are flags where they say blocked, each with what it is: a tag.
    """
    found = [f"{_label(name)}: {_text(cell)}" for name, cell in cells if _says(cell)]
    found += [_label(name) for name, cell in cells if folded(cell) in _SET]
    places = [("status", status), *named]
    found += [f"{what} {shorten(text)}" for what, text in places if says_blocked(text)]
    return tuple(dict.fromkeys(found))


def blocked_entry(ticket: Ticket) -> Any:
    """Return what blocks a flagged ticket as a scenario file has it."""
    by = "; ".join(ticket.flags)
    if ticket.blocked_since is None:
        return by
    return {"by": by, "since": ticket.blocked_since.date().isoformat()}


def _says(cell: str) -> bool:
    return folded(cell) not in _SET | _UNSET


def _text(cell: str) -> str:
    return shorten(cell, most=200)


def _label(name: str) -> str:
    """Return the name of a column without Jira's prefix of custom fields."""
    head, bracket, inner = name.partition("(")
    own = inner.rpartition(")")[0].strip()
    return own if bracket and head and own and plain_name(own) in FLAGS else name.strip()
