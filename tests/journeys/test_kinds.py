"""Every kind of message, both ways: it arrives, or is refused in words; and nothing that names anybody passes with it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from bot import parcels
from simulator import specimens
from tests.journeys.hotline import Hotline
from tests.journeys.kinds import (
    NAME,
    NUMBER,
    PERSONS_ONLY,
    SET,
    TABLE,
    TRAITS,
    arrived,
    betrayed,
    fresh,
    in_touch,
    passed_to,
    sends,
)
from tests.journeys.test_canary import seen, stored


@pytest.mark.parametrize("way", ["child to specialist", "specialist to child"])
async def test_every_kind_arrives_or_is_refused_in_words_and_names_nobody(
    hotline: Hotline, logs: StringIO, tmp_path: Path, way: str
) -> None:
    """More than forty kinds, each way: what arrives names nobody, and what does not is answered."""
    aru, aigul = await in_touch(hotline)
    child = way == "child to specialist"
    sender, reader = (aru, aigul) if child else (aigul, aru)
    table = TABLE | (PERSONS_ONLY if child else {})
    assert len(table) >= 40
    wrong = []
    for name, case in table.items():
        # When
        before, answers = len(reader.phone.history), len(sender.phone.history)
        await sends(sender, case)
        # Then
        came = fresh(reader, before)
        if case.arrives is not None and not arrived(came, case.arrives):
            wrong.append(f"{name}: did not arrive: {[(each.kind, each.words) for each in came]}")
        if case.arrives is None:
            said = [each.words for each in fresh(sender, answers) if each.words]
            if not said:
                wrong.append(f"{name}: was refused without a word")
            if any(each.kind != "text" for each in came):
                wrong.append(f"{name}: passed")
        if any(
            "file_name" in repr(each.raw) and "file." not in repr(each.raw) and ".mp" not in repr(each.raw)
            for each in came
        ):
            wrong.append(f"{name}: kept its file name")
    assert wrong == []
    assert betrayed(passed_to(reader)) == []
    assert NUMBER not in passed_to(reader)
    for secret in (
        "set_name",
        "performer",
        "vcard",
        "forward_origin",
        "via_bot",
        "external_reply",
        "'quote'",
        "live_period",
    ):
        assert secret not in passed_to(reader), secret
    # Neither in what the files themselves hold
    for each in reader.phone.history:
        for file in hotline.telegram.world.files.values():
            if each.from_bot and file.id in repr(each.raw) and file.mime_type.startswith("image"):
                assert b"Exif" not in file.content
    assert betrayed(logs.getvalue()) == []
    kept = stored(tmp_path)
    assert [each for each in (*TRAITS, NUMBER) if each.encode() in kept] == []


async def test_control_without_cleaning_the_place_would_pass(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative control: the camera's notes are in the file, and only `cleaned` takes them out."""
    aru, aigul = await in_touch(hotline)
    assert b"Exif" in specimens.PHOTO_WITH_PLACE
    monkeypatch.setattr(parcels, "cleaned", lambda content, _mime: content)
    await aru.sends_kind("image_document")
    sent = aigul.phone.last
    assert sent.kind == "document"
    (file,) = [each for each in hotline.telegram.world.files.values() if each.id == sent.media["file_id"]]
    assert b"Exif" in file.content


async def test_control_without_fetching_the_file_name_would_pass(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A negative control: by its id a file brings its name along, and only sending it anew takes that away."""
    aru, aigul = await in_touch(hotline)
    monkeypatch.setattr(parcels, "rebuilt", lambda _media: False)
    await aru.sends_kind("video")
    await sends(aru, TABLE["video"])
    await sends(aru, TABLE["sticker"])
    assert NAME in seen(aigul.phone)
    assert SET in seen(aigul.phone)
