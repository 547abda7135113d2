"""Names of months, and words for morning and afternoon, in the languages of trackers."""

from __future__ import annotations

from typing import Final

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
        *("jul july", "aug august", "sep sept september", "oct october", "nov november"),
        "dec december",
    ),
    "es": (
        *("ene enero", "feb febrero", "mar marzo", "abr abril", "may mayo", "jun junio"),
        *("jul julio", "ago agosto", "sep sept set septiembre setiembre", "oct octubre"),
        *("nov noviembre", "dic diciembre"),
    ),
    "pt": (
        *("jan janeiro", "fev fevereiro", "mar março", "abr abril", "mai maio", "jun junho"),
        *("jul julho", "ago agosto", "set setembro", "out outubro", "nov novembro"),
        "dez dezembro",
    ),
    "fr": (
        *("janv jan janvier", "févr fév février", "mars mar", "avr avril", "mai", "juin jun"),
        *("juil juillet", "août aoû", "sept sep septembre", "oct octobre", "nov novembre"),
        "déc décembre",
    ),
    "de": (
        *("jan jän januar jänner", "feb februar", "mär mrz märz", "apr april", "mai"),
        *("jun juni", "jul juli", "aug august", "sep sept september", "okt oktober"),
        *("nov november", "dez dezember"),
    ),
    "pl": (
        *("sty styczeń stycznia", "lut luty lutego", "mar marzec marca"),
        *("kwi kwiecień kwietnia", "maj maja", "cze czerwiec czerwca", "lip lipiec lipca"),
        *("sie sierpień sierpnia", "wrz wrzesień września", "paź październik października"),
        *("lis listopad listopada", "gru grudzień grudnia"),
    ),
    "it": (
        *("gen gennaio", "feb febbraio", "mar marzo", "apr aprile", "mag maggio"),
        *("giu giugno", "lug luglio", "ago agosto", "set settembre", "ott ottobre"),
        *("nov novembre", "dic dicembre"),
    ),
    "nl": (
        *("jan januari", "feb februari", "mrt maart", "apr april", "mei", "jun juni"),
        *("jul juli", "aug augustus", "sep sept september", "okt oktober", "nov november"),
        "dec december",
    ),
    "sv": (
        *("jan januari", "feb februari", "mar mars", "apr april", "maj", "jun juni"),
        *("jul juli", "aug augusti", "sep sept september", "okt oktober", "nov november"),
        "dec december",
    ),
    "cs": (
        *("led leden ledna", "úno únor února", "bře březen března", "dub duben dubna"),
        *("kvě květen května", "čvn červen června", "čvc červenec července"),
        *("srp srpen srpna", "zář září", "říj říjen října", "lis listopad listopadu"),
        "pro prosinec prosince",
    ),
    "ru": (
        *("янв января", "фев февр февраля", "мар марта", "апр апреля", "май мая"),
        *("июн июня", "июл июля", "авг августа", "сен сент сентября", "окт октября"),
        *("ноя нояб ноября", "дек декабря"),
    ),
    "tr": (
        *("oca ocak", "şub şubat", "mar mart", "nis nisan", "may mayıs", "haz haziran"),
        *("tem temmuz", "ağu ağustos", "eyl eylül", "eki ekim", "kas kasım", "ara aralık"),
    ),
    "ja zh": (
        *("1月 一月", "2月 二月", "3月 三月", "4月 四月", "5月 五月", "6月 六月"),
        *("7月 七月", "8月 八月", "9月 九月", "10月 十月", "11月 十一月", "12月 十二月"),
    ),
}
"""For each language, the names of the twelve months, as words of a text."""

BEFORE_NOON: Final = frozenset({"am", "vorm", "fm", "dop", "öö", "ön", "上午", "午前", "오전"})
AFTER_NOON: Final = frozenset({"pm", "nachm", "em", "odp", "ös", "下午", "午後", "오후"})
"""Words for the halves of the day, without dots and blanks."""


def month_numbers() -> dict[str, int]:
    """Return the number of the month, 1 to 12, for each name in any of the languages.

    Names are in lower case, without dots. No name stands for two months.
    """
    return {
        name: number
        for months in MONTHS.values()
        for number, names in enumerate(months, start=1)
        for name in names.split()
    }
