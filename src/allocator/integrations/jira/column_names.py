"""The names of Jira's columns: Cloud and Server, old and new, in the languages of its users."""

from __future__ import annotations

from typing import Final

from allocator.integrations.tracker.flags import BLOCKED_SINCE, FLAGS
from allocator.integrations.tracker.headers import ColumnNames

_ENGLISH: Final = {
    "key": ("issue key", "work item key", "key"),
    "id": ("issue id", "work item id", "id"),
    "title": ("summary",),
    "type": ("issue type", "work type", "work item type", "issuetype", "type"),
    "status": ("status",),
    "category": ("status category",),
    "changed": ("status category changed",),
    "priority": ("priority",),
    "resolution": ("resolution",),
    "assignee": ("assignee",),
    "assignee_id": ("assignee id", "assignee account id"),
    "assignee_email": ("assignee email", "assignee e-mail"),
    "created": ("created",),
    "updated": ("updated",),
    "resolved": ("resolved", "resolution date", "resolutiondate"),
    "due": ("due date", "due"),
    "original": ("original estimate",),
    "remaining": ("remaining estimate",),
    "spent": ("time spent",),
    "parent": ("parent", "parent id"),
    "parent_key": ("parent key",),
    "parent_title": ("parent summary", "epic link summary"),
    "sprint": ("sprint",),
    "component": ("components", "component/s", "component"),
    "label": ("labels", "label"),
    "team": ("team name",),
    "project": ("project key",),
    "project_name": ("project name",),
}
_SPANISH: Final = {
    "key": ("clave de incidencia", "clave de la incidencia", "clave", "clave de actividad"),
    "id": ("id de la incidencia", "id de incidencia", "id de la actividad"),
    "title": ("resumen",),
    "type": ("tipo de incidencia", "tipo de actividad"),
    "status": ("estado",),
    "category": ("categoría de estado", "categoría del estado"),
    "changed": ("categoría de estado cambiada", "categoría del estado cambiada"),
    "priority": ("prioridad",),
    "resolution": ("resolución",),
    "assignee": ("persona asignada", "responsable"),
    "assignee_id": ("id de la persona asignada", "id de persona asignada"),
    "created": ("creada", "creado"),
    "updated": ("actualizada", "actualizado"),
    "resolved": ("resuelta", "resuelto"),
    "due": ("fecha de vencimiento",),
    "original": ("estimación original",),
    "remaining": ("trabajo restante estimado", "estimación restante"),
    "spent": ("tiempo trabajado", "tiempo empleado"),
    "parent": ("principal", "padre", "id principal"),
    "parent_key": ("clave principal",),
    "component": ("componentes", "componente/s"),
    "label": ("etiquetas",),
    "team": ("nombre del equipo",),
    "project": ("clave del proyecto",),
    "project_name": ("nombre del proyecto",),
}
_PORTUGUESE: Final = {
    "key": ("chave da item", "chave do item", "chave da issue", "chave", "chave do ticket"),
    "id": ("id da item", "id do item", "id da issue", "id do ticket"),
    "title": ("resumo",),
    "type": ("tipo de item", "tipo do item", "tipo de ticket"),
    "status": ("estado",),
    "category": ("categoria do status", "categoria de status"),
    "changed": ("categoria do status alterada", "categoria de status alterada"),
    "priority": ("prioridade",),
    "resolution": ("resolução",),
    "assignee": ("responsável",),
    "assignee_id": ("id do responsável",),
    "created": ("criado", "criada", "criado(a)"),
    "updated": ("atualizado", "atualizada", "atualizado(a)"),
    "resolved": ("resolvido", "resolvida", "resolvido(a)"),
    "due": ("data limite", "data de vencimento", "data de entrega"),
    "original": ("estimativa original",),
    "remaining": ("estimativa de trabalho restante", "estimativa restante"),
    "spent": ("tempo gasto",),
    "parent": ("pai", "id pai", "item pai"),
    "parent_key": ("chave pai", "chave do pai"),
    "component": ("componentes",),
    "label": ("categorias", "etiquetas", "rótulos"),
    "team": ("nome da equipe",),
    "project": ("chave do projeto",),
    "project_name": ("nome do projeto",),
}
_FRENCH: Final = {
    "key": ("clé de ticket", "clé du ticket", "clé", "clé de demande"),
    "id": ("id de ticket", "id du ticket", "id de demande"),
    "title": ("résumé",),
    "type": ("type de ticket", "type de demande"),
    "status": ("statut", "état"),
    "category": ("catégorie d'état", "catégorie de statut"),
    "changed": ("catégorie d'état modifiée", "catégorie de statut modifiée"),
    "priority": ("priorité",),
    "resolution": ("résolution", "solution"),
    "assignee": ("personne assignée", "attribution", "responsable"),
    "assignee_id": ("id de la personne assignée", "id de personne assignée", "id d'attribution"),
    "created": ("création", "créée", "créé", "date de création"),
    "updated": ("mise à jour", "mis à jour"),
    "resolved": ("résolu", "résolue", "date de résolution"),
    "due": ("date d'échéance", "échéance"),
    "original": ("estimation originale", "estimation initiale"),
    "remaining": ("estimation restante", "temps restant estimé", "temps restant"),
    "spent": ("temps consacré", "temps passé"),
    "parent": ("parent", "id parent", "id du parent"),
    "parent_key": ("clé parent", "clé du parent"),
    "component": ("composants", "composant/s"),
    "label": ("étiquettes",),
    "team": ("nom de l'équipe",),
    "project": ("clé de projet", "clé du projet"),
    "project_name": ("nom du projet", "nom de projet"),
}
_GERMAN: Final = {
    "key": ("vorgangsschlüssel", "schlüssel"),
    "id": ("vorgangs-id", "vorgangs id"),
    "title": ("zusammenfassung",),
    "type": ("vorgangstyp", "typ"),
    "status": ("status",),
    "category": ("statuskategorie",),
    "changed": ("statuskategorie geändert",),
    "priority": ("priorität",),
    "resolution": ("lösung",),
    "assignee": ("zugewiesene person", "bearbeiter", "zuständige person"),
    "assignee_id": ("id der zugewiesenen person", "zugewiesene person id", "bearbeiter id"),
    "created": ("erstellt",),
    "updated": ("aktualisiert",),
    "resolved": ("erledigt", "gelöst", "erledigungsdatum"),
    "due": ("fälligkeitsdatum", "fällig", "fälligkeit"),
    "original": ("ursprüngliche schätzung",),
    "remaining": ("verbleibende schätzung", "restschätzung"),
    "spent": ("zeitaufwand", "aufgewendete zeit", "benötigte zeit"),
    "parent": ("übergeordnet", "übergeordnete id", "übergeordneter vorgang"),
    "parent_key": ("übergeordneter schlüssel", "übergeordneter vorgangsschlüssel"),
    "component": ("komponenten", "komponente/n"),
    "label": ("stichwörter", "stichworte", "labels"),
    "team": ("teamname",),
    "project": ("projektschlüssel",),
    "project_name": ("projektname",),
}
_POLISH: Final = {
    "key": ("klucz zgłoszenia", "klucz"),
    "id": ("id. zgłoszenia", "id zgłoszenia", "identyfikator zgłoszenia"),
    "title": ("podsumowanie",),
    "type": ("typ zgłoszenia",),
    "status": ("status",),
    "category": ("kategoria statusu",),
    "changed": ("zmieniono kategorię statusu", "kategoria statusu została zmieniona"),
    "priority": ("priorytet",),
    "resolution": ("rozwiązanie",),
    "assignee": ("osoba przypisana", "przypisany"),
    "assignee_id": ("id osoby przypisanej", "identyfikator osoby przypisanej"),
    "created": ("utworzono",),
    "updated": ("zaktualizowano",),
    "resolved": ("rozwiązane", "rozwiązano"),
    "due": ("termin", "termin wykonania"),
    "original": ("pierwotne oszacowanie", "oszacowanie pierwotne"),
    "remaining": ("pozostały koszt", "pozostałe oszacowanie"),
    "spent": ("czas poświęcony", "przepracowany czas"),
    "parent": ("element nadrzędny", "zgłoszenie nadrzędne"),
    "parent_key": ("klucz elementu nadrzędnego", "klucz zgłoszenia nadrzędnego"),
    "component": ("komponenty", "komponent/y"),
    "label": ("etykiety",),
    "team": ("nazwa zespołu",),
    "project": ("klucz projektu",),
    "project_name": ("nazwa projektu",),
}
_ITALIAN: Final = {
    "key": ("chiave ticket", "chiave del ticket", "chiave segnalazione", "chiave"),
    "id": ("id ticket", "id del ticket", "id segnalazione"),
    "title": ("riepilogo", "sommario"),
    "type": ("tipo di ticket", "tipo ticket", "tipo segnalazione"),
    "status": ("stato",),
    "category": ("categoria di stato", "categoria dello stato"),
    "priority": ("priorità",),
    "resolution": ("risoluzione",),
    "assignee": ("assegnatario",),
    "created": ("data di creazione", "creato", "creata", "data creazione"),
    "updated": ("aggiornato", "aggiornata", "data aggiornamento", "data di aggiornamento"),
    "resolved": ("risolto", "risolta", "data di risoluzione", "data risoluzione"),
    "due": ("data di scadenza", "scadenza"),
    "original": ("stima originale",),
    "remaining": ("stima rimanente",),
    "spent": ("tempo impiegato",),
    "parent": ("principale", "padre", "elemento principale", "id principale"),
    "parent_key": ("chiave principale", "chiave padre"),
    "component": ("componenti",),
    "label": ("etichette",),
    "project": ("chiave progetto", "chiave del progetto"),
    "project_name": ("nome progetto", "nome del progetto"),
}
_DUTCH: Final = {
    "key": ("issuesleutel", "issue-sleutel", "sleutel"),
    "id": ("issue-id", "issue-nummer"),
    "title": ("samenvatting",),
    "type": ("issuetype-naam", "soort issue", "issue-type"),
    "status": ("status",),
    "category": ("statuscategorie",),
    "priority": ("prioriteit",),
    "resolution": ("resolutie", "oplossing"),
    "assignee": ("toegewezen persoon", "toegewezen aan", "uitvoerder"),
    "created": ("aangemaakt",),
    "updated": ("bijgewerkt",),
    "resolved": ("opgelost",),
    "due": ("einddatum", "vervaldatum"),
    "original": ("oorspronkelijke schatting",),
    "remaining": ("resterende schatting",),
    "spent": ("bestede tijd", "tijd besteed"),
    "parent": ("bovenliggend", "bovenliggende issue", "bovenliggend item"),
    "parent_key": ("bovenliggende sleutel",),
    "component": ("componenten",),
    "project": ("projectsleutel",),
    "project_name": ("projectnaam",),
}
_RUSSIAN: Final = {
    "key": ("ключ проблемы", "ключ задачи", "ключ запроса", "ключ"),
    "id": ("id проблемы", "id задачи", "id запроса", "идентификатор задачи"),
    "title": ("тема", "резюме"),
    "type": ("тип задачи", "тип проблемы", "тип запроса"),
    "status": ("статус",),
    "category": ("категория статуса",),
    "priority": ("приоритет",),
    "resolution": ("решение", "резолюция"),
    "assignee": ("исполнитель",),
    "created": ("создано", "дата создания", "создан"),
    "updated": ("обновлено", "дата обновления", "обновлен"),
    "resolved": ("дата решения", "решено"),
    "due": ("срок исполнения", "срок", "срок выполнения"),
    "original": ("первоначальная оценка", "исходная оценка"),
    "remaining": ("оставшаяся оценка", "оставшееся время"),
    "spent": ("затраченное время", "затрачено времени"),
    "parent": ("родитель", "родительская задача", "id родителя"),
    "parent_key": ("ключ родителя", "ключ родительской задачи"),
    "component": ("компоненты", "компонент(ы)"),
    "label": ("метки",),
    "project": ("ключ проекта",),
    "project_name": ("название проекта", "имя проекта"),
}
LANGUAGES: Final = {
    "en": _ENGLISH,
    "es": _SPANISH,
    "pt": _PORTUGUESE,
    "fr": _FRENCH,
    "de": _GERMAN,
    "pl": _POLISH,
    "it": _ITALIAN,
    "nl": _DUTCH,
    "ru": _RUSSIAN,
}
"""Column names by field, for each language."""

