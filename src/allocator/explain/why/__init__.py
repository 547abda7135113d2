"""Why something in a plan ends when it does: causes that survive being taken away."""

from allocator.explain.why.answer import answer, answers
from allocator.explain.why.models import WhyAnswer, WhyCause

__all__ = ["WhyAnswer", "WhyCause", "answer", "answers"]
