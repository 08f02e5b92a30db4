"""Crisis words: what was written, how urgent it is, and which pattern says so. Both languages at once."""

from domain.crisis.assessment import Action, Assessment, Category, Severity, Subject
from domain.crisis.check import CrisisCheck
from domain.crisis.lexicon import Lexicon
from domain.crisis.weights import Weights, WeightsError

__all__ = [
    "Action",
    "Assessment",
    "Category",
    "CrisisCheck",
    "Lexicon",
    "Severity",
    "Subject",
    "Weights",
    "WeightsError",
]
