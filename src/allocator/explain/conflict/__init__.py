"""Why no plan keeps every deadline and rule, and what would give one."""

from allocator.explain.conflict.conflict import Conflict, ConflictMember
from allocator.explain.conflict.explain import explain_conflict
from allocator.explain.conflict.params import ConflictParams

__all__ = ["Conflict", "ConflictMember", "ConflictParams", "explain_conflict"]
