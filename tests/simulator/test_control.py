"""The simulator from outside its process: actions, the socket, the page."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from yarl import URL

import simulator
from simulator import Bot, Person, Phone, RateRule, Telegram
from simulator.actions import ACTIONS

if TYPE_CHECKING:
    from tests.simulator.conftest import Client

ROOM = Path(simulator.__file__).parent


class Outside:
    """`await outside("send", person=…, text=…)`: status and body."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(self, action: str, **asked: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.url}/control/{action}", json=asked) as response:
            return response.status, await response.json()


@pytest.fixture
def outside(session: aiohttp.ClientSession, telegram: Telegram) -> Outside:
    return Outside(session, telegram.url)


async def test_a_whole_talk_over_http(outside: Outside, call: Client, bot: Bot) -> None:
    """Person, start, message, button, answer, record: without Python on this side."""
    person = (await outside("add_person", first_name="Дана"))[1]["result"]["id"]
    who = {"person": person, "bot": bot.id}
    await outside("start", **who, payload="abc")
    keyboard = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}
    await call.sendMessage(chat_id=person, text="Сәлем", reply_markup=keyboard)

    found = (await outside("expect", **who, text="Сәлем"))[1]["result"]
    assert [[button["text"] for button in row] for row in found["buttons"]] == [["Да"]]
    pressing = asyncio.create_task(outside("press", **who, label="Да"))
    updates = await call.getUpdates(timeout=5, offset=-1)
    if "callback_query" not in updates[0]:
        updates = await call.getUpdates(timeout=5, offset=updates[0]["update_id"] + 1)
    await call.answerCallbackQuery(callback_query_id=updates[0]["callback_query"]["id"], text="ok")
    assert (await pressing)[1]["result"] == {"text": "ok", "show_alert": False, "url": None}
    shown = (await outside("phone_state", **who))[1]["result"]
    assert [message["text"] for message in shown["messages"]] == ["/start abc", "Сәлем"]
    record = (await outside("record"))[1]["result"]
    assert record["methods"]["sendMessage"] == 1
    assert "params" not in record["calls"][0]


async def test_everything_a_phone_does(outside: Outside, phone: Phone, call: Client) -> None:
    """Kinds, albums, edits, reactions, deletions, blocking, alerts."""
    who = {"person": phone.person.id}
    await outside("send", **who, text="один")
    sent = (await outside("send_kind", **who, kind="photo", caption="два"))[1]["result"]
    await outside("send_album", **who, items=["photo", ["video", "три"]])
    await outside("edit", **who, message=sent["id"], text="два!")
    await outside("react", **who, message=sent["id"], emoji=["👍"])
    first = phone.messages[1]
    await outside("delete", **who, message=first.id)
    assert [message.words for message in phone.messages] == ["/start", "два!", "", "три"]
    await outside("block", **who)
    assert phone.chat.blocked
    await outside("unblock", **who)
    await outside("clear", **who)
    assert phone.messages == []
    phone.alerts.append("!")
    await outside("close_alert", **who)
    assert phone.closed_alerts == 1
    assert (await outside("send_kind", **who, kind="teleport"))[0] == 400


async def test_trouble_over_http(outside: Outside, telegram: Telegram, call: Client, phone: Phone) -> None:
    """Faults, pauses, rates, time and redelivery."""
    await outside("add_fault", kind="error", status=400, body="Bad Request: X")
    assert await call.refused("getMe") == "Bad Request: X"
    await outside("pause")
    with pytest.raises(aiohttp.ClientError):
        await call.getMe()
    await outside("resume")
    before = telegram.clock.now()
    await outside("shift_clock", seconds=3600)
    assert (telegram.clock.now() - before).total_seconds() >= 3600
    await outside("flood", rule={"burst": 1})
    enforced = telegram.flood
    await outside("flood", rule=None)
    assert (enforced, telegram.flood) == (RateRule(burst=1), None)
    assert (await outside("redeliver", last=1))[1]["result"] == {"count": 1}


async def test_mistakes_are_named(outside: Outside, phone: Phone) -> None:
    """Nobody, nothing, and nonsense; an expectation that fails shows no words."""
    assert (await outside("send", person=1, text="x"))[0] == 404
    assert (await outside("dance"))[0] == 404
    assert (await outside("send", person=phone.person.id))[0] == 400
    assert (await outside("press", person=phone.person.id, row=0, column=0))[0] == 404
    await phone.send("тайна")
    status, body = await outside("expect", person=phone.person.id, text="x", timeout=0.01)
    assert status == 408
    assert "тайна" not in body["error"]


