"""A process with everything imported, from which whole bots are forked: importing aiogram anew takes seconds.

`python -m tests.durability.nursery` reads orders, one JSON object a line, and answers each with one. A child is a bot
exactly as `python -m bot run` runs it, in a process of its own, to be killed in earnest.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def child(order: dict[str, Any]) -> None:
    """Be a bot until killed or told to stop."""
    from bot.app import run
    from bot.content import load_content
    from bot.settings import load_settings
    from tests.durability import mischief

    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    settings = load_settings(Path("no.env"), **order["settings"])
    for each in order["mischief"]:
        getattr(mischief, each)()
    run(settings, _content.setdefault(settings.content_dir, None) or load_content(settings.content_dir))


_content: dict[Path, Any] = {}


def main() -> None:
    """Import, then wait for orders."""
    import bot.app  # noqa: F401  the point of it all
    from bot.content import load_content
    from bot.settings import load_settings, use_pinned_time_zones

    use_pinned_time_zones()
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "start":
            folder = load_settings(Path("no.env"), **order["settings"]).content_dir
            if folder not in _content:
                _content[folder] = load_content(folder)
            answer = _fork(order)
        else:
            _, status = os.waitpid(order["pid"], 0)
            answer = os.waitstatus_to_exitcode(status)
        print(json.dumps(answer), flush=True)


def _fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        child(order)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
