"""A mistake in a content file is told with file, line, field, what was found and what is expected; nothing starts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content import ContentError, load_content

CONTENT = Path(__file__).parents[2] / "content"
WEIGHTS = ":start\t-60\t-120\t-80\t-\n:harmless\t-35\t0\t-85\t-\nсөз\t10\t0\t-5\tbullying\n"
LEXICON = "language: {}\nwords: {{}}\nauthor: [мен]\nothers: [ол]\npatterns: {{}}\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy to spoil, with tiny crisis patterns: these have their own tests."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy, ignore=shutil.ignore_patterns("crisis"))
    (copy / "crisis" / "weights").mkdir(parents=True)
    for language in ("ru", "kk"):
        (copy / "crisis" / f"{language}.yaml").write_text(LEXICON.format(language), encoding="utf-8")
        (copy / "crisis" / "weights" / f"{language}.tsv").write_text(WEIGHTS, encoding="utf-8")
    return copy


def spoil(content: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old`; return the line on which the mistake (the end of `new`'s first line) now stands."""
    path = content / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name}.yaml no longer has {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(content: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_content(content)
    return list(caught.value.lines)


def test_whole_content_loads(content: Path) -> None:
    """What we ship is whole: every file read, every cross-check passed."""
    loaded = load_content(content)

    assert loaded.topics.find("bullying")
    assert set(loaded.crisis) == {"ru", "kk"}


FAULTS = {
    "a field of the wrong kind": (
        "triage", "overtaken_at_most: 4", "overtaken_at_most: four",
        "overtaken_at_most: ", 'found "four"; expected a whole number',
    ),
    "a duration without a unit": (
        "triage", "red_again_after: 60 seconds", "red_again_after: 60",
        "red_again_after: ", 'found 60; expected a number and a unit, such as "60 seconds"',
    ),
    "a missing field": (
        "triage", "active_cases: 5\n", "\n", None, "found no `active_cases`; expected this field must be there",
    ),
    "a mistyped field": (
        "triage", "active_cases: 5", "active_cases: 5\nactive_cases_: 6",
        "active_cases_: ", "found a field `active_cases_`; expected only these fields: red_again_after, ",
    ),
    "a field twice": (
        "triage", "active_cases: 5", "active_cases: 5\nactive_cases: 6",
        "", "found the name `active_cases` a second time (first on line",
    ),
    "hours that are no hours": (
        "hours", 'mon-fri: "09:00-21:00"', 'mon-fri: "9 to 21"',
        "duty.week.mon-fri: ", 'found "9 to 21"; expected hours such as "09:00-18:00", or "closed"',
    ),
    "a day that does not exist": (
        "hours", "sat-sun:", "sat-sunday:",
        "duty.week.sat-sunday: ", 'found the name "sat-sunday"; expected a day or a span of days',
    ),
    "a zone that does not exist": (
        "hours", "zone: Asia/Almaty", "zone: Asia/Alma-Ata",
        "duty.zone: ", 'found "Asia/Alma-Ata"; expected an IANA time zone such as "Asia/Almaty"',
    ),
    "quiet hours without quotes still work, nonsense does not": (
        "hours", 'from: "22:00"', "from: 2200",
        "quiet.from: ", 'found 2200; expected a time in quotes, such as "22:00"',
    ),
    "a role that answers nobody": (
        "topics", "answered_by: social_pedagogue", "answered_by: admin",
        "topics[material_help].answered_by: ", 'found "admin"; expected a role that talks to people',
    ),
    "a colour that does not exist": (
        "topics", "floor: yellow", "floor: orange",
        "topics[self_harm].floor: ", 'found "orange"; expected one of green, yellow, red',
    ),
    "a missing language": (
        "topics", 'name: {ru: "Семья", kk: "Отбасы"}', 'name: {ru: "Семья"}',
        "topics[family].name: ", "found no `kk`; expected this field must be there",
    ),
    "a topic twice": (
        "topics", "id: school", "id: family",
        "topics[family].id: ", 'found "family"; expected an id that no other entry has',
    ),
    "a topic too long for a button": (
        "topics", 'kk: "Отбасы"', 'kk: "Отбасы, ағайын-туыс және үйдегі басқа да жағдайлар"',
        "topics[family].name.kk: ", "expected at most 40 characters: it is a button",
    ),
    "an id with a capital": (
        "regions", "id: kz_astana", "id: Astana",
        "countries.KZ.regions[Astana].id: ", 'found "Astana"; expected text of the form',
    ),
    "a helpline of a region that does not exist": (
        "helplines", "region: kz_astana", "region: kz_akmolinsk",
        "helplines[kz-astana-crisis].region: ", "expected the id of a region of KZ in regions.yaml",
    ),
    "an order that names nothing": (
        "helplines", "imminent: [kz-112, kz-103, kz-111]", "imminent: [kz-112, kz-113, kz-111]",
        "order.KZ.imminent[2]: ", 'found "kz-113"; expected the id of a helpline',
    ),
    "letters in a number to dial": (
        "helplines", 'tel: "111"', 'tel: "111, бесплатно"',
        "helplines[kz-111].tel: ", "expected digits only, with a + in front",
    ),
    "a day of checking that is no day": (
        "helplines", "checked_on: null", "checked_on: вчера",
        "helplines[any-112].checked_on: ", 'found "вчера"; expected a day such as "2026-11-23", or null',
    ),
    "helpline hours that are none": (
        "helplines", 'hours: {mon-fri: "09:00-18:00"}', 'hours: "будни с 9"',
        "helplines[kz-150].hours: ", 'found "будни с 9"; expected "24/7", "unknown", or windows such as',
    ),
    "helpline hours with a slip inside": (
        "helplines", 'hours: {mon-fri: "09:00-18:00"}', 'hours: {mon-fri: "09:00"}',
        "helplines[kz-150].hours: ", 'expected "24/7", "unknown", or windows',
    ),
    "the universal number hidden": (
        "helplines", "everywhere: [any-112, intl-findahelpline]", "everywhere: [intl-findahelpline]",
        "everywhere[1]: ", "expected a shown number that is surely open round the clock",
    ),
    "a number that makes a pop-up overflow": (
        "helplines", 'short: {ru: "помощь детям и семьям, бесплатно"', f'short: {{ru: "{"очень " * 30}"',
        None, "order.KZ.sos: found a pop-up of 256 characters; expected at most 200: shorten `short` of its helplines",
    ),
    "a forbidden wording": (
        "scripts", "Спасибо, что пишешь об этом. Похоже, сейчас невыносимо тяжело.", "Успокойся, всё  пройдёт, все так говорят.",
        None, "scripts.imminent.teen.ru: found the wording «успокойся»; expected words that do not hurt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_planted_fault_is_told_with_its_place(content: Path, case: str) -> None:
    """File, line, field, what was found, what is expected: a psychologist can correct it without a programmer."""
    name, old, new, field, words = FAULTS[case]
    line = spoil(content, name, old, new) + new.count("\n")

    lines = told(content)

    where = f"{content / name}.yaml:" + (f"{line}: {field}" if field is not None else "")
    assert any(each.startswith(where) and words in each for each in lines), lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Звони скорее 103, они едут.", "no numbers in the words (here «103»)"),
        ("Держись 🙂, пожалуйста.", "no emoji"),
        ("Спасибо, что ты это рассказала нам.", "without a gendered form"),
        ("Хорошо, что написал(а) сюда.", "without a gendered form"),
        ("Ты не один, мы рядом.", "without a gendered form"),
        ("Номер: {police}, звони сейчас.", "no curly brackets but {helplines} and {duty}"),
        ("Скобка { не закрыта здесь.", "no curly brackets but {helplines} and {duty}"),
        ("{helplines} и ещё раз {helplines}", "each at most once"),
        ("Коротко.", "from 20 to 700 characters"),
        ("Очень длинно. " * 60, "from 20 to 700 characters"),
        ("Хорошо, спасибо за ответ. {helplines}", "no {helplines} here"),
        ("Подумай о маме, спасибо за ответ.", "the wording «подумай о маме»"),
        ("Обещай мне, что дождёшься утра.", "the wording «обещай»"),
        ("Выпей таблетку и ложись спать.", "the wording «таблет*»"),
    ],
)
def test_script_that_could_hurt_is_refused(content: Path, text: str, expected: str) -> None:
    """Numbers that grow stale, jokes, gendered forms, orders to promise: the bot does not start with them."""
    old = 'ru: "Хорошо, спасибо за ответ. Если станет тяжело, кнопка помощи всегда здесь, и писать сюда можно о чём угодно."'
    line = spoil(content, "scripts", old, f'ru: "{text}"')

    lines = told(content)

    where = f"{content / 'scripts'}.yaml:{line}: scripts.false_alarm.teen.ru: found "
    assert any(each.startswith(where) and expected in each for each in lines), lines


@pytest.mark.parametrize("wording", ["бәрі өтеді", "Сабыр ет!", "анаңды ойла", "Уәде бер", "жұрт не дейді"])
def test_kazakh_script_that_could_hurt_is_refused(content: Path, wording: str) -> None:
    """The Kazakh list is as strict as the Russian one."""
    old = 'kk: "Жақсы, жауабың үшін рақмет.'
    line = spoil(content, "scripts", old, f'kk: "{wording} Жақсы, жауабың үшін рақмет.')

    lines = told(content)

    assert any(f"scripts.yaml:{line}: scripts.false_alarm.teen.kk: found the wording" in each for each in lines), lines


def test_card_without_its_numbers_is_refused(content: Path) -> None:
    """A crisis card from which somebody deleted the placeholder would show no number at all."""
    spoil(content, "scripts", "        {helplines}\n", "")

    assert any(
        "scripts.help_now.teen.ru: " in line and "{helplines} where the numbers go" in line for line in told(content)
    )


def test_all_faults_of_all_files_are_told_at_once(content: Path) -> None:
    """Nobody corrects one file only to hear of the next."""
    spoil(content, "triage", "active_cases: 5", "active_cases: 0")
    spoil(content, "triage", "overtaken_at_most: 4", "overtaken_at_most: four")
    spoil(content, "topics", "floor: yellow", "floor: orange")
    (content / "crisis" / "kk.yaml").unlink()

    lines = told(content)

    assert len(lines) == 4
    assert [line.rpartition("/")[2].partition(".yaml")[0] for line in lines] == ["topics", "triage", "triage", "kk"]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("kept:\n  inbox_ids: 2 days\n bad: 1\n", 3, "found YAML that cannot be read"),
        ('kept:\n  inbox_ids: "2 days\n', 3, "found YAML that cannot be read"),
        ("kept:\n\tinbox_ids: 2 days\n", 2, "found YAML that cannot be read"),
        ("", 1, "found nothing; expected a group of fields"),
        ("- a\n- b\n", 1, "found a list of 2; expected a group of fields"),
    ],
)
def test_broken_yaml_is_told_with_its_line(content: Path, text: str, line: int, expected: str) -> None:
    """Indentation, an open quote, a tab, an empty file: each is told, none is a traceback."""
    (content / "retention.yaml").write_text(text, encoding="utf-8")

    lines = told(content)

    assert len(lines) == 1
    assert lines[0].startswith(f"{content / 'retention.yaml'}:{line}: ")
    assert expected in lines[0]


