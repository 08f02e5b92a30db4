"""The organisation's own content."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import Content, load_content
from bot.settings import use_pinned_time_zones


@pytest.fixture(scope="session")
def content() -> Content:
    """As it lies in the repository."""
    use_pinned_time_zones()
    return load_content(Path(__file__).parents[2] / "content")
