"""`make bench`: every figure that is promised, measured on this machine, one after the other.

What is promised is a ratio in one run, since machines differ: the relayed message beside a bare echo bot, the start and
the memory likewise. Each part prints its own lines and can be run alone: `python -m benchmarks.relaying`.
"""

from __future__ import annotations

import runpy

PARTS = ("crisis", "storage", "starting", "relaying")


def main() -> None:
    """All parts, in turn."""
    for part in PARTS:
        print(f"\n== {part}", flush=True)
        runpy.run_module(f"benchmarks.{part}", run_name="__main__")


if __name__ == "__main__":
    main()
