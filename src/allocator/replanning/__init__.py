"""Re-planning: make a new plan after a change, close to the baseline."""

from allocator.replanning.assumed_progress import AssumedProgress
from allocator.replanning.failed_tries import FailedTry
from allocator.replanning.freeze import ForcedMove
from allocator.replanning.options import Option, options
from allocator.replanning.params import ReplanParams
from allocator.replanning.replan import Replanned, replan
from allocator.replanning.stability_tier import Keep

__all__ = [
    "AssumedProgress",
    "FailedTry",
    "ForcedMove",
    "Keep",
    "Option",
    "ReplanParams",
    "Replanned",
    "options",
    "replan",
]
