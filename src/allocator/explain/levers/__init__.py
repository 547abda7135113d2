"""What would help: changes that were tried, ranked by what they gain."""

from allocator.explain.levers.answer import levers
from allocator.explain.levers.models import Lever, LeversAnswer

__all__ = ["Lever", "LeversAnswer", "levers"]
