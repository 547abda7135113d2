"""Names of columns of links, in any language: by direction, or by meaning.

:mod:`allocator.integrations.jira.column_names` has exact names from exports. This module reads all
other names: trackers build the name of such a column from a word for link and a word for its
direction ("Lien du ticket entrant (Blocks)", "Enlace a la incidencia interna (Blocks)"), and sites
have columns of their own that state what they mean ("Predecessors", "Blocked by"). The words come
from headers of exports in public repositories (English, Spanish, French, Polish, Portuguese), and
from the interfaces of Jira, Azure DevOps and MS Project in the other languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_LINK: Final = (
    *("link", "enlace", "vínculo", "vinculo", "lien", "verknüpfung", "łącz", "powiąza"),
    *("ссылк", "связ", "посилан", "koppeling", "collegament", "odkaz", "propojen", "vazba"),
    *("bağlant", "länk", "lenke", "hivatkoz", "kapcsol", "legătur", "liaison"),
    *("リンク", "链接", "鏈結", "連結", "링크", "연결"),
)
"""Beginnings of words for a link."""

_INWARD: Final = (
    *("inward", "incoming", "inbound", "entrant", "entrada", "interna", "interno", "interne"),
    *("eingehend", "eingang", "wewnętrzn", "przychodz", "входящ", "внутрен", "вхідн", "внутріш"),
    *("inkomend", "ingaand", "binnenkomend", "entrata", "ingresso", "příchozí", "vstupní", "gelen"),
    *("inkommande", "innkommende", "indgående", "saapuv", "bejövő", "内向", "内部", "受信"),
    *("入向", "传入", "傳入", "向内", "内方", "내부", "수신", "인바운드", "들어오는"),
)
"""Beginnings of words for the waiting side of a link."""

_OUTWARD: Final = (
    *("outward", "outgoing", "outbound", "sortant", "saliente", "salida", "saída", "externa"),
    *("externo", "externe", "ausgehend", "ausgang", "zewnętrzn", "wychodz", "исходящ"),
    *("внешн", "вихідн", "зовніш", "uitgaand", "uscita", "esterno", "odchozí", "výstupní"),
    *("giden", "utgående", "udgående", "lähtev", "kimenő", "外向", "外部", "送信"),
    *("出向", "传出", "傳出", "向外", "外方", "외부", "발신", "아웃바운드", "나가는"),
)
"""Beginnings of words for the side of a link that others wait for."""

_BEFORE: Final = (
    *("blocked by", "is blocked by", "blocked by keys", "depends on", "depends upon"),
    *("dependency", "dependencies", "predecessor", "predecessors", "predecessor id"),
    *("predecessor ids", "prerequisite", "prerequisites", "preceded by", "waits for"),
    *("waiting for keys", "blocker keys"),
    *("vorgänger", "blockiert durch", "blockiert von", "wird blockiert durch"),
    *("wird blockiert von", "hängt ab von", "abhängig von", "abhängigkeit", "abhängigkeiten"),
    *("bloqueado por", "bloqueada por", "está bloqueado por", "está bloqueada por"),
    *("es bloqueado por", "es bloqueada por", "depende de", "predecesor", "predecesores"),
    *("predecesora", "predecesoras", "dependencia", "dependencias"),
    *("bloqué par", "bloquée par", "est bloqué par", "est bloquée par", "dépend de"),
    *("prédécesseur", "prédécesseurs", "dépendance", "dépendances"),
    *("é bloqueado por", "é bloqueada por", "predecessores", "predecessora", "predecessoras"),
    *("dependência", "dependências"),
    *("bloccato da", "bloccata da", "è bloccato da", "dipende da", "predecessore"),
    *("predecessori", "dipendenza", "dipendenze"),
    *("geblokkeerd door", "wordt geblokkeerd door", "hangt af van", "afhankelijk van"),
    *("voorganger", "voorgangers", "afhankelijkheid", "afhankelijkheden"),
    *("zablokowane przez", "jest blokowane przez", "blokowane przez", "zależy od"),
    *("poprzednik", "poprzednicy", "poprzedniki", "zależność", "zależności"),
    *("блокируется", "заблокировано", "зависит от", "предшественник", "предшественники"),
    *("зависимость", "зависимости", "předchůdce", "předchůdci", "závislosti", "öncül", "öncüller"),
    *("先行タスク", "先行作業", "依存関係", "前置任务", "前置任務", "依赖", "依赖于", "선행 작업"),
)
"""Columns whose cells name predecessors of the row."""

_AFTER: Final = (
    *("blocks", "is blocking", "blocking", "successor", "successors", "successor id"),
    *("successor ids", "precedes", "required by", "is depended on by", "is required by"),
    *("nachfolger", "sucesor", "sucesores", "sucesora", "sucesoras", "successeur", "successeurs"),
    *("sucessor", "sucessores", "sucessora", "sucessoras", "successore", "successori"),
    *("opvolger", "opvolgers", "następnik", "następnicy", "następniki", "последователь"),
    *("последователи", "преемник", "преемники", "následník", "následníci", "ardıl", "ardıllar"),
    *("bloquea a", "bloqueia", "blocca", "blokkeert", "blokuje", "блокирует"),
    *("後続タスク", "後続作業", "后续任务", "後續任務", "후행 작업"),
)
"""Columns whose cells name successors of the row."""

MEANINGS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(_BEFORE, False),
    **dict.fromkeys(_AFTER, True),
}
"""Columns that state their meaning: whether the row comes before the tickets in its cells."""


def direction_of(head: str) -> bool | None:
    """Return whether a row is on the outward side of the links in a column; None if unknown.

    Parameters
    ----------
    head
        The words before the kind of link, in lower case: ``lien du ticket entrant``.
    """
    if not any(word in head for word in _LINK):
        return None
    inward = any(word in head for word in _INWARD)
    outward = any(word in head for word in _OUTWARD)
    return outward if inward != outward else None
