"""Service messages: what Telegram writes into the chat when something happens there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import specimens
from simulator.chats import Wire
from simulator.files import store
from simulator.kinds.making import Made, Maker, just, of_kind
from simulator.kinds.words import STRANGER
from simulator.media import content_of as media_of

if TYPE_CHECKING:
    from simulator.phones import Phone


def sticker_of(phone: Phone) -> Wire:
    file = store(phone.world, "sticker", specimens.STICKER)
    made: Wire = media_of(phone.world, "sticker", file, {})["sticker"]
    return made


def gift(phone: Phone, extra: dict[str, Any]) -> Made:
    one = {"id": "5170145012310081615", "sticker": sticker_of(phone), "star_count": 15}
    return "gift", {"gift": {"gift": one, **extra}}


def unique_gift(phone: Phone, extra: dict[str, Any]) -> Made:
    colors = {"center_color": 0, "edge_color": 0, "symbol_color": 0, "text_color": 0}
    one = {
        "gift_id": "5170145012310081615",
        "base_name": "Gift",
        "name": "Gift-1",
        "number": 1,
        "model": {"name": "model", "sticker": sticker_of(phone), "rarity_per_mille": 10},
        "symbol": {"name": "symbol", "sticker": sticker_of(phone), "rarity_per_mille": 10},
        "backdrop": {"name": "backdrop", "colors": colors, "rarity_per_mille": 10},
    }
    return "unique_gift", {"unique_gift": {"gift": one, "origin": "transfer", **extra}}


def pinned_message(phone: Phone, extra: dict[str, Any]) -> Made:
    """The person pinned the newest message of the chat (or `message`)."""
    target = extra.get("message") or (phone.messages[-1] if phone.messages else None)
    if target is None:
        raise ValueError("there is nothing to pin")
    bare = {key: part for key, part in target.raw.items() if key != "reply_to_message"}
    return "pinned_message", {"pinned_message": bare}


def new_chat_photo(phone: Phone, extra: dict[str, Any]) -> Made:
    sizes = media_of(phone.world, "photo", store(phone.world, "photo", specimens.PHOTO), {})["photo"]
    return "new_chat_photo", {"new_chat_photo": sizes}


def proximity_alert(phone: Phone, extra: dict[str, Any]) -> Made:
    alert = {"traveler": phone.person.wire, "watcher": STRANGER, "distance": 100}
    return "proximity_alert_triggered", {"proximity_alert_triggered": {**alert, **extra}}


def users_shared(phone: Phone, extra: dict[str, Any]) -> Made:
    shared = {"request_id": 1, "users": [{"user_id": STRANGER["id"]}], "user_ids": [STRANGER["id"]]}
    return "users_shared", {"users_shared": {**shared, **extra}}


def chat_background(phone: Phone, extra: dict[str, Any]) -> Made:
    kind = {"type": "chat_theme", "theme_name": "🌷"}
    return "chat_background_set", {"chat_background_set": {"type": kind, **extra}}


SERVICES: dict[str, Maker] = {
    "gift": gift,
    "unique_gift": unique_gift,
    "pinned_message": pinned_message,
    "message_auto_delete_timer_changed": of_kind("message_auto_delete_timer_changed", message_auto_delete_time=86400),
    "chat_background_set": chat_background,
    "users_shared": users_shared,
    "chat_shared": of_kind("chat_shared", request_id=1, chat_id=-1_001_234_567_890),
    "write_access_allowed": of_kind("write_access_allowed", from_request=True),
    "web_app_data": of_kind("web_app_data", data="{}", button_text="Открыть"),
    "connected_website": just("connected_website", "example.org"),
    "proximity_alert_triggered": proximity_alert,
    "boost_added": of_kind("boost_added", boost_count=1),
    "successful_payment": of_kind(
        "successful_payment",
        currency="XTR",
        total_amount=1,
        invoice_payload="x",
        telegram_payment_charge_id="t",
        provider_payment_charge_id="p",
    ),
    "refunded_payment": of_kind(
        "refunded_payment", currency="XTR", total_amount=1, invoice_payload="x", telegram_payment_charge_id="t"
    ),
    "passport_data": of_kind("passport_data", data=[], credentials={"data": "", "hash": "", "secret": ""}),
    "giveaway_created": of_kind("giveaway_created"),
    "giveaway_completed": of_kind("giveaway_completed", winner_count=1),
    "checklist_tasks_done": of_kind("checklist_tasks_done", marked_as_done_task_ids=[1]),
    "checklist_tasks_added": of_kind("checklist_tasks_added", tasks=[{"id": 3, "text": "ещё"}]),
    "video_chat_started": of_kind("video_chat_started"),
    "video_chat_ended": of_kind("video_chat_ended", duration=60),
    "new_chat_photo": new_chat_photo,
    "new_chat_title": just("new_chat_title", "Новое название"),
    "forum_topic_created": of_kind("forum_topic_created", name="Тема", icon_color=7322096),
    "group_chat_created": just("group_chat_created", True),
}
