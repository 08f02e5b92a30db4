"""What is not text, made ready to go: by its id where that brings nothing along, else fetched and sent anew.

Telegram keeps the name of a file and the set of a sticker with its id, so an id alone would pass them on. An image sent
as a file is written anew, without what the camera noted in it (EXIF: where, when, which phone).
"""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendLocation,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
)
from aiogram.types import (
    BufferedInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)

from domain.relay import FETCHED_AT_MOST, Media

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiogram import Bot
    from aiogram.methods import TelegramMethod
    from aiogram.types import Message

    from dialogs.screen import Piece

LARGEST_IMAGE = 50_000_000
"""Pixels. Beyond that a picture is a trap for whoever opens it."""
FORMATS = {"image/jpeg": ("JPEG", "jpg"), "image/png": ("PNG", "png"), "image/webp": ("WEBP", "webp")}
SEND: dict[str, type[TelegramMethod[Any]]] = {
    "photo": SendPhoto,
    "video": SendVideo,
    "animation": SendAnimation,
    "audio": SendAudio,
    "document": SendDocument,
    "voice": SendVoice,
    "video_note": SendVideoNote,
    "sticker": SendSticker,
}
IN_ALBUM = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


class Unreadable(Exception):
    """It could not be fetched or cleaned; as it is it must not go."""


class Call(NamedTuple):
    """A method for the short way: with plain parameters."""

    method: type[TelegramMethod[Any]]
    body: dict[str, Any]


def rebuilt(media: Media) -> bool:
    """Whether it must be fetched and sent anew. What is too large for that goes as it is: its sender said yes to it."""
    return (media.image_file or media.named) and media.size <= FETCHED_AT_MOST


def call(chat: int, piece: Piece) -> Call | None:
    """One piece by its id; None where it has to be rebuilt first."""
    media = piece.media
    if media.place is not None:
        place = {"latitude": media.place.latitude, "longitude": media.place.longitude}
        return Call(SendLocation, {"chat_id": chat, **place})
    if rebuilt(media):
        return None
    return Call(SEND[media.kind], {"chat_id": chat, media.kind: media.file_id, **_shape(media), **_caption(piece)})


async def made(bot: Bot, chat: int, piece: Piece, reply_to: int | None) -> TelegramMethod[Message]:
    """One piece, fetched and made anew."""
    media = piece.media
    method = SEND[media.kind]
    file = await _anew(bot, media)
    reply = {"reply_parameters": _reply(reply_to)} if reply_to else {}
    return method(**{"chat_id": chat, media.kind: file, **_shape(media), **_caption(piece), **reply})


async def album(bot: Bot, pieces: Sequence[Piece]) -> list[Any]:
    """The parts of an album, each made ready."""
    parts = []
    for piece in pieces:
        media = piece.media
        file: Any = await _anew(bot, media) if rebuilt(media) else media.file_id
        parts.append(IN_ALBUM[media.kind](media=file, **_shape(media), **_caption(piece)))
    return parts


def _reply(message: int) -> ReplyParameters:
    return ReplyParameters(message_id=message, allow_sending_without_reply=True)


def _caption(piece: Piece) -> dict[str, Any]:
    return {"caption": piece.caption} if piece.caption else {}


def _shape(media: Media) -> dict[str, Any]:
    """How it is to be shown; for what goes by its id Telegram knows all but the spoiler."""
    shape: dict[str, Any] = {}
    if media.spoiler and media.kind in ("photo", "video", "animation"):
        shape["has_spoiler"] = True
    if rebuilt(media):
        if media.kind in ("video", "animation"):
            shape |= {"width": media.width, "height": media.height} if media.width and media.height else {}
        if media.kind in ("video", "animation", "audio") and media.duration:
            shape["duration"] = media.duration
        if media.kind == "document":
            shape["disable_content_type_detection"] = True
    return shape


async def _anew(bot: Bot, media: Media) -> BufferedInputFile:
    described = await bot.get_file(media.file_id)
    if not described.file_path or (described.file_size or 0) > FETCHED_AT_MOST:
        raise Unreadable
    content = BytesIO()
    await bot.download_file(described.file_path, content)
    extension = media.extension
    if media.image_file:
        content = await asyncio.to_thread(cleaned, content, media.mime)
        extension = FORMATS[media.mime][1]
    return BufferedInputFile(content.getvalue(), filename=f"{neutral(media.kind)}.{extension}")


def neutral(kind: str) -> str:
    """The name of a file that tells nothing."""
    return {"video": "video", "animation": "animation", "audio": "audio", "sticker": "sticker"}.get(kind, "file")


def cleaned(content: BytesIO, mime: str) -> BytesIO:
    """The picture and nothing else: turned as the camera meant it, then written anew from its pixels."""
    from PIL import Image, ImageOps

    form = FORMATS[mime][0]
    try:
        with Image.open(content, formats=[form]) as opened:
            if opened.width * opened.height > LARGEST_IMAGE:
                raise Unreadable
            upright = ImageOps.exif_transpose(opened)
            bare = upright.convert("RGB" if form == "JPEG" or upright.mode not in ("RGBA", "LA", "P") else "RGBA")
        pixels = Image.frombytes(bare.mode, bare.size, bare.tobytes())
        written = BytesIO()
        pixels.save(written, form, **({"quality": 92} if form != "PNG" else {}))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Unreadable from fault
    return written
