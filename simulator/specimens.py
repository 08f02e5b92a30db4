"""Small files that real programs can open."""

from __future__ import annotations

from base64 import b64decode, b85decode

PHOTO = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H///"
    "/6/+b9//j/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)
"""A grey JPEG of 8 by 8, stripped of everything, as Telegram leaves photos."""

PHOTO_WITH_PLACE = b85decode(
    "|JeWF01!$>Nk#wx0RR9200961|KR|xMR;ju002!*04e|g00;mB0S^EI000060000o0T2KJ000080000uh$R37000010000$00000P-t&%WdKcY"
    "WMyn1F#rGr0096300002P5=M^00IC7000030001X00RI500002MF0Q*00aO9000030001v000000000h000010000E000010000K000010000?"
    "000010000r000010000O00001|JwjV04N+DBOVzjBOxO#D=08LWI;SPH#~b-T}fn-fSHz$fQ*WuwC2O0s@koJjL84X+V1uL|Noo8|NsB`|K|Pw"
    "`2WBF3kU!R00;pA5di<h02BZL00000000000000000000|HJ?k5CH%H0000000000000000095m00;pA002J#KmXY"
)
"""The same as a camera writes it: EXIF with a maker ("Phone") and where it was taken (43°14'N 76°53'E)."""

STICKER = b64decode("UklGRjIAAABXRUJQVlA4ICYAAACQAQCdASoIAAgAAUAmJZACdLoAA5gA/uUK/4cqfTt7H3QZZwtcAA==")
"""A WebP of 8 by 8."""

VOICE = b"OggS\x00\x02" + b"\x00" * 20 + b"\x01\x13OpusHead" + b"\x00" * 11
"""The head of an Ogg with Opus: enough to be recognised, nothing to be heard."""

VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
"""The head of an MP4."""

AUDIO = b"ID3\x03\x00\x00\x00\x00\x00\x00"
"""The head of an MP3."""

TEXT_FILE = "Синтетический документ\n".encode()
