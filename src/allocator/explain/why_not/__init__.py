"""Why a plan is not otherwise: the rule that forbids what is asked for, or what it costs."""

from allocator.explain.why_not.answer import WhyNotAnswer
from allocator.explain.why_not.find_answer import why_not

__all__ = ["WhyNotAnswer", "why_not"]