_CUSTOM_FIELDS: Final = {
    "points": (
        *("story points", "story point estimate", "story point", "puntos de historia"),
        *("estimación de puntos de historia", "pontos de história", "story-points"),
        *("estimation des story points", "story-point-schätzung", "punkty historyjki"),
    ),
    "start": (
        *("start date", "planned start date", "fecha de inicio", "data de início"),
        *("date de début", "startdatum", "data rozpoczęcia"),
    ),
    "target_start": ("target start", "inicio previsto", "zielstart"),
    "target_end": ("target end", "end date", "planned end date", "fecha de finalización"),
    "epic": (
        *("epic link", "enlace de épica", "enlace épico", "link do épico", "lien d'epic"),
        *("lien d'épopée", "epic-verknüpfung", "łącze epic", "łącze do epika"),
    ),
    "parent": ("parent link", "enlace principal", "lien parent", "übergeordnete verknüpfung"),
    "children": ("sub-tasks", "subtasks", "child issues", "child work items", "subtareas"),
    "epic_name": ("epic name", "nombre de épica", "nome do épico", "epic-name"),
    "flag": FLAGS,
    "blocked_since": BLOCKED_SINCE,
    "own_team": ("team", "equipo", "equipe", "équipe", "zespół"),
}
_LIST_FIELDS: Final = {"sprint": ("sprint", "sprints")}


