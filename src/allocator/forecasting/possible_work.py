"""All work that may come about: the plan's items, further tries, fallbacks and added scope.

A plan is made for success. The futures of a forecast need the rest too, so the scenario is widened:

- *Further tries.* An item that may fail (``succeeds``) and is to be repeated is followed by an
  entry for each further try that is left to it, one after another, with that share of its effort,
  the same needs, resources and elapsed time. Failed tries of the past (``failures``) are used up.
- *Rework.* Before each further try the items of ``redo`` are done again, with that share of their
  effort, in the order that their links give. Who waits for such an item does not wait for that.
- *Fallbacks* (``then``) follow the last try of each item that names them.
- Who waits for the finish of the item waits for the further tries and the fallbacks too, with
  the same lag. An entry that is not needed in a future holds nobody, so that a lag counts from
  the last try that was done.
- *Given up.* If the last try fails, what ``drop`` names and has not begun is given up, with its
  own tries and with the fallbacks that only it could call for. ``stop`` gives up all of the
  project but the item's own fallbacks, milestones and added scope included.
- *Added scope*: see ``added_scope``.

Items that the plan drops or that are given up are left out, and so are fallbacks that nothing can
call for. Deliveries of which only a range of dates is known (``waits_for``) have no date: it is
drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allocator.domain import Awaited, Link, LinkType, Plan, Scenario, WorkItem
from allocator.domain.uncertainty import DateRange, IfFails
from allocator.forecasting.added_scope import AddedScope, added_scope
from allocator.forecasting.further_tries import further_tries

_AHEAD = ("todo", "in_progress")
"""States of an item whose try is still to end."""


@dataclass(frozen=True)
class PossibleWork:
    """A scenario with all work that may come about.

    Attributes
    ----------
    scenario
        The widened scenario, in which nothing is contingent: first the items of the plan and the
        fallbacks in their order, then the entries that were added.
    origin
        By added entry: the item whose try or rework it is; the project of added scope.
    attempts
        By item whose tries may fail: the entries of its tries that are left, the item first.
    only_if
        By entry: attempts; it is done only if one of them was done and failed.
    drops
        By item's last attempt: ids that are given up when it fails, unless they have begun;
        milestones are among them.
    added_scope
        By entry of added scope: what it stands for.
    """

    scenario: Scenario
    origin: Mapping[str, str]
    attempts: Mapping[str, tuple[str, ...]]
    only_if: Mapping[str, tuple[str, ...]]
    drops: Mapping[str, tuple[str, ...]]
    added_scope: Mapping[str, AddedScope]


def possible_work(scenario: Scenario, plan: Plan) -> PossibleWork:
    """Widen a scenario by all that may come about beside its plan.

    Parameters
    ----------
    scenario
        What was planned.
    plan
        Its plan, which says what is dropped, and how much work each project has in each sprint.
    """
    widening = _Widening(scenario, plan)
    widening.add_tries()
    widening.add_fallbacks()
    widening.add_scope(plan)
    return widening.result()


class _Widening:
    """Widens a scenario step by step."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        dropped = {entry.id for entry in plan.items if entry.state == "dropped"}
        dropped |= scenario.given_up.keys()
        self._scenario = scenario
        self._rules = _rules(scenario, dropped)
        self._fallbacks = {name for rule in self._rules.values() for name in rule.then}
        self._fallbacks &= scenario.contingent
        out = dropped | (scenario.contingent - self._fallbacks)
        self._items = {i.id: _certain(i, out) for i in scenario.items if i.id not in out}
        self._origin: dict[str, str] = {}
        self._attempts: dict[str, tuple[str, ...]] = {name: (name,) for name in self._rules}
        self._only_if: dict[str, tuple[str, ...]] = {}
        self._scope: dict[str, AddedScope] = {}

    def add_tries(self) -> None:
        """Add further tries, with the rework before them; who waits for the item waits for them."""
        for name, rule in self._rules.items():
            made = further_tries(self._scenario.item_by_id[name], rule, self._scenario)
            self._items.update({entry.id: entry for entry in made.entries})
            self._origin.update(made.origin)
            self._only_if.update(made.only_if)
            self._attempts[name] = made.attempts
            self._let_followers_wait(name, made.attempts[1:])

    def add_fallbacks(self) -> None:
        """Let fallbacks follow the last try, and let who waits for the item wait for them."""
        for name, rule in self._rules.items():
            last = self._attempts[name][-1]
            for fallback in rule.then:
                if fallback in self._fallbacks:
                    self._only_if[fallback] = (*self._only_if.get(fallback, ()), last)
                    self._link(fallback, Link(item=last))
            named = [f for f in rule.then if f in self._items]
            self._let_followers_wait(name, [e for f in named for e in self._attempts.get(f, (f,))])

    def add_scope(self, plan: Plan) -> None:
        """Add what is added to sprints; the milestones of its project that come later wait."""
        for each in added_scope(self._scenario, plan):
            self._items[each.entry.id] = each.entry
            self._origin[each.entry.id] = each.project
            self._scope[each.entry.id] = each
            for milestone in each.milestones:
                self._link(milestone, Link(item=each.entry.id))

    def result(self) -> PossibleWork:
        """Return what has come out."""
        drops = {self._attempts[n][-1]: self._given_up(n, r) for n, r in self._rules.items()}
        return PossibleWork(
            scenario=self._scenario.model_copy(update={"items": tuple(self._items.values())}),
            origin=self._origin,
            attempts=self._attempts,
            only_if=self._only_if,
            drops={name: found for name, found in drops.items() if found},
            added_scope=self._scope,
        )

    def _let_followers_wait(self, name: str, entries: Iterable[str]) -> None:
        """Let who waits for the finish of an item wait for entries in the same way."""
        new = tuple(entries)
        kept = {*self._rules[name].then, *new}
        for item in list(self._items.values()):
            for link in item.after if item.id not in kept else ():
                if link.item == name and link.type in (LinkType.FS, LinkType.FF):
                    for entry in new:
                        self._link(item.id, link.model_copy(update={"item": entry}))

    def _link(self, name: str, link: Link) -> None:
        """Let an item wait, if that does not close a circle."""
        item = self._items.get(name)
        if item is None or item.is_started or link in item.after or self._waits(link.item, name):
            return
        self._items[name] = item.model_copy(update={"after": (*item.after, link)})

    def _waits(self, name: str, other: str) -> bool:
        """Whether an item waits for another one, directly or not, or is it."""
        seen, left = {name}, [name]
        while left:
            found = {link.item for link in self._items[left.pop()].after} & self._items.keys()
            left += sorted(found - seen)
            seen |= found
        return other in seen

    def _given_up(self, name: str, rule: IfFails) -> tuple[str, ...]:
        """Return what is given up if all tries of an item fail, in the order of the scenario."""
        wanted = set(rule.drop)
        project = self._items[name].project
        if rule.stop and project is not None:
            wanted |= {i.id for i in self._items.values() if i.project == project}
            spared = set(rule.then)
            spared |= {e for e, o in self._origin.items() if o in spared}
            wanted -= spared
        wanted -= set(self._attempts[name])
        wanted = {n for n in wanted if n in self._items and not self._items[n].is_started}
        return tuple(n for n in self._items if n in self._closed(wanted, set(rule.then)))

    def _closed(self, given_up: set[str], spared: set[str]) -> set[str]:
        """Add the tries of what is given up, and what only these could call for."""
        found = set(given_up)
        while True:
            more = {e for n in found for e in self._attempts.get(n, ())}
            more |= {e for e, needed in self._only_if.items() if found | more >= set(needed)}
            more -= spared
            if more <= found:
                return found
            found |= more


