"""Kinds that are things: contacts, places, polls, games."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import specimens
from simulator.chats import Wire
from simulator.files import store
from simulator.kinds.making import Made, Maker, of_kind
from simulator.kinds.words import CHANNEL, STRANGER
from simulator.media import content_of as media_of

if TYPE_CHECKING:
    from simulator.phones import Phone

PLACE: Wire = {"latitude": 43.238949, "longitude": 76.889709}


def own_contact(phone: Phone, extra: dict[str, Any]) -> Made:
    """The answer to a `request_contact` button: the number of the account itself."""
    person = phone.person
    contact: Wire = {"phone_number": person.phone_number, "first_name": person.first_name, "user_id": person.id}
    if person.last_name:
        contact["last_name"] = person.last_name
    return "contact", {"contact": {**contact, **extra}}


def location(phone: Phone, extra: dict[str, Any]) -> Made:
    return "location", {"location": {**PLACE, **extra}}


def live_location(phone: Phone, extra: dict[str, Any]) -> Made:
    return "location", {"location": {**PLACE, "live_period": 900, "horizontal_accuracy": 20.0, **extra}}


def venue(phone: Phone, extra: dict[str, Any]) -> Made:
    one = {"location": PLACE, "title": "Школа", "address": "ул. Абая, 1", **extra}
    return "venue", {"venue": one, "location": one["location"]}


def poll(**traits: Any) -> Maker:
    def make(phone: Phone, extra: dict[str, Any]) -> Made:
        options = extra.pop("options", ["да", "нет"])
        one = {
            "id": phone.world.unique("poll"),
            "question": "Вопрос?",
            "options": [
                {"persistent_id": str(index), "text": option, "voter_count": 0} for index, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return "poll", {"poll": {**one, **traits, **extra}}

    return make


def story(phone: Phone, extra: dict[str, Any]) -> Made:
    return "story", {"story": {"chat": CHANNEL, "id": 5, **extra}}


def game(phone: Phone, extra: dict[str, Any]) -> Made:
    sizes = media_of(phone.world, "photo", store(phone.world, "photo", specimens.PHOTO), {})["photo"]
    return "game", {"game": {"title": "Игра", "description": "Игра", "photo": sizes, **extra}}


def paid_media(phone: Phone, extra: dict[str, Any]) -> Made:
    preview = {"type": "preview", "width": 640, "height": 480}
    return "paid_media", {"paid_media": {"star_count": 5, "paid_media": [preview], **extra}}


def checklist(phone: Phone, extra: dict[str, Any]) -> Made:
    tasks = [{"id": 1, "text": "хлеб"}, {"id": 2, "text": "молоко"}]
    return "checklist", {"checklist": {"title": "Список", "tasks": tasks, **extra}}


def giveaway(phone: Phone, extra: dict[str, Any]) -> Made:
    date = int(phone.world.clock.now().timestamp()) + 86400
    one = {"chats": [CHANNEL], "winners_selection_date": date, "winner_count": 3}
    return "giveaway", {"giveaway": {**one, **extra}}


def giveaway_winners(phone: Phone, extra: dict[str, Any]) -> Made:
    date = int(phone.world.clock.now().timestamp()) - 60
    one = {"chat": CHANNEL, "giveaway_message_id": 7, "winners_selection_date": date}
    return "giveaway_winners", {"giveaway_winners": {**one, "winner_count": 1, "winners": [STRANGER], **extra}}


OBJECTS: dict[str, Maker] = {
    "contact": of_kind("contact", phone_number="+77010000000", first_name="Друг", user_id=STRANGER["id"]),
    "own_contact": own_contact,
    "location": location,
    "live_location": live_location,
    "venue": venue,
    "poll": poll(),
    "quiz": poll(type="quiz", correct_option_ids=[0], correct_option_id=0),
    "dice": of_kind("dice", emoji="🎲", value=4),
    "game": game,
    "story": story,
    "paid_media": paid_media,
    "checklist": checklist,
    "giveaway": giveaway,
    "giveaway_winners": giveaway_winners,
    "invoice": of_kind(
        "invoice", title="Счёт", description="Счёт", start_parameter="x", currency="XTR", total_amount=1
    ),
}
