"""Plans changed scenarios on trial, with equal effort and beside a control without a change."""

from allocator.explain.trials.outcome import TrialOutcome
from allocator.explain.trials.trials import CONTROL, Trials
from allocator.explain.trials.what_if import Effort, WhatIf

__all__ = ["CONTROL", "Effort", "TrialOutcome", "Trials", "WhatIf"]
