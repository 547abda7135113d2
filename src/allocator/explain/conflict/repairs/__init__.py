"""Changes with which there is a plan, each tried on the whole scenario."""

from allocator.explain.conflict.repairs.repair import Repair
from allocator.explain.conflict.repairs.search import Repairs, find_repairs

__all__ = ["Repair", "Repairs", "find_repairs"]
