"""Matches accounts of the tracker with people, and finds the skills that work needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allocator.domain import Need, Person
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import find
from allocator.integrations.tracker.ticket import Account, Ticket
from allocator.integrations.tracker.vocabulary import UNASSIGNED, folded

_NOT_ID = re.compile(r"[^\w]+")


def slug(text: str) -> str:
    """Return a short id from a name: ``Ana Souza`` becomes ``ana-souza``.

    Accents are left out where a plain letter remains.
    """
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )
    return _NOT_ID.sub("-", bare.casefold()).strip("-_")


@dataclass
class Staff:
    """The people of a scenario, by the accounts of the tracker.

    Attributes
    ----------
    is_inferred
        Whether people are made from the assignees.
    names
        Name and mail address of inferred people, by id.
    skills
        Skills with levels of all people, by id.
    unmatched
        Number of items by account that belongs to nobody of the team.
    """

    rules: Rules
    team: tuple[Person, ...] | None = None
    names: dict[str, Account] = field(default_factory=dict)
    skills: dict[str, dict[str, int]] = field(default_factory=dict)
    unmatched: dict[str, int] = field(default_factory=dict)
    _known: dict[Account, str | None] = field(default_factory=dict)
    _by_word: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.team or ():
            self.skills[person.id] = dict(person.skills)
            for word in (person.name, person.id, _mail(person)):
                if word:
                    self._by_word.setdefault(folded(word), person.id)

    @property
    def is_inferred(self) -> bool:
        """Return whether people are made from the assignees."""
        return self.team is None

    def person(self, account: Account) -> str | None:
        """Return the id of an assignee; None if it is nobody, or nobody of the team."""
        if not account or folded(account.name) in UNASSIGNED:
            return None
        if account not in self._known:
            self._known[account] = self._given(account) or (
                self._make(account) if self.is_inferred else self._match(account)
            )
        found = self._known[account]
        if found is None:
            self.unmatched[str(account)] = self.unmatched.get(str(account), 0) + 1
        return found

    def known(self, account: Account) -> str | None:
        """Return the id of an assignee who was matched before; None if it is nobody."""
        return self._known.get(account)

    def _given(self, account: Account) -> str | None:
        for word in (account.email, account.name, account.id):
            found = find(self.rules.people.accounts, word)
            if found is not None:
                if self.is_inferred:
                    self.names.setdefault(str(found), account)
                    self.skills.setdefault(str(found), {})
                return str(found)
        return None

    def _match(self, account: Account) -> str | None:
        words = (account.email, account.name, account.id, slug(account.name))
        return next((self._by_word[folded(w)] for w in words if folded(w) in self._by_word), None)

    def _make(self, account: Account) -> str:
        stem = slug(account.name or account.email.partition("@")[0]) or slug(account.id) or "person"
        name, number = stem, 1
        while name in self.names:
            number += 1
            name = f"{stem}-{number}"
        self.names[name] = account
        self.skills[name] = {}
        return name

    def lacks(self, person: str, needs: Iterable[Need]) -> bool:
        """Return whether a person of the team cannot fill all needs of an item."""
        own = self.skills.get(person, {})
        return any(own.get(s, -1) < level for need in needs for s, level in need.skills.items())

    def learn(self, person: str, needs: Iterable[Need]) -> None:
        """Give an inferred person the skills of an item that was assigned to them."""
        own = self.skills[person]
        for need in needs:
            for skill, level in need.skills.items():
                own[skill] = max(own.get(skill, 1), level, 1)

    def can_anybody(self, needs: Iterable[Need]) -> bool:
        """Return whether somebody can fill each need."""
        return all(any(not self.lacks(p, [need]) for p in self.skills) for need in needs)

    def strangers(self) -> list[str]:
        """Return the people of accounts in the mapping who are not in the team."""
        if self.team is None:
            return []
        given = dict.fromkeys(map(str, self.rules.people.accounts.values()))
        return [name for name in given if name not in self.skills]

    def entries(self) -> list[dict[str, Any]]:
        """Return the inferred people as in a scenario file, ordered by id."""
        people = []
        for name in sorted(self.names):
            account, skills = self.names[name], dict(sorted(self.skills[name].items()))
            entry: dict[str, Any] = {"id": name}
            if account.name and account.name != name:
                entry["name"] = account.name
            if account.email:
                entry["email"] = account.email
            if skills:
                entry["skills"] = list(skills) if set(skills.values()) == {1} else skills
            if self.rules.people.capacity != 1:
                entry["capacity"] = self.rules.people.capacity
            people.append(entry)
        return people


def _mail(person: Person) -> str:
    return str(getattr(person, "email", "") or "")


def needs_of(ticket: Ticket, rules: Rules) -> tuple[Need, ...]:
    """Return the needs of an item: by the rules, else by its fields, else the default.

    Parameters
    ----------
    ticket
        The ticket, with fields inherited from the tickets above it.
    rules
        The mapping.
    """
    found = rules.needs_of(ticket)
    if found is not None:
        return found
    values: Mapping[str, tuple[str, ...]] = {
        "component": ticket.components,
        "label": ticket.labels,
        "team": (ticket.team,),
        "activity": (ticket.activity,),
    }
    for name in rules.skills_from:
        skill = next((slug(value) for value in values[name] if slug(value)), "")
        if skill:
            return (Need(skills={skill: 0}),)
    return rules.needs
