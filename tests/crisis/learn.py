"""Learn the weights anew and write `content/crisis/weights/{ru,kk}.tsv`: `python -m tests.crisis.learn`.

Everyday text must be there (../shared/data/ordinary, or SENIM_TEST_ORDINARY): without it there is no `tone`, and every
third everyday sentence would be asked about. The head of each file is kept. Lines that a psychologist changed are lost:
`git diff` shows them.
"""

from __future__ import annotations

import sys
from itertools import takewhile

from tests.crisis.labelled import FILES, LANGUAGES, ROOT, read_everyday, read_phrases
from tests.crisis.learning import DECISIONS, learned, rows_of

FOLDER = ROOT / "content" / "crisis" / "weights"


def main() -> None:
    """Write both files below their heads."""
    for language in LANGUAGES:
        everyday = read_everyday(language)
        if not everyday:
            sys.exit("everyday text is absent: put it in ../shared/data/ordinary or set SENIM_TEST_ORDINARY")
        path = FOLDER / f"{language}.tsv"
        head = "".join(takewhile(_is_remark, path.read_text("utf-8").splitlines(keepends=True)))
        phrases = [row for name in FILES for row in read_phrases(name) if row.language == language]
        lines = learned(rows_of(phrases, everyday), DECISIONS[language])
        path.write_text(head + lines, encoding="utf-8", newline="\n")
        print(
            f"{language}: {lines.count(chr(10))} lines from {len(phrases)} phrases and {len(everyday)} everyday texts"
        )


def _is_remark(line: str) -> bool:
    return line.startswith("#")


if __name__ == "__main__":
    main()
