"""What may hold work up from outside, ranked by what a further delay of it costs."""

from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport
from allocator.explain.roadblocks.ranking import roadblocks

__all__ = ["DelayOutcome", "Roadblock", "RoadblockReport", "roadblocks"]
