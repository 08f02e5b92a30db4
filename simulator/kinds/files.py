"""Kinds that carry a file. `content`, `file_name`, `mime_type` and `file_size` may be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import specimens
from simulator.chats import Wire
from simulator.files import File, store
from simulator.kinds.making import Made, Maker
from simulator.media import base
from simulator.media import content_of as media_of

if TYPE_CHECKING:
    from simulator.phones import Phone


def kept(phone: Phone, kind: str, extra: dict[str, Any], content: bytes, **usual: Any) -> File:
    """Store the file that travels with the message."""
    return store(
        phone.world,
        kind,
        extra.pop("content", content),
        name=extra.pop("file_name", usual.get("name")),
        mime_type=extra.pop("mime_type", usual.get("mime_type")),
        size=extra.pop("file_size", None),
    )


def photo(phone: Phone, extra: dict[str, Any]) -> Made:
    file = kept(phone, "photo", extra, specimens.PHOTO)
    return "photo", {**media_of(phone.world, "photo", file, {}), **extra}


def spoiler_photo(phone: Phone, extra: dict[str, Any]) -> Made:
    return photo(phone, {"has_media_spoiler": True, **extra})


def view_once_photo(phone: Phone, extra: dict[str, Any]) -> Made:
    """Bots get no view-once media as such: it comes protected."""
    return photo(phone, {"has_protected_content": True, **extra})


def live_photo(phone: Phone, extra: dict[str, Any]) -> Made:
    still = media_of(phone.world, "photo", kept(phone, "photo", extra, specimens.PHOTO), {})["photo"]
    moving = store(phone.world, "live_photo", specimens.VIDEO)
    one = {**base(moving), "width": 1280, "height": 960, "duration": 2, "photo": still}
    return "live_photo", {"live_photo": one}


def simple(kind: str, content: bytes, *, name: str | None = None, mime_type: str | None = None) -> Maker:
    def make(phone: Phone, extra: dict[str, Any]) -> Made:
        file = kept(phone, kind, extra, content, name=name, mime_type=mime_type)
        details: Wire = {"duration": 3, **extra}
        return kind, media_of(phone.world, kind, file, details)

    return make


def sticker(**traits: Any) -> Maker:
    def make(phone: Phone, extra: dict[str, Any]) -> Made:
        file = kept(phone, "sticker", extra, specimens.STICKER)
        made = media_of(phone.world, "sticker", file, extra)["sticker"]
        file.wire = {"sticker": {**made, "set_name": "SyntheticSet", **traits, **extra}}
        return "sticker", file.wire

    return make


FILES: dict[str, Maker] = {
    "photo": photo,
    "spoiler_photo": spoiler_photo,
    "view_once_photo": view_once_photo,
    "live_photo": live_photo,
    "video": simple("video", specimens.VIDEO, name="video.mp4"),
    "animation": simple("animation", specimens.VIDEO, name="animation.mp4"),
    "audio": simple("audio", specimens.AUDIO, name="Фамилия - песня.mp3"),
    "voice": simple("voice", specimens.VOICE),
    "video_note": simple("video_note", specimens.VIDEO),
    "document": simple("document", specimens.TEXT_FILE, name="Фамилия Имя.txt", mime_type="text/plain"),
    "image_document": simple("document", specimens.PHOTO_WITH_PLACE, name="IMG_2026.jpg", mime_type="image/jpeg"),
    "sticker": sticker(),
    "animated_sticker": sticker(is_animated=True),
    "video_sticker": sticker(is_video=True),
}
