"""The HTTP side: where requests of bots arrive, and what a bad network does to them."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Literal

from aiohttp import web

from simulator.bodies import read_body
from simulator.calls import addressee, perform
from simulator.control import Control
from simulator.errors import ApiError, too_many_requests
from simulator.faults import Fault, Faults
from simulator.record import Call
from simulator.world import World

MAX_BODY = 60 * 1024 * 1024
JSON = "application/json"


class CutError(Exception):
    """The connection is to be cut without an answer."""


class Server:
    """Listens on 127.0.0.1 only."""

    def __init__(self, world: World, faults: Faults, control: Control) -> None:
        self.world = world
        self.faults = faults
        self.control = control
        self.paused: Literal["refuse", "hang"] | None = None
        self.resumed = asyncio.Event()
        self.resumed.set()
        self.connections: dict[int, web.BaseRequest] = {}
        """Requests of bots that wait for an answer."""
        self.runner: web.ServerRunner | None = None
        self.port = 0

    async def open(self, port: int) -> None:
        """Listen; port 0 is any free one."""
        server = web.Server(self.handle, request_factory=self._request)
        self.runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", port, backlog=1024).start()
        self.port = int(self.runner.addresses[0][1])

    async def close(self) -> None:
        """Cut everyone off."""
        self.resumed.set()
        for request in list(self.connections.values()):
            cut(request)
        if self.runner is not None:
            await self.runner.cleanup()

    @staticmethod
    def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY)

    def pause(self, how: Literal["refuse", "hang"]) -> None:
        """From now on bots reach nothing; waiting ones are cut off."""
        self.paused = how
        self.resumed.clear()
        if how == "refuse":
            for request in list(self.connections.values()):
                cut(request)

    def resume(self) -> None:
        """As before."""
        self.paused = None
        self.resumed.set()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Every request comes here."""
        path = request.path
        bot_side = path.startswith(("/bot", "/file/bot"))
        if not bot_side:
            return await self.control.handle(request)
        self.connections[id(request)] = request
        try:
            await self._reachable()
            if path.startswith("/file/"):
                return self.file(path.removeprefix("/file/bot"))
            return await self.call(request, path.removeprefix("/bot"))
        except CutError:
            cut(request)
            return web.Response()
        finally:
            self.connections.pop(id(request), None)

    async def _reachable(self) -> None:
        while self.paused == "hang":
            await self.resumed.wait()
        if self.paused:
            raise CutError

    async def call(self, request: web.BaseRequest, path: str) -> web.Response:
        """`<token>/<method>`."""
        token, _, name = path.partition("/")
        bot = self.world.bots.get(token)
        if bot is None or not name:
            error = ApiError(401) if name else ApiError(404)
            return self.answer(error.code, json.dumps(error.body()))
        try:
            raw, files = await read_body(request)
        except ApiError as error:
            return self.answer(error.code, json.dumps(error.body()))
        except web.HTTPRequestEntityTooLarge:
            return self.answer(413, json.dumps(ApiError(413).body()))
        call = Call(time.time(), token, name, raw)
        fault = None
        if self.faults.planned:
            fault = self.faults.meet(token, name, addressee(raw.get("chat_id")))
        if fault is None:
            return self.answer(*await perform(bot, name, raw, files, call))
        call.fault = fault.kind
        bot.running += 1
        try:
            response = await self._troubled(fault, call)
            if response is not None:
                call.error_code = response.status
                self.world.record.add(call)
                return response
            status, text = await perform(bot, name, raw, files, call)
            if fault.kind == "close_after":
                call.answered = False
                raise CutError
            return self.answer(status, text)
        finally:
            bot.running -= 1
            bot.last_call = asyncio.get_running_loop().time()
            self.world.pulse.tick()

    async def _troubled(self, fault: Fault, call: Call) -> web.Response | None:
        """The answer instead of the method's, if the method is not to run at all."""
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.kind in ("close_before", "hang"):
            call.answered = False
            call.error_code = 0
            self.world.record.add(call)
            if fault.kind == "hang":
                await asyncio.Event().wait()
            raise CutError
        if fault.kind == "429":
            error = too_many_requests(fault.retry_after)
            return self.answer(429, json.dumps(error.body()))
        if fault.kind == "error":
            body = {"ok": False, "error_code": fault.status, "description": fault.body}
            return self.answer(fault.status, json.dumps(body))
        if fault.kind == "status":
            html = fault.body.lstrip().startswith("<")
            return web.Response(
                status=fault.status, text=fault.body, content_type="text/html" if html else "text/plain"
            )
        return None

    def answer(self, status: int, text: str) -> web.Response:
        """JSON, as Telegram sends it."""
        if self.paused == "refuse":
            raise CutError
        return web.Response(status=status, body=text.encode(), content_type=JSON)

    def file(self, path: str) -> web.Response:
        """`<token>/<path>`: the content of a file."""
        token, _, wanted = path.partition("/")
        if token not in self.world.bots:
            return self.answer(401, json.dumps(ApiError(401).body()))
        for file in self.world.files.values():
            if file.path == wanted and file.size <= self.world.max_download:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return self.answer(404, json.dumps(ApiError(404).body()))


def cut(request: web.BaseRequest) -> None:
    """Reset the connection."""
    if request.transport is not None:
        request.transport.abort()
