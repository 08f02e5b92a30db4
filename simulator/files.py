"""Files that people and bots send. Content is in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.chats import Wire
from simulator.errors import bad_request

if TYPE_CHECKING:
    from simulator.schema import Upload
    from simulator.validate import Params
    from simulator.world import World


@dataclass(slots=True)
class File:
    """One stored file; `id` is what bots pass around, `path` what they download."""

    id: str
    unique_id: str
    kind: str
    path: str
    mime_type: str
    content: bytes = field(repr=False)
    name: str | None = field(default=None, repr=False)
    size: int = 0
    """As reported; may be larger than the content, to play files too big to download."""
    wire: Wire = field(default_factory=dict, repr=False)
    """The object by which it was first sent: a sticker stays a sticker."""


FOLDERS = {
    "photo": ("photos", "jpg", "image/jpeg"),
    "video": ("videos", "mp4", "video/mp4"),
    "animation": ("animations", "mp4", "video/mp4"),
    "audio": ("music", "mp3", "audio/mpeg"),
    "document": ("documents", "bin", "application/octet-stream"),
    "voice": ("voice", "oga", "audio/ogg"),
    "video_note": ("video_notes", "mp4", "video/mp4"),
    "sticker": ("stickers", "webp", "image/webp"),
    "live_photo": ("live_photos", "mp4", "video/mp4"),
}
"""Kind: folder in the path, extension and type where none is given."""

PREFIXES = {"photo": "AgAC", "video": "BAAC", "animation": "CgAC", "audio": "CQAC", "document": "BQAC",
            "voice": "AwAC", "video_note": "DQAC", "sticker": "CAAC", "live_photo": "LpAC"}  # fmt: skip


def store(
    world: World,
    kind: str,
    content: bytes,
    *,
    name: str | None = None,
    mime_type: str | None = None,
    size: int | None = None,
) -> File:
    """Keep a file; ids are the same in every run."""
    folder, extension, usual = FOLDERS[kind]
    number = world.unique(kind)
    if name and "." in name:
        extension = name.rsplit(".", 1)[1].lower()
    file = File(
        id=PREFIXES[kind] + number,
        unique_id="AQAD" + number[:10],
        kind=kind,
        path=f"{folder}/file_{number[:8]}.{extension}",
        mime_type=mime_type or usual,
        content=content,
        name=name,
        size=len(content) if size is None else size,
    )
    world.files[file.id] = file
    return file


def received(world: World, kind: str, value: str | Upload, params: Params) -> File:
    """What a bot passed as a file: an upload, `attach://name`, an id from before, or an address."""
    if not isinstance(value, str):
        return store(world, kind, value.content, name=value.name, mime_type=value.mime_type)
    if value.startswith("attach://"):
        upload = params.files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return store(world, kind, upload.content, name=upload.name, mime_type=upload.mime_type)
    file = world.files.get(value)
    if file is not None:
        if kind != file.kind and (kind, file.kind) != ("document", "animation"):
            raise bad_request(f"can't use file of type {named(file.kind)} as {named(kind)}")
        return file
    if value.startswith(("http://", "https://")):
        return store(world, kind, b"", name=value.rsplit("/", 1)[-1] or None)
    raise bad_request("wrong file identifier/HTTP URL specified")


def named(kind: str) -> str:
    """As tdlib prints kinds of files."""
    return "".join(part.capitalize() for part in kind.split("_"))
