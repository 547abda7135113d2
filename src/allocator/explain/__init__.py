"""Why no plan keeps every deadline."""

from allocator.explain.conflict import Conflict, Member, explain_conflict

__all__ = ["Conflict", "Member", "explain_conflict"]
