"""Causes that are people: the only one who can, who may, or who is free."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.analysis.why.reason import Reason
from allocator.explain.counterfactuals.people import one_more_person
from allocator.explain.counterfactuals.staffing import anybody_able
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph, reasons_of
from allocator.explain.why.kinds.free_people import nobody_else_is_free
from allocator.explain.why.kinds.people_on_items import needs_filled


class OnlyOneWithSkill:
    """``skill``: nobody but those on an item has the skills that it needs.

    Taken away by one more person like the one who has them.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people who alone can do an item of the graph."""
        for item_id, work, need in needs_filled(graph):
            skilled = [p for p in graph.scenario.people if not graph.scenario.lacks(p, need)]
            item = graph.item(item_id)
            able = [p for p in skilled if p.id not in item.avoid]
            if not need.skills or len(able) > need.people:
                continue
            who = graph.who(work.person)
            skill, called = wording.skills(need), graph.called(item_id)
            is_shared = any(one.is_shared and one.skills == need.skills for one in item.needs)
            if is_shared and len(able) > 1:
                names = wording.joined((graph.who(one.id) for one in able), most=4)
                when = f"; {_until(graph, item_id, work.person, named=False)}"
                only = f"only {names} can share {called}"
            else:
                more = "" if need.people == 1 else f" with {need.people - 1} more"
                when = f", {_until(graph, item_id, work.person)}"
                only = f"only {who}{more} can do {called}"
            text = f"{only} (nobody else has {skill}){when}"
            change = one_more_person(graph.scenario, work.person, graph.scenario.plan_from.date())
            yield CauseCandidate(
                kind="skill",
                text=text,
                remedy=f"a second person with {skill}, like {who}",
                change=change,
                item=item_id,
                depth=graph.depths[item_id],
            )


class Assigned:
    """``assigned``: others have the skills, but the item is kept for some people.

    By ``assign`` or ``avoid``, or because it is in progress with them. Taken away by letting
    everybody do it who can.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that others could do, but may not."""
        for item_id, work, need in needs_filled(graph):
            item = graph.item(item_id)
            may = graph.candidates(item_id, need)
            skilled = [p for p in graph.scenario.people if not graph.scenario.lacks(p, need)]
            if len(may) >= len(skilled):
                continue
            change = anybody_able(graph.scenario, item_id)
            if not any(change["update"]["items"][item_id].values()) and not (
                item.assign or item.avoid
            ):
                continue
            names = wording.joined((graph.who(p.id) for p in may), most=4)
            why = "is in progress with" if item.crew else "may be done only by"
            text = (
                f"{graph.called(item_id)} {why} {names}, "
                f"{_until(graph, item_id, work.person, named=len(may) == 1)}"
            )
            yield CauseCandidate(
                kind="assigned",
                text=text,
                remedy=f"letting others who can do {graph.called(item_id)}",
                change=change,
                item=item_id,
                depth=graph.depths[item_id],
            )


class Busy:
    """``busy``: a person is on other work, and of those who could do it as well nobody is free.

    Taken away by one more person like them.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people of the graph who are on other work before."""
        for item_id, work, need in needs_filled(graph):
            reason = _busy(graph, item_id, work.person)
            if reason is None or reason.item is None:
                continue
            free = nobody_else_is_free(graph, item_id, need)
            others = len(graph.candidates(item_id, need)) > need.people
            nobody = ", and nobody else who can do it is free" if free and others else ""
            text = (
                f"{graph.who(work.person)}, who does {graph.called(item_id)}, is on "
                f"{graph.called(reason.item)} until {_end(graph, reason)}{nobody}"
            )
            change = one_more_person(graph.scenario, work.person, graph.scenario.plan_from.date())
            yield CauseCandidate(
                kind="busy",
                text=text,
                remedy=f"one more person like {graph.who(work.person)}",
                change=change,
                item=item_id,
                depth=graph.depths[item_id],
            )


def _busy(graph: BindingGraph, item_id: str, person: str) -> Reason | None:
    found = [r for r in reasons_of(graph.reasons(item_id), "busy") if r.person == person]
    return next(iter(found), None)


def _until(graph: BindingGraph, item_id: str, person: str, *, named: bool = True) -> str:
    """Say what keeps a person from an item, or how long they are on it."""
    who = "who" if named else graph.who(person)
    reason = _busy(graph, item_id, person)
    if reason is not None and reason.item is not None:
        return f"{who} is on {graph.called(reason.item)} until {_end(graph, reason)}"
    return f"{who} is on it {graph.span_text(item_id)}"


def _end(graph: BindingGraph, reason: Reason) -> str:
    assert reason.until is not None
    return wording.work_end(reason.until, graph.scenario.calendar)
