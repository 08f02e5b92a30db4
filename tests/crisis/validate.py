"""How the check does on rows that its weights have not seen: `python -m tests.crisis.validate [CONTENT]`.

Each labelled file is left out once, the first in quarters; the weights are learned from the rest, and of everyday text
from every other sentence. The patterns are not learned anew: with an older `content/` (`git worktree`), files written
after it are unseen by both.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from domain.crisis import Action, Assessment, CrisisCheck, Lexicon
from tests.crisis.labelled import FILES, LANGUAGES, ROOT, Phrase, read_everyday, read_phrases
from tests.crisis.learning import rows_of, weights_from

_QUARTERED = FILES[0]


def held_out(language: str) -> Iterator[tuple[str, list[Phrase], list[Phrase]]]:
    """What is left out, its rows, and the rows to learn from."""
    rows = {name: [row for row in read_phrases(name) if row.language == language] for name in FILES}
    for name in FILES:
        quarters = 4 if name == _QUARTERED else 1
        for quarter in range(quarters):
            held = rows[name][quarter::quarters]
            chosen = set(held)
            yield name, held, [row for each in rows.values() for row in each if row not in chosen]


def lexicons(content: Path) -> dict[str, Lexicon]:
    """The pattern files of some `content/`."""
    texts = {each: (content / "crisis" / f"{each}.yaml").read_text("utf-8") for each in LANGUAGES}
    return {each: Lexicon.model_validate(yaml.load(text, Loader=yaml.CSafeLoader)) for each, text in texts.items()}


def figures(found: list[tuple[Phrase, Assessment]]) -> str:
    """Recall, imminent with the card, elevated, false cards and questions."""

    def rate(severities: set[str], *actions: Action) -> str:
        rows = [each for each in found if each[0].severity in severities]
        hits = sum(each.action in actions for _, each in rows)
        return f"{hits:4}/{len(rows):<4}{hits / len(rows):6.1%}" if rows else "  -"

    either = (Action.CARD, Action.QUESTION)
    return (
        f"grave {rate({'imminent', 'high'}, *either)}  imminent card {rate({'imminent'}, Action.CARD)}  "
        f"elevated {rate({'elevated'}, *either)} | none: card {rate({'none'}, Action.CARD)}  "
        f"question {rate({'none'}, Action.QUESTION)}"
    )


def main() -> None:
    """Print a line for each file left out, without and with the weights."""
    known = lexicons(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "content")
    alone = CrisisCheck(known)
    for language in LANGUAGES:
        everyday = read_everyday(language)
        started = time.perf_counter()
        found: dict[str, dict[str, list[tuple[Phrase, Assessment]]]] = {}
        for name, held, rest in held_out(language):
            weights = weights_from(language, rows_of(rest, everyday[::2]))
            check = CrisisCheck(known, {language: weights})
            for kind, each in (("patterns", alone), ("together", check)):
                found.setdefault(name, {}).setdefault(kind, []).extend((row, each.assess(row.text)) for row in held)
        for name, kinds in found.items():
            for kind, rows in kinds.items():
                print(f"{language} {name:20} {kind} {figures(rows)}")
        whole = [row for name in FILES for row in read_phrases(name) if row.language == language]
        weights = weights_from(language, rows_of(whole, everyday[::2]))
        check = CrisisCheck(known, {language: weights})
        for kind, each in (("patterns", alone), ("together", check)):
            actions = [each.assess(text).action for text in everyday[1::2]]
            card, asked = actions.count(Action.CARD), actions.count(Action.QUESTION)
            print(
                f"{language} everyday, unseen half {kind} card {card / len(actions):.2%}  question {asked / len(actions):.2%}"
            )
        print(f"{language} took {time.perf_counter() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
