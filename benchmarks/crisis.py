"""How long the crisis check takes: start, a message of 300 characters, the longest message. `python -m benchmarks.crisis`."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from domain.crisis import CrisisCheck, Lexicon, Weights
from domain.crisis.weights import parsed

CONTENT = Path(__file__).parents[1] / "content" / "crisis"
PHRASES = Path(__file__).parents[1] / "tests" / "crisis" / "phrases_dev.tsv"
LONGEST = 4096
TYPICAL = 300


def lexicons() -> dict[str, Lexicon]:
    """Both pattern files, as the bot reads them."""
    return {
        path.stem: Lexicon.model_validate(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
        for path in sorted(CONTENT.glob("*.yaml"))
    }


def weights() -> dict[str, Weights]:
    """Both files of weights, as the bot reads them."""
    return {
        path.stem: parsed(path.stem, path.read_text("utf-8")) for path in sorted((CONTENT / "weights").glob("*.tsv"))
    }


def texts(length: int, count: int) -> list[str]:
    """Labelled phrases, dangerous and harmless, run together to the wanted length."""
    phrases = [line.split("\t")[1] for line in PHRASES.read_text("utf-8").split("\n")[1:] if line]
    draw = random.Random(1)
    return [". ".join(draw.choices(phrases, k=length // 10))[:length] for _ in range(count)]


def hostile() -> dict[str, str]:
    """What a bored person would send to make a matcher slow."""
    return {
        "one letter": "а" * LONGEST,
        "letters with dots": "а." * (LONGEST // 2),
        "letters with spaces": "а " * (LONGEST // 2),
        "alternating letters": "аб" * (LONGEST // 2),
        "one matching word": ("меня " * LONGEST)[:LONGEST],
        "many matching words": ("хочу умереть я меня бьют дома " * LONGEST)[:LONGEST],
        "stems with a slip": ("изнасмловал самоубмйство " * LONGEST)[:LONGEST],
        "latin": ("hochu umeret olgim " * LONGEST)[:LONGEST],
        "brackets": ")" * LONGEST,
        "stars": ("а*" * LONGEST)[:LONGEST],
        "digits": ("0а1" * LONGEST)[:LONGEST],
    }


def milliseconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def times(check: CrisisCheck, samples: list[str]) -> list[float]:
    """Sorted times of each text, the best of three: the spread of texts, not of what else the machine does."""
    return sorted(min(milliseconds(partial(check.assess, text)) for _ in range(3)) for text in samples)


def main() -> None:
    """Print everything."""
    tracemalloc.start()
    held = CrisisCheck(lexicons(), weights())
    held.assess("өлгм келеді изнаслвал")
    print(f"memory      {tracemalloc.get_traced_memory()[0] / 1e6:6.1f} MB held by lexicons and tables")
    tracemalloc.stop()
    print(f"read        {milliseconds(lexicons):6.1f} ms  YAML and validation, {milliseconds(weights):.1f} ms weights")
    check = CrisisCheck(lexicons(), weights())
    print(f"compile     {milliseconds(check.warm_up):6.1f} ms  once, at the first text")
    for length, count in ((TYPICAL, 2000), (LONGEST, 200)):
        taken = times(check, texts(length, count))
        middle, last = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        print(f"{length:5} chars p50 {middle:6.2f} ms  p99 {last:6.2f} ms  max {taken[-1]:6.2f} ms")
    for name, text in hostile().items():
        print(f"hostile     {times(check, [text])[0]:6.2f} ms  {name}")


if __name__ == "__main__":
    main()
