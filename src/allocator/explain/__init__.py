"""Why no plan keeps every deadline."""

from allocator.explain.conflict import Conflict, ConflictMember, explain_conflict

__all__ = ["Conflict", "ConflictMember", "explain_conflict"]
