"""A new plan after something has changed, as close to the baseline as is asked for."""

from allocator.replanning.assume import Assumed
from allocator.replanning.freeze import Forced
from allocator.replanning.keep import Keep
from allocator.replanning.options import Option, options
from allocator.replanning.replan import Replanned, replan

__all__ = ["Assumed", "Forced", "Keep", "Option", "Replanned", "options", "replan"]
