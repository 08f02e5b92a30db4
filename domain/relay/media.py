"""What a line keeps of something that is not text: exactly what is needed to send it again, and nothing that names.

No file name, no sticker set, no performer or title, no origin, no vCard: they are never read in the first place. What
carries such a trait inside Telegram's own file (`named`) cannot be sent by its id, which would bring the trait along:
it is fetched and sent anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from domain.relay.lines import Kind

FETCHED_AT_MOST = 20 * 1024 * 1024
"""Bytes that a bot may fetch (Bot API, getFile)."""
AT_MOST = 10
"""Parts of one album (Bot API, sendMediaGroup)."""
ALBUMS = (frozenset(("photo", "video")), frozenset(("audio",)), frozenset(("document",)))
"""Which kinds may stand together in one album."""
CLEANABLE = ("image/jpeg", "image/png", "image/webp")
"""Images sent as files that can be written anew without what the camera noted. HEIC is not among them."""
ASKED = frozenset(("document", "audio", "location", "contact"))
VOICES = frozenset(("voice", "video_note"))


class Place(BaseModel):
    """A point on the map, as it was; never followed."""

    model_config = ConfigDict(frozen=True)

    latitude: float
    longitude: float


class Media(BaseModel):
    """Where Telegram keeps it, and how it is to be shown."""

    model_config = ConfigDict(frozen=True)

    kind: str
    """Telegram's word for it: `photo`, `voice`, …"""
    file_id: str = ""
    unique: str = ""
    """The same for the same file, however often it is sent: an edit that changes nothing is found by it."""
    mime: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    duration: int = 0
    spoiler: bool = False
    named: bool = False
    """Sent by its id it would carry a file name or a sticker set along."""
    group: str = ""
    """Telegram's id of the album it came in."""
    place: Place | None = None

    @property
    def image_file(self) -> bool:
        """An image sent as a file, with everything its camera noted."""
        return self.kind == "document" and self.mime in CLEANABLE

    @property
    def cleanable(self) -> bool:
        """Whether the bot can take out what the file says about its owner."""
        return self.image_file and self.size <= FETCHED_AT_MOST

    @property
    def too_large(self) -> bool:
        """Too large to be fetched, so it could only go with the name it has."""
        return self.named and self.size > FETCHED_AT_MOST

    @property
    def extension(self) -> str:
        """The end of its neutral name."""
        usual = {
            "photo": "jpg",
            "video": "mp4",
            "animation": "mp4",
            "audio": "mp3",
            "voice": "ogg",
            "video_note": "mp4",
        }
        return _EXTENSIONS.get(self.mime) or usual.get(self.kind) or "bin"


_EXTENSIONS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/zip": "zip",
    "application/x-tgsticker": "tgs",
    "text/plain": "txt",
    "text/csv": "csv",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/quicktime": "mov",
}


def needs_a_yes(kind: Kind, media: Media | None, *, voice_agreed: bool) -> bool:
    """Whether it tells more about its sender than words do, so that it goes nowhere before they said yes."""
    if kind in ("contact", "location"):
        return True
    if media is None:
        return False
    if media.kind in VOICES:
        return not voice_agreed
    return media.too_large or (media.kind in ASKED and not media.cleanable)