def jira_names() -> ColumnNames:
    """Return the names of Jira's columns in all languages of :data:`LANGUAGES`."""
    fields: dict[str, tuple[str, ...]] = dict(_LIST_FIELDS)
    for table in LANGUAGES.values():
        for name, some in table.items():
            fields[name] = fields.get(name, ()) + tuple(some)
    bare = {name: some for name, some in _CUSTOM_FIELDS.items() if name != "own_team"}
    for name, some in bare.items():
        fields[name] = fields.get(name, ()) + some
    return ColumnNames(
        fields=fields, custom=CUSTOM, own=_CUSTOM_FIELDS, inward=INWARD, outward=OUTWARD
    )


CUSTOM: Final = frozenset(
    {
        *("custom field", "campo personalizado", "champ personnalisé", "champs personnalisés"),
        *("benutzerdefiniertes feld", "benutzerdefinierte felder", "pole niestandardowe"),
        *("pole własne", "campo personalizzato", "aangepast veld", "пользовательское поле"),
        *("настраиваемое поле", "カスタム フィールド", "自定义字段"),
    }
)
"""Words before the name of a custom field."""

INWARD: Final = frozenset(
    {
        *("inward issue link", "inward work item link", "enlace de incidencia entrante"),
        *("enlace entrante de la incidencia", "vínculo de incidencia de entrada"),
        *("link de item de entrada", "link interno do item", "link de entrada do item"),
        *("lien entrant du ticket", "lien de ticket entrant", "lien vers le ticket entrant"),
        *("eingehende vorgangsverknüpfung", "eingehender vorgangs-link"),
        "wewnętrzne łącze do zgłoszenia",
    }
)
"""Words before the name of a kind of link for which the row waits."""

OUTWARD: Final = frozenset(
    {
        *("outward issue link", "outward work item link", "enlace de incidencia saliente"),
        *("enlace saliente de la incidencia", "vínculo de incidencia de salida"),
        *("link de item de saída", "link externo do item", "link de saída do item"),
        *("lien sortant du ticket", "lien de ticket sortant", "lien vers le ticket sortant"),
        *("ausgehende vorgangsverknüpfung", "ausgehender vorgangs-link"),
        "zewnętrzne łącze do zgłoszenia",
    }
)
"""Words before the name of a kind of link by which others wait for the row."""
