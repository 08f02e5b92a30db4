"""The simulator from outside: the control API, the socket that pages listen to, and the page itself."""

from __future__ import annotations

import asyncio
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from simulator.actions import ACTIONS, NotThereError
from simulator.callbacks import CallbackAnswer
from simulator.chats import Chat, Message
from simulator.phones import Phone
from simulator.views import chat_view, key_of, message_view, phone_view, state_view

if TYPE_CHECKING:
    from simulator.telegram import Telegram

PAUSE = 0.03
"""Seconds in which changes are gathered before the pages hear of them."""

TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


class Control:
    """Answers everything that is not the Bot API."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.sockets: set[web.WebSocketResponse] = set()
        self.changed: dict[tuple[str, int], Message] = {}
        self.chats: dict[str, Chat] = {}
        self.everything = False
        self.sending: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Say goodbye to the pages."""
        for socket in list(self.sockets):
            await socket.close()
        if self.sending is not None:
            self.sending.cancel()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """A page, a file of it, an action, or the socket."""
        if not same_origin(request):
            return web.json_response({"ok": False, "error": "another origin"}, status=403)
        path = request.path
        if path == "/control/ws":
            return await self.socket(request)
        if path.startswith("/control/file/"):
            return self.file(path.removeprefix("/control/file/"))
        if path.startswith("/control/"):
            return await self.act(request, path.removeprefix("/control/"))
        return page(path.strip("/") or "index.html")

    async def act(self, request: web.BaseRequest, name: str) -> web.Response:
        """One action, with its parameters as a JSON object or in the address."""
        asked: dict[str, Any] = dict(request.query)
        if request.body_exists:
            try:
                body = json.loads(await request.read())
            except ValueError:
                return web.json_response({"ok": False, "error": "not JSON"}, status=400)
            asked.update(body)
        status, answer = await self.perform(name, asked)
        return web.json_response(answer, status=status)

    async def perform(self, name: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """HTTP status and `{"ok", "result" | "error"}`."""
        action = ACTIONS.get(name)
        if action is None:
            return 404, {"ok": False, "error": f"no action {name}"}
        try:
            return 200, {"ok": True, "result": await action(self.telegram, asked)}
        except NotThereError as error:
            return 404, {"ok": False, "error": f"no such {error}"}
        except AssertionError as error:
            return 408, {"ok": False, "error": str(error)}
        except (KeyError, TypeError, ValueError) as error:
            return 400, {"ok": False, "error": f"{type(error).__name__}: {error}"}

    def file(self, file_id: str) -> web.Response:
        """Content of a file, for pictures on the page."""
        file = self.telegram.world.files.get(file_id)
        if file is None:
            return web.Response(status=404)
        kind = file.mime_type if file.mime_type.startswith("image/") else "application/octet-stream"
        sandbox = {**HEADERS, "Content-Security-Policy": "sandbox"}
        return web.Response(body=file.content, content_type=kind, headers=sandbox)

    # The socket

    async def socket(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """The whole state first, then changes; actions may be asked for here too."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self.listen()
        self.sockets.add(socket)
        try:
            await socket.send_str(json.dumps({"type": "state", **self.state()}))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self.asked(socket, message.data)
        finally:
            self.sockets.discard(socket)
            if not self.sockets:
                self.deafen()
        return socket

    async def asked(self, socket: web.WebSocketResponse, text: str) -> None:
        """`{"do": name, "id": n, …}` is answered by `{"type": "done", "id": n, "ok", …}`."""
        try:
            asked = json.loads(text)
            name, number = asked.pop("do"), asked.pop("id", None)
        except (ValueError, KeyError, AttributeError, TypeError):
            await socket.send_str(json.dumps({"type": "done", "id": None, "ok": False, "error": "not an action"}))
            return
        _, answer = await self.perform(name, asked)
        await socket.send_str(json.dumps({"type": "done", "id": number, **answer}))

    def state(self) -> dict[str, Any]:
        """All there is."""
        telegram = self.telegram
        return state_view(telegram.world, telegram.groups, telegram.clock.now().isoformat())

    def listen(self) -> None:
        """Begin to gather changes; nobody pays for this while no page is open."""
        world = self.telegram.world
        if self.note not in world.listeners:
            world.listeners.append(self.note)
            world.answer_listeners.append(self.answered)

    def deafen(self) -> None:
        """No page is left."""
        world = self.telegram.world
        world.listeners.clear()
        world.answer_listeners.clear()

    def note(self, chat: Chat | None, message: Message | None) -> None:
        """Something changed: a message, a chat, or who exists."""
        if chat is None:
            self.everything = True
        else:
            key = key_of(chat) if chat.bots else str(chat.id)
            self.chats[key] = chat
            if message is not None:
                self.changed[key, message.id] = message
        if self.sending is None or self.sending.done():
            self.sending = asyncio.get_running_loop().create_task(self.send())

    def answered(self, phone: Phone, answer: CallbackAnswer) -> None:
        """A pop-up appears on one phone: alerts stay until closed, toasts go by themselves."""
        toast = None if answer.show_alert else answer.text
        said = {"type": "answer", **phone_view(phone), "toast": toast}
        self.tell(json.dumps(said))

    async def send(self) -> None:
        """Tell all pages what gathered."""
        await asyncio.sleep(PAUSE)
        if self.everything:
            self.everything = False
            self.changed.clear()
            self.chats.clear()
            self.tell(json.dumps({"type": "state", **self.state()}))
            return
        world = self.telegram.world
        phones = [phone for person in world.people.values() for phone in person.phones.values()]
        phones += [phone for group in self.telegram.groups for phone in group.phones.values()]
        chats = list(self.chats.values())
        news = {
            "type": "changes",
            "chats": [chat_view(chat) for chat in chats if chat.bots],
            "phones": [phone_view(phone) for phone in phones if phone.chat in chats],
            "messages": [message_view(message) for message in self.changed.values()],
        }
        self.changed.clear()
        self.chats.clear()
        self.tell(json.dumps(news))

    def tell(self, text: str) -> None:
        """To every page."""
        for socket in list(self.sockets):
            if not socket.closed:
                task = asyncio.get_running_loop().create_task(deliver(socket, text))
                task.add_done_callback(lambda done: done.exception())


async def deliver(socket: web.WebSocketResponse, text: str) -> None:
    """A page that just went away is no error."""
    try:
        await socket.send_str(text)
    except ConnectionError:
        await socket.close()


def same_origin(request: web.BaseRequest) -> bool:
    """Other sites open in the same browser may not steer the simulator."""
    origin = request.headers.get("Origin")
    host = request.headers.get("Host", "")
    name = host.rsplit(":", 1)[0]
    return name in ("127.0.0.1", "localhost", "[::1]") and origin in (None, f"http://{host}")


def page(name: str) -> web.Response:
    """A file of the page; nothing outside its folder."""
    wanted = "favicon.svg" if name == "favicon.ico" else name
    extension = wanted.rpartition(".")[2]
    file = files("simulator").joinpath("page", wanted)
    if "/" in wanted or wanted.startswith(".") or extension not in TYPES or not file.is_file():
        return web.Response(status=404, text="404")
    return web.Response(text=file.read_text("utf-8"), content_type=TYPES[extension], headers=HEADERS)
