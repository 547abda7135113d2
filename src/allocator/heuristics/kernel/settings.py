"""Parameters as the array that compiled functions read; see ``layout`` for its entries."""

from __future__ import annotations

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.disturb import ORDER_SPAN
from allocator.heuristics.params import HeuristicsParams
from allocator.problem.timeline import IntArray


def settings_of(params: HeuristicsParams) -> IntArray:
    """Return the numbers that steer the compiled functions."""
    climb, moves, breed, sample = params.climb, params.moves, params.breed, params.sample
    orders, disturbance = params.project_orders, sample.disturbance
    odds = [round(1 / max(1e-9, share)) for share in disturbance.moved_project_shares]
    numbers = {
        at.HISTORY_LENGTH: climb.history_length,
        at.MAX_PARALLEL: climb.max_parallel_activities,
        at.GAIN_BETTER: climb.gain_better,
        at.GAIN_BEST: climb.gain_best,
        at.GAIN_MEMORY: climb.gain_memory,
        at.MAX_MOVED: moves.max_moved,
        at.MOVE_REACH: moves.activity_reach,
        at.PROJECT_REACH: moves.project_reach,
        at.PERSON_REACH: moves.person_reach,
        at.MAX_SPAN: moves.max_span,
        at.MAX_HANDED_OVER: moves.max_handed_over,
        at.MAX_CHAIN: moves.max_chain,
        at.MAX_RETURNED: moves.max_returned,
        at.RETURN_REACH: moves.return_reach,
        at.CHILD_RATE: breed.mutation_odds,
        at.CHILD_REACH: breed.mutation_reach,
        at.MIN_ORDER_DEVIATION: int(disturbance.min_order_deviation * ORDER_SPAN),
        at.ORDER_DEVIATIONS: max(1, int(disturbance.order_deviation_range * ORDER_SPAN)),
        at.WHOLE_PROJECT_TENTHS: round(10 * disturbance.whole_project_share),
        at.PROJECT_ODDS: odds[0],
        at.PROJECT_ODDS + 1: odds[1],
        at.PROJECT_ODDS + 2: odds[2],
        at.FEW_TENTHS: round(10 * disturbance.few_share),
        at.MAX_FEW: disturbance.max_few,
        at.FEW_DEVIATION: int(disturbance.few_deviation * ORDER_SPAN),
        at.ALL_DEVIATION: int(disturbance.all_deviation * ORDER_SPAN),
        at.MAX_FEW_RESOURCES: sample.max_few,
        at.RESOURCE_DEVIATION: sample.min_deviation_part,
        at.RESOURCE_DEVIATIONS: sample.deviation_parts,
        at.ORDER_HISTORY: orders.history_length,
        at.LARGEST_SHIFT: orders.largest_shift,
        at.SHIFT_STEPS: orders.shift_widths,
        at.EXCHANGE_TENTHS: round(10 * orders.exchange_share),
        at.ITEM_TENTHS: round(10 * orders.item_share),
    }
    return np.array([numbers[entry] for entry in range(at.SETTINGS_SIZE)], dtype=np.int64)
