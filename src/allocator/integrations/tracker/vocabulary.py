"""The meaning of the words of trackers, in the languages of their users."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from allocator.integrations.tracker.mapping import LinkRule
from allocator.integrations.tracker.ticket import Category

_SPACE = re.compile(r"[\s_]+")


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Return a word in lower case, with single blanks and plain apostrophes, as in the tables."""
    return _SPACE.sub(" ", word.replace("’", "'")).strip().casefold()


def _table(*rows: tuple[Category, tuple[str, ...]]) -> dict[str, Category]:
    return {word: category for category, words in rows for word in words}


CATEGORIES: Final = _table(
    (
        "todo",
        (
            *("to do", "todo", "new", "undefined", "proposed", "por hacer", "tareas por hacer"),
            *("pendiente", "a fazer", "tarefas pendentes", "itens pendentes", "pendente"),
            *("à faire", "zu erledigen", "zu bearbeiten", "aufgaben", "do zrobienia"),
            *("da fare", "da completare", "te doen", "nog te doen", "к выполнению", "сделать"),
            *("att göra", "未着手", "作業前", "待办", "待辦", "할 일"),
        ),
    ),
    (
        "in_progress",
        (
            *("in progress", "indeterminate", "inprogress", "resolved", "en curso"),
            *("em andamento", "em progresso", "en cours", "in arbeit", "in bearbeitung"),
            *("w toku", "w trakcie", "in corso", "in lavorazione", "mee bezig", "bezig"),
            *("in uitvoering", "in behandeling", "wordt uitgevoerd", "в работе", "в процессе"),
            *("выполняется", "pågår", "pågående", "進行中", "进行中", "處理中", "진행 중"),
        ),
    ),
    (
        "done",
        (
            *("done", "complete", "completed", "listo", "hecho", "finalizada", "finalizado"),
            *("concluído", "concluída", "itens concluídos", "feito", "terminé", "terminée"),
            *("fertig", "erledigt", "gotowe", "zrobione", "ukończone", "fatto", "completato"),
            *("completata", "gereed", "klaar", "voltooid", "готово", "выполнено", "завершено"),
            *("сделано", "klar", "klart", "完了", "完成", "已完成", "완료"),
        ),
    ),
    ("removed", ("removed", "eliminado", "removido", "supprimé", "entfernt", "usunięte")),
)
"""Status categories."""

STATUSES: Final = CATEGORIES | _table(
    (
        "todo",
        (
            *("backlog", "open", "reopened", "ready", "ready for development", "approved"),
            *("selected for development", "grooming", "refinement", "on hold", "waiting"),
            *(
                "not started",
                "not yet started",
                "up next",
                "icebox",
                "triage",
                "unstarted",
                "stuck",
            ),
            *("blocked", "idea", "planned", "design", "abierto", "abierta", "bloqueado"),
            *("aberto", "aberta", "bloqueada", "ouvert", "ouverte", "bloqué", "offen"),
            *("blockiert", "otwarte", "zablokowane", "reabierta", "reaberto", "wieder offen"),
            *("aperto", "aperta", "riaperto", "bloccato", "heropend", "geblokkeerd", "открыт"),
            *("открыта", "открыто", "новая", "новый", "переоткрыт", "заблокировано"),
        ),
    ),
    (
        "in_progress",
        (
            *("working on it",),
            *("active", "committed", "doing", "started", "in development", "development"),
            *("in review", "code review", "review", "in test", "in testing", "testing", "qa"),
            *("in qa", "ready for qa", "ready for release", "en revisión", "en pruebas"),
            *("em revisão", "em teste", "en revue", "en test", "im review", "im test"),
            *("w recenzji", "w testach", "in revisione", "in beoordeling", "на проверке"),
            *("на тестировании", "тестирование", "ревью"),
        ),
    ),
    (
        "done",
        (
            *("closed", "released", "deployed", "finished", "live", "accepted", "verified"),
            *("cerrada", "cerrado", "resuelta", "resuelto", "fechado", "fechada"),
            *("resolvido", "resolvida", "fermé", "fermée", "résolu", "résolue"),
            *("geschlossen", "gelöst", "zamknięte", "rozwiązane", "chiuso", "chiusa", "risolto"),
            *("gesloten", "opgelost", "закрыт", "закрыта", "закрыто", "решен", "решена", "решено"),
        ),
    ),
    (
        "removed",
        (
            *("cancelled", "canceled", "won't do", "wont do", "won't fix", "rejected"),
            *("declined", "abandoned", "obsolete", "duplicate", "cancelada", "cancelado"),
            *("rechazada", "rechazado", "rejeitado", "rejeitada", "annulé", "annulée"),
            *("rejeté", "rejetée", "abgebrochen", "abgelehnt", "anulowane", "odrzucone"),
            *("annullato", "rifiutato", "geannuleerd", "afgewezen", "отменено", "отклонено"),
            *("отменен", "отменён", "отклонен", "отклонён"),
        ),
    ),
)
"""Statuses, for exports without their categories."""

