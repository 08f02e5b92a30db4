"""What may lie in the repository: no compiled catalogues, no download addresses, nothing unpinned."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, shown

# Written so that this file does not hold what it forbids.
ADDRESSES = re.compile(
    r"(?:py[p]i\.(?:org|io)|python[h]osted\.|[n]pmjs\.|[d]eb\.debian\.|[r]egistry\.yarn"
    r"|[h]ttps?://[^\s\"'<>)]+\.(?:whl|tar\.gz|tgz|deb)\b)",
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"(?:^|[\s\"'=@])(?:file:/|https?:/|/opt/|/work/|/tmp/|/root/|/home/|--\w*(?:index|links|host))",
    re.MULTILINE,
)


def test_no_compiled_catalogue() -> None:
    """The `.po` files are read at start: a `.mo` beside them would go stale unseen."""
    assert [shown(path) for path in files(".mo")] == []


def test_no_download_address() -> None:
    """Where packages come from is the reader's setting, not ours: a registry or a mirror must be free to move."""
    found = []
    for path in files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # pictures
        found += [f"{shown(path)}: {match.group()}" for match in ADDRESSES.finditer(text)]

    assert found == []


@pytest.mark.parametrize(
    "address",
    ["https://files.python" + "hosted.org/x", "py" + "pi.org", "ht" + "tps://example.com/a-1.0.whl"],
)
def test_download_address_is_noticed(address: str) -> None:
    """The search above finds a host and a bare file."""
    assert ADDRESSES.search(f"see {address} there")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_file_pins_everything_by_hash(name: str) -> None:
    """Each requirement is one exact version with at least one hash, and nothing tells of the machine that made it."""
    text = (ROOT / name).read_text("utf-8")
    bare = re.sub(r"#.*", "", text).replace("\\\n", " ")
    requirements = [line for line in bare.splitlines() if line.strip()]

    assert [
        line for line in requirements if not re.match(r"[a-z0-9-]+==\S+(\s+--hash=sha256:[0-9a-f]{64})+\s*$", line)
    ] == []
    assert MACHINE.findall(text) == []


def pins(name: str) -> dict[str, str]:
    """Package -> version, of a lock file."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_lock_files_agree() -> None:
    """What is tested is what runs: the development lock holds the run-time lock, version for version."""
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_wish_is_locked(name: str) -> None:
    """A package that was asked for is in the lock: nobody forgot `make lock`."""
    wished = {
        re.split(r"[\[<>=~! ;#]", line)[0].lower().replace("_", "-")
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if re.match(r"[A-Za-z]", line)
    }

    assert wished - pins(Path(name).with_suffix(".txt").name).keys() == set()