async def test_socket_tells_the_state_and_every_change(
    session: aiohttp.ClientSession, telegram: Telegram, phone: Phone, call: Client, bot: Bot
) -> None:
    """First everything, then what changes; actions work there too."""
    async with session.ws_connect(f"{telegram.url}/control/ws") as socket:
        state = await socket.receive_json(timeout=5)
        assert state["type"] == "state"
        assert [message["text"] for message in state["messages"]] == ["/start"]
        await call.sendMessage(chat_id=phone.chat.id, text="новое")
        changes = await socket.receive_json(timeout=5)
        assert changes["messages"][0]["text"] == "новое"
        await socket.send_json({"do": "send", "id": 7, "person": phone.person.id, "bot": bot.id, "text": "ответ"})
        done = await socket.receive_json(timeout=5)
        assert (done["type"], done["id"], done["ok"]) == ("done", 7, True)
        await socket.send_str("nonsense")
        while (news := await socket.receive_json(timeout=5))["type"] != "done":
            assert news["type"] == "changes"
        assert news["error"] == "not an action"
    while telegram.world.listeners:
        await asyncio.sleep(0.001)


async def test_deleted_words_do_not_reach_the_page(
    session: aiohttp.ClientSession, telegram: Telegram, phone: Phone
) -> None:
    """A message that is gone is shown as gone."""
    phone.delete(await phone.send("тайна"))

    async with session.get(f"{telegram.url}/control/state") as response:
        assert "тайна" not in await response.text()


async def test_other_sites_may_not_steer(session: aiohttp.ClientSession, telegram: Telegram, phone: Phone) -> None:
    """A foreign origin, or a foreign name for this address, is refused."""
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        async with session.post(f"{telegram.url}/control/state", headers=headers) as response:
            assert response.status == 403


async def test_page_is_whole_and_asks_nobody_else(session: aiohttp.ClientSession, telegram: Telegram) -> None:
    """Every file it names is served here; nothing comes from other hosts; nothing outside its folder."""
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        async with session.get(telegram.url + path) as response:
            assert response.status == 200, path
            text = await response.text()
        found = re.findall(r'(?:href|src)="(/[^"]+)"|from "\./([^"]+)"', text)
        waiting += [name for pair in found for name in [pair[0] or f"/{pair[1]}"] if name not in seen]
        assert not re.search(r'(?:href|src)="https?:|@import|from "https?:', text)
    assert {path.name for path in (ROOM / "page").iterdir()} == {path.strip("/") or "index.html" for path in seen}
    for path in ("/__main__.py", "/..%2fserver.py", "/favicon.exe", "/page/index.html"):
        async with session.get(URL(telegram.url + path, encoded=True)) as response:
            assert response.status == 404
    async with session.get(f"{telegram.url}/favicon.ico") as response:
        assert response.content_type == "image/svg+xml"


async def test_pictures_for_the_page(session: aiohttp.ClientSession, telegram: Telegram, phone: Phone) -> None:
    """A photo is served as one, harmlessly."""
    photo = (await phone.send_kind("photo")).media[-1]["file_id"]
    async with session.get(f"{telegram.url}/control/file/{photo}") as response:
        assert (response.status, response.content_type) == (200, "image/jpeg")
        assert response.headers["Content-Security-Policy"] == "sandbox"


async def test_groups_over_http(outside: Outside, telegram: Telegram, aru: Person, bot: Bot, call: Client) -> None:
    """A group with the bot in it, and a person writing there."""
    group = (await outside("add_group", title="Смена", people=[aru.id]))[1]["result"]
    await outside("send", person=aru.id, chat=group["id"], text="/queue")

    updates = await call.getUpdates()
    assert updates[-1]["message"]["chat"]["title"] == "Смена"


async def test_readme_lists_every_action() -> None:
    """What can be asked is written down."""
    text = (ROOM / "README.md").read_text("utf-8")

    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(ACTIONS)


async def test_it_starts_alone(session: aiohttp.ClientSession) -> None:
    """`python -m simulator --port 0` says where it is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", stdout=asyncio.subprocess.PIPE, cwd=ROOM.parent
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
    async with session.get(line.split()[-1]) as response:
        assert response.status == 200
    process.terminate()
    await process.wait()
    process.stdout._transport.close()  # type: ignore[attr-defined]
