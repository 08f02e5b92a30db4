"""answerCallbackQuery: the button stops glowing, perhaps with words."""

from __future__ import annotations

from simulator.callbacks import CallbackAnswer
from simulator.errors import bad_request
from simulator.validate import Params
from simulator.world import Bot

MAX_TEXT = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(bot: Bot, params: Params) -> bool:
    query = bot.queries.get(params["callback_query_id"])
    text = params.get("text") or None
    if text is not None and len(text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    if query is None:
        raise bad_request(TOO_OLD)
    del bot.queries[query.id]
    if bot.world.clock.now().timestamp() - query.at > bot.world.callback_lifetime:
        raise bad_request(TOO_OLD)
    answer = CallbackAnswer(text, bool(params.get("show_alert")), params.get("url"))
    if not query.answered.done():
        query.answered.set_result(answer)
    query.phone.hear(answer)
    return True
