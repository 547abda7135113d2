"""The names of fields and states of Azure DevOps, by language and process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from allocator.integrations.tracker.flags import BLOCKED_SINCE, FLAGS
from allocator.integrations.tracker.headers import ColumnNames, plain_name
from allocator.integrations.tracker.ticket import Category

LEVELS: Final = 15
"""Deepest level of a tree of work items: Title 1 to Title 15."""

_TITLE: Final = (
    *("title", "titel", "titre", "título", "titolo", "tytuł", "název", "başlık"),
    *("название", "заголовок", "タイトル", "제목", "标题", "標題"),
)

_FIELDS: Final[Mapping[str, Iterable[str]]] = {
    "key": (
        *("id", "system.id", "id de", "identificador", "kimlik", "ид", "код", "標識碼", "识别码"),
    ),
    "type": (
        *("work item type", "system.workitemtype", "arbeitselementtyp", "arbeitsaufgabentyp"),
        *("type d'élément de travail", "type de l'élément de travail"),
        *("tipo de elemento de trabajo", "tipo de item de trabalho", "tipo di elemento di lavoro"),
        *("typ elementu roboczego", "typ pracovní položky", "iş öğesi türü"),
        *(
            "тип рабочего элемента",
            "作業項目の種類",
            "작업 항목 유형",
            "工作项类型",
            "工作項目類型",
        ),
    ),
    "title": (*_TITLE, "system.title"),
    "assignee": (
        *("assigned to", "system.assignedto", "zugewiesen zu", "zugewiesen an", "affecté à"),
        *("attribué à", "asignado a", "atribuído a", "atribuído para", "assegnato a"),
        *("przypisane do", "przypisano do", "přiřazeno komu", "atanan", "atanan kişi"),
        *("кому назначено", "назначено", "担当者", "할당 대상", "指派给", "指派給"),
    ),
    "status": (
        *("state", "system.state", "status", "zustand", "état", "estado", "stato", "stan"),
        *("stav", "durum", "состояние", "状態", "상태", "状态", "狀態"),
    ),
    "labels": (
        *("tags", "system.tags", "kategorien", "markierungen", "balises", "étiquettes"),
        *("etiquetas", "marcas", "tag", "znaczniki", "tagi", "značky", "etiketler", "теги"),
        *("タグ", "태그", "标记", "標記"),
    ),
    "area": (
        *("area path", "system.areapath", "bereichspfad", "chemin de zone", "chemin d'accès zone"),
        *("ruta de acceso de área", "ruta de área", "caminho da área", "caminho de área"),
        *("percorso area", "ścieżka obszaru", "cesta oblasti", "alan yolu", "путь к области"),
        *("区分パス", "영역 경로", "区域路径", "區域路徑"),
    ),
    "iteration": (
        *("iteration path", "system.iterationpath", "iterationspfad", "chemin d'itération"),
        *("ruta de acceso de iteración", "ruta de iteración", "caminho da iteração"),
        *("caminho de iteração", "percorso iterazione", "ścieżka iteracji", "cesta iterace"),
        *("yineleme yolu", "путь итерации", "путь к итерации", "イテレーション パス"),
        *("反復パス", "반복 경로", "迭代路径", "反覆項目路徑"),
    ),
    "parent": (
        *("parent", "system.parent", "übergeordnetes element", "übergeordnet", "parent id"),
        *("elemento primario", "principal", "pai", "elemento padre", "element nadrzędny"),
        *("nadřazená položka", "üst öğe", "родитель", "родительский элемент", "親", "부모"),
        *("상위", "父级", "上層"),
    ),
    "priority": (
        *("priority", "microsoft.vsts.common.priority", "priorität", "priorité", "prioridad"),
        *("prioridade", "priorità", "priorytet", "priorita", "öncelik", "приоритет"),
        *("優先順位", "우선 순위", "优先级", "優先順序"),
    ),
    "activity": (
        *("activity", "microsoft.vsts.common.activity", "discipline"),
        *("microsoft.vsts.common.discipline", "aktivität", "disziplin", "activité", "actividad"),
        *("disciplina", "atividade", "attività", "działanie", "aktivita", "etkinlik"),
        *("действие", "дисциплина", "アクティビティ", "활동", "活动", "活動"),
    ),
    "points": (
        *("story points", "microsoft.vsts.scheduling.storypoints", "effort", "size"),
        *("microsoft.vsts.scheduling.effort", "microsoft.vsts.scheduling.size"),
        *("storypoints", "aufwand", "größe", "points de récit", "points d'histoire", "taille"),
        *("puntos de historia", "puntos de caso", "esfuerzo", "tamaño", "pontos de história"),
        *("esforço", "tamanho", "punti della storia", "lavoro richiesto", "dimensione"),
        *("punkty historyjki", "nakład pracy", "rozmiar", "body scénáře", "úsilí", "efor"),
        *("öykü puanı", "оценка", "трудозатраты", "размер", "ストーリー ポイント", "作業量"),
        *("스토리 포인트", "작업량", "情景点", "故事点", "工作量", "故事點"),
    ),
    "original": (
        *("original estimate", "microsoft.vsts.scheduling.originalestimate"),
        *("ursprüngliche schätzung", "estimation initiale", "estimation d'origine"),
        *("estimación original", "estimativa original", "stima originale"),
        *("oryginalne oszacowanie", "pierwotne oszacowanie", "původní odhad", "özgün tahmin"),
        *("исходная оценка", "最初の見積もり", "원래 예상 시간", "初始估计", "原始估計"),
    ),
    "remaining": (
        *("remaining work", "microsoft.vsts.scheduling.remainingwork", "verbleibende arbeit"),
        *("verbleibender aufwand", "travail restant", "trabajo restante", "trabalho restante"),
        *("lavoro rimanente", "pozostała praca", "zbývající práce", "kalan çalışma"),
        *("оставшаяся работа", "残存作業", "남은 작업", "剩余工作", "剩餘工時"),
    ),
    "spent": (
        *("completed work", "microsoft.vsts.scheduling.completedwork", "abgeschlossene arbeit"),
        *("travail terminé", "travail accompli", "trabajo completado", "trabalho concluído"),
        *("lavoro completato", "wykonana praca", "dokončená práce", "tamamlanan çalışma"),
        *("завершенная работа", "выполненная работа", "完了した作業", "완료된 작업"),
        *("已完成工作", "完成的工時"),
    ),
    "start": (
        *("start date", "microsoft.vsts.scheduling.startdate", "startdatum", "anfangsdatum"),
        *("date de début", "fecha de inicio", "fecha inicial", "data de início", "data inizio"),
        *("data rozpoczęcia", "počáteční datum", "başlangıç tarihi", "дата начала"),
        *("開始日", "시작 날짜", "开始日期", "開始日期"),
    ),
    "due": (
        *("target date", "microsoft.vsts.scheduling.targetdate", "due date"),
        *("microsoft.vsts.scheduling.duedate", "finish date"),
        *("microsoft.vsts.scheduling.finishdate", "zieldatum", "fälligkeitsdatum", "enddatum"),
        *("date cible", "date d'échéance", "date de fin", "fecha objetivo", "fecha de destino"),
        *("fecha de vencimiento", "fecha de finalización", "data de destino", "data-alvo"),
        *("data de conclusão", "data de vencimento", "data di destinazione", "data scadenza"),
        *("data docelowa", "data ukończenia", "termin", "cílové datum", "termín splnění"),
        *("hedef tarih", "bitiş tarihi", "целевая дата", "срок", "дата окончания"),
        *("ターゲット日付", "期日", "終了日", "대상 날짜", "기한", "目标日期", "截止日期"),
        *("目標日期", "到期日"),
    ),
    "created": (
        *("created date", "system.createddate", "erstellungsdatum", "erstellt am"),
        *("date de création", "fecha de creación", "data de criação", "data creazione"),
        *("data utworzenia", "datum vytvoření", "oluşturma tarihi", "дата создания"),
        *("作成日", "만든 날짜", "创建日期", "建立日期"),
    ),
    "updated": (
        *("changed date", "system.changeddate", "änderungsdatum", "geändert am"),
        *("date de modification", "fecha de cambio", "fecha de modificación"),
        *("data de alteração", "data modifica", "data zmiany", "datum změny"),
        *("değiştirme tarihi", "дата изменения", "変更日", "변경 날짜", "更改日期", "變更日期"),
    ),
    "closed": (
        *("closed date", "microsoft.vsts.common.closeddate", "abschlussdatum"),
        *("geschlossen am", "date de fermeture", "fecha de cierre", "data de fechamento"),
        *("data chiusura", "data zamknięcia", "datum uzavření", "kapatma tarihi"),
        *("дата закрытия", "終了した日", "クローズ日", "닫은 날짜", "关闭日期", "關閉日期"),
    ),
    "resolved": (
        *("resolved date", "microsoft.vsts.common.resolveddate", "lösungsdatum", "gelöst am"),
        *("date de résolution", "fecha de resolución", "data de resolução"),
        *("data risoluzione", "data rozwiązania", "datum vyřešení", "çözümleme tarihi"),
        *("дата разрешения", "解決日", "해결된 날짜", "解决日期", "解決日期"),
    ),
    "activated": (
        *("activated date", "microsoft.vsts.common.activateddate", "aktivierungsdatum"),
        *("aktiviert am", "date d'activation", "fecha de activación", "data de ativação"),
        *("data attivazione", "data aktywacji", "datum aktivace", "etkinleştirme tarihi"),
        *("дата активации", "アクティブ化した日", "활성화된 날짜", "激活日期", "啟動日期"),
    ),
    "changed": (
        *("state change date", "microsoft.vsts.common.statechangedate", "statusänderungsdatum"),
        *("date de changement d'état", "date de modification de l'état"),
        *("fecha de cambio de estado", "data de alteração do estado", "data modifica stato"),
        *("data zmiany stanu", "datum změny stavu", "durum değişiklik tarihi"),
        *("дата изменения состояния", "状態の変更日", "상태 변경 날짜", "状态更改日期"),
        *("狀態變更日期",),
    ),
    "project": (
        *("team project", "system.teamproject", "teamprojekt", "projet d'équipe"),
        *("proyecto de equipo", "projeto de equipe", "progetto team", "projekt zespołowy"),
        *("týmový projekt", "takım projesi", "командный проект", "チーム プロジェクト"),
        *("팀 프로젝트", "团队项目", "team 專案"),
    ),
    "flag": FLAGS,
    "blocked_since": BLOCKED_SINCE,
    "board_column": (
        *("board column", "system.boardcolumn", "boardspalte", "colonne du tableau"),
        *("columna del panel", "coluna do quadro", "colonna della bacheca", "kolumna tablicy"),
    ),
    "reason": ("reason", "system.reason", "grund", "motif", "motivo", "powód", "причина", "理由"),
}

NAMES: Final = ColumnNames(
    fields={
        **_FIELDS,
        **{f"title {n}": [f"{word} {n}" for word in _TITLE] for n in range(1, LEVELS + 1)},
    }
)
"""Column names by field, in the languages of the user interface and by reference name."""

DATES: Final = (
    *("start", "due", "created", "updated", "closed", "resolved", "activated", "changed"),
    "blocked_since",
)
"""Fields that hold dates."""

AMOUNTS: Final = {
    **dict.fromkeys(("original", "remaining", "spent"), "hours"),
    "points": "points",
}
"""Fields that hold numbers, with their names in the report."""

_STATES: Final[Mapping[Category, Iterable[str]]] = {
    "todo": (
        *("new", "to do", "proposed", "approved", "open", "backlog", "requested", "ready"),
        *("design", "planned", "not started", "neu", "zu erledigen", "aufgaben", "genehmigt"),
        *("vorgeschlagen", "nouveau", "à faire", "approuvé", "proposé", "nuevo", "nueva"),
        *("por hacer", "tareas pendientes", "aprobado", "propuesto", "novo", "nova"),
        *("a fazer", "tarefas pendentes", "aprovado", "proposto", "nuovo", "da fare"),
        *("nowy", "do wykonania", "do zrobienia", "zatwierdzone", "nový", "úkoly", "yeni"),
        *("yapılacak", "создать", "новый", "сделать", "предложено", "新規", "実行する作業"),
        *("새로 만들기", "할 일", "新建", "待办", "待办事项", "新增", "待辦事項"),
    ),
    "in_progress": (
        *("active", "in progress", "doing", "committed", "resolved", "accepted", "in planning"),
        *("in review", "testing", "in test", "blocked", "aktiv", "in bearbeitung", "gelöst"),
        *("zugesichert", "in arbeit", "actif", "en cours", "résolu", "validé", "activo"),
        *("en curso", "en proceso", "en progreso", "resuelto", "confirmado", "ativo"),
        *("em andamento", "fazendo", "resolvido", "confirmado", "attivo", "in corso"),
        *("risolto", "aktywny", "w toku", "w trakcie", "rozwiązane", "rozwiązany"),
        *("aktivní", "probíhá", "vyřešeno", "etkin", "devam ediyor", "çözüldü"),
        *("активный", "выполняется", "в работе", "решено", "アクティブ", "進行中"),
        *("解決済み", "활성", "진행 중", "해결됨", "活动", "正在进行", "已解决", "使用中"),
        *("進行中", "已解決"),
    ),
    "done": (
        *("closed", "done", "completed", "inactive", "geschlossen", "fertig", "erledigt"),
        *("abgeschlossen", "fermé", "terminé", "fini", "cerrado", "cerrada", "listo", "hecho"),
        *("finalizado", "fechado", "fechada", "concluído", "chiuso", "completato", "fatto"),
        *("zamknięty", "zamknięte", "gotowe", "ukończone", "zavřeno", "uzavřeno", "hotovo"),
        *("kapalı", "kapatıldı", "bitti", "bitirildi", "закрыт", "закрыто", "готово"),
        *("выполнено", "終了", "完了", "クローズ", "닫힘", "완료", "已关闭", "完成", "已關閉"),
    ),
    "removed": (
        *("removed", "cut", "entfernt", "supprimé", "quitado", "eliminado", "removido"),
        *("rimosso", "usunięte", "usunięty", "odebráno", "odstraněno", "kaldırıldı"),
        *("удалено", "удален", "削除済み", "제거됨", "已删除", "已移除"),
    ),
}

_CATEGORY: Final = {
    plain_name(name): category for category, names in _STATES.items() for name in names
}

CONTAINERS: Final = frozenset(
    plain_name(name)
    for name in (
        *("epic", "feature", "initiative", "portfolio epic", "theme", "epos", "funktion"),
        *("épopée", "fonctionnalité", "epopeya", "épico", "característica", "recurso"),
        *("funcionalidade", "epopea", "funzionalità", "epik", "funkcja", "funkce", "destan"),
        *("özellik", "эпик", "компонент", "функция", "エピック", "機能", "서사", "에픽"),
        *("기능", "长篇故事", "史诗", "功能", "特性", "史詩"),
    )
)
"""Types of work items that are only containers."""


@lru_cache(maxsize=4096)
def category_of(state: str) -> Category | None:
    """Return the category of a state of the standard processes; None for other states."""
    return _CATEGORY.get(plain_name(state))