NOT_DONE: Final = frozenset(
    {
        *("won't do", "wont do", "won't fix", "wont fix", "duplicate", "cannot reproduce"),
        *("declined", "rejected", "cancelled", "canceled", "invalid", "obsolete", "incomplete"),
        *("not a bug", "abandoned", "no longer needed", "out of scope", "cut", "deferred"),
        *("as designed", "overtaken by events", "removed from the backlog"),
        *("no se hará", "no se solucionará", "duplicado", "duplicada", "cancelada"),
        *("cancelado", "rechazada", "rechazado", "no reproducible"),
        *("não será feito", "não será corrigido", "não reproduzível", "rejeitado"),
        *("ne sera pas fait", "ne sera pas corrigé", "doublon", "annulé", "refusé", "rejeté"),
        *("wird nicht erledigt", "wird nicht behoben", "duplikat", "abgelehnt", "abgebrochen"),
        *("nie będzie zrobione", "nie zostanie naprawione", "anulowane", "odrzucone"),
        *("non verrà eseguito", "non sarà fatto", "duplicato", "annullato", "rifiutato"),
        *("wordt niet gedaan", "wordt niet opgelost", "duplicaat", "geannuleerd", "afgewezen"),
        *("не будет сделано", "не будет исправлено", "дубликат", "отменено", "отклонено"),
    }
)
"""Resolutions of tickets that are closed but not done."""

UNRESOLVED: Final = frozenset(
    {
        *("unresolved", "none", "null", "n/a", "-", "--", "not resolved", "open"),
        *("nicht erledigt", "unerledigt", "ungelöst", "nicht gelöst", "offen", "keine"),
        *("sin resolver", "sin resolución", "no resuelto", "no resuelta", "ninguna", "ninguno"),
        *("não resolvido", "não resolvida", "sem resolução", "por resolver", "nenhuma"),
        *("non résolu", "non résolue", "non résolu(e)", "aucune", "aucun"),
        *("nierozwiązane", "nierozwiązany", "brak", "non risolto", "irrisolto", "nessuna"),
        *("onopgelost", "niet opgelost", "geen", "olöst", "ej löst", "uløst", "ratkaisematta"),
        *("nevyřešeno", "nevyřešené", "megoldatlan", "nerezolvat", "çözülmedi", "çözülmemiş"),
        *("нет решения", "не решено", "не решен", "не решён", "не вирішено", "нерешено"),
        *("未解決", "未解决", "미해결", "해결되지 않음"),
    }
)
"""Words for the absence of a resolution."""

EPICS: Final = frozenset(
    {
        *("epic", "épica", "epica", "épico", "épopée", "epik", "epos", "epopeya", "epopea"),
        *("destan", "эпик", "эпопея", "エピック", "서사", "에픽", "长篇故事", "长篇故事", "史诗"),
        "史詩",
    }
)
"""Types that are projects."""

CONTAINERS: Final = EPICS | {
    *("initiative", "iniciativa", "initiativ", "iniziativa", "initiatief", "inicjatywa"),
    *("инициатива", "イニシアチブ", "theme", "tema", "thème", "thema", "capability"),
    *("portfolio epic", "legend", "saga"),
}
"""Types that are only containers of other tickets."""

SUBTASKS: Final = frozenset(
    {
        *("sub-task", "subtask", "sub task", "subtarea", "subtarefa", "sub-tarefa"),
        *("sous-tâche", "unteraufgabe", "teilaufgabe", "podzadanie", "sub-bug"),
        *("sottotask", "sotto-task", "sottoattività", "subtaak", "подзадача", "サブタスク"),
    }
)
"""Types of parts of a ticket."""

MILESTONES: Final = frozenset(
    {"milestone", "hito", "marco", "jalon", "meilenstein", "kamień milowy"}
)
"""Types without work."""

