"""The check as the bot builds it, and the labelled phrases."""

from __future__ import annotations

import pytest

from domain.crisis import CrisisCheck
from tests.crisis.labelled import LANGUAGES, Phrase, read_lexicon, read_phrases, read_weights


@pytest.fixture(scope="session")
def check() -> CrisisCheck:
    """Both pattern files, and both files of weights."""
    lexicons = {language: read_lexicon(language) for language in LANGUAGES}
    return CrisisCheck(lexicons, {language: read_weights(language) for language in LANGUAGES})


@pytest.fixture(scope="session")
def dev() -> list[Phrase]:
    """904 labelled phrases, half of them hard negatives."""
    return read_phrases("phrases_dev.tsv")
