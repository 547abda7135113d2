"""Explains the finish of a milestone or project by the items it waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from allocator import wording
from allocator.analysis.why.binding import BindingConstraints
from allocator.analysis.why.chain import CauseChain
from allocator.analysis.why.reason import Reason, Why, why


class FinishExplainer:
    """Explains finishes that depend on several items.

    Parameters
    ----------
    was, now
        The old plan and the new one.
    chain
        The chain between the two.
    move
        Tells why one item moved.
    """

    def __init__(
        self,
        was: BindingConstraints,
        now: BindingConstraints,
        chain: CauseChain,
        move: Callable[[str], Why],
    ) -> None:
        self._was, self._now, self._chain, self._move = was, now, chain, move

    def milestone(self, item_id: str) -> Why:
        """Return why a milestone of both plans moved: what it waits for, and what that does."""
        found = self._move(item_id)
        reason = found.reason
        if reason.kind != "link" or reason.former or reason.item is None:
            return found
        return self._with_origin(reason, reason.item, found)

    def project(self, project_id: str) -> Why | None:
        """Return why a project of both plans ends at another time.

        Later: because of the item that now ends last. Earlier: because of what ended last in the
        old plan. None where one of the plans has nothing of it, or both end it alike.
        """
        before, after = self._last(self._was, project_id), self._last(self._now, project_id)
        if not before or not after:
            return None
        ended, ends = self._was.dates[before[0]][1], self._now.dates[after[0]][1]
        if ends > ended:
            return self._later(after, ends)
        return self._earlier(before[0]) if ends < ended else None

    def _later(self, last: Sequence[str], ends: dt.datetime) -> Why:
        name = last[0]
        also = f" with {wording.joined(last[1:], most=3)}" if len(last) > 1 else ""
        text = f"{name} ends last{also}, on {self._now.said_end(name)}"
        if name in self._was.dates:
            text += f" (was {self._was.said_end(name)})"
        reason = Reason(kind="last", item=name, until=ends, sentence=text)
        if not self._chain.knows(name):
            return why(reason, self._chain.of_item(name))
        return self._with_origin(reason, name, self._move(name))

    def _earlier(self, name: str) -> Why:
        """Say what became of the item that ended last in the old plan."""
        if name not in self._now.dates:
            text = f"{name}, which ended last, is no longer planned"
            reason = Reason(kind="last", item=name, former=True, sentence=text)
            return why(reason, self._chain.of_item(name))
        finish = self._now.dates[name][1]
        if finish >= self._was.dates[name][1]:
            text = f"{name}, which ended last, is no longer part of it"
            reason = Reason(kind="last", item=name, former=True, sentence=text)
            return why(reason, self._chain.of_item(name))
        ends = self._now.said_end(name)
        found = self._move(name)
        text = f"{name}, which ended last, now ends {ends}: {found.reason.sentence}"
        reason = Reason(kind="last", item=name, until=finish, former=True, sentence=text)
        return why(reason, found.cause, said=found.reason)

    def _with_origin(self, reason: Reason, item_id: str, move: Why) -> Why:
        """Add the origin of a chain of predecessors to a reason."""
        origin = self._origin(item_id)
        if not self._chain.knows(origin) or self._was.dates[origin] == self._now.dates[origin]:
            return why(reason, move.cause, said=move.reason)
        found = self._move(origin)
        start = ": " if origin == item_id else f"; in the end it waits for {origin}: "
        text = f"{reason.sentence}{start}{found.reason.sentence}"
        origins = reason.model_copy(update={"sentence": text, "origin": origin})
        return why(origins, found.cause, said=found.reason)

    def _origin(self, item_id: str) -> str:
        """Return the first of the chain of predecessors that delayed an item."""
        name, seen = item_id, {item_id}
        while name in self._now.dates:
            later = [
                reason.item
                for reason in self._now.reasons(name)
                if reason.kind == "link"
                and reason.item is not None
                and reason.item not in seen
                and self._is_later(reason.item)
            ]
            if not later:
                break
            name = later[0]
            seen.add(name)
        return name

    def _is_later(self, item_id: str) -> bool:
        return (
            self._chain.knows(item_id) and self._now.dates[item_id][1] > self._was.dates[item_id][1]
        )

    def _last(self, side: BindingConstraints, project_id: str) -> list[str]:
        """Return the items of a project that end last in one of the plans."""
        mine = [
            (finish, name)
            for name, (_, finish) in side.dates.items()
            if side.scenario.item_by_id[name].project == project_id
        ]
        latest = max((finish for finish, _ in mine), default=None)
        return [name for finish, name in mine if finish == latest]
