"""Parameters of a request: from the address, a form, JSON, or a form with files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web

from simulator.errors import bad_request
from simulator.schema import Upload

Body = tuple[dict[str, Any], dict[str, Upload]]


async def read_body(request: web.BaseRequest) -> Body:
    """Raw parameters, and files by the names they came under."""
    query = request.query_string
    raw: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not request.body_exists:
        return raw, {}
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/"):
        parts, files = await read_parts(await request.multipart())
        return {**raw, **parts}, files
    raw.update(read_simple(kind, await request.read()))
    return raw, {}


def read_simple(kind: str, body: bytes) -> dict[str, Any]:
    """JSON or a urlencoded form."""
    if not body:
        return {}
    if kind.startswith("application/json"):
        try:
            value = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(value, dict):
            raise bad_request("expected an Object")
        return value
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def read_parts(reader: MultipartReader) -> Body:
    """A multipart form; a part with a file name is a file."""
    raw: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    async for part in reader:
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read())
        if part.filename is None:
            raw[part.name] = content.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            upload = Upload(part.filename, mime_type, content)
            files[part.name] = upload
            raw[part.name] = upload
    return raw, files
