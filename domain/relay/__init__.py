"""A conversation through the bot: whose words, for whom, how far they got, and what may pass of them."""

from domain.relay.lines import Answer, Author, CaseMessage, Kind, MessageId, UpdateKey, Words
from domain.relay.masking import masked, unlinked
from domain.relay.media import ALBUMS, AT_MOST, FETCHED_AT_MOST, VOICES, Media, Place, needs_a_yes

__all__ = [
    "ALBUMS",
    "AT_MOST",
    "FETCHED_AT_MOST",
    "VOICES",
    "Answer",
    "Author",
    "CaseMessage",
    "Kind",
    "Media",
    "MessageId",
    "Place",
    "UpdateKey",
    "Words",
    "masked",
    "needs_a_yes",
    "unlinked",
]
