"""What to leave out so that a date is kept."""

from allocator.explain.scope.scope import scope_front

__all__ = ["scope_front"]
