"""Why no plan keeps every deadline and rule, and what would give one."""

from allocator.explain.conflict.conflict import Conflict, ConflictMember, explain_conflict

__all__ = ["Conflict", "ConflictMember", "explain_conflict"]