PRIORITIES: Final = {
    word: weight
    for weight, words in (
        (
            4.0,
            (
                *("highest", "blocker", "critical", "más alta", "bloqueador", "crítica"),
                *("crítico", "mais alta", "la plus haute", "bloquant", "critique", "höchste"),
                *("blocker", "kritisch", "najwyższy", "krytyczny", "1", "p0", "urgent"),
                *("massima", "molto alta", "bloccante", "critica", "hoogste", "kritiek"),
                *("самый высокий", "наивысший", "критический", "блокирующий"),
            ),
        ),
        (
            2.0,
            (
                *("high", "major", "alta", "alto", "mayor", "élevée", "haute", "majeur", "hoch"),
                *("wysoki", "2", "p1", "elevata", "hoog", "высокий"),
            ),
        ),
        (
            1.0,
            (
                *("medium", "normal", "none", "media", "medio", "média", "médio", "moyenne"),
                *("mittel", "średni", "3", "p2", "", "normale", "gemiddeld", "средний"),
            ),
        ),
        (
            0.5,
            (
                *("low", "minor", "baja", "bajo", "menor", "baixa", "baixo", "basse", "faible"),
                *("mineur", "niedrig", "niski", "4", "p3", "bassa", "basso", "laag", "низкий"),
            ),
        ),
        (
            0.25,
            (
                *("lowest", "trivial", "más baja", "mais baixa", "la plus basse", "triviale"),
                *("niedrigste", "najniższy", "p4", "minima", "molto bassa", "laagste"),
                *("самый низкий", "наинизший"),
            ),
        ),
    )
    for word in words
}
"""Weights of lateness by priority; 1 is the default of a scenario."""

_BEFORE: Final = LinkRule(outward="before")
_AFTER: Final = LinkRule(outward="after")
_BLOCKS: Final = (
    *("blocks", "blocker", "blockers", "blocking", "bloquea", "bloqueo", "bloqueos", "bloqueia"),
    *("bloqueio", "bloqueador", "bloqueante", "bloque", "blocage", "bloquant", "blockiert"),
    *("blockierung", "blockieren", "blockade", "blocca", "blocco", "bloccante", "blokkeert"),
    *("blokkade", "blokkering", "blokuje", "blokada", "blokowanie", "блокирует", "блокировка"),
    *("блокер", "блокирование", "блокує", "blockerar", "blokerer", "engelliyor", "engeller"),
    *("ブロック", "ブロックする", "阻塞", "阻止", "阻碍", "차단"),
)
_DEPENDENCIES: Final = (
    *("dependency", "dependencies", "dependencia", "dependencias", "dependência", "dépendance"),
    *("dependências", "dépendances", "abhängigkeit", "abhängigkeiten", "dipendenza", "dipendenze"),
    *("afhankelijkheid", "afhankelijkheden", "zależność", "zależności", "зависимость"),
    *("зависимости", "závislost", "bağımlılık", "beroende", "依存", "依存関係", "依赖", "依赖关系"),
    *("종속성", "의존성"),
)
_PRECEDES: Final = (
    *("precedes", "predecessor", "sequence", "finish to start", "gantt end to start", "precede"),
    *("antecede", "précède", "prédécesseur", "predecesor", "predecessore", "vorgänger"),
    *("voorganger", "poprzednik", "poprzedza", "предшественник", "предшествует", "ende-anfang"),
)
_DEPENDS: Final = (
    *("depends", "depends on", "dependent", "requires", "follows", "is blocked by", "blocked by"),
    *("depende", "depende de", "requiere", "requer", "dépend de", "nécessite", "hängt ab von"),
    *("abhängig von", "benötigt", "erfordert", "dipende da", "richiede", "hangt af van"),
    *("afhankelijk van", "vereist", "zależy od", "wymaga", "зависит от", "требует", "依存する"),
)
LINKS: Final[dict[str, LinkRule]] = {
    **dict.fromkeys((*_BLOCKS, *_DEPENDENCIES, *_PRECEDES), _BEFORE),
    "gantt start to start": LinkRule(outward="before", type="SS"),
    "gantt end to end": LinkRule(outward="before", type="FF"),
    "gantt start to end": LinkRule(outward="before", type="SF"),
    **dict.fromkeys(_DEPENDS, _AFTER),
}
"""Kinds of links that make one ticket wait for another; all others are ignored, and counted.

English names are Jira's, those of its Gantt apps and of exports. Sites rename and translate them:
the names in other languages are those of the interfaces' translations.
"""

UNASSIGNED: Final = frozenset(
    {
        *("unassigned", "sin asignar", "não atribuído", "não atribuído(a)", "non assigné"),
        *("non attribué", "nicht zugewiesen", "nieprzypisane", "nie przypisano"),
        *("non assegnato", "niet toegewezen", "не назначен", "не назначено"),
    }
)
"""Words for nobody in place of an assignee."""


def link_word(kind: str) -> str:
    """Return the name of a kind of link as in :data:`LINKS`."""
    return folded(re.sub(r"[:_]|\blink\b", " ", kind, flags=re.IGNORECASE))


def link_rule(kind: str) -> LinkRule | None:
    """Return the meaning of a kind of link without a mapping; None if nothing waits for it.

    Of ``Blocks / is blocked by`` and ``Blocks (migrated)`` the first part counts.
    """
    word = link_word(kind)
    return LINKS.get(word) or LINKS.get(re.split(r"\s*[/(|]", word)[0])
