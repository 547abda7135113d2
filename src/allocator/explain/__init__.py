"""Why there is no plan, or not a better one."""

from allocator.explain.conflict import Conflict, ConflictMember, explain_conflict

__all__ = ["Conflict", "ConflictMember", "explain_conflict"]
