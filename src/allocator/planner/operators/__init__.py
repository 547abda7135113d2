"""The operators of the search: each is one way to find better plans, behind one Protocol."""

from allocator.planner.operators.breed import Breed
from allocator.planner.operators.climb import Climb
from allocator.planner.operators.lns import Lns
from allocator.planner.operators.orders import Orders
from allocator.planner.operators.projects import ProjectKeys
from allocator.planner.operators.protocol import Operator, SearchContext, Target, TimeSlice
from allocator.planner.operators.starts_first import StartsFirst
from allocator.planner.operators.whole_model import WholeModel

OPERATORS: tuple[type[Operator], ...] = (
    ProjectKeys,
    Climb,
    Breed,
    Orders,
    Lns,
    StartsFirst,
    WholeModel,
)
"""All of them; those that share the search threads run first in this order."""

__all__ = [
    "OPERATORS",
    "Breed",
    "Climb",
    "Lns",
    "Operator",
    "Orders",
    "ProjectKeys",
    "SearchContext",
    "StartsFirst",
    "Target",
    "TimeSlice",
    "WholeModel",
]