def _rules(scenario: Scenario, dropped: set[str]) -> dict[str, IfFails]:
    """Return what is done if they fail, of all items whose tries may fail in some future."""
    found: dict[str, IfFails] = {}
    callable_now = {i.id for i in scenario.items} - scenario.contingent - dropped
    while callable_now:
        uncertain = [
            i
            for i in scenario.items
            if i.id in callable_now and i.succeeds is not None and i.state in _AHEAD
        ]
        found.update({i.id: i.if_fails or IfFails() for i in uncertain})
        named = {name for item in uncertain if item.if_fails for name in item.if_fails.then}
        callable_now = (named & scenario.contingent) - dropped - found.keys()
    return {i.id: found[i.id] for i in scenario.items if i.id in found}


def _certain(item: WorkItem, left_out: Iterable[str]) -> WorkItem:
    """Return an item as it is in the widened scenario.

    What happens if it fails is left out, but for the share of the effort that a further try has.
    So are links to what is left out, and dates of deliveries that are not known: they are drawn.
    """
    fields = {
        "after": tuple(link for link in item.after if link.item not in left_out),
        # a milestone is no entry of a simulation: what it waits for comes on its likely date
        "waits_for": item.waits_for
        if item.is_milestone
        else tuple(_open(awaited) for awaited in item.waits_for),
    }
    if item.state == "failed":
        return item.model_copy(update=fields)
    share = IfFails(effort=item.if_fails.effort) if item.failures and item.if_fails else None
    return item.model_copy(update={**fields, "succeeds": None, "if_fails": share})


def _open(awaited: Awaited) -> Awaited:
    is_range = isinstance(awaited.arrival, DateRange)
    return awaited.model_copy(update={"arrival": None}) if is_range else awaited
