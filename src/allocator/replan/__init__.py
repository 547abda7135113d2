"""A new plan after something has changed, as close to the baseline as is asked for."""

from allocator.replan.assume import Assumed
from allocator.replan.freeze import Forced
from allocator.replan.keep import Keep
from allocator.replan.options import Option, options
from allocator.replan.replan import Replanned, replan

__all__ = ["Assumed", "Forced", "Keep", "Option", "Replanned", "options", "replan"]
