"""The commands: what an operator types is answered at once, plainly, and with an honest exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot import __main__ as commands
from bot.assess import TableError, read
from domain.crisis import Severity
from domain.people import Role

ROOT = Path(__file__).parents[2]
PHRASES = ROOT / "tests" / "crisis" / "phrases_dev.tsv"


def senim(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot …` in a folder of its own, with nothing of this machine's settings."""
    clean = {name: value for name, value in os.environ.items() if not name.upper().startswith("SENIM_")}
    clean |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd, env=clean, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_help_names_every_command(tmp_path: Path) -> None:
    """`python -m bot --help` is the first thing an operator types."""
    answer = senim("--help", cwd=tmp_path)

    assert answer.returncode == 0
    for command in ("run", "demo", "invite", "assess", "doctor", "audit", "export", "gallery"):
        assert f"\n  {command} " in answer.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["invite"],
        ["invite", "boss", "--name", "x"],
        ["invite", "admin"],
        ["invite", "admin", "--name", " "],
        ["assess"],
    ],
)
def test_wrong_usage_ends_with_two(tmp_path: Path, arguments: list[str]) -> None:
    """An unknown command, role, or a missing word: exit code 2 and how it is written, no traceback."""
    answer = senim(*arguments, cwd=tmp_path)

    assert answer.returncode == 2
    assert "Usage: python -m bot" in answer.stderr + answer.stdout
    assert "Traceback" not in answer.stderr


def test_run_without_a_token_says_how_to_get_one(tmp_path: Path) -> None:
    """Exit code 1, three plain lines, and nothing started."""
    answer = senim("run", cwd=tmp_path)

    assert answer.returncode == 1
    assert "@BotFather" in answer.stderr
    assert "make demo" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [["run"], ["invite", "admin", "--name", "Айгерим"], ["assess", "x.tsv"]])
def test_wrong_settings_stop_every_command(tmp_path: Path, command: list[str]) -> None:
    """Nothing starts half-way: the fault is told with its line, exit code 1."""
    (tmp_path / ".env").write_text("SENIM_BOT_TOKEN=1:x\nSENIM_TIMEZONE=Mars/Olympus\n", encoding="utf-8")

    answer = senim(*command, cwd=tmp_path)

    assert answer.returncode == 1
    assert answer.stderr == (
        'SENIM_TIMEZONE (.env:2): found "Mars/Olympus"; expected an IANA time zone such as Asia/Almaty\n'
    )


def test_wrong_content_stops_the_start(tmp_path: Path) -> None:
    """A content folder without its files: all are named, nothing starts."""
    answer = senim("run", cwd=tmp_path, SENIM_BOT_TOKEN="1:x", SENIM_CONTENT_DIR=str(tmp_path))

    assert answer.returncode == 1
    assert answer.stderr.count("found no such file") == 13
    assert "Traceback" not in answer.stderr


def test_assess_judges_a_table(tmp_path: Path) -> None:
    """Lang and text suffice; the answer is a table with the seven promised columns, and no summary."""
    table = tmp_path / "words.tsv"
    table.write_bytes("text\tlang\r\nя сейчас на крыше, прощайте\tru\r\nкак дела\tru\r\n".encode())

    answer = senim("assess", str(table), cwd=tmp_path)

    rows = [line.split("\t") for line in answer.stdout.splitlines()]
    assert answer.returncode == 0
    assert rows[0] == ["lang", "text", "action", "category", "severity", "subject", "pattern"]
    assert rows[1][:4] == ["ru", "я сейчас на крыше, прощайте", "card", "suicide"]
    assert rows[1][6].startswith("ru:suicide/")
    assert rows[2] == ["ru", "как дела", "none", "none", "none", "none", ""]
    assert answer.stderr == ""


def test_assess_sums_up_a_labelled_table(tmp_path: Path) -> None:
    """Recall for each language and severity, and false alarms, on standard error; the table stays clean."""
    answer = senim("assess", str(PHRASES), cwd=tmp_path)

    assert answer.returncode == 0
    assert len(answer.stdout.splitlines()) == len(PHRASES.read_text(encoding="utf-8").splitlines())
    for language in ("ru", "kk"):
        for severity in ("imminent", "high", "imminent + high", "elevated", "none"):
            assert f"\n{language}   {severity:16} " in answer.stderr
    assert "\nru   imminent            35" in answer.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ":1: found an empty file; expected a first line with the columns lang and text"),
        ("text\nпривет\n", ":1: found the columns text; expected lang among them, with tabs between"),
        ("lang,text\nru,привет\n", ":1: found the columns lang,text; expected lang and text among them"),
        ("lang\ttext\nru\tа\nen\thi\n", ':3: lang: found "en"; expected one of ru, kk'),
        ("lang\ttext\nru\n", ":2: found 1 columns; expected 2, with tabs between"),
        ("lang\ttext\nru\tа\tб\n", ":2: found 3 columns; expected 2, with tabs between"),
        ("lang\ttext\tseverity\nru\tа\tawful\n", ':2: severity: found "awful"; expected one of imminent, high'),
        ("lang\ttext\tcategory\nru\tа\tsadness\n", ':2: category: found "sadness"; expected one of none, overdose'),
    ],
)
def test_assess_tells_where_a_table_is_wrong(tmp_path: Path, text: str, expected: str) -> None:
    """Line and column of each mistake."""
    table = tmp_path / "words.tsv"
    table.write_text(text, encoding="utf-8")

    with pytest.raises(TableError, match=r"words\.tsv") as caught:
        read(table)

    assert str(caught.value).startswith(f"{table}{expected}")


def test_assess_of_a_missing_file_is_told_plainly(tmp_path: Path) -> None:
    """A mistyped name ends with 1 and one line."""
    answer = senim("assess", "nowhere.tsv", cwd=tmp_path)

    assert answer.returncode == 1
    assert answer.stderr == "nowhere.tsv: found no such file\n"


def test_a_table_may_have_odd_letters_in_its_texts(tmp_path: Path) -> None:
    """Quotes, a BOM and a line separator inside a text are text: nothing is lost or joined."""
    table = tmp_path / "words.tsv"
    table.write_text(
        '\ufefflang\ttext\tseverity\nru\tона сказала "да\u2028нет\thigh\n\nkk\tсәлем\t\n', encoding="utf-8"
    )

    rows = read(table)

    assert [row.text for row in rows] == ['она сказала "да\u2028нет', "сәлем"]
    assert [row.severity for row in rows] == [Severity.HIGH, None]


def test_doctor_ends_with_one_only_for_a_fault(tmp_path: Path) -> None:
    """A missing token alone is no fault; a broken content folder is."""
    answer = senim("doctor", cwd=tmp_path, SENIM_CONTENT_DIR=str(tmp_path))

    assert answer.returncode == 1
    assert "\nfault      content: " in answer.stdout
    assert "\nattention  token: SENIM_BOT_TOKEN is not set" in answer.stdout
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "data").exists()


def test_roles_on_the_command_line_are_the_roles_of_the_hotline() -> None:
    """The list is written twice, so that `--help` need not import the domain; it is one list."""
    annotated = get_type_hints(commands.invite)["role"]

    assert list(get_args(annotated)) == [role.value for role in Role]


def test_commands_do_not_import_what_is_heavy(tmp_path: Path) -> None:
    """Aiogram takes seconds: looking at settings, content and words needs none of it."""
    script = (
        "import sys, bot.__main__, bot.settings, bot.content, bot.doctor, bot.assess\n"
        "print([name for name in ('aiogram', 'aiohttp', 'rich', 'psycopg', 'PIL') if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert answer.stdout == "[]\n"
