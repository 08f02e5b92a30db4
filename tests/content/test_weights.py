"""A mistake in `content/crisis/weights/` is told with file, line and column; nothing starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import ContentError, load_weights

WEIGHTS = ":start\t-60\t-120\t-80\t-\n:harmless\t-35\t0\t-85\t-\nсөз\t10\t0\t-5\tbullying\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small whole files to spoil."""
    (tmp_path / "crisis" / "weights").mkdir(parents=True)
    for language in ("ru", "kk"):
        (tmp_path / "crisis" / "weights" / f"{language}.tsv").write_text(WEIGHTS, encoding="utf-8")
    return tmp_path


def told(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_weights(folder)
    return list(caught.value.lines)


def test_whole_weights_load(folder: Path) -> None:
    """So that the refusals below refuse for the reason they name."""
    assert load_weights(folder)["kk"].pieces["соз"].danger == 10


FAULTS = {
    "a missing column": ("-5\tbullying", "-5", "3: found 4 columns; expected 5: piece, danger, now, tone, about"),
    "points that are no number": ("10\t0", "10,5\t0", '3: danger: found "10,5"; expected a whole number'),
    "points beyond measure": ("10\t0", "10\t2000", '3: now: found "2000"; expected a whole number from -1000'),
    "a danger that has no name": ("bullying", "buling", '3: about: found "buling"; expected one of -, overdose'),
    "a stem too short to tell": ("сөз\t", "сө*\t", '3: piece: found "сө*"; expected a stem of 3 to 6 letters'),
    "an ending too long": ("сөз\t", "*сөздер\t", '3: piece: found "*сөздер"; expected an ending of 2 to 4 letters'),
    "three words": ("сөз\t", "бір екі үш\t", "3: piece: found "),
    "a piece twice": ("сөз\t", "соз\t1\t1\t1\t-\nСӨЗ\t", '4: piece: found "СӨЗ" a second time (first on line 3)'),
    "no beginning": (":start", "басы", "1: piece: found no line `:start`; expected this line must be there"),
}


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_slip_in_the_weights_is_named(folder: Path, old: str, new: str, expected: str) -> None:
    """File, line, column, what was found, what is expected."""
    path = folder / "crisis" / "weights" / "kk.tsv"
    path.write_text(WEIGHTS.replace(old, new), encoding="utf-8")

    assert any(line.startswith(f"{path}:{expected}") for line in told(folder))


def test_missing_weights_stop_the_start(folder: Path) -> None:
    """Like any other file of the content: half a check is not started."""
    path = folder / "crisis" / "weights" / "ru.tsv"
    path.unlink()

    assert told(folder) == [f"{path}: found no such file; expected it beside the others"]
