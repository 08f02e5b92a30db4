"""The objects by which files appear in messages."""

from __future__ import annotations

from typing import Any

from simulator.chats import Wire
from simulator.files import File, store

SIZES = ((90, 67), (320, 240), (1280, 960))


def base(file: File) -> Wire:
    """What all of them have."""
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}


def thumbnail(world: Any) -> Wire:
    """A small picture of its own."""
    small = store(world, "photo", b"")
    return {**base(small), "width": 90, "height": 67}


def content_of(world: Any, kind: str, file: File, details: Wire) -> Wire:
    """`{"photo": [...]}` and so on; an animation is also a document, as in Telegram."""
    if file.wire:
        wire = file.wire
    else:
        wire = described(world, kind, file, details)
        file.wire = wire
    if kind == "animation":
        return {"animation": wire["animation"], "document": {**base(file), "mime_type": file.mime_type}}
    return {kind: wire[kind]}


def described(world: Any, kind: str, file: File, details: Wire) -> Wire:
    """The object of a file sent for the first time."""
    one: Any = base(file)
    if kind == "photo":
        small = [{**base(store(world, "photo", file.content)), "width": w, "height": h} for w, h in SIZES[:-1]]
        one = [*small, {**one, "width": SIZES[-1][0], "height": SIZES[-1][1]}]
    elif kind == "sticker":
        one |= {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        one |= {"emoji": details.get("emoji", "🙂")}
    elif kind == "voice":
        one |= {"duration": details.get("duration", 0), "mime_type": file.mime_type}
    elif kind == "video_note":
        one |= {"duration": details.get("duration", 0), "length": details.get("length", 240)}
    elif kind == "audio":
        one |= {"duration": details.get("duration", 0), "mime_type": file.mime_type}
        one |= {key: details[key] for key in ("performer", "title") if key in details}
        one |= named(file)
    elif kind == "document":
        one |= {**named(file), "mime_type": file.mime_type}
    else:
        one |= {"duration": details.get("duration", 0), "width": details.get("width", 640)}
        one |= {"height": details.get("height", 480), "mime_type": file.mime_type, **named(file)}
    return {kind: one}


def named(file: File) -> Wire:
    """The file name, if it has one."""
    return {"file_name": file.name} if file.name else {}