def test_file_in_another_encoding_is_told_with_its_line(content: Path) -> None:
    """A file saved by an old editor as Windows-1251."""
    (content / "retention.yaml").write_bytes("kept:\n  # сроки\n".encode("cp1251"))

    assert told(content) == [
        f"{content / 'retention.yaml'}:2: found a byte that is not UTF-8; expected a file saved as UTF-8"
    ]


def test_words_that_yaml_would_twist_stay_words(content: Path) -> None:
    """`no` is a word, 22:00 a time and 2026-11-23 a day: the file means what it says, quotes or not."""
    spoil(content, "hours", 'from: "22:00"', "from: 22:00")
    spoil(content, "scripts", '"no": {ru', "no: {ru")
    spoil(content, "helplines", "checked_on: null", "checked_on: 2026-11-23")

    loaded = load_content(content)

    assert loaded.hours.quiet.starts == 22 * 60
    assert list(loaded.scripts.scripts["gentle_check"].answers) == ["yes", "no", "unsure"]
    assert str(loaded.helplines.helplines[0].checked_on) == "2026-11-23"


def test_crisis_file_under_the_wrong_name_is_told(content: Path) -> None:
    """kk.yaml that holds the Russian patterns would leave Kazakh unheard."""
    (content / "crisis" / "kk.yaml").write_text(LEXICON.format("ru"), encoding="utf-8")

    assert told(content) == [
        f"{content / 'crisis' / 'kk.yaml'}:1: language: found ru; expected kk, as the file is named"
    ]
