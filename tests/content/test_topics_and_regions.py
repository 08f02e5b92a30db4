"""Topics and regions: the lists a person chooses from."""

from __future__ import annotations

from pathlib import Path

from bot.content.files import read
from domain.help_requests import Triage
from domain.people import Language, Role
from domain.regions import COUNTRIES, Regions
from domain.topics import Topics

CONTENT = Path(__file__).parents[2] / "content"
_TOPICS = read(CONTENT / "topics.yaml", Topics).model
_REGIONS = read(CONTENT / "regions.yaml", Regions).model
assert _TOPICS is not None
assert _REGIONS is not None
TOPICS, REGIONS = _TOPICS, _REGIONS


def test_the_promised_topics_are_there_in_order() -> None:
    """The ten topics of the service, `other` last."""
    assert [topic.id for topic in TOPICS.all()] == [
        "bullying", "family", "feelings", "self_harm", "violence",
        "internet", "school", "relationships", "material_help", "other",
    ]  # fmt: skip


def test_material_help_goes_to_social_pedagogues_and_the_rest_to_psychologists() -> None:
    """Who answers follows from the topic; without a topic, a psychologist does."""
    assert [topic.id for topic in TOPICS.of(Role.SOCIAL_PEDAGOGUE)] == ["material_help"]
    assert TOPICS.answered_by("material_help") is Role.SOCIAL_PEDAGOGUE
    assert TOPICS.answered_by("family") is Role.PSYCHOLOGIST
    assert TOPICS.answered_by(None) is Role.PSYCHOLOGIST
    assert TOPICS.answered_by("a topic of last year") is Role.PSYCHOLOGIST


def test_self_harm_and_violence_are_never_ordinary() -> None:
    """Choosing such a topic says enough: yellow before a word is read."""
    assert {topic.id: topic.floor for topic in TOPICS.all() if topic.floor} == {
        "self_harm": Triage.YELLOW,
        "violence": Triage.YELLOW,
    }
    assert TOPICS.floor(None) is Triage.GREEN


def test_all_of_kazakhstan_is_there() -> None:
    """17 oblasts and three cities of republican significance, each called differently in each language."""
    kazakhstan = REGIONS.of("KZ")

    assert len(kazakhstan) == 20
    for language in Language:
        assert len({region.name[language] for region in kazakhstan}) == 20
    assert sum("облысы" in region.name.kk for region in kazakhstan) == 17
    assert sum("бласть" in region.name.ru for region in kazakhstan) == 17


def test_every_country_can_be_chosen_and_an_unknown_one_has_no_regions() -> None:
    """The country is asked; who names none is not asked for a region."""
    assert set(REGIONS.countries) == set(COUNTRIES)
    assert REGIONS.of(None) == ()
    assert REGIONS.of("other") == ()


def test_zones_are_said_only_where_they_are_known() -> None:
    """All Kazakhstan is one zone, Russia eleven: there the region decides, or nothing is said."""
    assert REGIONS.zone("KZ", "kz_mangystau") == "Asia/Almaty"
    assert REGIONS.zone("RU", "ru_irkutsk") == "Asia/Irkutsk"
    assert REGIONS.zone("RU", "ru_other") is None
    assert REGIONS.zone(None) is None
